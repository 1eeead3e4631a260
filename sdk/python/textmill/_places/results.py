"""What comes about in a place beside documents: bytes of outputs, lines of documents that went, accounts."""

from __future__ import annotations

from typing import Any, Iterator, NamedTuple, Tuple

import pyarrow

FAULT, ACCOUNT = 2, 3  # beside DROPPED and FAILED; all of them after those of outputs
Values = Iterator[Tuple[Any, ...]]


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


def squeeze(bytes: bytes) -> bytes:
    """Outputs and states travel compressed."""
    return len(bytes).to_bytes(8, "little") + pyarrow.compress(bytes, codec="zstd", asbytes=True)


def expand(bytes: bytes) -> bytes:
    return pyarrow.decompress(memoryview(bytes)[8:], int.from_bytes(bytes[:8], "little"), codec="zstd", asbytes=True)
