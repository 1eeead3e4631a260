"""libtextmill by ctypes: the engine in this process, as textmill/engine.h has it. Documents are pyarrow's batches.

A Plan is used by one thread at a time. What goes wrong is an EngineError; mistakes of a pipeline are MistakesFound.
"""

from __future__ import annotations

import ctypes
import os
import pathlib
from ctypes import POINTER, byref, c_char, c_char_p, c_int32, c_int64, c_uint32, c_uint64, c_void_p
from typing import Any, Iterator, List, NamedTuple, Optional, Sequence, Tuple

import pyarrow

from ._mistakes import Mistake, Mistakes, MistakesFound
from ._program import INSTALLED, program

OK, END = 0, 100
REPLAYS = 2  # of a step's flags
FREELY, MERGE, PARTITION, WHOLE = range(4)  # how a step may be worked through in several places
AT_BEGIN, AT_ROWS, AT_END = range(3)
DROPPED, FAILED = range(2)
INPUT_FAILED, ACCOUNT_BEFORE, PASS_0 = 6, 9, 10  # of a Count's `what`
PLACE = "textmill:place"


class EngineError(RuntimeError):
    """What the engine says went wrong."""

    def __init__(self, message: str, step: str = "", hint: str = ""):
        super().__init__((f"step `{step}`: " if step and f"`{step}`" not in message else "") + message +
                         (f"; {hint}" if hint else ""))
        self.step, self.hint = step, hint


class _Error(ctypes.Structure):
    _fields_ = [("code", c_int32), ("reserved", c_uint32), ("row", c_int64), ("subject", c_char * 256),
                ("message", c_char * 2048), ("hint", c_char * 512)]


class _String(ctypes.Structure):
    _fields_ = [("data", c_void_p), ("size", c_uint64)]

    def bytes(self) -> bytes:
        return ctypes.string_at(self.data, self.size) if self.size else b""


class _ArrowSchema(ctypes.Structure):
    _fields_ = [("format", c_char_p), ("name", c_char_p), ("metadata", c_void_p), ("flags", c_int64),
                ("n_children", c_int64), ("children", c_void_p), ("dictionary", c_void_p), ("release", c_void_p),
                ("private_data", c_void_p)]


class _ArrowArray(ctypes.Structure):
    _fields_ = [("length", c_int64), ("null_count", c_int64), ("offset", c_int64), ("n_buffers", c_int64),
                ("n_children", c_int64), ("buffers", c_void_p), ("children", c_void_p), ("dictionary", c_void_p),
                ("release", c_void_p), ("private_data", c_void_p)]


class _Options(ctypes.Structure):
    _fields_ = [("text", c_char_p), ("file", c_char_p), ("set", POINTER(c_char_p)),
                ("plugin_folders", POINTER(c_char_p)), ("memory", c_uint64), ("flags", c_uint32),
                ("reserved", c_uint32), ("log", c_void_p), ("self", c_void_p), ("summary", c_char_p)]


class _Problem(ctypes.Structure):
    _fields_ = [("file", c_char_p), ("line", c_int32), ("column", c_int32), ("message", c_char_p), ("hint", c_char_p)]


class _Step(ctypes.Structure):
    _fields_ = [("id", c_char_p), ("uses", c_char_p), ("kind", c_uint32), ("flags", c_uint32), ("split", c_uint32),
                ("table", c_uint32), ("table_of", c_int32), ("as_they_came", c_uint32), ("why", c_char_p)]


class _Segment(ctypes.Structure):
    _fields_ = [("first", c_uint32), ("last", c_uint32), ("split", c_uint32), ("reserved", c_uint32)]


class _Output(ctypes.Structure):
    _fields_ = [("path", c_char_p), ("step", c_uint32), ("flags", c_uint32), ("many", c_uint32),
                ("reserved", c_uint32)]


class _Input(ctypes.Structure):
    _fields_ = [("path", c_char_p), ("bytes", c_int64)]


class _Unit(ctypes.Structure):
    _fields_ = [("input", c_uint32), ("flags", c_uint32), ("begin", c_uint64), ("end", c_uint64),
                ("consumed", c_uint64), ("payload", _ArrowArray)]


class _Count(ctypes.Structure):
    _fields_ = [("step", c_uint32), ("what", c_uint32), ("index", c_uint32), ("reserved", c_uint32),
                ("group", c_char_p), ("name", c_char_p), ("n", c_int64)]


class Step(NamedTuple):
    id: str
    uses: str
    kind: int
    flags: int
    split: int
    table: int
    table_of: int  # -1: it is given documents
    as_they_came: bool  # documents leave it as they came, or not at all
    why: str

    @property
    def replays(self) -> bool:
        return bool(self.flags & REPLAYS)


class Segment(NamedTuple):
    first: int
    last: int
    split: int


class Output(NamedTuple):
    path: str
    step: int
    flags: int
    many: bool


class Unit(NamedTuple):
    """A piece of an input that can be read by itself."""

    input: int
    flags: int
    begin: int
    end: int
    consumed: int
    payload: Optional[bytes]


class Count(NamedTuple):
    step: int
    what: int
    index: int
    group: str
    name: str
    n: int


_library: Any = None


def library() -> Any:
    """The library, loaded once: what TEXTMILL_LIBRARY says, the one of this package, or the one beside the program."""
    global _library
    if _library is None:
        given = os.environ.get("TEXTMILL_LIBRARY")
        places = [pathlib.Path(given)] if given else [
            INSTALLED / "lib" / "libtextmill.so", pathlib.Path(program()).resolve().parent / "libtextmill.so",
            pathlib.Path(program()).resolve().parent.parent / "lib" / "libtextmill.so"]
        found = next((place for place in places if place.exists()), None)
        if found is None:
            raise FileNotFoundError("libtextmill.so is not there: it is looked for at " +
                                    ", ".join(map(str, places)) + "; TEXTMILL_LIBRARY may name it")
        loaded = ctypes.CDLL(str(found))
        loaded.textmill_version.restype = c_char_p
        for name in ("problems", "steps", "segments", "outputs", "close"):
            getattr(loaded, f"textmill_plan_{name}").restype = None
        _library = loaded
    return _library


def version() -> str:
    return library().textmill_version().decode()


def _texts(texts: Sequence[str]) -> Any:
    return (c_char_p * (len(texts) + 1))(*[text.encode() for text in texts], None)


def _text(bytes: Optional[bytes]) -> str:
    return (bytes or b"").decode(errors="replace")


class Plan:
    """A pipeline that is open."""

    def __init__(self, file: str, text: Optional[str] = None, *, set: Sequence[str] = (),
                 plugin_folders: Sequence[str] = (), memory: int = 0, look_at_files: bool = False,
                 overwrite: bool = False, gives_documents: bool = False, summary: Optional[str] = None):
        self._plan = c_void_p()
        encoded = None if text is None else text.encode()
        options = _Options(encoded, os.fsencode(file), _texts(set), _texts(plugin_folders), memory,
                           int(look_at_files) + 2 * int(overwrite) + 4 * int(gives_documents), 0, None, None,
                           None if summary is None else os.fsencode(summary))
        self._call("open", byref(options), byref(self._plan), itself=False)
        problems = [Mistake(_text(one.file), one.line, one.column, _text(one.message), _text(one.hint))
                    for one in self._list("problems", _Problem)]
        if problems:
            self.close()
            raise MistakesFound(Mistakes(problems))
        self.steps = [Step(_text(one.id), _text(one.uses), one.kind, one.flags, one.split, one.table, one.table_of,
                           bool(one.as_they_came), _text(one.why)) for one in self._list("steps", _Step)]
        self.segments = [Segment(one.first, one.last, one.split) for one in self._list("segments", _Segment)]
        self.outputs = [Output(os.fsdecode(one.path), one.step, one.flags, bool(one.many))
                        for one in self._list("outputs", _Output)]
        self._schemas: dict = {}
        self._first = self._next = 0

    def __enter__(self) -> "Plan":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def __del__(self) -> None:  # where work ends early, as by an error: it has a folder for temporary files
        self.close()

    def close(self) -> None:
        if self._plan:
            library().textmill_plan_close(self._plan)
            self._plan = c_void_p()

    def _call(self, name: str, *arguments: Any, itself: bool = True) -> int:
        error = _Error()
        all = ([self._plan] if itself else []) + list(arguments) + [byref(error)]
        code = getattr(library(), f"textmill_plan_{name}")(*all)
        if code not in (OK, END):
            raise EngineError(_text(error.message), _text(error.subject), _text(error.hint))
        return code

    def _list(self, name: str, of: Any) -> List[Any]:
        first, n = POINTER(of)(), c_uint64()
        getattr(library(), f"textmill_plan_{name}")(self._plan, byref(first), byref(n))
        return [first[i] for i in range(n.value)]

    def inputs(self) -> List[Tuple[str, int]]:
        """Path and size of each; -1: not known."""
        first, n = POINTER(_Input)(), c_uint64()
        self._call("inputs", byref(first), byref(n))
        return [(os.fsdecode(first[i].path), first[i].bytes) for i in range(n.value)]

    def schema(self, step: int) -> pyarrow.Schema:
        """Of documents as they reach the step; the number of steps: as they leave the last one."""
        if step not in self._schemas:
            made = _ArrowSchema()
            self._call("schema", c_uint32(step), byref(made))
            self._schemas[step] = pyarrow.Schema._import_from_c(ctypes.addressof(made))
        return self._schemas[step]

    def begin(self, first: int, last: int) -> None:
        self._call("begin", c_uint32(first), c_uint32(last))
        rehearses = last > first and self.steps[last].replays
        self._first, self._next = first, last if rehearses else last + 1

    def next_unit(self, want_bytes: int) -> Optional[Unit]:
        unit = _Unit()
        if self._call("next_unit", c_uint64(want_bytes), byref(unit)) == END:
            return None
        payload = None
        if unit.payload.release:
            array = pyarrow.Array._import_from_c(ctypes.addressof(unit.payload), pyarrow.binary())
            payload = array[0].as_py()
        return Unit(unit.input, unit.flags, unit.begin, unit.end, unit.consumed, payload)

    def read(self, unit: Unit) -> pyarrow.RecordBatch:
        raw, out = _Unit(*unit[:5]), _ArrowArray()
        if unit.payload is not None:
            pyarrow.array([unit.payload], pyarrow.binary())._export_to_c(ctypes.addressof(raw.payload))
        self._call("read", byref(raw), byref(out))
        return self._documents(out, self._next)

    def process(self, documents: pyarrow.RecordBatch, rehearsal: bool = False) -> pyarrow.RecordBatch:
        """`rehearsal`: pass 0 of a step that was begun alone."""
        array, schema, out = _ArrowArray(), _ArrowSchema(), _ArrowArray()
        documents._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
        try:
            self._call("process", byref(schema), byref(array), byref(out))
        finally:
            _release(schema)
        return self._documents(out, self._first if rehearsal else self._next)

    def _documents(self, array: _ArrowArray, step: int) -> pyarrow.RecordBatch:
        return pyarrow.RecordBatch._import_from_c(ctypes.addressof(array), self.schema(step))

    def nothing(self) -> pyarrow.RecordBatch:
        """No documents, as they leave the steps that were begun."""
        return pyarrow.RecordBatch.from_pylist([], schema=self.schema(self._next))

    def keys(self, step: int, documents: pyarrow.RecordBatch) -> pyarrow.ListArray:
        array, schema, out = _ArrowArray(), _ArrowSchema(), _ArrowArray()
        documents._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
        try:
            self._call("keys", c_uint32(step), byref(schema), byref(array), byref(out))
        finally:
            _release(schema)
            _release(array)
        return pyarrow.Array._import_from_c(ctypes.addressof(out), pyarrow.list_(pyarrow.uint64()))

    def save(self, step: int) -> bytes:
        state = _String()
        self._call("save", c_uint32(step), byref(state))
        return state.bytes()

    def restore(self, step: int, state: bytes) -> None:
        self._call("restore", c_uint32(step), state, c_uint64(len(state)))

    def merge(self, step: int, later: bytes) -> None:
        self._call("merge", c_uint32(step), later, c_uint64(len(later)))

    def end_of_pass(self, step: int) -> None:
        self._call("end_of_pass", c_uint32(step))

    def begin_at(self, step: int, rows: int) -> None:
        self._call("begin_at", c_uint32(step), c_uint64(rows))

    def finish(self, step: int) -> None:
        self._call("finish", c_uint32(step))

    def take_output(self, output: int, when: int) -> bytes:
        written = _String()
        self._call("take_output", c_uint64(output), c_uint32(when), byref(written))
        return written.bytes()

    def take_removed(self, what: int) -> Iterator[Tuple[Tuple[int, int, int, int, int], bytes]]:
        """Lines of documents that were dropped or failed, each with what sorts it among those of other places."""
        type = pyarrow.struct([(name, pyarrow.int64()) for name in ("pass", "input", "offset", "turn", "row")] +
                              [("line", pyarrow.binary())])
        while True:
            out = _ArrowArray()
            self._call("take_removed", c_uint32(what), byref(out))
            lines = pyarrow.Array._import_from_c(ctypes.addressof(out), type)
            if len(lines) == 0:
                return
            columns = [column.to_pylist() for column in lines.flatten()]
            yield from zip(zip(*columns[:5]), columns[5])

    def take_account(self) -> List[Count]:
        first, n = POINTER(_Count)(), c_uint64()
        self._call("take_account", byref(first), byref(n))
        return [Count(one.step, one.what, one.index, _text(one.group), _text(one.name), one.n)
                for one in first[:n.value]]

    # The end of a run.

    def open_outputs(self, threads: int) -> None:
        self._call("open_outputs", c_uint32(threads))

    def write_output(self, output: int, bytes: bytes) -> None:
        self._call("write_output", c_uint64(output), bytes, c_uint64(len(bytes)))

    def write_removed(self, what: int, lines: bytes) -> None:
        self._call("write_removed", c_uint32(what), lines, c_uint64(len(lines)))

    def add_account(self, counts: Sequence[Count]) -> None:
        made = (_Count * len(counts))(*[_Count(one.step, one.what, one.index, 0, one.group.encode(),
                                               one.name.encode(), one.n) for one in counts])
        self._call("add_account", made, c_uint64(len(counts)))

    def publish(self, command: Sequence[str], set: Sequence[str], bytes_read: int) -> bytes:
        """Gives the outputs their names; the summary."""
        summary = _String()
        self._call("publish", _texts(command), _texts(set), c_int64(bytes_read), byref(summary))
        return summary.bytes()


_RELEASE = ctypes.CFUNCTYPE(None, c_void_p)


def _release(of: Any) -> None:
    if of.release:
        _RELEASE(of.release)(ctypes.addressof(of))
