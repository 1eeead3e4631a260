"""A DataFrame through steps that see each document by itself, each task by a program of its own: textmill.spark.map."""

from __future__ import annotations

import itertools
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

import pyarrow
from pyspark import AccumulatorParam
from pyspark.sql import DataFrame
from pyspark.sql.functions import spark_partition_id
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from ._map_arrow import map_arrow, plan_of
from ._pipeline import Pipeline, PipelineLike, _options
from ._program import version
from ._spark_frames import without_unsigned
from ._summary import Summary

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
    wanted = pyarrow.schema([field.with_type(without_unsigned(field.type)) for field in made])
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
