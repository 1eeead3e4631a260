"""Pieces of the input: where it is cut, and how one is read."""

from __future__ import annotations

import json
import os
import re
from typing import Iterator, List, NamedTuple, Optional

import pyarrow
import pyarrow.compute as compute

from .._engine import PLACE, Plan, Unit
from .documents import with_place
from .job import Job, Refused

SPLIT_BYTES, LEAST_BYTES = 1 << 27, 1 << 24
UNIT_BYTES = 1 << 20  # documents are read and travel together
MOST_BYTES = 1 << 26  # of a piece, to the reader
COMPRESSED = re.compile(r"\.(gz|zst|bz2|xz)$")


class Split(NamedTuple):
    """Some of the inputs that follow each other: of the first from `begin` on, of the last up to `end`, where given."""

    first_input: int
    paths: List[str]
    begin: int
    end: Optional[int]
    parameter: str  # of the reader, which is told the paths by it; "": it has them already
    schema: pyarrow.Schema  # of what it reads

    def set(self) -> List[str]:
        return [f"{self.parameter}={json.dumps(self.paths, ensure_ascii=False)}"] if self.parameter else []

    def placed(self, batch: pyarrow.RecordBatch) -> pyarrow.RecordBatch:
        """With the inputs' numbers among all of the run."""
        return with_place(batch, 0, compute.add(batch.column(batch.schema.names.index(PLACE)).field(0), self.first_input))

    def renamed(self, line: bytes) -> bytes:
        return line

    def units(self, plan: Plan) -> Iterator[Unit]:
        if [path for path, _ in plan.inputs()] != self.paths or plan.schema(1) != self.schema:
            raise RuntimeError("these inputs are not read alike when they are named one by one, so that they are not read "
                               f"in several places: use `textmill run` ({', '.join(self.paths[:3])})")
        input = at = 0
        while at < self.begin:
            unit = plan.next_unit(min(MOST_BYTES, self.begin - at))
            if unit is None or unit.input != 0 or unit.begin != at or unit.end > self.begin:
                raise RuntimeError(f"`{self.paths[0]}` is not cut as it was before: did it change?")
            at = unit.end
        last = len(self.paths) - 1
        while self.end is None or (input, at) != (last, self.end):
            want = UNIT_BYTES if self.end is None else min(UNIT_BYTES, self.end - (at if input == last else 0))
            unit = plan.next_unit(want)
            if self.end is not None and (unit is None or (unit.input == last and unit.end > self.end)):
                raise RuntimeError(f"`{self.paths[-1]}` is not cut as it was before: did it change?")
            if unit is None:
                return
            input, at = unit.input, unit.end
            yield unit


def cut(job: Job, splits: Optional[int], at_once: int = 1) -> List[Split]:
    """What each place reads, in the order of the input; unless told, as many as are worked on `at_once`, or more."""
    with job.open() as plan:
        inputs = plan.inputs()
        parameter, schema = f"{plan.steps[0].id}.path", plan.schema(1)
    paths = [path for path, _ in inputs]
    if "-" in paths:
        raise Refused("standard input is in one place alone: name files")
    if not all(map(os.path.exists, paths)):  # as messages have it, which is not how it is given
        return [Split(0, paths, 0, None, "", schema)]
    total = sum(max(size, 1) for _, size in inputs)
    splits = splits or max(round(total / SPLIT_BYTES), min(at_once, total // LEAST_BYTES), 1)
    usual = max(1, -(-total // splits))
    made: List[Split] = []
    first, begin, room = 0, 0, usual  # of the split that is being made
    for i, (path, size) in enumerate(inputs):
        at, cutter = 0, None
        while max(size, 1) - at > room * 1.2:  # not for a little rest
            cutter = cutter or Cutter(job, parameter, path)
            found = cutter.cut(at + room)
            if found is None or found >= size:
                break
            made.append(Split(first, paths[first:i + 1], begin, found, parameter, schema))
            first, begin, at, room = i, found, found, usual
        room -= max(size, 1) - at
        if room <= 0 and i + 1 < len(inputs):
            made.append(Split(first, paths[first:i + 1], begin, None, parameter, schema))
            first, begin, room = i + 1, 0, usual
    return [*made, Split(first, paths[first:], begin, None, parameter, schema)]


class Cutter:
    """Finds where a file can be cut. A compressed one is read from its beginning, and cannot."""

    def __init__(self, job: Job, parameter: str, path: str):
        self.at = 0
        self.plan = None if COMPRESSED.search(path) else job.open([f"{parameter}={json.dumps([path], ensure_ascii=False)}"])
        if self.plan is not None:
            self.plan.begin(0, 0)

    def cut(self, wanted: int) -> Optional[int]:
        """The end of a record at about `wanted`."""
        while self.plan is not None and wanted > self.at:
            unit = self.plan.next_unit(min(MOST_BYTES, wanted - self.at))
            if unit is None or unit.input != 0 or unit.begin != self.at or unit.payload is not None:
                return None
            self.at = unit.end
            if wanted - self.at < MOST_BYTES:
                break
        return self.at if self.plan is not None and self.at > 0 else None
