"""Runs in several places, which are lists in this process, beside runs of the program: the same files, byte for byte.
Skipped where pyarrow is not there."""

import gzip
import json
import os
import pathlib
import sys
import tempfile
import unittest
import unittest.mock

try:
    import pyarrow  # noqa: F401
except ImportError as error:
    sys.stderr.write(f"skipped: {error}\n")
    sys.exit(77)

import made_corpus
import textmill
from one_process import OneProcess
from textmill import _driver, _engine
from textmill._places import job, keys, merges, moves, splits

NEWS = [
    {"uses": "text.normalize", "with": {"form": "NFC", "whitespace": True}},
    {"uses": "dedup.passages", "id": "twice", "with": {"scope": "document", "unit": "paragraph"}},
    {"keep": "text.length >= 20"},
    {"uses": "language.detect"},
    {"uses": "dedup.exact", "with": {"normalize": "whitespace"}},
    {"uses": "dedup.near", "with": {"threshold": 0.8}},
    {"uses": "dedup.passages", "id": "boilerplate", "with": {"scope": "corpus", "unit": "paragraph", "min_documents": 5}},
    {"keep": "text.length >= 20"},
]
WRITERS = [{"uses": "write.jsonl", "with": {"path": "out/documents.jsonl"}},
           {"uses": "write.csv", "with": {"path": "out/documents.csv.gz"}}]
TIMES = ("started", "ended", "seconds", "documents_per_second", "threads", "command", "peak_memory", "file", "bytes")


def timeless(value):
    """A summary without what differs from run to run."""
    if isinstance(value, dict):
        return {name: timeless(one) for name, one in value.items() if name not in TIMES}
    return [timeless(one) for one in value] if isinstance(value, list) else value


class PlacesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        os.mkdir("tmp")
        self.addCleanup(lambda: self.assertEqual([name for name in os.listdir("tmp") if name.startswith("textmill-")], []))
        environment = unittest.mock.patch.dict(os.environ, TMPDIR=os.path.abspath("tmp"))
        environment.start()
        self.addCleanup(environment.stop)
        # Small, so that there are many of them.
        for module, name, bytes in ((splits, "UNIT_BYTES", 8000), (moves, "CHUNK_BYTES", 10000), (keys, "KEYS", 500),
                                    (merges, "FAN_IN", 2)):
            patch = unittest.mock.patch.object(module, name, bytes)
            patch.start()
            self.addCleanup(patch.stop)

    def pipeline(self, steps, path="corpus.jsonl", **more):
        pipeline = {"textmill": 1, "name": "places", "steps": [{"uses": "read.auto", "with": {"path": path, "fields": {"year": "year"}, "types": {"year": "int"}}}, *steps],
                    "dropped": "out/dropped.jsonl", "failed": "out/failed.jsonl", "allow_failures": 100000,
                    "stop_after_failures": 100000, **more}
        pathlib.Path("pipeline.yaml").write_text(json.dumps(pipeline))
        return "pipeline.yaml"

    def files(self):
        made = {path.name: path.read_bytes() for path in pathlib.Path("out").iterdir()}
        for path in pathlib.Path("out").iterdir():
            path.unlink()
        return made

    def several(self, file, splits):
        work = job.job_of(file, pathlib.Path(file).read_text(), (), ())
        return _driver.run(OneProcess(), work, splits=splits).summary

    def check(self, file, splits=(1, 3), without=None):
        """`without` takes out of the summary of one machine what is not known of several places."""
        wanted = textmill.run(file, arguments=["--batch-bytes", "8000"])
        files = self.files()
        for n in splits:
            with self.subTest(splits=n):
                summary = self.several(file, n)
                made = self.files()
                self.assertEqual(made.keys(), files.keys())
                for name, bytes in files.items():
                    self.assertEqual(made[name], bytes, name)
                data = timeless(wanted.data)
                if without is not None:
                    without(data)
                self.assertEqual(timeless(summary.data), data)
        return wanted

    def test_steps_that_see_each_document_by_itself(self):
        made_corpus.write("corpus.jsonl", 150, 1, bad=0.05)
        self.check(self.pipeline([{"keep": "year > 2000"}, {"uses": "text.split"}, {"uses": "text.stats"}, *WRITERS]))

    def test_keys_and_passages(self):
        made_corpus.write("corpus.jsonl", 200, 2)
        summary = self.check(self.pipeline([*NEWS, *WRITERS]))
        self.assertGreater(summary.drops["dedup.exact"]["duplicate"], 10)
        self.assertGreater(summary.drops["dedup.near"]["near_duplicate"], 10)

    def test_writers_in_the_middle(self):
        made_corpus.write("corpus.jsonl", 100, 3)
        middle = {"uses": "write.jsonl", "id": "before", "with": {"path": "out/before.jsonl"}}
        self.check(self.pipeline([middle, {"uses": "dedup.near"}, {**middle, "id": "after", "with": {
            "path": "out/after.jsonl"}}, {"uses": "dedup.exact"}]))

    def test_rows_that_no_place_alone_has_used_are_not_counted(self):
        """Of a table that is joined: each place knows of its own documents, and the others are no sum."""
        made_corpus.write("corpus.jsonl", 60, 11)
        pathlib.Path("years.csv").write_text("year,of\n" + "".join(f"{year},{year % 7}\n" for year in range(1900, 2030)))
        join = {"uses": "join", "id": "join", "with": {"file": "years.csv", "on": "year", "types": {"year": "int"}}}

        def without(data):
            step = next(step for step in data["steps"] if step["id"] == "join")
            self.assertGreater(step.pop("counts")["rows of the table"]["used by no document"], 90)

        self.check(self.pipeline([join, *WRITERS]), (3,), without)

    def test_second_passes_of_groups(self):
        made_corpus.write("corpus.jsonl", 100, 4)
        self.check(self.pipeline([{"uses": "text.split"}, {"uses": "dedup.near", "with": {"keep": "longest"}},
                                  {"uses": "dedup.exact", "with": {"action": "mark"}}, *WRITERS]))

    def test_tables(self):
        made_corpus.write("corpus.jsonl", 150, 5)
        self.check(self.pipeline([
            {"uses": "language.detect"},
            {"uses": "corpus.frequencies", "id": "words", "with": {"of": "words", "by": "lang"}},
            {"uses": "write.csv", "id": "w", "with": {"from": "words", "path": "out/words.csv"}},
            {"uses": "dedup.exact"},
            {"uses": "corpus.collocations", "id": "pairs", "with": {"pairs": "neighbours", "min_count": 3}},
            {"uses": "write.csv", "id": "c", "with": {"from": "pairs", "path": "out/pairs.csv"}},
            {"uses": "corpus.keywords", "id": "keywords", "with": {"target": {"column": "lang", "is": "en"}}},
            {"uses": "write.jsonl", "id": "k", "with": {"from": "keywords", "path": "out/keywords.jsonl"}},
            *WRITERS]))

    def test_steps_that_see_all_documents(self):
        made_corpus.write("corpus.jsonl", 100, 6)
        self.check(self.pipeline([{"uses": "sort", "with": {"by": "year"}}, {"uses": "dedup.exact"},
                                  {"uses": "sample", "with": {"number": 30}},
                                  {"uses": "write.json", "with": {"path": "out/all.json"}}, *WRITERS]))

    def test_what_one_place_writes_comes_a_piece_at_a_time(self):
        """To the driver, which has the results of one at once."""
        pathlib.Path("corpus.jsonl").write_text('{"text": "They met in London on 3 May 2020."}\n' * 200)
        rows = []

        def write(plan, splits, homes, others):
            rows.extend(sum(result.what == 0 for result in results) for results in _driver._by_split(splits, homes, others))
            return real(plan, splits, homes, others)

        real = _driver._write
        with unittest.mock.patch.object(_driver, "_write", write):
            self.check(self.pipeline([{"uses": "entities.tag"}, {"uses": "write.brat", "with": {"path": "out/all.ann"}}]), (3,))
        self.assertTrue(all(rows), rows)

    def test_more_groups_than_the_driver_can_have(self):
        made_corpus.write("corpus.jsonl", 50, 6)
        with unittest.mock.patch.object(keys, "MOST_GROUPED", 3), \
                self.assertRaisesRegex(textmill.RunFailed, "more than 3 documents repeat others"):
            self.several(self.pipeline([{"uses": "dedup.exact"}, *WRITERS]), 2)

    def test_several_files_some_compressed_some_not_there(self):
        os.mkdir("in")
        for i in range(7):
            made_corpus.write(f"in/{i}.jsonl", 9 * i, 10 + i, bad=0.1)
        self.check(self.pipeline([*NEWS, *WRITERS], "in/*.jsonl"))
        for i in (1, 4):
            path = pathlib.Path(f"in/{i}.jsonl")
            pathlib.Path(f"in/{i}.jsonl.gz").write_bytes(gzip.compress(path.read_bytes()))
            path.unlink()
        self.check(self.pipeline([*NEWS, *WRITERS], "in/*"), (4,))
        pathlib.Path("in/5.jsonl.gz").write_bytes(b"\x1f\x8b no gzip")
        self.check(self.pipeline([*NEWS[:2], *WRITERS], "in/*"), (4,))

    def test_nothing(self):
        pathlib.Path("corpus.jsonl").write_text("")
        self.check(self.pipeline([*NEWS, *WRITERS]), (1, 4))

    def test_what_is_refused(self):
        made_corpus.write("corpus.jsonl", 10, 7)
        for steps, why in (([{"uses": "write.jsonl", "with": {"path": "many/{year}.jsonl"}}], "a file for each value"),):
            with self.assertRaisesRegex(job.Refused, why):
                self.several(self.pipeline(steps), 2)
        with self.assertRaises(textmill.MistakesFound):
            self.several(self.pipeline([{"uses": "nosuch"}]), 2)
        pathlib.Path("out").mkdir(exist_ok=True)
        pathlib.Path("out/documents.jsonl").write_text("mine")
        with self.assertRaises(textmill.MistakesFound):
            self.several(self.pipeline(WRITERS[:1]), 2)

    def test_a_driver_that_ends_early_leaves_no_file_with_its_name(self):
        made_corpus.write("corpus.jsonl", 100, 9)
        file = self.pipeline(WRITERS)

        def gone(*_):
            raise KeyboardInterrupt

        with unittest.mock.patch.object(_engine.Plan, "publish", gone), self.assertRaises(KeyboardInterrupt):
            self.several(file, 3)
        left = self.files()
        self.assertIn("documents.jsonl.part", left)
        self.assertFalse([name for name in left if not name.endswith(".part")])
        for name, bytes in left.items():
            pathlib.Path("out", name).write_bytes(bytes)
        self.several(file, 3)
        self.assertFalse([name for name in self.files() if name.endswith(".part")])

    def test_files_that_are_not_open(self):
        made_corpus.write("corpus.jsonl", 3, 9)
        with _engine.Plan(self.pipeline(WRITERS)) as plan:
            for call in (lambda: plan.write_output(0, b"x"), lambda: plan.write_removed(0, b"x"),
                         lambda: plan.add_account([]), lambda: plan.publish((), (), 0)):
                with self.assertRaisesRegex(_engine.EngineError, "the outputs are not open"):
                    call()
            plan.open_outputs(1)
            with self.assertRaisesRegex(_engine.EngineError, "opened before"):
                plan.open_outputs(1)
            with self.assertRaisesRegex(_engine.EngineError, "no such output"):
                plan.write_output(7, b"x")
            for wrong in ((99, 0, 0), (0, 77, 0), (0, _engine.INPUT_FAILED + 100, 0), (0, 3, 256)):
                with self.assertRaisesRegex(_engine.EngineError, "the account"):
                    plan.add_account([_engine.Count(0, 0, 0, "", "", 1), _engine.Count(*wrong, "", "", 1)])
            plan.add_account([_engine.Count(0, 0, 0, "", "", 1)])
            with self.assertRaisesRegex(_engine.EngineError, "account does not add up: 1 "):
                plan.publish((), (), 0)
            plan.add_account([_engine.Count(0, 5, 0, "", "", 1)])
            self.assertEqual(len(json.loads(plan.publish((), (), 0))["inputs"]), 1)

    def test_too_many_failures(self):
        made_corpus.write("corpus.jsonl", 100, 8, bad=0.2)
        with self.assertRaisesRegex(_engine.EngineError, "stop_after_failures: 3"):
            self.several(self.pipeline(WRITERS, stop_after_failures=3), 4)
        self.assertFalse(pathlib.Path("out/documents.jsonl").exists())
        self.assertEqual(self.several(self.pipeline(WRITERS, allow_failures=0), 4).outcome, "too many failures")


if __name__ == "__main__":
    unittest.main()
