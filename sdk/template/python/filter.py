"""The stage: keeps or drops each document.

The parameters are columns, by their names; the hints say of which type they are. Textmill checks them before it
reads anything.
"""


def too_short(text: str) -> str | None:
    """Why a document is dropped, or None for one that stays. A function that returns a bool does, too: True stays."""
    return f"{len(text)} characters" if len(text) < 30 else None
