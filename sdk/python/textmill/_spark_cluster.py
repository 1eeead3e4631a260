"""Spark as what moves data of a run in several places; see _places/__init__.py."""

from __future__ import annotations

from typing import Any, Callable, Iterator, NamedTuple, Optional, Sequence, Tuple

import pyarrow
from pyspark import RDD, SparkContext, StorageLevel
from pyspark.sql import DataFrame

from ._places.documents import pack
from ._places.results import Values
from ._spark_frames import nothing

AT_ONCE = 1 << 26  # bytes that come to the driver
TOGETHER = 256  # partitions that do
Work = Callable[[int, Values], Values]


def _to(key: Tuple[int, Any]) -> int:
    return key[0]


def _values(_: int, pairs: Iterator[Tuple[Any, Any]]) -> Iterator[Any]:
    return (value for _, value in pairs)


def _same(_: int, pairs: Iterator[Any]) -> Iterator[Any]:
    return pairs


class _From(NamedTuple):
    """Results from a place on, as many as travel at once; then the place of the next, or -1. All are taken from Spark,
    which ends a worker that leaves some of them: the next one has to import everything again."""

    begin: int

    def __call__(self, values: Iterator[Any]) -> Iterator[Any]:
        size, after = 0, -1
        for at, value in enumerate(values):
            if at < self.begin or after >= 0:
                continue
            if size > AT_ONCE:
                after = at
                continue
            size += len(value.bytes)
            yield value
        yield after


def _packed(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    return (pyarrow.record_batch([pyarrow.array([pack(batch)], pyarrow.binary())], ["batch"]) for batch in batches)


class _InOrder(NamedTuple):
    """Batches to the split that they are in; each split gets one, if it is `empty`."""

    splits: int
    given: int
    empty: bytes

    def __call__(self, index: int, rows: Iterator[Any]) -> Iterator[Any]:
        to = index * self.splits // self.given
        yield (to, (index, 0)), ("frame", self.empty)
        for k, row in enumerate(rows, 1):
            yield (to, (index, k)), ("frame", bytes(row.batch))


class Data:
    """Values in partitions. Those of `start` and `shuffle` are where `_to` says; `map` leaves them there, so that two
    of them are zipped without moving anything."""

    def __init__(self, rdd: "RDD[Any]"):
        self.rdd = rdd

    def map(self, work: Work, keep: bool = False) -> "Data":
        made = self.rdd.mapPartitionsWithIndex(work, preservesPartitioning=True)
        return Data(made.persist(StorageLevel.DISK_ONLY) if keep else made)

    def shuffle(self, n: int) -> "Data":
        anywhere = self.rdd.mapPartitionsWithIndex(_same)  # or Spark takes them for where they are to go
        sorted = anywhere.repartitionAndSortWithinPartitions(n, _to)
        return Data(sorted.mapPartitionsWithIndex(_values, preservesPartitioning=True))

    def zip(self, other: "Data") -> "Data":
        zipped = other.rdd.union(self.rdd)
        if zipped.getNumPartitions() != self.rdd.getNumPartitions():
            raise RuntimeError("Spark has not put partitions together that are partitioned alike")
        return Data(zipped)

    def join(self, others: Sequence["Data"]) -> "Data":
        return Data(self.rdd.context.union([self.rdd, *(one.rdd for one in others)]))

    def drop(self) -> None:
        self.rdd.unpersist()

    def collect(self) -> Iterator[Any]:
        n = self.rdd.getNumPartitions()
        for begin in range(0, n, TOGETHER):
            yield from self.rdd.context.runJob(self.rdd, iter, list(range(begin, min(n, begin + TOGETHER))))

    def part(self, i: int) -> Iterator[Any]:
        """Results of a partition: some at a time, for Java copies what a task gives several times."""
        begin = 0
        while begin >= 0:
            found = self.rdd.context.runJob(self.rdd, _From(begin), [i])
            yield from found[:-1]
            begin = found[-1]


class Cluster:
    def __init__(self, context: SparkContext):
        self.context = context
        self.at_once = context.defaultParallelism  # tasks

    def start(self, values: Sequence[Any]) -> Data:
        n = len(values)
        keyed = self.context.parallelize([((i,), value) for i, value in enumerate(values)], n)
        return Data(keyed.partitionBy(n, _to).mapPartitionsWithIndex(_values, preservesPartitioning=True))

    def frame(self, frame: DataFrame, n: Optional[int]) -> Tuple[int, Data]:
        """Rows in their order, as packed batches. They are moved once, so that they are the same whenever they are read,
        and where `_to` says."""
        packed = frame.mapInArrow(_packed, "batch binary").rdd
        given = packed.getNumPartitions()
        n = max(1, min(n or given, given))
        sorted = packed.mapPartitionsWithIndex(_InOrder(n, given, nothing(frame))).repartitionAndSortWithinPartitions(n, _to)
        return n, Data(sorted.mapPartitionsWithIndex(_values, preservesPartitioning=True))

    def share(self, value: Any) -> Any:
        return self.context.broadcast(value)
