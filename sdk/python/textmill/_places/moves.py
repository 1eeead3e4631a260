"""Documents that have to be seen together: to one place, through a step, and back."""

from __future__ import annotations

import contextlib
import pickle
import tempfile
from typing import Any, Iterable, Iterator, List, NamedTuple, Tuple

import pyarrow
import pyarrow.compute as compute

from .._engine import ACCOUNT_BEFORE, AT_BEGIN
from .documents import concatenate, pack, rows_of, unpack
from .job import Job
from .place import Place
from .results import Values

CHUNK_BYTES = 1 << 24  # of those that go to other places


def move(split: int, values: Values) -> Values:
    """Documents of groups to the place of their group."""
    rows = to = None
    gathered: List[pyarrow.RecordBatch] = []
    n = chunk = 0

    def give() -> Values:
        whole = concatenate(gathered)
        places = to.take(compute.index_in(rows_of(whole), rows))
        for place in compute.unique(places).to_pylist():
            some = whole.filter(compute.equal(places, place))
            yield (place, (split, chunk)), ("moved", split, chunk, pack(some))

    for value in values:
        if value[0] == "labels":
            _, rows, to = value
        elif value[0] == "documents" and len(rows) > 0:
            batch = unpack(value[3])
            batch = batch.filter(compute.is_in(rows_of(batch), rows))
            if batch.num_rows > 0:
                gathered.append(batch)
                n += batch.get_total_buffer_size()
            if n >= CHUNK_BYTES:
                yield from give()
                gathered, n, chunk = [], 0, chunk + 1
    if gathered:
        yield from give()


class Gathered(NamedTuple):
    """Documents from everywhere, in input order, through steps: of groups (`by_keys`), or all there are (one step)."""

    job: Job
    steps: Tuple[int, int]
    splits: int
    by_keys: bool

    def __call__(self, index: int, values: Values) -> Values:
        with self.job.here():
            step = self.steps[1]
            place = Place(self.job, *self.steps, (4, step, index))
            if not self.by_keys:  # its tables and outputs are whole
                place.outputs = [i for i, output in enumerate(place.plan.outputs)
                                 if output.step == step or place.plan.steps[output.step].table_of == step]
                yield from place.written(0, AT_BEGIN)
            if place.plan.steps[step].replays:
                with tempfile.TemporaryFile() as spool:
                    for _, split, chunk, bytes in values:
                        batch = place.plan.process(unpack(bytes), rehearsal=True)
                        yield from place.results(split)
                        if batch.num_rows > 0:
                            pickle.dump((split, chunk, pack(batch)), spool)
                    place.plan.end_of_pass(step)
                    spool.seek(0)
                    yield from self._last_pass(place, spooled(spool))
            else:
                yield from self._last_pass(place, ((split, chunk, bytes) for _, split, chunk, bytes in values))
            last = self.splits - 1
            yield from place.finish(last, last, range(self.steps[0], step + 1), (ACCOUNT_BEFORE,) if self.by_keys else ())

    def _last_pass(self, place: Place, values: Iterable[Tuple[int, int, bytes]]) -> Values:
        for split, chunk, bytes in values:
            batch = place.plan.process(unpack(bytes))
            yield from place.results(split)
            if batch.num_rows > 0:
                yield "moved", split, chunk, pack(batch)


def spooled(spool: Any) -> Iterator[Tuple[Any, ...]]:
    with contextlib.suppress(EOFError):
        while True:
            yield pickle.load(spool)


def to_one_place(_: int, values: Values) -> Values:
    for value in values:
        if value[0] == "documents":
            yield (0, value[1:3]), ("moved", *value[1:])


def back(index: int, values: Values) -> Values:
    """What is left of groups, to its split."""
    for value in values:
        if value[0] == "moved":
            yield (value[1], (value[2], index)), ("back", value[3])


def home(_: int, values: Values) -> Values:
    """What came out of the one place, to its split."""
    for value in values:
        if value[0] == "moved":
            yield (value[1], value[2]), ("documents", *value[1:])
