"""Documents on their way between places: Arrow streams of one batch, and where each comes from."""

from __future__ import annotations

from typing import List

import pyarrow

from .._engine import PLACE


def pack(batch: pyarrow.RecordBatch) -> bytes:
    sink = pyarrow.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(compression="lz4")
    with pyarrow.ipc.new_stream(sink, batch.schema, options=options) as out:
        out.write_batch(batch)
    return sink.getvalue().to_pybytes()


def unpack(bytes: bytes) -> pyarrow.RecordBatch:
    with pyarrow.ipc.open_stream(bytes) as stream:
        return stream.read_next_batch()


def rows_of(batch: pyarrow.RecordBatch) -> pyarrow.Array:
    return batch.column(batch.schema.names.index(PLACE)).field(6)


def with_place(batch: pyarrow.RecordBatch, member: int, values: pyarrow.Array) -> pyarrow.RecordBatch:
    at = batch.schema.names.index(PLACE)
    place = batch.column(at)
    members = place.flatten()
    members[member] = values
    columns = batch.columns
    columns[at] = pyarrow.StructArray.from_arrays(members, fields=list(place.type))
    return pyarrow.RecordBatch.from_arrays(columns, schema=batch.schema)


def concatenate(batches: List[pyarrow.RecordBatch]) -> pyarrow.RecordBatch:
    return batches[0] if len(batches) == 1 else \
        pyarrow.Table.from_batches(batches).combine_chunks().to_batches()[0]
