"""Arrow batches through the steps of a pipeline, as an IPC stream."""

from __future__ import annotations

from typing import Any, Iterator, List, Optional, Tuple

import pyarrow
from pyarrow import types

from ._events import Event
from ._map import FILLED_IN, OnSummary, mapping
from ._mistakes import MistakesFound
from ._pipeline import Pipeline

# What travels at once: results begin to come after as many.
ROWS, BYTES = 2000, 1 << 24


def map_arrow(pipeline: Pipeline, documents: Any, options: List[str],
              on_summary: Optional[OnSummary] = None) -> pyarrow.RecordBatchReader:
    results = _results(pipeline, _reader_of(documents), options, on_summary)
    _, schema = _begin(results)
    return pyarrow.RecordBatchReader.from_batches(schema, results)


def plan_of(pipeline: Pipeline, schema: pyarrow.Schema, options: List[str]) -> Tuple[Event, pyarrow.Schema]:
    """What the steps make of documents with these columns: the program's plan, and the columns of the results."""
    results = _results(pipeline, pyarrow.RecordBatchReader.from_batches(schema, []), options, None)
    process, made = _begin(results)
    for _ in results:
        pass
    return process.plan(), made


def _begin(results: Iterator[Any]) -> Any:
    try:
        return next(results)
    except MistakesFound as error:
        if any("no stage `read.arrow`" in mistake.message for mistake in error.mistakes):
            raise RuntimeError("this `textmill` was built without Arrow, which tables need: install the wheel that "
                               "`./dev wheel` makes, or give dicts, which need none, as of `table.to_pylist()`") from None
        raise


def _results(pipeline: Pipeline, given: pyarrow.RecordBatchReader, options: List[str],
             on_summary: Optional[OnSummary]) -> Iterator[Any]:
    """The process and the schema, then the batches."""
    names = given.schema.names
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"there are two columns `{name}`")
    if "text" not in names:
        raise ValueError("there is no column `text`; the columns are " + ", ".join(f"`{name}`" for name in names))
    words = {field.name: _word_of(field.type, field.name) for field in given.schema if field.name != "extra"}
    reader = {"uses": "read.arrow",
              "with": {"path": "-", "fields": {name: name for name in words},
                       "types": {name: word for name, word in words.items() if word != "string"}}}
    writer = {"uses": "write.arrow", "with": {"path": "-", "format": "stream", "rows_per_batch": ROWS}}

    def feed(stdin: Any) -> None:
        with pyarrow.ipc.new_stream(stdin, given.schema) as out:
            for batch in given:
                for piece in _pieces(batch):
                    out.write_batch(_tidy(piece))

    hidden = {*FILLED_IN, "extra"} - set(names)
    broken: Optional[Exception] = None
    with mapping(pipeline, reader, writer, feed, options, on_summary) as process:
        try:
            stream = pyarrow.ipc.open_stream(process.popen.stdout)
            kept = [name for name in stream.schema.names if name not in hidden]
            yield process, pyarrow.schema([stream.schema.field(name) for name in kept])
            for batch in stream:
                yield batch.select(kept)
        except (pyarrow.ArrowInvalid, OSError) as error:
            broken = error  # the program ended early: it says why
    if broken is not None:
        raise broken


def _reader_of(documents: Any) -> pyarrow.RecordBatchReader:
    if hasattr(documents, "__arrow_c_stream__"):
        return pyarrow.RecordBatchReader.from_stream(documents)
    batch = pyarrow.record_batch(documents)
    return pyarrow.RecordBatchReader.from_batches(batch.schema, [batch])


def _pieces(batch: pyarrow.RecordBatch) -> Iterator[pyarrow.RecordBatch]:
    if batch.num_rows <= 1 or (batch.num_rows <= ROWS and _bytes(batch) <= BYTES):
        if batch.num_rows > 0:
            yield batch
        return
    half = batch.num_rows // 2
    yield from _pieces(batch.slice(0, half))
    yield from _pieces(batch.slice(half))


def _tidy(batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
    """Arrow for Java, and so Spark, leaves the first offset of an empty column unset, which readers refuse where it is
    in a list: these are copied."""
    if not any(types.is_nested(field.type) for field in batch.schema):
        return batch
    rows = pyarrow.array(range(batch.num_rows), pyarrow.int64())
    columns = [column.take(rows) if types.is_nested(column.type) else column for column in batch.columns]
    return pyarrow.RecordBatch.from_arrays(columns, schema=batch.schema)


def _bytes(batch: pyarrow.RecordBatch) -> int:
    try:
        return batch.nbytes
    except pyarrow.ArrowTypeError:  # of pyarrow before 22, with views: then rows alone count
        return 0


def _word_of(type: Any, name: str) -> str:
    """The type in the words of read.arrow."""
    if types.is_dictionary(type):
        return _word_of(type.value_type, name)
    if isinstance(type, pyarrow.BaseExtensionType):
        return _word_of(type.storage_type, name)
    for word, *kinds in (("bool", types.is_boolean), ("int", types.is_integer),
                         ("float", types.is_floating, types.is_decimal),
                         ("timestamp", types.is_timestamp, types.is_date),
                         ("string", types.is_null, types.is_string, types.is_large_string, types.is_string_view,
                          types.is_binary, types.is_large_binary, types.is_binary_view, types.is_fixed_size_binary,
                          types.is_time)):
        if any(holds(type) for holds in kinds):
            return word
    if any(holds(type) for holds in (types.is_list, types.is_large_list, types.is_fixed_size_list, types.is_list_view,
                                     types.is_large_list_view)):
        return f"list<{_word_of(type.value_type, name)}>"
    if types.is_struct(type):
        return "{" + ", ".join(f'"{field.name}": {_word_of(field.type, name)}' for field in type) + "}"
    raise TypeError(f"`{name}` is {type}, which no column holds")
