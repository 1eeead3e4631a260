"""Pipelines on Spark. PySpark 4 and pyarrow have to be installed, and this package on each executor.

    summary = textmill.spark.run(spark, "news.yaml")         # the files that textmill.run writes, byte for byte

    frame, counts = textmill.spark.map(spark.read.parquet("crawl"), [{"uses": "language.detect"}])
    frame.write.parquet("with-languages")
    print(counts.read, counts.finished, counts.dropped, counts.failed)

`map` puts a DataFrame through steps, each task by a program of its own. Each document is seen by itself there: steps
that remember others (dedup.*, corpus.*, ...) are refused.
"""

from __future__ import annotations

import itertools
import json
import os
import re
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple, Union

import pyarrow
from pyspark import AccumulatorParam
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import spark_partition_id

from . import _driver
from ._places.job import Job, job_of
from ._map_arrow import map_arrow, plan_of
from ._engine import EngineError
from ._pipeline import Pipeline, PipelineLike, RunFailed, _options
from ._program import version
from ._spark_cluster import Cluster
from ._summary import Summary


def run(spark: SparkSession, pipeline: PipelineLike, *, partitions: Optional[int] = None,
        set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
        summary: Union[str, "os.PathLike[str]", None] = None, plugin_path: Iterable[str] = (),
        command: Iterable[str] = ()) -> Summary:
    """Runs a pipeline: what it writes, and the summary, are those of `textmill run`.

    Its reader's files are cut into `partitions`, by default of 64 MiB, which all executors have to find under the same
    paths; so they have to other files that steps use. Outputs are written by the driver, and get their names when all
    is well. Raises MistakesFound, and Refused for what cannot be done in several places, before anything is read, and
    RunFailed where the run cannot be completed.
    """
    try:
        return _driver.run(Cluster(spark.sparkContext), _job(pipeline, set, plugin_path), splits=partitions,
                           overwrite=overwrite, summary=None if summary is None else os.fspath(summary),
                           command=tuple(command), threads=os.cpu_count() or 1)
    except EngineError as error:
        raise RunFailed(str(error), None) from error
    except Exception as error:  # what Spark raises has no class in common
        if not type(error).__module__.startswith(("py4j", "pyspark")):
            raise
        raise RunFailed(_what_a_task_said(str(error)), None) from error


def _what_a_task_said(text: str) -> str:
    """The last line of the traceback from Python that Spark has among its own."""
    found = re.findall(r"^[\w.]*(?:Error|Refused): .*$", text, re.MULTILINE)
    return found[0].split(": ", 1)[1] if found else text


def check(pipeline: PipelineLike, *, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
          summary: Union[str, "os.PathLike[str]", None] = None, plugin_path: Iterable[str] = ()) -> None:
    """Raises what `run` would before anything is read."""
    _driver.check(_job(pipeline, set, plugin_path), overwrite, None if summary is None else os.fspath(summary))


def _job(pipeline: PipelineLike, set: Optional[Mapping[str, Any]], plugin_path: Iterable[str]) -> Job:
    source = Pipeline(pipeline).source
    options = _options(set, False, plugin_path)
    values = {name: [value for at, value in zip(options, options[1:]) if at == name] for name in ("--set", "--plugin-path")}
    if isinstance(source, Mapping):  # JSON is YAML
        text = json.dumps({"textmill": 1, "name": "pipeline", **source}, ensure_ascii=False, default=os.fspath)
        file = "pipeline.yaml"
    else:
        file = os.fspath(source)
        with open(file, encoding="utf-8") as given:
            text = given.read()
    return job_of(file, text, values["--set"],
                          [os.path.abspath(folder) for folder in values["--plugin-path"]])


Account = Dict[str, Any]


class Counts:
    """What became of the documents, once an action has gone through all of the frame: read + made = finished +
    dropped + failed. What is gone through again, by a task that is repeated or another action, counts once."""

    def __init__(self, accumulator: Any):
        self._accumulator = accumulator

    def _sum(self, name: str) -> int:
        return sum(account[name] for account in self._accumulator.value.values())

    @property
    def read(self) -> int:
        return self._sum("read")

    @property
    def made(self) -> int:
        return self._sum("made")

    @property
    def finished(self) -> int:
        return self._sum("finished")

    @property
    def dropped(self) -> int:
        return self._sum("dropped")

    @property
    def failed(self) -> int:
        return self._sum("failed")

    @property
    def drops(self) -> Dict[str, Dict[str, int]]:
        """By step and reason."""
        total: Dict[str, Dict[str, int]] = {}
        for account in self._accumulator.value.values():
            for step, reasons in account["drops"].items():
                for reason, n in reasons.items():
                    of = total.setdefault(step, {})
                    of[reason] = of.get(reason, 0) + n
        return total

    def __repr__(self) -> str:
        return (f"{self.read} read, {self.made} made, {self.dropped} dropped, {self.failed} failed, "
                f"{self.finished} finished")


class _ByPartition(AccumulatorParam):
    """Accounts by partition of the frame: that of one that is gone through again takes the place of the first."""

    def zero(self, value: Dict[int, Account]) -> Dict[int, Account]:
        return {}

    def addInPlace(self, value1: Dict[int, Account], value2: Dict[int, Account]) -> Dict[int, Account]:
        value1.update(value2)
        return value1


def map(frame: DataFrame, pipeline: PipelineLike, *, set: Optional[Mapping[str, Any]] = None,
        plugin_path: Iterable[str] = ()) -> Tuple[DataFrame, Counts]:
    """As Pipeline.map, for a DataFrame with a column `text`. Mistakes are raised at once; the work is done when the
    frame that comes back is used, and `counts` are there after that."""
    from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema  # needs pandas

    pipeline = Pipeline({"name": "pipeline", **Pipeline(pipeline).as_dict()})  # its file may be here alone
    options = _options(set, False, plugin_path)
    given = to_arrow_schema(frame.schema)
    plan, made = plan_of(pipeline, given, options)
    for step in plan["steps"][1:-1]:  # without the reader and the writer of `map`
        if step["remembers"]:
            raise ValueError(f"step `{step['id']}` ({step['uses']}) remembers documents, and has to see all of them in "
                             "one place: leave it out here, or use `textmill run`")
    if pipeline.as_dict().get("unique_ids"):
        raise ValueError("`unique_ids` needs all documents in one place: use `textmill run`")
    wanted = pyarrow.schema([field.with_type(_without_unsigned(field.type)) for field in made])
    counts = frame.sparkSession.sparkContext.accumulator({}, _ByPartition())
    work = _Work(pipeline.as_dict(), options, wanted, version(), counts)
    # The task does not know the partition: with coalesce() it goes through several.
    numbered = frame.select(spark_partition_id(), "*")
    return numbered.mapInArrow(work, from_arrow_schema(wanted)), Counts(counts)


class _Work:
    """What a task does."""

    def __init__(self, pipeline: Dict[str, Any], options: List[str], schema: pyarrow.Schema, wanted_version: str,
                 counts: Any):
        self.pipeline, self.options, self.schema = pipeline, options, schema
        self.version, self.counts = wanted_version, counts

    def __call__(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        if version() != self.version:
            raise RuntimeError(f"textmill is {version()} on this executor, and {self.version} where the job began")
        first = next(batches, None)
        if first is None:
            return
        partition = first.column(0)[0].as_py()
        documents = (batch.select(range(1, batch.num_columns)) for batch in itertools.chain([first], batches))
        source = pyarrow.RecordBatchReader.from_batches(first.schema.remove(0), documents)

        def account(summary: Summary) -> None:
            self.counts.add({partition: {name: getattr(summary, name) for name in
                                         ("read", "made", "finished", "dropped", "failed", "drops")}})

        # A task has one processor, if Spark is not told otherwise.
        for batch in map_arrow(Pipeline(self.pipeline), source, [*self.options, "--threads", "1"], account):
            yield batch.cast(self.schema)


def _without_unsigned(type: pyarrow.DataType) -> pyarrow.DataType:
    """Spark has no unsigned numbers."""
    if type == pyarrow.uint64():
        return pyarrow.decimal128(20, 0)
    return pyarrow.int64() if pyarrow.types.is_unsigned_integer(type) else type
