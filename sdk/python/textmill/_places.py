"""A run in several places that gives what one machine gives, byte for byte; whatever moves data between them.

The input is cut into splits. A *round* takes each split through the steps up to one that has to see other splits, too:

- a step that is merged is saved in each split; the states are merged as a tree, in input order. One that replays goes
  on with what came of it in the next round, which is its second pass;
- of a step that works by keys, documents that share one, or are connected by others, go to one place in input order,
  and what is left of them comes back. The others stay where they are;
- of a step that can do neither, all documents go to one place, and come back.

Documents travel as Arrow streams, some at a time, and everything else that comes about in a place (bytes of outputs,
lines of documents that went, accounts) is a *result*, with what sorts it among all others. Those of a split stay with
its documents. Nothing is counted on the side: what a place did that is lost, or done twice, is there once.

A cluster is what moves data. It has `start(values)`, the data of which value i is in partition i, and `share(value)`,
something with a `value` in all places. Data has

    map(work, keep=False)   work(i, values) in each partition; kept, it is not worked out again
    shuffle(n)              values were ((to, order), value): each goes to partition `to`, sorted by `order`
    zip(other)              what partition i of both has, the other's first
    join(others)            all partitions of all, in any order
    drop()                  it need not be kept any more
    collect(), some at a time, and part(i), the values of a partition
"""

from __future__ import annotations

import bisect
import contextlib
import json
import os
import pickle
import re
import tempfile
from typing import Any, Dict, Iterable, Iterator, List, NamedTuple, Optional, Sequence, Tuple

import pyarrow
import pyarrow.compute as compute

from . import _engine
from ._engine import (ACCOUNT_BEFORE, AT_BEGIN, AT_END, AT_ROWS, DROPPED, FAILED, INPUT_FAILED, MERGE, PASS_0, PLACE,
                      Count, Plan, Unit)
from ._pipeline import RunFailed

UNIT_BYTES = 1 << 20  # documents are read and travel together
MOST_BYTES = 1 << 26  # of a piece, to the reader
CHUNK_BYTES = 1 << 24  # of those that go to other places
KEYS = 1 << 20  # travel together
FAN_IN = 8  # so many states are merged in one place
MOST_GROUPED = 30_000_000  # documents: the driver finds out which of them are connected
LARGE_GROUP = 100_000
LAST_INPUT = (1 << 63) - 1  # sorts faults of whole inputs
FAULT, ACCOUNT = 2, 3  # results beside DROPPED and FAILED; all of them after those of outputs

Values = Iterator[Tuple[Any, ...]]


class Refused(ValueError):
    """What cannot be done in several places: `textmill run` can do it."""


class Job(NamedTuple):
    """What a place needs to open the pipeline as the driver did."""

    file: str
    text: str
    set: Tuple[str, ...]
    plugin_folders: Tuple[str, ...]
    folder: str
    environment: Dict[str, str]
    version: str

    @contextlib.contextmanager
    def here(self) -> Iterator[None]:
        """Relative paths and ${VARIABLES} are the driver's."""
        if _engine.version() != self.version:
            raise RuntimeError(f"textmill is {_engine.version()} in this place, and {self.version} where the run began")
        before = {name: os.environ.get(name) for name in self.environment}
        folder = os.getcwd()
        try:
            os.environ.update(self.environment)
            if folder != self.folder:
                if not os.path.isdir(self.folder):
                    raise RuntimeError(f"the folder {self.folder}, where the run began, is not there on this machine: "
                                       "inputs and other files of a pipeline have to be in the same place on all")
                os.chdir(self.folder)
            yield
        finally:
            os.chdir(folder)
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.__setitem__(name, value)

    def open(self, more: Sequence[str] = ()) -> Plan:
        return Plan(self.file, self.text, set=[*self.set, *more], plugin_folders=self.plugin_folders)


def job_of(file: str, text: str, set: Sequence[str], plugin_folders: Sequence[str]) -> Job:
    names = re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)", " ".join([text, *set]))
    environment = {name: os.environ[name] for name in sorted(names) if name in os.environ}
    return Job(file, text, tuple(set), tuple(plugin_folders), os.getcwd(), environment, _engine.version())


# ---- Results --------------------------------------------------------------------------------------


class Result(NamedTuple):
    """`what`: an output by its number, or after these DROPPED, FAILED, FAULT and ACCOUNT. `order` is among all others of
    the same; those of one split, of all places, come before those of the next."""

    what: int
    split: int
    order: Tuple[Any, ...]
    bytes: bytes


def results(_: int, values: Values) -> Iterator[Result]:
    return (value for value in values if isinstance(value, Result))


def by_split(_: int, values: Values) -> Values:
    return (((value.split, (value.what, value.order)), value) for value in results(_, values))


class Place:
    """Some steps at work for a stretch of the input, and the results of it."""

    def __init__(self, job: Job, first: int, last: int, name: Tuple[Any, ...], more: Sequence[str] = (),
                 first_input: int = 0):
        self.plan = job.open(more)
        self.first, self.last, self.name, self.first_input = first, last, name, first_input
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
        for what in (DROPPED, FAILED):
            for (of_pass, input, offset, turn, row), line in self.plan.take_removed(what):
                kind = what
                if input == LAST_INPUT:
                    kind, offset = FAULT, offset + self.first_input
                else:
                    input += self.first_input
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


def squeeze(bytes: bytes) -> bytes:
    """Outputs and states travel compressed."""
    return len(bytes).to_bytes(8, "little") + pyarrow.compress(bytes, codec="zstd", asbytes=True)


def expand(bytes: bytes) -> bytes:
    return pyarrow.decompress(memoryview(bytes)[8:], int.from_bytes(bytes[:8], "little"), codec="zstd", asbytes=True)


# ---- Documents ------------------------------------------------------------------------------------


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


# ---- Splits ---------------------------------------------------------------------------------------


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


# ---- Rounds ---------------------------------------------------------------------------------------


class Round(NamedTuple):
    """Takes a split through steps: `partition`, of the documents that are by themselves, then `first` to `last`."""

    job: Job
    splits: int
    partition: Optional[int] = None
    steps: Optional[Tuple[int, int]] = None
    state: Any = None  # shared: of the first step, which is in its second pass
    before: Sequence[int] = ()  # how many documents are before each split
    gives_documents: bool = True

    def __call__(self, split: int, values: Values) -> Values:
        with self.job.here():
            yield from self._work(split, values)

    def _work(self, split: int, values: Values) -> Values:
        alone = None if self.partition is None else Place(self.job, self.partition, self.partition, (1, self.partition, split))
        place: Optional[Place] = None
        labels: Optional[pyarrow.Array] = None
        back: List[pyarrow.RecordBatch] = []
        returned: Optional[Returned] = None
        rows = seq = 0

        def begin(more: Sequence[str] = (), first_input: int = 0) -> Values:
            nonlocal place
            if self.steps is None:
                return
            place = Place(self.job, *self.steps, (2, self.steps[0], split), more, first_input)
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

        spool = tempfile.TemporaryFile() if alone is not None and alone.plan.steps[self.partition].replays else None
        if self.steps is None or self.steps[0] != 0:
            yield from begin()
        for value in values:
            kind = value[0]
            if isinstance(value, Result):
                yield value
            elif kind == "split":
                yield from begin(value[1].set(), value[1].first_input)
                for unit in value[1].units(place.plan):
                    batch = place.plan.read(unit)
                    inputs = compute.add(batch.column(batch.schema.names.index(PLACE)).field(0), place.first_input)
                    yield from give(with_place(batch, 0, inputs))
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
        if spool is not None:
            alone.plan.end_of_pass(self.partition)
            spool.seek(0)
            for bytes, first, last in _spooled(spool):
                yield from second(unpack(bytes), first, last)
            spool.close()
        # What an account had before is the same in all places.
        leave_out = () if split == 0 else (ACCOUNT_BEFORE,)
        if alone is not None:
            yield from alone.finish(split, self.splits - 1, [self.partition], leave_out)
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


# ---- Steps that are merged ------------------------------------------------------------------------


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


# ---- Steps that work by keys ----------------------------------------------------------------------


class Keys(NamedTuple):
    """The keys of documents, each to the place where all of its kind are."""

    job: Job
    step: int
    splits: int

    def __call__(self, split: int, values: Values) -> Values:
        with self.job.here(), self.job.open() as plan:
            plan.begin(self.step, self.step)
            gathered: List[pyarrow.RecordBatch] = []
            n = part = 0
            for value in values:
                if value[0] != "documents":
                    continue
                batch = unpack(value[3])
                keys = plan.keys(self.step, batch)
                rows = rows_of(batch).take(compute.list_parent_indices(keys)).cast(pyarrow.uint32())
                gathered.append(pyarrow.record_batch([compute.list_flatten(keys), rows], ["key", "row"]))
                n += len(rows)
                if n >= KEYS:
                    yield from self._give(split, part, gathered)
                    gathered, n, part = [], 0, part + 1
            if n > 0:
                yield from self._give(split, part, gathered)

    def _give(self, split: int, part: int, gathered: List[pyarrow.RecordBatch]) -> Values:
        all = pyarrow.Table.from_batches(gathered).combine_chunks()
        # Multiplied by an odd number the upper bits depend on all others.
        mixed = compute.shift_right(compute.multiply(all["key"], pyarrow.scalar(0x9E3779B97F4A7C15, pyarrow.uint64())),
                                    pyarrow.scalar(40, pyarrow.uint64()))
        quotient = compute.divide(mixed, pyarrow.scalar(self.splits, pyarrow.uint64()))
        to = compute.subtract(mixed, compute.multiply(quotient, pyarrow.scalar(self.splits, pyarrow.uint64())))
        all = all.append_column("to", to).sort_by([("to", "ascending"), ("row", "ascending")])
        counts = all.group_by("to").aggregate([([], "count_all")]).sort_by("to").to_pydict()
        begin = 0
        for to, count in zip(counts["to"], counts["count_all"]):
            some = all.slice(begin, count).select(["key", "row"]).combine_chunks().to_batches()[0]
            yield (to, (split, part)), ("keys", split, pack(some))
            begin += count


def edges(_: int, values: Values) -> Values:
    """Each document that shares a key, with the first one that has it: a forest with the same connections."""
    tables = []
    for _, split, bytes in values:
        batch = unpack(bytes)
        documents = compute.add(batch.column(1).cast(pyarrow.int64()), split << 32)
        tables.append(pyarrow.table([batch.column(0), documents], ["key", "document"]))
    if not tables:
        return
    all = pyarrow.concat_tables(tables).sort_by([("key", "ascending"), ("document", "ascending")]).combine_chunks()
    if all.num_rows < 2:
        return
    keys, documents = all["key"].chunk(0), all["document"].chunk(0)
    again = pyarrow.concat_arrays([pyarrow.array([False]), compute.equal(keys[1:], keys[:-1])])
    firsts = compute.fill_null_forward(compute.if_else(again, pyarrow.scalar(None, pyarrow.int64()), documents))
    pairs = pyarrow.table([documents.filter(again), firsts.filter(again)], ["document", "first"])
    pairs = pairs.filter(compute.not_equal(pairs["document"], pairs["first"])).group_by(["document", "first"]).aggregate([])
    forest = Forest()
    for pair in zip(pairs["document"].to_pylist(), pairs["first"].to_pylist()):
        forest.connect(*pair)
    found = [(document, first) for document, first in forest.parents.items() if document != first]
    if found:
        columns = [pyarrow.array(column, pyarrow.int64()) for column in zip(*found)]
        yield pack(pyarrow.record_batch(columns, ["document", "first"]))


class Forest:
    """Which documents are connected; the first of a group stands for it."""

    def __init__(self) -> None:
        self.parents: Dict[int, int] = {}

    def find(self, document: int) -> int:
        parents = self.parents
        root = document
        while parents.setdefault(root, root) != root:
            root = parents[root]
        while parents[document] != root:
            parents[document], document = root, parents[document]
        return root

    def connect(self, a: int, b: int) -> None:
        a, b = self.find(a), self.find(b)
        if a != b:
            self.parents[max(a, b)] = min(a, b)


class Groups(NamedTuple):
    rows: Any  # by split: of the documents that are in groups of more than one, ascending
    to: Any  # and where each of them goes
    documents: int
    largest: int


def groups_of(found: Iterable[bytes], splits: int) -> Groups:
    forest = Forest()
    for some in map(unpack, found):
        for pair in zip(some.column(0).to_pylist(), some.column(1).to_pylist()):
            forest.connect(*pair)
        if len(forest.parents) > MOST_GROUPED:
            raise RunFailed(f"more than {MOST_GROUPED:,} documents repeat others or are repeated: too many for this "
                            "version to group. Run the cheaper step (dedup.exact) by itself first", None)
    sizes: Dict[int, int] = {}
    rows: List[List[Tuple[int, int]]] = [[] for _ in range(splits)]
    for document in forest.parents:
        root = forest.find(document)
        sizes[root] = sizes.get(root, 0) + 1
        rows[document >> 32].append((document & 0xFFFFFFFF, (root * 0x9E3779B97F4A7C15 >> 20) % splits))
    for some in rows:
        some.sort()
    return Groups([pyarrow.array([row for row, _ in some], pyarrow.int64()) for some in rows],
                  [pyarrow.array([to for _, to in some], pyarrow.int32()) for some in rows],
                  len(forest.parents), max(sizes.values(), default=0))


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
    """Documents from everywhere, in input order, through one step: of groups (`by_keys`), or all there are."""

    job: Job
    step: int
    splits: int
    by_keys: bool

    def __call__(self, index: int, values: Values) -> Values:
        with self.job.here():
            place = Place(self.job, self.step, self.step, (4, self.step, index))
            if not self.by_keys:  # its tables and outputs are whole
                place.outputs = [i for i, output in enumerate(place.plan.outputs)
                                 if output.step == self.step or place.plan.steps[output.step].table_of == self.step]
                yield from place.written(0, AT_BEGIN)
            if place.plan.steps[self.step].replays:
                with tempfile.TemporaryFile() as spool:
                    for _, split, chunk, bytes in values:
                        batch = place.plan.process(unpack(bytes), rehearsal=True)
                        yield from place.results(split)
                        if batch.num_rows > 0:
                            pickle.dump((split, chunk, pack(batch)), spool)
                    place.plan.end_of_pass(self.step)
                    spool.seek(0)
                    yield from self._last_pass(place, _spooled(spool))
            else:
                yield from self._last_pass(place, ((split, chunk, bytes) for _, split, chunk, bytes in values))
            last = self.splits - 1
            yield from place.finish(last, last, [self.step], (ACCOUNT_BEFORE,) if self.by_keys else ())

    def _last_pass(self, place: Place, values: Iterable[Tuple[int, int, bytes]]) -> Values:
        for split, chunk, bytes in values:
            batch = place.plan.process(unpack(bytes))
            yield from place.results(split)
            if batch.num_rows > 0:
                yield "moved", split, chunk, pack(batch)


def _spooled(spool: Any) -> Iterator[Tuple[Any, ...]]:
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
