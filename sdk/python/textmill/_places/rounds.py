"""A round: each split through some steps."""

from __future__ import annotations

import bisect
import pickle
import tempfile
from typing import Any, List, NamedTuple, Optional, Sequence, Tuple

import pyarrow
import pyarrow.compute as compute

from .._engine import ACCOUNT_BEFORE, AT_BEGIN, PASS_0, Plan
from .documents import concatenate, pack, rows_of, unpack, with_place
from .frames import Frame
from .job import Job
from .moves import spooled
from .place import Place
from .results import Result, Values, expand, squeeze


class Round(NamedTuple):
    """Takes a split through steps: `partition`, of the documents that are by themselves, then `first` to `last`."""

    job: Job
    splits: int
    partition: Optional[Tuple[int, int]] = None
    steps: Optional[Tuple[int, int]] = None
    state: Any = None  # shared: of the first step, which is in its second pass
    before: Sequence[int] = ()  # how many documents are before each split
    gives_documents: bool = True

    def __call__(self, split: int, values: Values) -> Values:
        with self.job.here():
            yield from self._work(split, values)

    def _work(self, split: int, values: Values) -> Values:
        alone = None if self.partition is None else Place(self.job, *self.partition, (1, self.partition[0], split))
        place: Optional[Place] = None
        labels: Optional[pyarrow.Array] = None
        back: List[pyarrow.RecordBatch] = []
        returned: Optional[Returned] = None
        frame: Optional[Frame] = None
        rows = seq = 0

        def begin(source: Any = None) -> Values:
            nonlocal place
            if self.steps is None:
                return
            place = Place(self.job, *self.steps, (2, self.steps[0], split), source)
            if self.state is not None:
                place.plan.restore(self.steps[0], expand(self.state.value))
                place.plan.begin_at(self.steps[0], self.before[split])
            if split == 0:
                yield from place.written(0, AT_BEGIN)

        def give(batch: pyarrow.RecordBatch) -> Values:
            nonlocal rows, seq
            if place is not None:
                yield from place.results(split)
            if self.gives_documents and batch.num_rows > 0:
                numbers = pyarrow.array(range(rows, rows + batch.num_rows), pyarrow.int64())
                yield "documents", split, seq, pack(with_place(batch, 6, numbers))
            rows, seq = rows + batch.num_rows, seq + 1

        def read(source: Any) -> Values:
            yield from begin(source)
            for unit in source.units(place.plan):
                yield from give(source.placed(place.plan.read(unit)))

        def through(batch: pyarrow.RecordBatch) -> Values:
            if place is not None and batch.num_rows > 0:
                batch = place.plan.process(batch)
            yield from give(batch)

        def second(batch: pyarrow.RecordBatch, first: int, last: int) -> Values:
            nonlocal returned
            returned = returned or Returned(back)
            batch = _together(alone.plan, batch, returned.rows(first, last))
            yield from alone.results(split)
            yield from through(batch)

        spool = tempfile.TemporaryFile() if alone is not None and alone.plan.steps[self.partition[1]].replays else None
        if self.steps is None or self.steps[0] != 0:
            yield from begin()
        for value in values:
            kind = value[0]
            if isinstance(value, Result):
                yield value
            elif kind == "split":
                yield from read(value[1])
            elif kind == "frame":
                frame = frame or Frame(split, self.job.reader, self.job.made)
                frame.add(value[1])
            elif kind == "labels":
                labels = pyarrow.array(value[1], pyarrow.int64())
            elif kind == "back":
                back.append(unpack(value[1]))
            elif kind == "documents":
                if alone is None:
                    yield from through(unpack(value[3]))
                elif spool is None:
                    yield from second(*_alone(unpack(value[3]), labels))
                else:
                    batch, first, last = _alone(unpack(value[3]), labels)
                    pickle.dump((pack(alone.plan.process(batch, rehearsal=True)), first, last), spool)
                    yield from alone.results(split)
        if frame is not None:
            yield from read(frame)
            frame.close()
        if spool is not None:
            alone.plan.end_of_pass(self.partition[1])
            spool.seek(0)
            for bytes, first, last in spooled(spool):
                yield from second(unpack(bytes), first, last)
            spool.close()
        # What an account had before is the same in all places.
        leave_out = () if split == 0 else (ACCOUNT_BEFORE,)
        if alone is not None:
            yield from alone.finish(split, self.splits - 1, range(self.partition[0], self.partition[1] + 1), leave_out)
        if place is None:
            return
        counts = place.plan.take_account()
        for step in place.merged:
            if step == self.steps[0] and self.state is not None:
                continue
            rehearsed = sum(count.n for count in counts if count.step == step and count.what == PASS_0)
            yield "state", split, step, squeeze(place.plan.save(step)), [rehearsed]
        yield from place.account(counts)
        yield from place.finish(split, self.splits - 1,
                                [i for i in range(self.steps[0], self.steps[1] + 1) if i not in place.merged],
                                leave_out)


def _alone(batch: pyarrow.RecordBatch, labels: Optional[pyarrow.Array]) -> Tuple[pyarrow.RecordBatch, int, int]:
    """Those that are in no group; the first and last row of all."""
    rows = rows_of(batch)
    if labels is not None and len(labels) > 0:
        batch = batch.filter(compute.invert(compute.is_in(rows, labels)))
    return batch, rows[0].as_py(), rows[-1].as_py()


class Returned:
    """What is left of a split's documents in groups, by their rows."""

    def __init__(self, batches: List[pyarrow.RecordBatch]):
        whole = concatenate(batches) if batches else None
        self.batch = whole and whole.take(compute.sort_indices(rows_of(whole)))
        self.numbers = rows_of(self.batch).to_pylist() if whole else []

    def rows(self, first: int, last: int) -> Optional[pyarrow.RecordBatch]:
        begin, end = bisect.bisect_left(self.numbers, first), bisect.bisect_right(self.numbers, last)
        return self.batch.slice(begin, end - begin) if begin < end else None


def _together(plan: Plan, batch: pyarrow.RecordBatch, back: Optional[pyarrow.RecordBatch]) -> pyarrow.RecordBatch:
    """What the step leaves of a batch, and what came back, in their order."""
    left = plan.process(batch) if batch.num_rows > 0 else plan.nothing()
    if back is None or left.num_rows == 0:
        return back or left
    whole = concatenate([left, back])
    return whole.take(compute.sort_indices(rows_of(whole)))
