"""The stage: adds a column to each document.

The parameters are columns, by their names; the hints say of which type they are, and what is made. Textmill checks
them before it reads anything.
"""


def words(text: str) -> int:
    """How many words a text has: the column `words`."""
    return len(text.split())
