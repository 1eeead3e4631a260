"""Tables of pandas, polars and DuckDB through Pipeline.map, and back. Exit status 77: none of them can be imported."""

import datetime
import importlib
import sys
import unittest

import textmill


def imported(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


pyarrow, pandas, polars, duckdb = map(imported, ("pyarrow", "pandas", "polars", "duckdb"))
if pyarrow is None or not (pandas or polars or duckdb):
    print("skipped: none of pandas, polars and duckdb can be imported, or pyarrow cannot")
    sys.exit(77)

AT = datetime.datetime(2024, 3, 12, 6, 0, tzinfo=datetime.timezone.utc)
COLUMNS = {"id": ["a", "b", "c"], "text": ["one two", "", "drei"], "n": [1, None, 3], "score": [0.5, None, 1.5],
           "at": [AT, None, AT], "tags": [["x", "y"], [], None]}
STEPS = [{"keep": 'text != ""'}, {"uses": "text.stats"}]
WANTED = [{**{name: values[i] for name, values in COLUMNS.items()}, "words": words} for i, words in ((0, 2), (2, 1))]


class FramesTest(unittest.TestCase):
    maxDiff = None

    def check(self, rows):
        self.assertEqual([{name: row[name] for name in WANTED[0]} for row in rows], WANTED)

    def map(self, frame):
        summaries = []
        made = textmill.Pipeline(STEPS).map(frame, on_summary=summaries.append)
        self.addCleanup(lambda: self.assertEqual([one.drops for one in summaries], [{"keep": {"false": 1}}]))
        return made

    @unittest.skipIf(pandas is None, "pandas cannot be imported")
    def test_pandas(self):
        frame = pandas.DataFrame({**COLUMNS, "n": pandas.array(COLUMNS["n"], dtype="Int64")})
        frame["kind"] = pandas.Categorical(["k", "k", "l"])
        made = self.map(frame).read_pandas()
        self.assertEqual(made["kind"].tolist(), ["k", "l"])
        rows = made.to_dict("records")
        for row in rows:
            row["tags"] = None if row["tags"] is None else list(row["tags"])
        self.check(rows)

    @unittest.skipIf(pandas is None, "pandas cannot be imported")
    def test_an_index_of_pandas_goes_with_its_rows(self):
        frame = pandas.DataFrame({"text": ["one two", "", "drei"]}, index=[7, 8, 9])
        made = self.map(frame).read_pandas()
        self.assertEqual(made["words"].tolist(), [2, 1])
        self.assertEqual(made.index.tolist(), [7, 9])

    @unittest.skipIf(polars is None, "polars cannot be imported")
    def test_polars(self):
        self.check(polars.from_arrow(self.map(polars.DataFrame(COLUMNS))).to_dicts())
        self.check(polars.DataFrame(self.map(polars.DataFrame(COLUMNS))).to_dicts())

    @unittest.skipIf(duckdb is None, "DuckDB cannot be imported")
    def test_duckdb(self):
        connection = duckdb.connect()
        connection.execute("set timezone = 'UTC'")
        connection.register("given", pyarrow.Table.from_pydict(COLUMNS))
        made = self.map(connection.sql("select * from given"))
        found = connection.sql("select * from made order by id")
        self.check([dict(zip(found.columns, row)) for row in found.fetchall()])


if __name__ == "__main__":
    unittest.main()
