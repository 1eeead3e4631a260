"""The stage: makes a table of all documents.

One object of the class sees them all, in their order. `add` has columns as parameters, by their names; `rows` gives the
rows of the table in the end.
"""

from typing import Iterator, TypedDict


class Row(TypedDict):
    value: str
    documents: int


class Values:
    """How many documents have each source."""

    def __init__(self):
        self.documents = {}

    def add(self, source: str) -> None:
        self.documents[source] = self.documents.get(source, 0) + 1

    def rows(self) -> Iterator[Row]:
        for value in sorted(self.documents):
            yield {"value": value, "documents": self.documents[value]}
