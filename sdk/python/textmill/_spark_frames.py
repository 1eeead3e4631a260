"""Pipelines between Spark's DataFrames: the step that reads one, and the documents that come out as another."""

from __future__ import annotations

from typing import Any, Dict, Iterator, NamedTuple, Tuple

import pyarrow
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from ._engine import PLACE, Plan
from ._map import FILLED_IN
from ._map_arrow import _word_of
from ._places.documents import pack, unpack
from ._places.frames import Frame, reader_of
from ._places.job import Job


def reading(pipeline: Dict[str, Any], frame: DataFrame) -> Tuple[Dict[str, Any], Dict[str, Any]]:
    """The pipeline with a step that reads the rows, and what a Job says of that."""
    schema = to_arrow_schema(frame.schema)
    for name in schema.names:
        if schema.names.count(name) > 1:
            raise ValueError(f"there are two columns `{name}`")
    steps = list(pipeline.get("steps") or [])
    given = steps.pop(0) if steps and str(steps[0].get("uses", "")).startswith("read.") else None
    words = {} if given else {field.name: _word_of(field.type, field.name) for field in schema if field.name != "extra"}
    reader = reader_of(given, words)
    fields = (reader["with"].get("fields") or {})
    if "text" not in fields and "text" not in schema.names:
        raise ValueError("there is no column `text`; the columns are " + ", ".join(f"`{name}`" for name in schema.names))
    made = tuple(name for name in FILLED_IN if name not in fields)
    return {**pipeline, "steps": [reader, *steps]}, {"reader": reader["id"], "made": made}


def check(job: Job, frame: DataFrame) -> None:
    """Raises the mistakes that the columns show."""
    rows = Frame(0, job.reader, job.made)
    rows.add(nothing(frame))
    try:
        Plan(job.file, job.text, set=[*job.set, *rows.set()], plugin_folders=job.plugin_folders, look_at_files=True,
             overwrite=True).close()
    finally:
        rows.close()


def nothing(frame: DataFrame) -> bytes:
    return pack(pyarrow.RecordBatch.from_pylist([], schema=to_arrow_schema(frame.schema)))


def frame_of(spark: SparkSession, documents: Any, schema: pyarrow.Schema) -> DataFrame:
    """`documents`: what came out of the last step, in places."""
    wanted = pyarrow.schema([field.with_type(without_unsigned(field.type)) for field in schema if field.name != PLACE])
    packed = spark.createDataFrame(documents.rdd.mapPartitionsWithIndex(_packed), "batch binary")
    return packed.mapInArrow(_Unpacked(wanted), from_arrow_schema(wanted))


def _packed(_: int, values: Iterator[Any]) -> Iterator[Tuple[bytearray]]:
    return ((bytearray(value[3]),) for value in values if value[0] == "documents")


class _Unpacked(NamedTuple):
    schema: pyarrow.Schema

    def __call__(self, batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        for batch in batches:
            for bytes in batch.column(0):
                yield unpack(bytes.as_buffer()).select(self.schema.names).cast(self.schema)


def without_unsigned(type: pyarrow.DataType) -> pyarrow.DataType:
    """Spark has no unsigned numbers."""
    if type == pyarrow.uint64():
        return pyarrow.decimal128(20, 0)
    return pyarrow.int64() if pyarrow.types.is_unsigned_integer(type) else type
