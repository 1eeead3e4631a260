"""What is wrong with a pipeline."""

from __future__ import annotations

import dataclasses
import html
from typing import List


@dataclasses.dataclass(frozen=True)
class Mistake:
    """One mistake, with its place. Line and column count from 1, 0 means the file as a whole; in a pipeline that is no
    file, `step` counts from 1, 0 means the pipeline as a whole."""

    file: str
    line: int
    column: int
    message: str
    hint: str = ""
    step: int = 0

    @property
    def place(self) -> str:
        if self.step:
            return f"{self.file}, step {self.step}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        return f"{self.place}: {self.message}{self._hint()}"

    def _hint(self) -> str:
        if not self.hint:
            return ""
        return (". " if self.hint[0].isupper() else "; ") + self.hint


class Mistakes(List[Mistake]):
    """All mistakes of a pipeline, in their order; none: it may run."""

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "no mistakes found"

    def _repr_html_(self) -> str:
        if not self:
            return "<p>no mistakes found</p>"
        rows = "".join(
            f"<tr><td style='text-align:left'>{html.escape(one.place)}</td>"
            f"<td style='text-align:left'>{html.escape(one.message)}</td>"
            f"<td style='text-align:left'>{html.escape(one.hint)}</td></tr>" for one in self)
        return f"<table><tr><th>where</th><th>what is wrong</th><th>what to do</th></tr>{rows}</table>"


class MistakesFound(ValueError):
    """A pipeline that is to run is wrong; `mistakes` has all that can be known before it runs."""

    def __init__(self, mistakes: Mistakes):
        super().__init__(str(mistakes))
        self.mistakes = mistakes

    def _repr_html_(self) -> str:
        return self.mistakes._repr_html_()

    def _render_traceback_(self) -> List[str]:
        """What a notebook shows where this is not caught: the mistakes, not where they were found."""
        return [f"MistakesFound: {self}"]
