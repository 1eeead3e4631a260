"""The driver of a run in several places: cuts the input, sends the rounds, and writes the files as `textmill run`."""

from __future__ import annotations

import contextlib
import json
import pickle
import tempfile
import warnings
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple

from ._engine import ACCOUNT_BEFORE, FAILED, FREELY, INPUT_FAILED, MERGE, PARTITION, Count, Plan, Segment
from ._places import keys, moves
from ._places.job import Job, Refused
from ._places.merges import merged
from ._places.results import ACCOUNT, FAULT, Result, by_split, expand, results
from ._places.rounds import Round
from ._places.splits import cut
from ._summary import Summary


class Done(NamedTuple):
    summary: Summary
    documents: Any  # data with what came out of the last step, where it was wanted
    schema: Any


def run(cluster: Any, job: Job, *, splits: Optional[int] = None, frame: Any = None,
        overwrite: bool = False, summary: Optional[str] = None, command: Sequence[str] = (), threads: int = 1) -> Done:
    """`splits`: into how many pieces the input is cut; of a DataFrame, `frame`, they are its partitions, or several."""
    with _open(job, overwrite, summary) as plan:
        if frame is None:
            pieces = cut(job, splits, cluster.at_once)
            n, data = len(pieces), cluster.start([("split", piece) for piece in pieces])
        else:
            n, data = cluster.frame(frame, splits)
        bytes_read = sum(max(size, 0) for _, size in plan.inputs())
        plan.open_outputs(threads)
        _count_inputs(job, plan)
        homes, others = scatter(cluster, job, plan, n, data)
        _write(plan, n, homes, others)
        made = Summary(json.loads(plan.publish(command, job.set, bytes_read)))
        return Done(made, homes[-1] if job.gives_documents else None, plan.schema(len(plan.steps)))


def check(job: Job, overwrite: bool, summary: Optional[str]) -> None:
    _open(job, overwrite, summary).close()


def _open(job: Job, overwrite: bool, summary: Optional[str]) -> Plan:
    plan = Plan(job.file, job.text, set=job.set, plugin_folders=job.plugin_folders, look_at_files=True,
                overwrite=overwrite, summary=summary)
    for output in plan.outputs:
        if output.many:
            plan.close()
            raise Refused(f"step `{plan.steps[output.step].id}` writes a file for each value of a column, which is not "
                          "done in several places: give a path without {}, or use `textmill run`")
    return plan


# ---- Rounds ---------------------------------------------------------------------------------------


def scatter(cluster: Any, job: Job, plan: Plan, n: int, data: Any) -> Tuple[List[Any], List[Any]]:
    """Data with the results of `n` splits, where these are, and data with other results. The last of the former has the
    documents, too, where they are wanted."""
    homes: List[Any] = []
    others: List[Any] = []
    older: List[Any] = []  # data of rounds before, while the next one is not worked out yet
    by_keys: Optional[Tuple[int, int]] = None  # the steps that are in the middle of its work
    state, before = None, []

    def round(steps: Optional[Tuple[int, int]], gives: bool) -> None:
        nonlocal data, by_keys, state, before
        older.append(data)  # what it said goes on with its documents
        data = data.map(Round(job, n, by_keys, steps, state, before, gives), keep=True)
        by_keys, state, before = None, None, []

    def forget() -> None:
        while older:
            older.pop().drop()

    segments = _together(plan)
    for k, segment in enumerate(segments):
        is_last = k + 1 == len(segments)
        steps = (segment.first, segment.last)
        if segment.split in (FREELY, MERGE):
            passed = segment.first if state is not None else -1
            round(steps, not is_last or job.gives_documents)
            merges = [i for i in range(segment.first, segment.last + 1)
                      if plan.steps[i].split == MERGE and plan.steps[i].table_of < 0 and i != passed]
            if merges:
                others += merged(data, job, n, merges)
                for _, step, bytes, rows in others[-1].map(_only("merged")).collect():
                    state = cluster.share(bytes)
                    before = [sum(rows[:i]) for i in range(n)]
                forget()
            continue
        if by_keys is not None:
            round(None, True)
        if segment.split == PARTITION:
            data = _by_keys(cluster, job, plan, data, n, steps, others)
            by_keys = steps
            forget()
            if is_last:
                round(None, job.gives_documents)
        else:
            homes.append(data)  # what comes back has none of its results
            whole = data.map(moves.to_one_place).shuffle(1).map(
                moves.Gathered(job, steps, n, by_keys=False), keep=True)
            others.append(whole)
            data = whole.map(moves.home).shuffle(n)
    return [*homes, data], others


def _together(plan: Plan) -> List[Segment]:
    """Steps that work by keys, and follow each other, have their documents moved once: where the first one leaves them
    as they came, keys of all of them are those that documents have as they reach the first."""
    made: List[Segment] = []
    for segment in plan.segments:
        last = made[-1] if made else None
        if last and last.split == segment.split == PARTITION and plan.steps[last.last].as_they_came and \
                not plan.steps[last.last].replays and not plan.steps[segment.first].replays and \
                segment.first == last.last + 1:
            made[-1] = Segment(last.first, segment.last, PARTITION)
        else:
            made.append(segment)
    return made


def _by_keys(cluster: Any, job: Job, plan: Plan, data: Any, n: int, steps: Tuple[int, int], others: List[Any]) -> Any:
    """The groups of steps go through them; the data with what is left of them, and with which those were."""
    found = data.map(keys.Keys(job, steps, n)).shuffle(n).map(keys.edges).collect()
    groups = keys.groups_of(found, n)
    if groups.largest > keys.LARGE_GROUP:
        warnings.warn(f"step `{plan.steps[steps[1]].id}`: {groups.largest:,} documents are connected with each other, and go "
                      "through it in one place")
    if groups.documents == 0:
        return data
    labels = cluster.start([("labels", rows, to) for rows, to in zip(groups.rows, groups.to)])
    gathered = data.zip(labels).map(moves.move).shuffle(n).map(moves.Gathered(job, steps, n, by_keys=True), keep=True)
    others.append(gathered)
    return data.zip(gathered.map(moves.back).shuffle(n)).zip(labels)


def _only(kind: str) -> Any:
    def work(_: int, values: Iterator[Any]) -> Iterator[Any]:
        return (value for value in values if value[0] == kind)

    return work


def _count_inputs(job: Job, to: Plan) -> None:
    """What the reader has to say before it reads, of all inputs together."""
    with job.open() as plan:
        plan.begin(0, 0)
        plan.finish(0)
        to.add_account([count for count in plan.take_account() if count.what == ACCOUNT_BEFORE])


# ---- The end --------------------------------------------------------------------------------------


def _write(plan: Plan, splits: int, homes: List[Any], others: List[Any]) -> None:
    n_outputs = len(plan.outputs)
    faults: Dict[int, bytes] = {}  # by input; they are found in several places
    with contextlib.ExitStack() as stack:
        # Lines of documents that came again are after all lines of those that came for the first time.
        later: Dict[Tuple[int, int], Any] = {}
        for found in _by_split(splits, homes, others):
            for what, _, order, bytes in found:
                kind = what - n_outputs
                if kind < 0:
                    plan.write_output(what, expand(bytes))
                elif kind == ACCOUNT:
                    plan.add_account([Count(*count) for count in pickle.loads(bytes)])
                elif kind == FAULT:
                    faults[order[2]] = bytes
                elif order[0] == 0:
                    plan.write_removed(kind, bytes)
                else:
                    file = later.get((order[0], kind)) or stack.enter_context(tempfile.TemporaryFile())
                    later[order[0], kind] = file
                    file.write(bytes)
        for _, line in sorted(faults.items()):
            plan.write_removed(FAILED, line)
            plan.add_account([Count(0, INPUT_FAILED, 0, "", json.loads(line)["message"], 1)])
        for (_, kind), file in sorted(later.items(), key=lambda one: one[0]):
            file.seek(0)
            while lines := file.read(1 << 24):
                plan.write_removed(kind, lines)


def _by_split(splits: int, homes: List[Any], others: List[Any]) -> Iterator[List[Result]]:
    """The results of a split, then those of the next."""
    own = [data.map(results) for data in homes]
    moved = others[0].join(others[1:]).map(by_split).shuffle(splits) if others else None
    for split in range(splits):
        found = [result for data in own for result in data.part(split)] + list(moved.part(split) if moved else [])
        yield sorted(found, key=lambda result: (result.what, result.order))
