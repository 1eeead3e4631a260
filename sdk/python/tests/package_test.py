"""The package `textmill`, with the program of the build folder: package_test.py. What needs pyarrow or PyYAML is
skipped where they are not there."""

import contextlib
import datetime
import decimal
import gc
import io
import json
import math
import os
import pathlib
import shutil
import signal
import struct
import tempfile
import threading
import time
import unittest
import unittest.mock

import textmill
from textmill._events import Process
from textmill._map_dicts import FIRST

try:
    import pyarrow
except ImportError:
    pyarrow = None
try:
    import yaml
except ImportError:
    yaml = None

STATS = [{"uses": "text.stats"}]


class TestCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.input = self.folder / "in.jsonl"
        self.write(self.input, [{"id": str(i), "text": f"Document number {i}."} for i in range(20)])

    def write(self, file, documents):
        file.write_text("".join(json.dumps(document) + "\n" for document in documents))

    def pipeline(self, *steps, **more):
        return {"steps": [{"uses": "read.jsonl", "with": {"path": str(self.input)}}, *steps,
                          {"uses": "write.jsonl", "with": {"path": str(self.folder / "out.jsonl")}}], **more}


class CheckTest(TestCase):
    def test_nothing_is_wrong(self):
        mistakes = textmill.check(self.pipeline(*STATS))
        self.assertEqual(mistakes, [])
        self.assertEqual(str(mistakes), "no mistakes found")
        self.assertIn("no mistakes", mistakes._repr_html_())

    def test_all_mistakes_are_objects(self):
        file = self.folder / "p.yaml"
        file.write_text(f"textmill: 1\nsteps:\n  - uses: read.jsonl\n    with: {{ path: {self.input} }}\n"
                        "  - uses: text.stat\n  - keep: lagn == \"en\"\n")
        mistakes = textmill.check(file)
        self.assertEqual([(one.file, one.line) for one in mistakes], [(str(file), 5), (str(file), 6)])
        self.assertIn("text.stat", mistakes[0].message)
        self.assertIn("text.stats", mistakes[0].hint)
        self.assertIn(f"{file}:5:11: ", str(mistakes))
        self.assertIn(f"{file}:5:11</td>", mistakes._repr_html_())

    def test_of_a_dict(self):
        mistakes = textmill.check([{"uses": "<nosuch>"}])
        self.assertEqual(len(mistakes), 1)
        self.assertEqual((mistakes[0].file, mistakes[0].line, mistakes[0].step), ("pipeline", 0, 1))
        self.assertIn("pipeline, step 1: ", str(mistakes))
        self.assertIn("&lt;nosuch&gt;", mistakes._repr_html_())

    def test_of_a_dict_the_step_is_told(self):
        pipeline = {"steps": [{"uses": "read.jsonl", "with": {"path": str(self.input)}},
                              {"uses": "text.normalize", "with": {"form": "NFC"}},
                              {"keep": "a b"}, {"uses": "read.nosuch", "with": {"a": [{"b": []}]}}, "no step"]}
        self.assertEqual({one.step for one in textmill.check(pipeline)}, {3, 4, 5})
        self.assertEqual([one.step for one in textmill.check({"steps": pipeline["steps"][:2], "nmae": "x"})], [0])
        self.assertEqual([one.step for one in textmill.check({"steps": []})], [0])
        self.assertEqual([one.step for one in textmill.check({})], [0])

    def test_a_file_that_is_not_there(self):
        self.assertIn("nosuch.yaml", str(textmill.check("nosuch.yaml")))

    def test_what_is_no_pipeline(self):
        with self.assertRaises(TypeError):
            textmill.check(7)


class RunTest(TestCase):
    def test_says_what_it_did(self):
        told = []
        summary = textmill.run(self.pipeline(*STATS, {"keep": "words > 3"}, {"keep": "id != \"7\""}),
                               progress=told.append, report=self.folder / "report.html")
        self.assertEqual((summary.outcome, summary.read, summary.dropped, summary.finished), ("done", 20, 20, 0))
        self.assertEqual(summary.drops["keep"], {"false": 20})
        self.assertEqual(summary.outputs, [str(self.folder / "out.jsonl")])
        self.assertEqual(summary.rows, {"write.jsonl": 0})
        self.assertEqual(told[-1].documents, 20)
        self.assertEqual(told[-1].share, 1)
        self.assertIn("20 documents", told[-1].text)
        self.assertIn("20 read", repr(summary))
        self.assertIn("<td>20</td>", summary._repr_html_())
        self.assertIn("<html", (self.folder / "report.html").read_text())
        self.assertIn("&lt;html", summary.report._repr_html_())

    def test_set_and_overwrite(self):
        pipeline = textmill.Pipeline(self.pipeline({"uses": "sample", "with": {"number": 3}}))
        self.assertEqual(pipeline.run(threads=1).finished, 3)
        with self.assertRaises(textmill.MistakesFound) as raised:
            pipeline.run()
        self.assertIn("exists already", str(raised.exception))
        self.assertEqual(len(raised.exception.mistakes), 1)
        self.assertEqual(pipeline.run(set={"sample.number": 5}, overwrite=True).finished, 5)
        self.assertEqual(pipeline.run(limit=2, overwrite=True).read, 2)

    def test_failures_are_counted(self):
        with self.input.open("a") as file:
            file.write("no json\n")
        summary = textmill.run(self.pipeline())
        self.assertEqual((summary.outcome, summary.failed), ("too many failures", 1))

    def test_a_run_that_fails(self):
        with self.input.open("a") as file:
            file.write("no json\n" * 5)
        with self.assertRaises(textmill.RunFailed) as raised:
            textmill.run(self.pipeline(stop_after_failures=2, allow_failures=9))
        self.assertIn("failures", str(raised.exception))
        self.assertEqual(raised.exception.summary.outcome, "failed")

    def test_progress_is_shown(self):
        with contextlib.redirect_stderr(io.StringIO()) as shown:
            textmill.run(self.pipeline(), progress=True)
        self.assertRegex(shown.getvalue(), r"\r.*20 documents.*\n$")

    def test_other_threads_go_on(self):
        slow = {"uses": "exec", "with": {"command": ["sh", "-c", "sleep 0.5; cat"], "columns": ["id"]}}
        turns = []

        def count():
            while not done.wait(0.01):
                turns.append(None)

        done = threading.Event()
        counter = threading.Thread(target=count)
        counter.start()
        try:
            textmill.run(self.pipeline(slow))
        finally:
            done.set()
            counter.join()
        self.assertGreater(len(turns), 10)

    def test_a_callback_that_raises_ends_the_run(self):
        def progress(_):
            raise KeyError("enough")

        slow = {"uses": "exec", "with": {"command": ["sh", "-c", "sleep 60"], "columns": ["id"]}}
        with self.assertRaisesRegex(KeyError, "enough"):
            textmill.run(self.pipeline(slow), progress=progress)

    def test_ctrl_c_ends_the_run(self):
        slow = {"uses": "exec", "with": {"command": ["sh", "-c", "sleep 60"], "columns": ["id"]}}
        timer = threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGINT])
        timer.start()
        with self.assertRaises(KeyboardInterrupt):
            textmill.run(self.pipeline(slow))


class MapTest(TestCase):
    def test_dicts(self):
        documents = [{"text": "one two", "n": 1, "tags": ["a"], "inner": {"x": 0.5}},
                     {"text": "three", "n": None, "other": True}]
        made = list(textmill.Pipeline(STATS).map(documents))
        self.assertEqual([(one["words"], one.get("n")) for one in made], [(2, 1), (1, None)])
        self.assertEqual(made[0]["tags"], ["a"])
        self.assertEqual(made[0]["inner"], {"x": 0.5})
        self.assertEqual(made[1]["other"], True)
        self.assertNotIn("source", made[0])

    def test_readers_and_writers_are_left_out(self):
        made = list(textmill.Pipeline(self.pipeline(*STATS)).map([{"id": "x", "text": "one two"}]))
        self.assertEqual([(one["id"], one["words"]) for one in made], [("x", 2)])
        self.assertFalse((self.folder / "out.jsonl").exists())

    def test_much_goes_through_while_it_is_read(self):
        seen = []

        def documents():
            for i in range(30000):
                seen.append(i)
                yield {"id": str(i), "text": "word " * 100}

        made = textmill.Pipeline(STATS).map(documents())
        self.assertEqual(next(made)["id"], "0")
        self.assertLess(len(seen), 30000)
        self.assertEqual([one["id"] for one in made], [str(i) for i in range(1, 30000)])

    def test_enough_is_enough(self):
        with unittest.mock.patch.dict(os.environ, TMPDIR=str(self.folder)):
            made = textmill.Pipeline(STATS).map({"text": "a"} for _ in iter(int, 1))  # without end
            next(made)
            made.close()
        self.assertEqual([file.name for file in self.folder.glob("textmill-*")], [])

    def test_ctrl_c_is_not_sent_once_more(self):
        """By us, after the terminal: the program would leave its work folder."""
        started = []

        def start(*arguments, **pipes):
            started.append(Process(*arguments, **pipes))
            return started[0]

        with unittest.mock.patch("textmill._map.Process", start), \
                unittest.mock.patch("textmill._events.AFTER_CTRL_C", 60), \
                unittest.mock.patch.dict(os.environ, TMPDIR=str(self.folder)):
            made = textmill.Pipeline(STATS).map({"text": "a"} for _ in iter(int, 1))
            next(made)
            started[0].popen.send_signal(signal.SIGINT)
            with unittest.mock.patch.object(Process, "interrupt") as interrupt:
                with self.assertRaises(KeyboardInterrupt):
                    made.throw(KeyboardInterrupt())
            interrupt.assert_not_called()
        self.assertEqual([file.name for file in self.folder.glob("textmill-*")], [])

    def test_drops_and_failures_do_not_come_out(self):
        steps = [{"keep": "id != \"b\""}]
        made = textmill.Pipeline(steps).map([{"id": "a", "text": "x"}, {"id": "b", "text": "x"}, {"id": "c"}])
        with self.assertWarnsRegex(RuntimeWarning, "1 of 3 documents failed.*step `read.jsonl`"):
            self.assertEqual([one["id"] for one in made], ["a"])
        told = []
        list(textmill.Pipeline(steps).map([{"id": "b", "text": "x"}], on_summary=told.append))
        self.assertEqual([(one.read, one.drops) for one in told], [(1, {"keep": {"false": 1}})])

    def test_members_and_items_are_those_of_all_documents(self):
        inner = [{"x": 1, "l": [1]}, {"x": None, "y": {"z": "a"}, "l": [0.5]}, {}]
        made = list(textmill.Pipeline(STATS).map({"text": "a", "inner": one} for one in inner))
        self.assertEqual([one["inner"] for one in made], [{"x": 1, "l": [1]}, {"y": {"z": "a"}, "l": [0.5]}, {}])
        with self.assertRaisesRegex(TypeError, '`n` is {"x": list<int>} in one document and list<string> in another'):
            list(textmill.Pipeline(STATS).map([{"text": "a", "n": {"x": [1]}}, {"text": "a", "n": ["x"]}]))

    def test_nan_is_no_value(self):
        made = list(textmill.Pipeline(STATS).map([{"text": "a", "n": math.nan, "s": math.nan, "l": [1.5, math.inf]},
                                                  {"text": "a", "n": 1.5, "s": "x"}]))
        self.assertEqual([one.get("n") for one in made], [None, 1.5])
        self.assertEqual([one.get("s") for one in made], [None, "x"])
        self.assertEqual(made[0]["l"], [1.5, None])

    def test_mistakes_and_faults(self):
        with self.assertRaises(textmill.MistakesFound):
            list(textmill.Pipeline([{"uses": "nosuch"}]).map([{"text": "a"}]))
        with self.assertRaisesRegex(TypeError, "`n` is int in one document and string"):
            list(textmill.Pipeline(STATS).map([{"text": "a", "n": 1}, {"text": "a", "n": "x"}]))

        def broken():
            yield {"text": "a"}
            raise ValueError("broken")

        with self.assertRaisesRegex(ValueError, "broken"):
            list(textmill.Pipeline(STATS).map(broken()))
        self.assertEqual(list(textmill.Pipeline(STATS).map([])), [])

    def test_documents_that_break_a_pipe_are_not_all(self):
        def documents():
            for _ in range(FIRST + 1):
                yield {"text": "a"}
            raise BrokenPipeError("of a socket")

        with self.assertRaisesRegex(BrokenPipeError, "of a socket"):
            list(textmill.Pipeline(STATS).map(documents()))

    def test_a_program_that_dies_says_so(self):
        """Not that its last line is cut off."""
        program = self.folder / "textmill"
        program.write_text("#!/bin/sh\nprintf '{\"te'\nkill -9 $$\n")
        program.chmod(0o755)
        with unittest.mock.patch.dict(os.environ, TEXTMILL_PROGRAM=str(program)):
            with self.assertRaisesRegex(textmill.RunFailed, "exit status -9"):
                list(textmill.Pipeline(STATS).map([{"text": "a"}]))

    def test_times_are_times_though_the_plan_comes_late(self):
        """By another pipe than the results."""
        take = Process._take_events

        def late(*arguments):
            time.sleep(0.3)
            take(*arguments)

        at = datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc)
        with unittest.mock.patch.object(Process, "_take_events", late):
            self.assertEqual([one["at"] for one in textmill.Pipeline(STATS).map([{"text": "a", "at": at}])], [at])

    @unittest.skipIf(yaml is None, "PyYAML cannot be imported")
    def test_a_file(self):
        file = self.folder / "p.yaml"
        file.write_text(yaml.safe_dump(self.pipeline(*STATS, textmill=1)))
        self.assertEqual([one["words"] for one in textmill.Pipeline(file).map([{"text": "one two"}])], [2])

    @unittest.skipIf(yaml is None, "PyYAML cannot be imported")
    def test_a_file_that_uses_what_is_beside_it(self):
        (self.folder / "names.tsv").write_text("name\ttype\nQuarzelwerk\tORG\n")
        file = self.folder / "p.yaml"
        file.write_text(yaml.safe_dump(self.pipeline(
            {"uses": "entities.tag", "with": {"gazetteers": ["${PIPELINE_FOLDER}/names.tsv"]}}, textmill=1)))
        made = list(textmill.Pipeline(file).map([{"text": "We went to Quarzelwerk."}]))
        self.assertEqual([one["text"] for one in made[0]["entities"]], ["Quarzelwerk"])


@unittest.skipIf(pyarrow is None, "pyarrow cannot be imported")
class MapArrowTest(TestCase):
    def test_batches_in_and_out(self):
        table = pyarrow.table({"text": ["one two", "three"], "n": [1, None], "tags": [["a"], None]})
        reader = textmill.Pipeline([*STATS, {"uses": "entities.tag"}]).map(table)
        self.assertIsInstance(reader, pyarrow.RecordBatchReader)
        made = reader.read_all()
        self.assertEqual(made["words"].to_pylist(), [2, 1])
        self.assertEqual(made.select(table.column_names), table)
        self.assertTrue(pyarrow.types.is_list(made.schema.field("entities").type))
        self.assertNotIn("source", made.column_names)
        self.assertNotIn("id", made.column_names)

    def test_a_batch_alone_and_none(self):
        batch = pyarrow.record_batch({"id": ["x"], "text": ["one two"], "a.b": ["c"]})
        row = textmill.Pipeline(STATS).map(batch).read_all().to_pylist()[0]
        self.assertEqual((row["id"], row["words"], row["a.b"]), ("x", 2, "c"))
        made = textmill.Pipeline(STATS).map(batch.slice(0, 0)).read_all()
        self.assertEqual((made.num_rows, made.schema.field("words").type), (0, pyarrow.int64()))

    def test_all_types(self):
        values = {
            "boolean": pyarrow.array([True]),
            "int32": pyarrow.array([7], pyarrow.int32()),
            "uint64": pyarrow.array([7], pyarrow.uint64()),
            "float32": pyarrow.array([0.5], pyarrow.float32()),
            "decimal": pyarrow.array([decimal.Decimal("1.5")]),
            "date": pyarrow.array([datetime.date(2020, 1, 2)]),
            "at": pyarrow.array([1500000], pyarrow.timestamp("us", "UTC")),
            "large": pyarrow.array(["k"], pyarrow.large_string()),
            "view": pyarrow.array(["k"], pyarrow.string_view()),
            "binary": pyarrow.array([b"k"]),
            "kind": pyarrow.array(["k"]).dictionary_encode(),
            "tags": pyarrow.array([["x"]], pyarrow.large_list(pyarrow.string())),
            "pair": pyarrow.array([[1, 2]], pyarrow.list_(pyarrow.int16(), 2)),
            "inner": pyarrow.array([{"x": 0.5, "y.z": [{"w": 1}]}]),
            "views": pyarrow.array([["x", None]], pyarrow.list_(pyarrow.string_view())),
            "list view": pyarrow.array([["x"]], pyarrow.list_view(pyarrow.string())),
            "view inside": pyarrow.array([{"v": ["x"]}], pyarrow.struct({"v": pyarrow.large_list(pyarrow.binary_view())})),
            "map": pyarrow.array([[("k", ["v"])]], pyarrow.map_(pyarrow.string(), pyarrow.list_(pyarrow.string_view())))}
        table = pyarrow.table({"text": ["a"], **values})
        # With nothing there in the first batches.
        empty = pyarrow.table({"text": ["a"] * 3000, **{name: pyarrow.nulls(3000, array.type)
                                                        for name, array in values.items()}})
        made = textmill.Pipeline(STATS).map(pyarrow.concat_tables([empty, table])).read_all().select(table.column_names)
        wanted = {"text": "a", "boolean": True, "int32": 7, "uint64": 7, "float32": 0.5, "decimal": 1.5,
                  "date": datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc),
                  "at": datetime.datetime(1970, 1, 1, 0, 0, 1, 500000, tzinfo=datetime.timezone.utc),
                  "large": "k", "view": "k", "binary": "k", "kind": "k", "tags": ["x"], "pair": [1, 2],
                  "inner": {"x": 0.5, "y.z": [{"w": 1}]}, "views": ["x", None], "list view": ["x"],
                  "view inside": {"v": ["x"]}, "map": [{"key": "k", "value": ["v"]}]}
        self.assertEqual(made.num_rows, 3001)
        self.maxDiff = None
        self.assertEqual(made.slice(3000).to_pylist(), [wanted])
        self.assertEqual(made.slice(0, 1).to_pylist(), [{name: None for name in wanted} | {"text": "a"}])

    def test_the_first_offset_of_an_empty_column_is_anything(self):
        """As Arrow for Java leaves it."""
        garbage = pyarrow.py_buffer(struct.pack("<i", -5))
        empty = pyarrow.Array.from_buffers(pyarrow.string(), 0, [None, garbage, pyarrow.py_buffer(b"")])
        tags = pyarrow.Array.from_buffers(pyarrow.list_(pyarrow.string()), 1,
                                          [None, pyarrow.py_buffer(struct.pack("<ii", 0, 0))], children=[empty])
        batch = pyarrow.record_batch([pyarrow.array(["a"]), tags], names=["text", "tags"])
        self.assertEqual(textmill.Pipeline(STATS).map(batch).read_all()["tags"].to_pylist(), [[]])

    def test_columns_that_cannot_be(self):
        for table, why in (({"x": ["a"]}, "there is no column `text`; the columns are `x`"),
                           ({"text": ["a"], "d": pyarrow.array([1], pyarrow.duration("s"))},
                            r"`d` is duration\[s\], which no column holds"),
                          ({"text": ["a"], "d": pyarrow.array([["x"]], pyarrow.list_view(pyarrow.string_view()))},
                           "a list of views by views")):
            with self.assertRaisesRegex((TypeError, ValueError), why):
                textmill.Pipeline(STATS).map(pyarrow.table(table))
        twice = pyarrow.table([pyarrow.array(["a"])] * 2, names=["text", "text"])
        with self.assertRaisesRegex(ValueError, "two columns `text`"):
            textmill.Pipeline(STATS).map(twice)
        with self.assertRaises(textmill.MistakesFound):
            textmill.Pipeline([{"uses": "nosuch"}]).map(pyarrow.table({"text": ["a"]}))

    def test_the_plan_says_what_remembers(self):
        from textmill._map_arrow import plan_of

        steps = [{"uses": "dedup.exact"}, *STATS, {"uses": "sample", "with": {"number": 3}}]
        plan, made = plan_of(textmill.Pipeline(steps), pyarrow.schema([("text", pyarrow.string())]), [])
        self.assertEqual([step["remembers"] for step in plan["steps"][1:-1]], [True, False, True])
        self.assertIn("words", made.names)

    def test_a_program_without_arrow(self):
        program = pathlib.Path(textmill.program())
        plugins = program.parent / "plugins"
        if not plugins.exists():
            self.skipTest("the program is installed")
        (self.folder / "plugins").mkdir()
        for plugin in plugins.glob("*.so"):
            if plugin.name != "arrow.so":
                (self.folder / "plugins" / plugin.name).symlink_to(plugin.resolve())
        shutil.copy(program, self.folder / "textmill")
        with unittest.mock.patch.dict(os.environ, TEXTMILL_PROGRAM=str(self.folder / "textmill"),
                                      TEXTMILL_PLUGIN_PATH=""):
            with self.assertRaisesRegex(RuntimeError, "built without Arrow"):
                textmill.Pipeline(STATS).map(pyarrow.table({"text": ["a"]}))

    def test_without_end(self):
        """Results come while documents go in; who has enough ends it."""
        batch = pyarrow.record_batch({"text": ["one two"] * 500})
        source = pyarrow.RecordBatchReader.from_batches(batch.schema, iter(lambda: batch, None))
        with unittest.mock.patch.dict(os.environ, TMPDIR=str(self.folder)):
            reader = textmill.Pipeline(STATS).map(source)
            self.assertEqual(set(reader.read_next_batch()["words"].to_pylist()), {2})
            del reader
            gc.collect()
        self.assertEqual([file.name for file in self.folder.glob("textmill-*")], [])

    def test_large_batches_come_in_order(self):
        table = pyarrow.table({"id": [str(i) for i in range(50000)], "text": ["one two"] * 50000})
        made = list(textmill.Pipeline(STATS).map(table))
        self.assertLessEqual(max(batch.num_rows for batch in made), 2000)
        self.assertEqual(pyarrow.Table.from_batches(made)["id"], table["id"])

    def test_failures_and_faults(self):
        reader = textmill.Pipeline(STATS).map(pyarrow.table({"text": ["a", None, "c"]}))
        with self.assertWarnsRegex(RuntimeWarning, "1 of 3 documents failed"):
            self.assertEqual(reader.read_all().num_rows, 2)

        def broken():
            yield pyarrow.record_batch({"text": ["a"]})
            raise ValueError("broken")

        source = pyarrow.RecordBatchReader.from_batches(pyarrow.schema([("text", pyarrow.string())]), broken())
        with self.assertRaisesRegex(ValueError, "broken"):
            textmill.Pipeline(STATS).map(source).read_all()


if __name__ == "__main__":
    unittest.main()
