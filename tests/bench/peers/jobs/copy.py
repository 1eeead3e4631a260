"""JSON Lines in, the same documents out."""

PIPELINE = """\
textmill: 1
name: copy
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {
    "polars": ["polars==2.1.0"],
    "duckdb": ["duckdb==2.0.1"],
    "orjson": ["orjson==3.13.0"],
    "jq": ["jq==1.13.0"],
}


def _lines(path):
    with open(path, "rb") as lines:
        return {"documents": sum(1 for _ in lines)}


def textmill(folder):
    return _lines(folder / "textmill.out")


def run(peer, corpus, out):
    if peer == "polars":
        import polars
        polars.scan_ndjson(corpus).sink_ndjson(out)
    elif peer == "duckdb":
        import duckdb
        duckdb.sql(f"COPY (SELECT * FROM read_json('{corpus}', format='newline_delimited')) "
                   f"TO '{out}' (FORMAT json)")
    elif peer == "orjson":
        import orjson
        with open(corpus, "rb") as lines, open(out, "wb") as to:
            for line in lines:
                to.write(orjson.dumps(orjson.loads(line)) + b"\n")
    elif peer == "jq":
        import jq
        program = jq.compile(".")
        with open(corpus, encoding="utf-8") as lines, open(out, "w", encoding="utf-8") as to:
            for line in lines:
                to.write(program.input_text(line).text() + "\n")
    return _lines(out)
