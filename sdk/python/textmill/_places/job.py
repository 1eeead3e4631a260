"""What a place needs to open the pipeline as the driver did."""

from __future__ import annotations

import contextlib
import os
import re
from typing import Dict, Iterator, NamedTuple, Sequence, Tuple

from .. import _engine
from .._engine import Plan


class Refused(ValueError):
    """What cannot be done in several places: `textmill run` can do it."""


class Job(NamedTuple):
    """A pipeline, as it was given to the driver."""

    file: str
    text: str
    set: Tuple[str, ...]
    plugin_folders: Tuple[str, ...]
    folder: str
    environment: Dict[str, str]
    version: str
    reader: str = ""  # the step that reads a DataFrame; "": it reads files
    made: Tuple[str, ...] = ()  # columns that are made for it where it has none
    gives_documents: bool = False  # those of the last step are wanted, with all columns

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
        return Plan(self.file, self.text, set=[*self.set, *more], plugin_folders=self.plugin_folders,
                    gives_documents=self.gives_documents)


def job_of(file: str, text: str, set: Sequence[str], plugin_folders: Sequence[str]) -> Job:
    names = re.findall(r"\$\{?([A-Za-z_][A-Za-z0-9_]*)", " ".join([text, *set]))
    environment = {name: os.environ[name] for name in sorted(names) if name in os.environ}
    return Job(file, text, tuple(set), tuple(plugin_folders), os.getcwd(), environment, _engine.version())
