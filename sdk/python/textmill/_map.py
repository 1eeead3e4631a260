"""Documents of Python through the steps of a pipeline, in the program's process: in by its standard input, and out by
its standard output. How they are written there is the matter of _map_dicts.py and _map_arrow.py."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import threading
import warnings
from typing import Any, Callable, Dict, Iterator, List, Optional

from ._events import Process
from ._pipeline import Pipeline, RunFailed
from ._summary import Summary

Step = Dict[str, Any]
MANY = 10**9  # failures that do not end the run
# Columns that readers fill in by themselves.
FILLED_IN = ("id", "source")


OnSummary = Callable[[Summary], None]


@contextlib.contextmanager
def mapping(pipeline: Pipeline, reader: Step, writer: Step, feed: Callable[[Any], None], options: List[str],
            on_summary: Optional[OnSummary]) -> Iterator[Process]:
    """The program at work on the pipeline's steps between `reader` and `writer`. `feed` writes to its standard input,
    on a thread of its own: neither pipe may fill up. In the end, raises what went wrong."""
    with tempfile.TemporaryDirectory(prefix="textmill-") as folder:
        failures = os.path.join(folder, "failed.jsonl")
        between = [step for step in pipeline.as_dict().get("steps", [])
                   if not str(step.get("uses", "")).startswith(("read.", "write."))]
        made = Pipeline({**{key: value for key, value in pipeline.as_dict().items() if key in ("name", "unique_ids")},
                         "failed": failures, "allow_failures": MANY, "stop_after_failures": MANY,
                         "steps": [reader, *between, {**writer, "id": "map-output"}]})
        with made._file() as file:
            process = Process(["run", file, "--progress", "never", *options],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            feeder = _Feeder(process, feed)
            over = False
            try:
                yield process
                process.popen.stdout.close()
                status = process.wait()
                over = True
            except KeyboardInterrupt:
                process.popen.stdout.close()
                process.end(after_ctrl_c=True)
                raise
            finally:
                process.popen.stdout.close()
                if not over:  # nobody wants the rest
                    process.end()
                feeder.join()
            if feeder.raised is not None:
                raise feeder.raised
            summary = made._summary(process, file, status)
            _tell_of_failures(summary, failures)
            if feeder.broken is not None:  # not by the program: `documents` raised it
                raise feeder.broken
            if on_summary is not None:
                on_summary(summary)


class _Feeder(threading.Thread):
    def __init__(self, process: Process, feed: Callable[[Any], None]):
        super().__init__(daemon=True)
        self.raised: Optional[BaseException] = None
        self.broken: Optional[BrokenPipeError] = None
        self._process, self._feed = process, feed
        self.start()

    def run(self) -> None:
        try:
            with self._process.popen.stdin as stdin:
                self._feed(stdin)
        except BrokenPipeError as error:
            self.broken = error  # if it has ended, its status says why
        except BaseException as error:
            self.raised = error
            self._process.interrupt()


def _tell_of_failures(summary: Summary, failures: str) -> None:
    input_failed = summary.data["inputs_failed"]
    if summary.failed == 0 and not input_failed:
        return
    with open(failures, encoding="utf-8") as file:
        first = json.loads(file.readline())
    if input_failed:  # cannot be but where our own stream is at fault
        raise RunFailed(f"not all documents were read: {first['message']}", summary)
    warnings.warn(f"{summary.failed} of {summary.read} documents failed, and did not come out; the first in step "
                  f"`{first['step']}`: {first['message']}", RuntimeWarning, stacklevel=5)
