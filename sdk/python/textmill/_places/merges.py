"""Steps that are merged: the states of splits become one, as a tree."""

from __future__ import annotations

from typing import Any, List, NamedTuple, Optional

from .._engine import AT_BEGIN, AT_ROWS
from .job import Job
from .place import Place
from .results import Values, expand, squeeze

FAN_IN = 8  # so many states are merged in one place


class Merge(NamedTuple):
    """States of neighbouring stretches become one; `ends`: of all of them, and the step is finished."""

    job: Job
    splits: int
    ends: bool

    def __call__(self, _: int, values: Values) -> Values:
        with self.job.here():
            place: Optional[Place] = None
            rows: List[int] = []
            for _, split, step, state, its_rows in values:
                if place is None:
                    first = split
                    place = Place(self.job, step, step, (3, step, split))
                    place.plan.restore(step, expand(state))
                    for output in place.outputs:  # those of the first split count
                        place.plan.take_output(output, AT_BEGIN)
                else:
                    place.plan.merge(step, expand(state))
                    yield from place.written(split, AT_ROWS, AT_BEGIN)  # between what both have written
                rows += its_rows
            if place is None:
                return
            if not self.ends:
                yield "state", first, step, squeeze(place.plan.save(step)), rows
                return
            if place.plan.steps[step].replays:
                place.plan.end_of_pass(step)
                yield "merged", step, squeeze(place.plan.save(step)), rows
            # Here tables are complete.
            place.outputs += [i for i, output in enumerate(place.plan.outputs)
                              if place.plan.steps[output.step].table_of == step]
            yield from place.written(0, AT_BEGIN)
            yield from place.finish(self.splits - 1, self.splits - 1, [step])


def merged(data: Any, job: Job, splits: int, steps: List[int]) -> List[Any]:
    """Merges the splits' states: data with results, the last with ("merged", step, state, rows of each split), too."""
    count, made = splits, []
    while True:
        parts = -(-count // FAN_IN)
        width = -(-splits // parts)

        def sort(_: int, values: Values, parts: int = parts, width: int = width) -> Values:
            for value in values:
                if value[0] == "state":
                    yield (steps.index(value[2]) * parts + value[1] // width, value[1]), value

        data = data.map(sort).shuffle(len(steps) * parts).map(Merge(job, splits, parts == 1), keep=True)
        made.append(data)
        if parts == 1:
            return made
        count = parts
