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
    import pyarrow  # noqa: F401
    import pyspark.sql
except ImportError as error:
    sys.stderr.write(f"skipped: {error}; ./dev spark fetches Spark\n")
    sys.exit(77)
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    sys.stderr.write("skipped: there is no Java\n")
    sys.exit(77)

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

    def test_without_java(self):
        environment = {"PATH": "/nowhere", "JAVA_HOME": ""}
        made = self.command("run", "a.yaml", **environment)
        self.assertEqual(made.returncode, 2)
        self.assertIn("there is no Java", made.stderr)


if __name__ == "__main__":
    unittest.main(warnings="ignore")
