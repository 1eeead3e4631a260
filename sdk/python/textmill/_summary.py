"""What a run did."""

from __future__ import annotations

import html
import os
from typing import Any, Dict, List, Optional, Union


class Report:
    """The report of a run: a page of HTML, in a file. Notebooks show it."""

    def __init__(self, path: Union[str, "os.PathLike[str]"]):
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return f"<textmill.Report {self.path}>"

    def _repr_html_(self) -> str:
        with open(self.path, encoding="utf-8") as file:
            page = html.escape(file.read())
        # A document of its own: its styles are not those of the notebook.
        return f'<iframe srcdoc="{page}" style="width: 100%; height: 45em; border: 1px solid #ccc"></iframe>'


class Summary:
    """The summary of a run, as `--summary` writes it: `data` has all of it.

    read + made = finished + dropped + failed, by document.
    """

    def __init__(self, data: Dict[str, Any]):
        self.data = data
        self.report: Optional[Report] = None  # where the run was to write one

    @property
    def outcome(self) -> str:
        """"done", "too many failures" (more than `allow_failures`; all is written), ..."""
        return self.data["outcome"]

    @property
    def read(self) -> int:
        return self.data["documents"]["read"]

    @property
    def made(self) -> int:
        return self.data["documents"]["made"]

    @property
    def finished(self) -> int:
        return self.data["documents"]["finished"]

    @property
    def dropped(self) -> int:
        return self.data["documents"]["dropped"]

    @property
    def failed(self) -> int:
        return self.data["documents"]["failed"]

    @property
    def drops(self) -> Dict[str, Dict[str, int]]:
        """By step and reason."""
        return self.data["drops"]

    @property
    def rows(self) -> Dict[str, int]:
        """That were written, by step."""
        return self.data["rows"]

    @property
    def outputs(self) -> List[str]:
        """The files that were written."""
        return [output["path"] for output in self.data["outputs"]]

    @property
    def seconds(self) -> float:
        return self.data["seconds"]

    def __repr__(self) -> str:
        made = f" {self.made:,} made," if self.made else ""
        return (f"<textmill.Summary {self.outcome}: {self.read:,} read,{made} {self.finished:,} finished, "
                f"{self.dropped:,} dropped, {self.failed:,} failed in {self.seconds:.1f} s>")

    def _repr_html_(self) -> str:
        counts = "".join(f"<th>{name}</th>" for name in self.data["documents"])
        numbers = "".join(f"<td>{number:,}</td>" for number in self.data["documents"].values())
        steps = "".join(self._step(step) for step in self.data["steps"])
        return (f"<p>{html.escape(self.data['pipeline'])}: {html.escape(self.outcome)} in {self.seconds:.1f} s</p>"
                f"<table><tr>{counts}</tr><tr>{numbers}</tr></table>"
                f"<table><tr><th>step</th><th>documents</th><th>seconds</th><th>dropped</th></tr>{steps}</table>")

    def _step(self, step: Dict[str, Any]) -> str:
        drops = ", ".join(f"{reason} {n:,}" for reason, n in self.drops.get(step["id"], {}).items())
        return (f"<tr><td style='text-align:left'>{html.escape(step['id'])}</td><td>{step.get('documents', 0):,}</td>"
                f"<td>{step.get('seconds', 0):.2f}</td><td style='text-align:left'>{html.escape(drops)}</td></tr>")
