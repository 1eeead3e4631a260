"""The stage: makes several documents of one.

The parameters are columns, by their names; what is returned makes columns of the new documents, which have the others
from the old one. Textmill checks the hints before it reads anything.
"""

from typing import Iterator, TypedDict


class Line(TypedDict):
    text: str
    line: int


def lines(text: str) -> Iterator[Line]:
    """A document for each line that is not empty."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line:
            yield {"text": line, "line": number}
