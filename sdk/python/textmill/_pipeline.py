"""Pipelines: checked, run, and fed with documents."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import sys
import tempfile
from typing import (TYPE_CHECKING, Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Protocol, Sequence,
                    Union, overload)

from ._events import Event, Process
from ._mistakes import Mistake, Mistakes, MistakesFound
from ._summary import Report, Summary

if TYPE_CHECKING:
    import pyarrow

Steps = Sequence[Mapping[str, Any]]
PipelineLike = Union[str, "os.PathLike[str]", Mapping[str, Any], Steps, "Pipeline"]


class ArrowStream(Protocol):
    """A table of pyarrow, polars, DuckDB, pandas, ..."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class ArrowArray(Protocol):
    """A batch."""

    def __arrow_c_array__(self, requested_schema: Any = None) -> Any: ...


ArrowLike = Union[ArrowStream, ArrowArray]


class RunFailed(RuntimeError):
    """A run that was begun could not be completed: nothing has its final name. `summary` says how far it was."""

    def __init__(self, message: str, summary: Optional[Summary]):
        super().__init__(message)
        self.summary = summary


class Interrupted(RunFailed):
    """A run was interrupted."""


@dataclasses.dataclass(frozen=True)
class Progress:
    """How far a run is."""

    documents: int
    bytes: int
    total_bytes: int  # -1: not known
    run_pass: int  # over the documents, from 0
    passes: int
    seconds: float
    text: str  # as the command line shows it

    @property
    def share(self) -> Optional[float]:
        """From 0 to 1, of the pass; None where it is not known."""
        if self.total_bytes <= 0 or self.run_pass > 0:
            return None
        return min(1.0, self.bytes / self.total_bytes)


OnProgress = Callable[[Progress], None]


class Pipeline:
    """A pipeline: the path of its file, the same as a dict, or its steps alone as a list of dicts."""

    def __init__(self, pipeline: PipelineLike):
        if isinstance(pipeline, Pipeline):
            pipeline = pipeline.source
        if isinstance(pipeline, (list, tuple)):
            pipeline = {"steps": list(pipeline)}
        if not isinstance(pipeline, (str, os.PathLike, Mapping)):
            raise TypeError("a pipeline is a path, a dict, or a list of steps, not "
                            f"{type(pipeline).__name__}")
        self.source: Union[str, "os.PathLike[str]", Mapping[str, Any]] = pipeline

    def check(self, *, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
              plugin_path: Iterable[str] = ()) -> Mistakes:
        """Every mistake that can be known before the run. Reads no input; modules of `python.*` are imported."""
        with self._file() as file:
            process = Process(["check", file, *_options(set, overwrite, plugin_path)])
            status = process.wait()
        mistakes = self._mistakes(process, file)
        if status != 0 and not mistakes:
            raise RuntimeError("".join(process.errors).strip() or f"textmill ended with exit status {status}")
        return mistakes

    def run(self, *, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
            progress: Union[OnProgress, bool, None] = None, threads: Optional[int] = None, limit: Optional[int] = None,
            memory: Optional[str] = None, report: Union[str, "os.PathLike[str]", None] = None,
            plugin_path: Iterable[str] = (), arguments: Iterable[str] = ()) -> Summary:
        """Runs it. Raises MistakesFound before anything is read, RunFailed where it cannot be completed.

        `set` changes parameters, {"wire.threshold": 0.9}; `progress` is called some times a second, on another
        thread, or is True to have it shown; `arguments` are other options of `textmill run`.
        """
        options = _options(set, overwrite, plugin_path)
        for name, value in (("threads", threads), ("limit", limit), ("memory", memory), ("report", report)):
            if value is not None:
                options += [f"--{name}", os.fspath(value) if isinstance(value, os.PathLike) else str(value)]
        with self._file() as file:
            process = Process(["run", file, "--progress", "never", *options, *arguments], _teller(progress))
            status = process.wait()
            if progress is True:
                print(file=sys.stderr)
        summary = self._summary(process, file, status)
        if report is not None:
            summary.report = Report(report)
        return summary

    @overload
    def map(self, documents: ArrowLike, *, set: Optional[Mapping[str, Any]] = None, threads: Optional[int] = None,
            plugin_path: Iterable[str] = (),
            on_summary: Optional[Callable[[Summary], None]] = None) -> "pyarrow.RecordBatchReader": ...

    @overload
    def map(self, documents: Iterable[Mapping[str, Any]], *, set: Optional[Mapping[str, Any]] = None,
            threads: Optional[int] = None, plugin_path: Iterable[str] = (),
            on_summary: Optional[Callable[[Summary], None]] = None) -> Iterator[Dict[str, Any]]: ...

    def map(self, documents: Any, *, set: Optional[Mapping[str, Any]] = None, threads: Optional[int] = None,
            plugin_path: Iterable[str] = (), on_summary: Optional[Callable[[Summary], None]] = None) -> Any:
        """Puts documents through the steps; the pipeline's reader and writers are left out.

        `documents` are dicts with a `text`, and an iterator of dicts comes out; or whatever has `__arrow_c_stream__`
        (pyarrow, polars, DuckDB, pandas), and a pyarrow.RecordBatchReader comes out, which these take as well.
        Documents that are dropped or fail do not come out; a warning says how many failed, and `on_summary` is called
        with the account when all are through. Results come while later documents are still being put in.
        """
        options = _options(set, False, plugin_path) + ([] if threads is None else ["--threads", str(threads)])
        if hasattr(documents, "__arrow_c_stream__") or hasattr(documents, "__arrow_c_array__"):
            from ._map_arrow import map_arrow

            return map_arrow(self, documents, options, on_summary)
        from ._map_dicts import map_dicts

        return map_dicts(self, documents, options, on_summary)

    def as_dict(self) -> Dict[str, Any]:
        """The pipeline as YAML has it, with the folder of its file filled in: ${PIPELINE_FOLDER}."""
        if isinstance(self.source, Mapping):
            return dict(self.source)
        try:
            import yaml
        except ImportError:
            raise ImportError("to take a pipeline apart, PyYAML is needed: pip install pyyaml") from None
        folder = os.path.dirname(os.path.abspath(self.source)).replace("$", "$$")
        with open(self.source, encoding="utf-8") as file:
            return _filled_in(yaml.safe_load(file), "${PIPELINE_FOLDER}", folder)

    @contextlib.contextmanager
    def _file(self) -> Iterator[str]:
        if not isinstance(self.source, Mapping):
            yield os.fspath(self.source)
            return
        with tempfile.TemporaryDirectory(prefix="textmill-") as folder:
            file = os.path.join(folder, "pipeline.yaml")
            with open(file, "w", encoding="utf-8") as out:
                out.write(self._text())
            yield file

    def _mistakes(self, process: Process, file: str) -> Mistakes:
        found = [Mistake(event["file"], event["line"], event["column"], event["message"], event["hint"])
                 for event in process.events if event["event"] == "mistake"]
        return Mistakes(found if not isinstance(self.source, Mapping) else
                        [self._without_file(one, file) for one in found])

    def _without_file(self, mistake: Mistake, file: str) -> Mistake:
        if mistake.file != file:
            return mistake
        # As json.dump has it: each step begins at the fourth column of a line.
        before = self._text().split("\n")[:mistake.line]
        begin = before.index('  "steps": [') if '  "steps": [' in before else len(before)
        step = sum(line[:4] == "    " and line[4:5] not in (" ", "}", "]") for line in before[begin:])
        return Mistake("pipeline", 0, 0, mistake.message, mistake.hint, step)

    def _text(self) -> str:
        """Of a pipeline that is no file."""
        assert isinstance(self.source, Mapping)
        # JSON is YAML. The steps come last: then what begins in a line before them is none.
        whole = {"textmill": 1, "name": "pipeline", **self.source}
        if "steps" in whole:
            whole["steps"] = whole.pop("steps")
        return json.dumps(whole, indent=2, ensure_ascii=False, default=os.fspath)

    def _summary(self, process: Process, file: str, status: int) -> Summary:
        mistakes = self._mistakes(process, file)
        if mistakes:
            raise MistakesFound(mistakes)
        event = process.first("summary")
        summary = Summary(event["summary"]) if event else None
        if status in (0, 3) and summary is not None:
            return summary
        error = process.first("error")
        message = error["message"] if error else "".join(process.errors).strip() or \
            f"textmill ended with exit status {status}"
        raise (Interrupted if status == 130 else RunFailed)(message, summary)


def _filled_in(value: Any, name: str, text: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, text)
    if isinstance(value, dict):
        return {key: _filled_in(one, name, text) for key, one in value.items()}
    return [_filled_in(one, name, text) for one in value] if isinstance(value, list) else value


def _options(set: Optional[Mapping[str, Any]], overwrite: bool, plugin_path: Iterable[str]) -> List[str]:
    options = []
    for name, value in (set or {}).items():
        text = value if isinstance(value, str) else os.fspath(value) if isinstance(value, os.PathLike) else \
            json.dumps(value, ensure_ascii=False)
        options += ["--set", f"{name}={text}"]
    for folder in [plugin_path] if isinstance(plugin_path, (str, os.PathLike)) else plugin_path:
        options += ["--plugin-path", os.fspath(folder)]
    return options + (["--overwrite"] if overwrite else [])


def _show(progress: Progress) -> None:
    """On one line, on a terminal and in a notebook."""
    print(f"\r{progress.text}", end="", file=sys.stderr, flush=True)


def _teller(progress: Union[OnProgress, bool, None]) -> Optional[Callable[[Event], None]]:
    if not progress:
        return None
    told = _show if progress is True else progress

    def tell(event: Event) -> None:
        if event["event"] == "progress":
            told(Progress(event["documents"], event["bytes"], event["total_bytes"], event["pass"],
                          event["passes"], event["seconds"], event["text"]))

    return tell


def check(pipeline: PipelineLike, *, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
          plugin_path: Iterable[str] = ()) -> Mistakes:
    """See Pipeline.check."""
    return Pipeline(pipeline).check(set=set, overwrite=overwrite, plugin_path=plugin_path)


def run(pipeline: PipelineLike, *, set: Optional[Mapping[str, Any]] = None, overwrite: bool = False,
        progress: Union[OnProgress, bool, None] = None, threads: Optional[int] = None, limit: Optional[int] = None,
        memory: Optional[str] = None, report: Union[str, "os.PathLike[str]", None] = None,
        plugin_path: Iterable[str] = (), arguments: Iterable[str] = ()) -> Summary:
    """See Pipeline.run."""
    return Pipeline(pipeline).run(set=set, overwrite=overwrite, progress=progress, threads=threads, limit=limit,
                                  memory=memory, report=report, plugin_path=plugin_path, arguments=arguments)
