"""parquet_test.py PROGRAM: Parquet and Arrow files go between the program and other implementations.

What pyarrow and DuckDB write is read with all of its values, and they read what the program writes. Skipped
(77) where neither can be imported, or the program has no stages for such files.
"""

import io
import json
import os
import subprocess
import sys
import tempfile

try:
    import pyarrow as pa
    import pyarrow.parquet as pq
except ImportError:
    pa = None
try:
    import duckdb
except ImportError:
    duckdb = None

if pa is None and duckdb is None:
    print("skipped: there is neither pyarrow nor duckdb")
    sys.exit(77)
program = sys.argv[1]
if subprocess.run([program, "plugins", "read.parquet"], capture_output=True).returncode != 0:
    print("skipped: the program has no read.parquet")
    sys.exit(77)

DOCUMENTS = [
    {"id": f"d{i}", "text": f"Über {i} " * (i % 7), "n": i * 10**15 - 5, "share": i / 7, "good": i % 3 == 0,
     "tags": ["a", f"t{i}"] if i % 2 else None, "meta": {"lang": "en", "pages": [i, None]} if i % 5 else None,
     "when": f"2024-03-{i % 28 + 1:02}T10:00:00Z", "other": {"x": [i, "y"], "z": None}}
    for i in range(300)
]
TYPES = ("n: int, share: float, good: bool, tags: list<string>, meta: '{lang: string, pages: list<int>}', "
         "when: timestamp")


def run(folder, name, *steps):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(f"textmill: 1\nname: p\nsteps:\n" + "".join(f"  - {{ {step} }}\n" for step in steps))
    subprocess.run([program, "run", name, "--overwrite"], cwd=folder, check=True)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read(path):
    return open(path, "rb").read()


with tempfile.TemporaryDirectory() as folder:
    at = lambda name: os.path.join(folder, name)
    with open(at("in.jsonl"), "w", encoding="utf-8") as file:
        for document in DOCUMENTS:
            file.write(json.dumps(document, ensure_ascii=False) + "\n")
    source = "uses: read.jsonl, with: { path: in.jsonl, types: { " + TYPES + " } }"
    run(folder, "there.yaml", source, "uses: write.jsonl, with: { path: straight.jsonl }",
        "uses: write.parquet, with: { path: a.parquet, rows_per_group: 70 }",
        "uses: write.arrow, with: { path: a.arrow, rows_per_batch: 70 }",
        "uses: write.arrow, with: { path: a.arrows, compression: zstd }")
    for kind, name in (("parquet", "a.parquet"), ("arrow", "a.arrow"), ("arrow", "a.arrows")):
        run(folder, "back.yaml", f"uses: read.{kind}, with: {{ path: {name}, types: {{ {TYPES} }} }}",
            "uses: write.jsonl, with: { path: back.jsonl }")
        assert read(at("back.jsonl")) == read(at("straight.jsonl")), name
        # Without a word on types, columns come back as JSON.
        run(folder, "back.yaml", f"uses: read.{kind}, with: {{ path: {name} }}",
            "uses: write.jsonl, with: { path: back.jsonl }")
        for document, expected in zip(lines(at("back.jsonl")), DOCUMENTS):
            assert {k: document.get(k) for k in expected} == expected, (document, expected)

    columns = ("id", "text", "n", "share", "good", "tags", "meta")

    def check(rows, what):
        assert len(rows) == len(DOCUMENTS), what
        for row, expected in zip(rows, DOCUMENTS):
            for column in columns:
                assert row[column] == expected[column], (what, column, row[column], expected[column])
            assert json.loads(row["extra"])["other"] == expected["other"], what
            assert row["when"].strftime("%Y-%m-%dT%H:%M:%SZ") == expected["when"], what

    if pa is not None:
        check(pq.read_table(at("a.parquet"), page_checksum_verification=True).to_pylist(), "pyarrow, Parquet")
        check(pa.ipc.open_file(at("a.arrow")).read_all().to_pylist(), "pyarrow, Arrow file")
        check(pa.ipc.open_stream(at("a.arrows")).read_all().to_pylist(), "pyarrow, Arrow stream")
        assert pq.ParquetFile(at("a.parquet")).metadata.row_group(0).num_rows == 70
        # Other forms of the same values, as pyarrow has them.
        table = pa.Table.from_pylist([{k: d[k] for k in (*columns, "when")} for d in DOCUMENTS])
        table = table.set_column(1, "text", table["text"].cast(pa.large_string()))
        table = table.set_column(0, "id", table["id"].dictionary_encode())
        for codec in ("snappy", "gzip", "brotli", "lz4", "none"):
            pq.write_table(table, at("p.parquet"), compression=codec, row_group_size=100, data_page_size=200,
                           data_page_version="2.0" if codec == "gzip" else "1.0")
            run(folder, "p.yaml", f"uses: read.parquet, with: {{ path: p.parquet, types: {{ {TYPES} }} }}",
                "uses: write.jsonl, with: { path: p.jsonl }")
            for document, expected in zip(lines(at("p.jsonl")), lines(at("straight.jsonl"))):
                assert {k: document.get(k) for k in columns} == {k: expected.get(k) for k in columns}, codec
        # Through pipes, both ways.
        to = io.BytesIO()
        with pa.ipc.new_stream(to, table.schema) as writer:
            writer.write_table(table, max_chunksize=90)
        with open(at("pipe.yaml"), "w") as file:
            file.write("textmill: 1\nname: p\nsteps:\n  - uses: read.arrow\n    with: { path: '-' }\n"
                       "  - uses: write.arrow\n    with: { path: '-', columns: [id, text] }\n")
        piped = subprocess.run([program, "run", at("pipe.yaml")], input=to.getvalue(), stdout=subprocess.PIPE,
                               check=True).stdout
        rows = pa.ipc.open_stream(piped).read_all().to_pylist()
        assert rows == [{"id": d["id"], "text": d["text"]} for d in DOCUMENTS]
    if duckdb is not None:
        found = duckdb.sql(f"select * from '{at('a.parquet')}'")
        names = [column[0] for column in found.description]
        check([dict(zip(names, row)) for row in found.fetchall()], "DuckDB")
        duckdb.sql(f"copy (select * from '{at('a.parquet')}') to '{at('d.parquet')}' (format parquet)")
        run(folder, "d.yaml", f"uses: read.parquet, with: {{ path: d.parquet, types: {{ {TYPES} }} }}",
            "uses: write.jsonl, with: { path: d.jsonl }")
        assert read(at("d.jsonl")) == read(at("straight.jsonl"))
        print("pyarrow:", pa is not None, "duckdb: True")
