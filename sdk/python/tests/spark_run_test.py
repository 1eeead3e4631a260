"""textmill.spark.run with a Spark of two executors on this machine: the files are those of the program, byte for byte,
and one that is killed costs nothing. Skipped where PySpark 4, pyarrow or Java are not there."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
import unittest.mock

try:
    import pyarrow
    import pyspark.sql
    from pyarrow import parquet
except ImportError as error:
    sys.stderr.write(f"skipped: {error}; ./dev spark fetches Spark\n")
    sys.exit(77)
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    sys.stderr.write("skipped: there is no Java\n")
    sys.exit(77)

try:
    import pandas
except ImportError:
    pandas = None

import made_corpus
import textmill
import textmill.spark
from places_test import NEWS, WRITERS, timeless
from textmill import _spark_cluster
from textmill._places.job import Refused

TABLES = [
    {"uses": "corpus.frequencies", "id": "words", "with": {"of": "words", "by": "lang"}},
    {"uses": "write.csv", "id": "w", "with": {"from": "words", "path": "out/words.csv"}},
    {"uses": "corpus.collocations", "id": "pairs", "with": {"pairs": "neighbours", "min_count": 3}},
    {"uses": "write.csv", "id": "c", "with": {"from": "pairs", "path": "out/pairs.csv"}},
    {"uses": "corpus.keywords", "id": "keywords", "with": {"target": {"column": "lang", "is": "en"}}},
    {"uses": "write.jsonl", "id": "k", "with": {"from": "keywords", "path": "out/keywords.jsonl"}},
]
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def executors(driver):
    """Processes of Spark's executors, which the driver has started."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == driver and b"ExecutorBackend" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


class SparkRunTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.before = os.getcwd()
        os.chdir(cls.folder.name)
        cls.spark = (pyspark.sql.SparkSession.builder.master("local-cluster[2,1,1024]")
                     .config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate())
        cls.spark.sparkContext.setLogLevel("OFF")
        made_corpus.write("corpus.jsonl", 3000, 1)
        steps = [{"uses": "read.auto", "with": {"path": "corpus.jsonl"}}, *NEWS[:5], *TABLES, *NEWS[5:],
                 {"uses": "entities.tag"}, *WRITERS]
        pathlib.Path("pipeline.yaml").write_text(json.dumps({
            "textmill": 1, "name": "news", "steps": steps, "dropped": "out/dropped.jsonl", "failed": "out/failed.jsonl",
            "allow_failures": 1000}))
        cls.wanted = textmill.run("pipeline.yaml")
        cls.files = cls.take()

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()
        os.chdir(cls.before)
        cls.folder.cleanup()

    @staticmethod
    def take():
        files = {path.name: path.read_bytes() for path in pathlib.Path("out").iterdir()}
        shutil.rmtree("out")
        return files

    def check(self, partitions):
        summary = textmill.spark.run(self.spark, "pipeline.yaml", partitions=partitions)
        made = self.take()
        self.assertEqual(made.keys(), self.files.keys())
        for name, bytes in self.files.items():
            self.assertEqual(made[name], bytes, name)
        self.assertEqual(timeless(summary.data), timeless(self.wanted.data))

    def test_gives_what_one_machine_gives(self):
        for partitions in (2, 7):
            with self.subTest(partitions=partitions):
                self.check(partitions)

    def test_a_lost_executor_costs_nothing(self):
        collect, left = _spark_cluster.Data.collect, [1]

        def kill_first(data):  # what is kept there, and what it has put up for others, is gone
            if left[0] == 0:
                running = executors(self.spark.sparkContext._gateway.proc.pid)
                self.assertEqual(len(running), 2)
                os.kill(running[0], signal.SIGKILL)
            left[0] -= 1
            return collect(data)

        with unittest.mock.patch.object(_spark_cluster.Data, "collect", kill_first):
            self.check(3)
        self.assertLess(left[0], 0)

    @unittest.skipIf(pandas is None, "Spark wants pandas for DataFrames")
    def test_between_data_frames(self):
        """From Parquet, and into Parquet: the same rows and the same account as one machine has of the file."""
        rows = [{**row, "source": f"wire-{i % 3}", "year": None if i % 50 == 0 else row["year"]}
                for i, row in enumerate(made_corpus.documents(600, 4))]
        rows[7]["text"] = None
        parquet.write_table(pyarrow.Table.from_pylist(rows), "corpus.parquet", row_group_size=50)
        pipeline = {"name": "news", "steps": [
            {"uses": "read.auto", "with": {"path": "corpus.parquet", "types": {"year": "int"}}}, *NEWS, *WRITERS],
            "dropped": "out/dropped.jsonl", "failed": "out/failed.jsonl", "allow_failures": 10}
        wanted = textmill.run(pipeline)
        files = self.take()
        self.spark.conf.set("spark.sql.files.maxPartitionBytes", 1 << 16)
        frame = self.spark.read.parquet("corpus.parquet")
        self.assertGreater(frame.rdd.getNumPartitions(), 2)
        for partitions in (None, 2):
            made, summary = textmill.spark.transform(self.spark, pipeline, dataframe=frame, partitions=partitions)
            written = self.take()
            for name, bytes in files.items():
                if name.startswith("documents"):
                    self.assertEqual(written[name], bytes, name)
                else:  # where a row was in its file, a DataFrame does not know
                    self.assertEqual(*([{**json.loads(line), "source": 0, "offset": 0} for line in lines.splitlines()]
                                       for lines in (written[name], bytes)), name)
            for name in ("outcome", "documents", "drops", "rows"):
                self.assertEqual(summary.data[name], wanted.data[name], name)
        made.write.parquet("made.parquet")
        kept = parquet.read_table("made.parquet").to_pylist()
        wanted = [json.loads(line) for line in files["documents.jsonl"].splitlines()]
        for name in ("id", "text", "source", "lang"):
            self.assertEqual([row[name] for row in kept], [row[name] for row in wanted])

    @unittest.skipIf(pandas is None, "Spark wants pandas for DataFrames")
    def test_a_pipeline_without_a_reader_gets_all_columns(self):
        frame = self.spark.createDataFrame([("a b", 3, ["x"]), ("c", None, None)], "text string, n int, tags array<string>")
        made, summary = textmill.spark.transform(self.spark, [{"uses": "text.stats"}], dataframe=frame)
        self.assertEqual([(row["text"], row["n"], row["tags"], row["words"]) for row in made.collect()],
                         [("a b", 3, ["x"], 2), ("c", None, None, 1)])
        self.assertEqual(len({row["id"] for row in made.collect()}), 2)
        none, summary = textmill.spark.transform(self.spark, [{"uses": "text.stats"}], dataframe=frame.where("n < 0"))
        self.assertEqual((none.count(), summary.read), (0, 0))
        for frame, steps, why in ((frame.drop("text"), [], "no column `text`"),
                                  (frame, [{"uses": "read.auto", "with": {"path": "x", "types": {"n": "nosuch"}}}], "nosuch")):
            with self.assertRaisesRegex((ValueError, textmill.MistakesFound), why):
                textmill.spark.run(self.spark, steps, dataframe=frame)

    def test_what_is_refused(self):
        for steps, error in (([{"uses": "nosuch"}], textmill.MistakesFound),
                             ([{"uses": "write.jsonl", "with": {"path": "many/{id}.jsonl"}}], Refused)):
            with self.assertRaises(error):
                textmill.spark.run(self.spark, [{"uses": "read.auto", "with": {"path": "corpus.jsonl"}}, *steps])


class CommandTest(unittest.TestCase):
    """What is said before Spark is started."""

    def command(self, *arguments, **environment):
        return subprocess.run([sys.executable, "-m", "textmill._spark_command", *arguments], capture_output=True, text=True,
                              env={**os.environ, **environment})

    def test_wrong_arguments(self):
        self.assertEqual(self.command("run").returncode, 2)
        self.assertIn("`x` is not NAME=VALUE", self.command("run", "a.yaml", "--set", "x").stderr)
        for option in (["--report", "a.html"], ["--limit", "7"], ["--resume"]):
            made = self.command("run", "a.yaml", *option)
            self.assertEqual(made.returncode, 2)
            self.assertIn(f"{option[0]} is of `textmill run` alone: ", made.stderr)
        self.assertIn("is not FORMAT:WHERE", self.command("run", "a.yaml", "--from", "parquet").stderr)
        self.assertIn("--partitions takes a number", self.command("run", "a.yaml", "--partitions", "0").stderr)

    def test_mistakes(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "a.yaml")
            pathlib.Path(file).write_text("textmill: 1\nname: a\nsteps:\n  - uses: nosuch\n")
            for pipeline in (file, os.path.join(folder, "nosuch.yaml")):
                made = self.command("run", pipeline)
                self.assertEqual(made.returncode, 2)
                self.assertIn("nothing was read", made.stderr)

    def test_spark_that_does_not_start(self):
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "a.yaml")
            pathlib.Path(folder, "a.jsonl").write_text("")
            pathlib.Path(file).write_text(json.dumps({"textmill": 1, "name": "a", "steps": [
                {"uses": "read.jsonl", "with": {"path": os.path.join(folder, "a.jsonl")}}]}))
            made = self.command("run", file, JAVA_HOME="/nowhere")
            self.assertEqual(made.returncode, 2)
            self.assertRegex(made.stderr, "Spark does not start: .*\nnothing was read\n$")

    def test_errors_of_spark_are_one_line(self):
        java = ("An error occurred while calling x.\n: org.apache.spark.SparkException: Job aborted: {0}\n\tat a.B(C.java)\n"
                "Caused by: java.io.IOException: {0}\n\t... 37 more\n")
        for text, said in ((java.format("No space left on device"), "^there is no space left where Spark keeps data: .*"),
                           (java.format("gone"), "^java.io.IOException: gone$"),
                           ("Traceback\n  File\nRuntimeError: it is wrong: so\n\n" + java, "^it is wrong: so$"),
                           ("nothing known\nof it", "^nothing known$")):
            self.assertRegex(textmill.spark._what_a_task_said(text), said)

    def test_without_java(self):
        environment = {"PATH": "/nowhere", "JAVA_HOME": ""}
        made = self.command("run", "a.yaml", **environment)
        self.assertEqual(made.returncode, 2)
        self.assertIn("there is no Java", made.stderr)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
