"""Steps at work in a place."""

from __future__ import annotations

import pickle
from typing import Any, Iterable, List, Optional, Sequence, Tuple

from .._engine import (ACCOUNT_BEFORE, AT_END, AT_ROWS, DROPPED, FAILED, INPUT_FAILED, MERGE, Count)
from .job import Job
from .results import ACCOUNT, FAULT, Result, Values, squeeze

LAST_INPUT = (1 << 63) - 1  # sorts faults of whole inputs


class Place:
    """Some steps at work for a stretch of the input, and the results of it."""

    def __init__(self, job: Job, first: int, last: int, name: Tuple[Any, ...], source: Optional[Any] = None):
        """`source`: what is read there, a Split or a Frame."""
        self.plan = job.open(source.set() if source else ())
        self.first, self.last, self.name, self.source = first, last, name, source
        self.count = 0
        steps = self.plan.steps
        self.merged = [i for i in range(first, last + 1) if steps[i].split == MERGE and steps[i].table_of < 0]
        # The table of a step that is merged is complete in one place alone.
        self.outputs = [i for i, output in enumerate(self.plan.outputs)
                        if first <= output.step <= last and steps[output.step].table_of < 0]
        self.plan.begin(first, last)

    def _result(self, what: int, split: int, order: Tuple[Any, ...], bytes: bytes) -> Result:
        self.count += 1
        return Result(what, split, (*order, self.name, self.count), bytes)

    def written(self, split: int, when: int, counts_as: Optional[int] = None) -> Values:
        for output in self.outputs:
            bytes = self.plan.take_output(output, when)
            if bytes:
                yield self._result(output, split, (split, when if counts_as is None else counts_as), squeeze(bytes))

    def removed(self, split: int) -> Values:
        first = self.source.first_input if self.source else 0
        for what in (DROPPED, FAILED):
            for (of_pass, input, offset, turn, row), line in self.plan.take_removed(what):
                if input == LAST_INPUT:
                    kind, offset = FAULT, offset + first
                else:
                    kind, input = what, input + first
                line = self.source.renamed(line) if self.source else line
                yield self._result(len(self.plan.outputs) + kind, split, (of_pass, input, offset, turn, row), line)

    def results(self, split: int) -> Values:
        yield from self.written(split, AT_ROWS)
        yield from self.removed(split)

    def account(self, counts: List[Count]) -> Values:
        if counts:
            yield self._result(len(self.plan.outputs) + ACCOUNT, 0, (), pickle.dumps([tuple(one) for one in counts]))

    def finish(self, split: int, last_split: int, steps: Iterable[int], leave_out: Sequence[int] = ()) -> Values:
        """Ends these steps; what is written then is of the last split alone."""
        yield from self.account(self.plan.take_account())
        for step in steps:
            if self.plan.steps[step].table_of < 0:
                self.plan.finish(step)
        yield from self.written(split, AT_ROWS)
        if split == last_split:
            yield from self.written(split, AT_END)
        yield from self.removed(last_split)
        # Faults of inputs are found wherever a piece of one was read; the lines say how many there are.
        yield from self.account([count for count in self.plan.take_account() if count.what not in (INPUT_FAILED, *leave_out)
                                 and (count.step, count.what) != (0, ACCOUNT_BEFORE)])
        self.plan.close()
