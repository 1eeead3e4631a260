"""Documents of Python through the steps of a pipeline: lines of JSON to the program's standard input, and lines back."""

from __future__ import annotations

import base64
import datetime
import itertools
import json
import math
import os
import subprocess
import tempfile
import threading
from typing import Any, Dict, Iterable, Iterator, List, Optional

from ._events import Process
from ._pipeline import Pipeline

ROWS_AT_ONCE = 1000
MANY = 10**9  # failures that do not end the run
# Columns that read.jsonl fills in by itself.
FILLED_IN = ("id", "source")


def map_documents(pipeline: Pipeline, documents: Any, options: List[str], threads: Optional[int]) -> Iterator[Any]:
    arrow = hasattr(documents, "__arrow_c_stream__") or hasattr(documents, "__arrow_c_array__")
    given: Dict[str, str] = {}
    if arrow:
        reader = _arrow_reader(documents)
        given = {field.name: _type_of_arrow(field.type, field.name) for field in reader.schema}
        batches = _arrow_batches(reader)
    else:
        batches = _chunks(documents)
    first = next(batches, None)
    if first is None:
        return
    for document in first if not arrow else ():
        for name, value in document.items():
            given[name] = _joined(given.get(name), _type_of(value, name), name)
    with tempfile.TemporaryDirectory(prefix="textmill-") as folder:
        # Beside the files that the run makes, were there failures.
        steps = _steps(pipeline, {name: type for name, type in given.items() if type}, folder)
        made = Pipeline({**{key: value for key, value in pipeline.as_dict().items() if key in ("name", "unique_ids")},
                         "failed": os.path.join(folder, "failed.jsonl"), "allow_failures": MANY,
                         "stop_after_failures": MANY, "steps": steps})
        with made._file() as file:
            arguments = ["run", file, "--progress", "never", *options]
            if threads is not None:
                arguments += ["--threads", str(threads)]
            process = Process(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            feeder = _Feeder(process, itertools.chain([first], batches))
            over = False
            try:
                hidden = [name for name in FILLED_IN if name not in given]
                results = _restored(map(json.loads, process.popen.stdout), process, hidden)
                yield from _record_batches(results, process, hidden) if arrow else results
                status = process.wait()
                over = True
            finally:
                process.popen.stdout.close()
                if not over:  # nobody wants the rest
                    process.end()
                feeder.join()
            if feeder.raised is not None:
                raise feeder.raised
            made._summary(process, file, status)


class _Feeder(threading.Thread):
    """Writes the documents while the results are read: neither pipe may fill up."""

    def __init__(self, process: Process, batches: Iterable[List[Dict[str, Any]]]):
        super().__init__(daemon=True)
        self.raised: Optional[BaseException] = None
        self._process, self._batches = process, batches
        self.start()

    def run(self) -> None:
        stdin = self._process.popen.stdin
        try:
            with stdin:
                for batch in self._batches:
                    lines = [_line(document) for document in batch]
                    stdin.write(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"))
        except BrokenPipeError:
            pass  # it has ended: its status says why
        except BaseException as error:
            self.raised = error
            self._process.interrupt()


def _steps(pipeline: Pipeline, given: Dict[str, str], folder: str) -> List[Dict[str, Any]]:
    reader = {"path": "-",
              "fields": {name: name.replace(".", "\\.") for name in given if name != "extra"},
              "types": {name: type for name, type in given.items() if type != "string" and name != "extra"}}
    steps = [{"uses": "read.jsonl", "with": reader}]
    for step in pipeline.as_dict().get("steps", []):
        if not str(step.get("uses", "")).startswith(("read.", "write.")):
            steps.append(step)
    return [*steps, {"uses": "write.jsonl", "id": "map-output", "with": {"path": "-"}}]


def _chunks(documents: Iterable[Dict[str, Any]]) -> Iterator[List[Dict[str, Any]]]:
    documents = iter(documents)
    while True:
        chunk = list(itertools.islice(documents, ROWS_AT_ONCE))
        if not chunk:
            return
        yield chunk


def _arrow_reader(documents: Any) -> Any:
    import pyarrow

    if hasattr(documents, "__arrow_c_stream__"):
        return pyarrow.RecordBatchReader.from_stream(documents)
    batch = pyarrow.record_batch(documents)
    return pyarrow.RecordBatchReader.from_batches(batch.schema, [batch])


def _arrow_batches(reader: Any) -> Iterator[List[Dict[str, Any]]]:
    for batch in reader:
        for begin in range(0, batch.num_rows, ROWS_AT_ONCE):
            yield batch.slice(begin, ROWS_AT_ONCE).to_pylist()


# ---- Types, in the words of read.jsonl


def _type_of(value: Any, name: str) -> str:
    """ "" where it says nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, (str, bytes)):
        return "string"
    if isinstance(value, int):
        return "int"
    if isinstance(value, float):
        return "float" if math.isfinite(value) else ""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return "timestamp"
    if isinstance(value, (list, tuple)):
        item = ""
        for one in value:
            item = _joined(item, _type_of(one, name), name)
        return f"list<{item}>" if item else ""
    if isinstance(value, dict):
        members = {key: _type_of(one, name) for key, one in value.items()}
        known = ", ".join(f'"{key}": {type}' for key, type in members.items() if type)
        return "{" + known + "}" if known else ""
    raise TypeError(f"`{name}` is {value!r}, a {type(value).__name__}, which no column holds")


def _type_of_arrow(type: Any, name: str) -> str:
    from pyarrow import types

    if types.is_null(type):
        return ""
    if types.is_dictionary(type):
        return _type_of_arrow(type.value_type, name)
    for word, *kinds in (("bool", types.is_boolean), ("int", types.is_integer), ("float", types.is_floating),
                         ("timestamp", types.is_timestamp, types.is_date)):
        if any(holds(type) for holds in kinds):
            return word
    if types.is_list(type) or types.is_large_list(type) or types.is_fixed_size_list(type):
        item = _type_of_arrow(type.value_type, name)
        return f"list<{item}>" if item else ""
    if types.is_struct(type):
        known = ", ".join(f'"{field.name}": {word}' for field in type
                          if (word := _type_of_arrow(field.type, name)))
        return "{" + known + "}" if known else ""
    if str(type).startswith(("string", "large_string", "binary", "large_binary", "fixed_size_binary")):
        return "string"
    raise TypeError(f"`{name}` is {type}, which no column holds")


def _joined(one: Optional[str], other: str, name: str) -> str:
    if not one or not other or one == other:
        return one or other
    if {one, other} == {"int", "float"}:
        return "float"
    raise TypeError(f"`{name}` is {one} in one document and {other} in another")


def _line(document: Dict[str, Any]) -> str:
    try:
        return json.dumps(document, ensure_ascii=False, allow_nan=False, default=_plain)
    except ValueError:
        return json.dumps(_finite(document), ensure_ascii=False, default=_plain)


def _finite(value: Any) -> Any:
    """With null for numbers that JSON has not: pandas has NaN where there is no value."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, (list, tuple)) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat() + "T00:00:00"
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{value!r} is a {type(value).__name__}, which no column holds")


# ---- Results


def _columns(process: Process) -> List[Dict[str, str]]:
    plan = process.first("plan")
    return plan["columns"] if plan else []


def _restored(results: Iterable[Dict[str, Any]], process: Process,
              hidden: List[str]) -> Iterator[Dict[str, Any]]:
    times: Optional[List[str]] = None
    for document in results:
        if times is None:
            times = [column["name"] for column in _columns(process) if column["type"] == "timestamp"]
        for name in hidden:
            document.pop(name, None)
        for name in times:
            if document.get(name) is not None:
                document[name] = _time(document[name])
        yield document


def _time(text: str) -> datetime.datetime:
    # Python before 3.11 takes neither `Z` nor any number of digits.
    seconds, _, rest = text.rstrip("Z").partition(".")
    time = datetime.datetime.fromisoformat(seconds).replace(tzinfo=datetime.timezone.utc)
    return time.replace(microsecond=int((rest + "000000")[:6])) if rest else time


def _record_batches(results: Iterable[Dict[str, Any]], process: Process, hidden: List[str]) -> Iterator[Any]:
    import pyarrow

    schema = None
    for chunk in _chunks(results):
        if schema is None:
            schema = pyarrow.schema([(column["name"], _arrow_type(column["type"])) for column in _columns(process)
                                     if column["name"] not in ("extra", *hidden)])
            extra = [key for key in chunk[0] if schema.get_field_index(key) < 0]
            for key in extra:
                schema = schema.append(pyarrow.field(key, pyarrow.infer_type([row.get(key) for row in chunk])))
        yield pyarrow.RecordBatch.from_pylist(chunk, schema=schema)


def _arrow_type(name: str) -> Any:
    """Of "list<struct<begin: int64, type: utf8>>"."""
    import pyarrow

    scalars = {"bool": pyarrow.bool_(), "uint8": pyarrow.uint8(), "int32": pyarrow.int32(), "uint32": pyarrow.uint32(),
               "int64": pyarrow.int64(), "uint64": pyarrow.uint64(), "float32": pyarrow.float32(),
               "float64": pyarrow.float64(), "utf8": pyarrow.string(), "binary": pyarrow.string(),
               "timestamp": pyarrow.timestamp("us", "UTC")}
    if name in scalars:
        return scalars[name]
    if name.startswith("list<"):
        return pyarrow.list_(_arrow_type(name[5:-1]))
    members, depth, begin, inner = [], 0, 0, name[len("struct<") : -1]
    for i, c in enumerate(inner + ","):
        depth += (c == "<") - (c == ">")
        if c == "," and depth == 0:
            member, _, type = inner[begin:i].strip().partition(": ")
            members.append((member, _arrow_type(type)))
            begin = i + 1
    return pyarrow.struct(members)
