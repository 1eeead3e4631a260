"""Arrow batches through the steps of a pipeline, as an IPC stream."""

from __future__ import annotations

from typing import Any, Dict, Iterator, List, Optional, Tuple

import pyarrow
from pyarrow import types

from ._events import Event
from ._map import FILLED_IN, OnSummary, mapping
from ._mistakes import MistakesFound
from ._pipeline import Pipeline

# What travels at once: results begin to come after as many.
ROWS, BYTES = 2000, 1 << 24
LISTS = (types.is_list, types.is_large_list, types.is_fixed_size_list, types.is_list_view, types.is_large_list_view)


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

    sent = pyarrow.schema([(field.name, _plain(field.type)) for field in given.schema])

    def feed(stdin: Any) -> None:
        with pyarrow.ipc.new_stream(stdin, sent) as out:
            for batch in given:
                for piece in _pieces(batch):
                    out.write_batch(_tidy(piece, sent))

    hidden = {*FILLED_IN, "extra"} - set(names)
    broken: Optional[Exception] = None
    with mapping(pipeline, reader, writer, feed, options, on_summary) as process:
        try:
            stream = pyarrow.ipc.open_stream(process.popen.stdout)
            kept = [name for name in stream.schema.names if name not in hidden]
            made = pyarrow.schema([stream.schema.field(name) for name in kept], _of_pandas(given.schema))
            yield process, made
            for batch in stream:
                yield pyarrow.RecordBatch.from_arrays(batch.select(kept).columns, schema=made)
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


def _of_pandas(schema: pyarrow.Schema) -> Optional[Dict[bytes, bytes]]:
    """What pandas says of its index and its types, if it is from there: for the way back."""
    said = (schema.metadata or {}).get(b"pandas")
    return None if said is None else {b"pandas": said}


def _plain(type: pyarrow.DataType) -> pyarrow.DataType:
    """A nested type as pyarrow can copy it, and read.arrow takes it: without views and maps."""
    if types.is_map(type):
        return pyarrow.list_(_plain_struct([("key", type.key_type), ("value", type.item_type)]))
    if any(holds(type) for holds in LISTS):
        items = _innermost(type.value_type)
        return type if items == type.value_type else pyarrow.list_(items)
    if types.is_struct(type):
        return _plain_struct([(field.name, field.type) for field in type])
    return type


def _plain_struct(members: List[Tuple[str, pyarrow.DataType]]) -> pyarrow.DataType:
    return pyarrow.struct([(name, _innermost(type)) for name, type in members])


def _innermost(type: pyarrow.DataType) -> pyarrow.DataType:
    if types.is_string_view(type):
        return pyarrow.string()
    return pyarrow.binary() if types.is_binary_view(type) else _plain(type)


def _tidy(batch: pyarrow.RecordBatch, sent: pyarrow.Schema) -> pyarrow.RecordBatch:
    """As it is sent. Arrow for Java, and so Spark, leaves the first offset of an empty column unset, which readers
    refuse where it is in a list: these are copied."""
    rows = None
    columns = []
    for column, field in zip(batch.columns, sent):
        column = column.cast(field.type)
        if types.is_nested(field.type):
            rows = pyarrow.array(range(batch.num_rows), pyarrow.int64()) if rows is None else rows
            column = column.take(rows)
        columns.append(column)
    return pyarrow.RecordBatch.from_arrays(columns, schema=sent)


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
    if types.is_map(type):
        return f'list<{{"key": {_word_of(type.key_type, name)}, "value": {_word_of(type.item_type, name)}}}>'
    if types.is_list_view(type) or types.is_large_list_view(type):
        if _innermost(type.value_type) != type.value_type:  # of which pyarrow's cast loses the items
            raise TypeError(f"`{name}` is {type}, which cannot be handed over: a list of views by views")
    if any(holds(type) for holds in LISTS):
        return f"list<{_word_of(type.value_type, name)}>"
    if types.is_struct(type):
        return "{" + ", ".join(f'"{field.name}": {_word_of(field.type, name)}' for field in type) + "}"
    raise TypeError(f"`{name}` is {type}, which no column holds")
