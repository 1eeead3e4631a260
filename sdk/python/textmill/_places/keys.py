"""Steps that work by keys: which documents are connected by them."""

from __future__ import annotations

from typing import Any, Dict, Iterable, List, NamedTuple, Tuple

import pyarrow
import pyarrow.compute as compute

from .._pipeline import RunFailed
from .documents import pack, rows_of, unpack
from .job import Job
from .results import Values

KEYS = 1 << 20  # travel together
MOST_GROUPED = 30_000_000  # documents: the driver finds out which of them are connected
LARGE_GROUP = 100_000


class Keys(NamedTuple):
    """The keys of documents, each to the place where all of its kind are. Those of several steps are one kind: where
    two of them are alike by chance, documents go together that need not."""

    job: Job
    steps: Tuple[int, int]
    splits: int

    def __call__(self, split: int, values: Values) -> Values:
        with self.job.here(), self.job.open() as plan:
            plan.begin(*self.steps)
            gathered: List[pyarrow.RecordBatch] = []
            n = part = 0
            for value in values:
                if value[0] != "documents":
                    continue
                batch = unpack(value[3])
                for step in range(self.steps[0], self.steps[1] + 1):
                    keys = plan.keys(step, batch)
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
