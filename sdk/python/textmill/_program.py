"""The program `textmill`: where it is, and how it is started."""

from __future__ import annotations

import os
import pathlib
import shutil
import sys

INSTALLED = pathlib.Path(__file__).parent / "installed"


def program() -> str:
    """The file of the program: what TEXTMILL_PROGRAM says, the one of this package, or one in PATH."""
    given = os.environ.get("TEXTMILL_PROGRAM")
    own = INSTALLED / "bin" / "textmill"
    found = given or (str(own) if own.exists() else shutil.which("textmill"))
    if not found:
        raise FileNotFoundError("the program `textmill` is not there: neither in this package nor in PATH; "
                                "TEXTMILL_PROGRAM may name it")
    return found


def version() -> str:
    """Of this package."""
    import importlib.metadata

    try:
        return importlib.metadata.version("textmill")
    except importlib.metadata.PackageNotFoundError:  # from the source tree
        tree = pathlib.Path(__file__).parents[2] / "VERSION"
        return tree.read_text().split()[0] if tree.exists() else "0"


def main() -> None:
    """The command `textmill`: this process becomes the program."""
    file = program()
    os.execv(file, [file, *sys.argv[1:]])
