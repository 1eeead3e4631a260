"""The program at work: a process, and what it tells by `--events`."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
from typing import Any, Callable, Dict, List, Optional

from ._program import program

Event = Dict[str, Any]
AFTER_CTRL_C = 1  # second, in which the program may end by itself


class Process:
    """Runs `textmill ARGUMENTS`. Events are taken on a thread of their own, so that nothing waits for them."""

    def __init__(self, arguments: List[str], on_event: Optional[Callable[[Event], None]] = None, **pipes: Any):
        reads, writes = os.pipe()
        try:
            self.popen = subprocess.Popen(
                [program(), *arguments, "--events", f"/dev/fd/{writes}"], pass_fds=[writes],
                stderr=subprocess.PIPE, **{"stdin": subprocess.DEVNULL, **pipes})
        except BaseException:
            os.close(reads)
            raise
        finally:
            os.close(writes)
        self.events: List[Event] = []
        self.errors: List[str] = []
        self.raised: Optional[BaseException] = None
        self._on_event = on_event
        self._planned = threading.Event()
        self._threads = [threading.Thread(target=self._take_events, args=[os.fdopen(reads, encoding="utf-8")]),
                         threading.Thread(target=self._take_errors)]
        for thread in self._threads:
            thread.daemon = True
            thread.start()

    def _take_events(self, file: Any) -> None:
        try:
            self._tell_events(file)
        finally:
            self._planned.set()

    def _tell_events(self, file: Any) -> None:
        with file:
            for line in file:
                event = json.loads(line)
                if event["event"] != "progress":
                    self.events.append(event)
                if event["event"] == "plan":
                    self._planned.set()
                if self._on_event is None or self.raised is not None:
                    continue
                try:
                    self._on_event(event)
                except BaseException as error:  # of a callback: the run ends, and `wait` raises it
                    self.raised = error
                    self.interrupt()

    def _take_errors(self) -> None:
        assert self.popen.stderr is not None
        with self.popen.stderr as file:
            for line in file:
                self.errors.append(line.decode("utf-8", "replace"))
                del self.errors[:-1000]

    def first(self, name: str) -> Optional[Event]:
        return next((event for event in self.events if event["event"] == name), None)

    def plan(self) -> Optional[Event]:
        """Waits for it, as long as the program lives: it comes before the first result, but by another pipe."""
        self._planned.wait()
        return self.first("plan")

    def interrupt(self) -> None:
        if self.popen.poll() is None:
            self.popen.send_signal(signal.SIGINT)

    def end(self, after_ctrl_c: bool = False) -> None:
        """By interrupting it, so that it takes away what it has in its work folder."""
        try:
            # A terminal sends Ctrl-C to the program, too: a second one would cut its ending short.
            self.popen.wait(timeout=AFTER_CTRL_C if after_ctrl_c else 0)
            return
        except subprocess.TimeoutExpired:
            self.interrupt()
        try:
            self.popen.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()

    def wait(self) -> int:
        """The exit status. Ctrl-C ends the run as it does on the command line."""
        try:
            status = self.popen.wait()
        except BaseException:
            self.end(after_ctrl_c=True)
            raise
        for thread in self._threads:
            thread.join()
        if self.raised is not None:
            raise self.raised
        return status
