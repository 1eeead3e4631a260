"""Dicts through the steps of a pipeline, as lines of JSON."""

from __future__ import annotations

import base64
import datetime
import itertools
import json
import math
from typing import Any, Dict, Iterable, Iterator, List, Optional, Union

from ._events import Process
from ._map import FILLED_IN, OnSummary, mapping
from ._pipeline import Pipeline

# Those whose types are looked at.
FIRST = 1000


def map_dicts(pipeline: Pipeline, documents: Iterable[Dict[str, Any]], options: List[str],
              on_summary: Optional[OnSummary]) -> Iterator[Dict[str, Any]]:
    documents = iter(documents)
    first = list(itertools.islice(documents, FIRST))
    if not first:
        return
    given: Dict[str, Type] = {}
    for document in first:
        for name, value in document.items():
            given[name] = _joined(given.get(name, ""), _type_of(value, name), name)
    typed = {name: word for name, type in given.items() if (word := _word_of(type)) and name != "extra"}
    reader = {"uses": "read.jsonl",
              "with": {"path": "-", "fields": {name: name.replace(".", "\\.") for name in typed},
                       "types": {name: word for name, word in typed.items() if word != "string"}}}
    writer = {"uses": "write.jsonl", "with": {"path": "-"}}

    def feed(stdin: Any) -> None:
        for document in itertools.chain(first, documents):
            stdin.write((_line(document) + "\n").encode("utf-8", "surrogatepass"))

    hidden = [name for name in FILLED_IN if name not in given]
    with mapping(pipeline, reader, writer, feed, options, on_summary) as process:
        # One that is cut off is of a program that ended early: its status says why.
        lines = itertools.takewhile(lambda line: line.endswith(b"\n"), process.popen.stdout)
        yield from _restored(map(json.loads, lines), process, hidden)


# ---- Types: a word of read.jsonl, or that of items in a list, or those of members in a dict; "" where nothing is known

Type = Union[str, List[Any], Dict[str, Any]]


def _type_of(value: Any, name: str) -> Type:
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
        item: Type = ""
        for one in value:
            item = _joined(item, _type_of(one, name), name)
        return [item] if item else ""
    if isinstance(value, dict):
        return {key: member for key, one in value.items() if (member := _type_of(one, name))}
    raise TypeError(f"`{name}` is {value!r}, a {type(value).__name__}, which no column holds")


def _joined(one: Type, other: Type, name: str) -> Type:
    if not one or not other or one == other:
        return one or other
    if isinstance(one, list) and isinstance(other, list):
        return [_joined(one[0], other[0], name)]
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _joined(one.get(key, ""), other.get(key, ""), name) for key in {**one, **other}}
    if one in ("int", "float") and other in ("int", "float"):
        return "float"
    raise TypeError(f"`{name}` is {_word_of(one)} in one document and {_word_of(other)} in another")


def _word_of(type: Type) -> str:
    """The type in the words of read.jsonl."""
    if isinstance(type, list):
        return f"list<{_word_of(type[0])}>"
    if isinstance(type, dict):
        members = ", ".join(f'"{key}": {_word_of(member)}' for key, member in type.items())
        return "{" + members + "}" if members else ""
    return type


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


def _restored(results: Iterable[Dict[str, Any]], process: Process,
              hidden: List[str]) -> Iterator[Dict[str, Any]]:
    times: Optional[List[str]] = None
    for document in results:
        if times is None:
            plan = process.plan()
            times = [column["name"] for column in (plan["columns"] if plan else ()) if column["type"] == "timestamp"]
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
