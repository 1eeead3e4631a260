"""Of documents with the same text, keep the first."""

PIPELINE = """\
textmill: 1
name: exact
steps:
  - uses: read.jsonl
    with: { path: "${CORPUS}" }
  - uses: dedup.exact
  - uses: write.jsonl
    with: { path: "${OUT}/textmill.out" }
"""
PEERS = {"polars": ["polars==2.1.0"], "duckdb": ["duckdb==2.0.1"]}


def _lines(path):
    with open(path, "rb") as lines:
        return {"kept": sum(1 for _ in lines)}


def textmill(folder):
    return _lines(folder / "textmill.out")


def run(peer, corpus, out):
    if peer == "polars":
        import polars
        polars.read_ndjson(corpus).unique(
            subset="text", keep="first", maintain_order=True).write_ndjson(out)
    else:
        import duckdb
        duckdb.sql(f"""COPY (SELECT * EXCLUDE (n, first) FROM (
            SELECT *, row_number() OVER (PARTITION BY text ORDER BY n) AS first FROM (
                SELECT *, row_number() OVER () AS n FROM
                    read_json('{corpus}', format='newline_delimited')))
            WHERE first = 1 ORDER BY n) TO '{out}' (FORMAT json)""")
    return _lines(out)
