"""textmill.spark, with Spark on this machine. Skipped where PySpark 4, pandas, pyarrow or Java are not
there."""

import os
import shutil
import sys
import unittest

try:
    import pandas  # noqa: F401
    import pyarrow
    import pyspark.sql
    from pyspark import TaskContext
except ImportError as error:
    sys.stderr.write(f"skipped: {error}\n")
    sys.exit(77)
if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
    sys.stderr.write("skipped: there is no Java\n")
    sys.exit(77)

import textmill
import textmill.spark

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
TEXTS = ["Guten Morgen, wir haben heute gutes Wetter.", "Good morning, the weather is good today.", "", "Bonjour tout le monde."]
STEPS = [{"uses": "language.detect"}, {"keep": "text.length > 0"}, {"uses": "text.stats"}]


class SparkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.spark = (pyspark.sql.SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false")
                     .config("spark.sql.shuffle.partitions", "3").getOrCreate())
        cls.spark.sparkContext.setLogLevel("OFF")
        cls.rows = [{"id": str(i), "text": TEXTS[i % 4], "n": i} for i in range(1000)]
        cls.frame = cls.spark.createDataFrame([tuple(row.values()) for row in cls.rows],
                                              "id string, text string, n int").repartition(5)

    @classmethod
    def tearDownClass(cls):
        cls.spark.stop()

    def test_gives_what_one_machine_gives(self):
        frame, counts = textmill.spark.map(self.frame, STEPS)
        made = {row["id"]: row.asDict() for row in frame.collect()}
        wanted = textmill.Pipeline(STEPS).map(pyarrow.Table.from_pylist(self.rows)).read_all().to_pylist()
        self.assertEqual(made, {row["id"]: row for row in wanted})
        self.assertEqual((counts.read, counts.made, counts.dropped, counts.failed, counts.finished),
                         (1000, 0, 250, 0, 750))
        self.assertEqual(counts.drops, {"keep": {"false": 250}})
        frame.count()  # all of it once more
        self.assertEqual(counts.read, 1000)

    def test_a_task_that_is_repeated_counts_once(self):
        def fails_at_first(batches):
            yield from batches
            if TaskContext.get().attemptNumber() == 0:
                raise ValueError("at first")

        frame, counts = textmill.spark.map(self.frame, STEPS)
        self.assertEqual(frame.mapInArrow(fails_at_first, frame.schema).count(), 750)
        self.assertEqual(counts.read, 1000)

    def test_several_partitions_in_a_task_count_all(self):
        frame, counts = textmill.spark.map(self.frame, STEPS)
        for action in (frame.coalesce(1), frame, frame.coalesce(2), frame.where("words > 3")):
            action.count()
            self.assertEqual((counts.read, counts.dropped), (1000, 250))

    def test_types_and_failures(self):
        frame = self.spark.createDataFrame(
            [("a", ["x"], {"y": 1}, 0.5, None), (None, None, None, None, None)],
            "text string, tags array<string>, inner struct<y: int>, score float, at timestamp")
        frame, counts = textmill.spark.map(frame, [{"uses": "entities.tag"}])
        row = frame.collect()[0]
        self.assertEqual((row["tags"], row["inner"]["y"], row["score"], row["at"], row["entities"]),
                         (["x"], 1, 0.5, None, []))
        self.assertEqual((counts.read, counts.failed, counts.finished), (2, 1, 1))

    def test_nothing(self):
        frame, counts = textmill.spark.map(self.frame.where("n < 0"), STEPS)
        self.assertEqual((frame.count(), counts.read), (0, 0))

    def test_what_is_refused(self):
        for steps, why in (([{"uses": "dedup.exact"}], "`dedup.exact` .* remembers documents"),
                           ([{"uses": "sample", "with": {"number": 3}}], "remembers documents")):
            with self.assertRaisesRegex(ValueError, why):
                textmill.spark.map(self.frame, steps)
        with self.assertRaises(textmill.MistakesFound):
            textmill.spark.map(self.frame, [{"uses": "nosuch"}])
        with self.assertRaisesRegex(ValueError, "no column `text`"):
            textmill.spark.map(self.frame.drop("text"), STEPS)


if __name__ == "__main__":
    unittest.main()
