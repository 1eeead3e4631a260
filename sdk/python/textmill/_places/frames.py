"""Rows of a DataFrame as documents: those of a split are written into a file, which the pipeline's reader reads."""

from __future__ import annotations

import json
import os
import tempfile
from typing import Any, Dict, Iterator, List, Optional, Sequence

import pyarrow
import pyarrow.compute as compute

from .._engine import PLACE, Plan, Unit
from .._map_arrow import _tidy
from .documents import unpack, with_place
from .splits import UNIT_BYTES

NAME = "dataframe"  # what messages and `source` call it
NO_POSITION = 1 << 32  # of a unit's flags: its records cannot be read again


def reader_of(reader: Optional[Dict[str, Any]], words: Dict[str, str]) -> Dict[str, Any]:
    """The step that reads the rows, in the place of the pipeline's reader, whose `fields` and `types` hold for them as
    they do for a Parquet file. Without one, all columns are taken as they are: `words` has their types."""
    options: Dict[str, Any] = {"path": "-"}
    if reader is None:
        options["fields"] = {name: name for name in words}
        options["types"] = {name: word for name, word in words.items() if word != "string"}
    else:
        given = reader.get("with") or {}
        options.update({name: given[name] for name in ("fields", "types") if name in given})
    return {"uses": "read.arrow", "id": (reader or {}).get("id") or (reader or {}).get("uses") or "read", "with": options}


class Frame:
    """The rows of a split. Where they have no `id` or `source`, these are made: they are not those of the file, which
    is gone when it is closed."""

    first_input = 0

    def __init__(self, split: int, reader: str, made: Sequence[str]):
        self.split, self.reader, self.made = split, reader, made
        self.folder = tempfile.TemporaryDirectory(prefix="textmill-")
        self.path = os.path.join(self.folder.name, NAME + ".arrow")
        self.out: Any = None
        self.rows = 0

    def add(self, bytes: bytes) -> None:
        batch = unpack(bytes)
        batch = self._named(_tidy(batch, batch.schema))
        if self.out is None:
            self.out = pyarrow.ipc.new_stream(self.path, batch.schema)
        rows = max(1, batch.num_rows * UNIT_BYTES // max(1, batch.get_total_buffer_size()))
        for begin in range(0, batch.num_rows, rows):
            self.out.write_batch(batch.slice(begin, rows))

    def _named(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        n = batch.num_rows
        if "id" in self.made and "id" not in batch.schema.names:
            numbers = pyarrow.array(range(self.rows, self.rows + n), pyarrow.int64()).cast(pyarrow.string())
            batch = batch.append_column("id", compute.binary_join_element_wise(f"{NAME}/{self.split}", numbers, "@"))
        if "source" in self.made and "source" not in batch.schema.names:
            batch = batch.append_column("source", pyarrow.repeat(pyarrow.scalar(NAME), n))
        self.rows += n
        return batch

    def set(self) -> List[str]:
        self.out.close()
        return [f"{self.reader}.path={json.dumps([self.path])}"]

    def units(self, plan: Plan) -> Iterator[Unit]:
        while unit := plan.next_unit(UNIT_BYTES):
            yield unit

    def placed(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """The file is not there for later steps."""
        flags = batch.column(batch.schema.names.index(PLACE)).field(5)
        return with_place(batch, 5, compute.bit_wise_or(flags, NO_POSITION))

    def renamed(self, line: bytes) -> bytes:
        return line.replace(json.dumps(self.path)[1:-1].encode(), NAME.encode())

    def close(self) -> None:
        self.folder.cleanup()
