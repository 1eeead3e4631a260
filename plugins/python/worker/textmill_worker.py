"""Runs a function of somebody's module for Textmill: one process for each thread of a run."""

import faulthandler
import importlib.util
import inspect
import os
import struct
import sys

from textmill_batches import BatchFilter, BatchMap
from textmill_calls import describe_failure, stay_here
from textmill_columns import Type
from textmill_hints import BadStage
from textmill_messages import UTF8, Messages, write_strings
from textmill_stages import BINARY, Expand, Filter, Map, Table

STAGES = {"map": Map, "filter": Filter, "expand": Expand, "table": Table}
BATCH_STAGES = {"map": BatchMap, "filter": BatchFilter}


# ---- The module, and the function in it


def load_module(path):
    folder, file = os.path.split(os.path.abspath(path))
    sys.path[:] = [folder] + [p for p in sys.path if p not in ("", folder)]
    name = os.path.splitext(file)[0]
    if not name.isidentifier():
        raise BadStage(f"{path}: a module's file is called like a name in Python, with .py")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException as error:
        stay_here()
        raise BadStage(f"{path} cannot be imported: {type(error).__name__}: {error}\n"
                       f"{describe_failure(error, path)}") from None
    stay_here()
    return module


def find_function(module, path, name, kind):
    """The one that is named, else the only one that the module defines itself."""
    wanted = inspect.isclass if kind == "table" else inspect.isroutine
    what = "class" if kind == "table" else "function"
    own = [n for n, value in vars(module).items()
           if wanted(value) and not n.startswith("_") and getattr(value, "__module__", "") == module.__name__]
    if name:
        found = getattr(module, name, None)
        if found is None:
            raise BadStage(f"{path} has no {what} `{name}`", "function",
                           hint=f"it has {', '.join(own)}" if own else "it has none")
        if not callable(found) or kind == "table" and not inspect.isclass(found):
            raise BadStage(f"`{name}` in {path} is no {what}", "function")
        return found
    if kind in own:
        return getattr(module, kind)
    if len(own) != 1:
        raise BadStage(f"{path} has {len(own)} {what}{'es' if kind == 'table' else 's'}"
                       f"{': ' + ', '.join(own) if own else ''}", "module" if not own else "function",
                       hint=f"say `function: NAME`, or call one `{kind}`" if own else
                       f"write a {what} `{kind}`")
    return getattr(module, own[0])


# ---- What the host asks


class Options:
    """The strings of a bind message, in their order."""

    def __init__(self, strings):
        self.rest = iter(strings)
        self.kind, self.path, self.function = next(self.rest), next(self.rest), next(self.rest)
        self.batch = next(self.rest) == "batch"
        self.limit = int(next(self.rest))
        self.makes_names, self.makes = [], {}
        for _ in range(int(next(self.rest))):
            name = next(self.rest)
            self.makes_names.append(name)
            self.makes[name] = self.field()[1] if next(self.rest) == "typed" else None
        self.columns = [self.field() for _ in range(int(next(self.rest)))]

    def field(self):
        name, format, members = next(self.rest), next(self.rest), int(next(self.rest))
        return name, Type(format, [self.field() for _ in range(members)])


def field_strings(name, type):
    strings = [name, type.format, str(len(type.children))]
    for member in type.children:
        strings += field_strings(*member)
    return strings


def bind(messages, strings):
    options = Options(strings)
    module = load_module(options.path)
    function = find_function(module, options.path, options.function, options.kind)
    stages = BATCH_STAGES if options.batch else STAGES
    stage = stages[options.kind](function, options.path, options.columns, options)
    names = [name for name, _ in stage.makes]
    for name in names:
        if names.count(name) > 1 or not name:
            raise BadStage(f"{options.path} makes the column `{name}` twice" if name else
                           f"{options.path}: a column needs a name", "makes")
    answered = [str(len(stage.call.uses)), *stage.call.uses, str(len(stage.makes))]
    for name, type in stage.makes:
        answered += field_strings(name, type)
    write_strings(messages, "B", answered)
    return stage


def serve(messages):
    stage = None
    while True:
        message = messages.read()
        if message is None:
            return
        kind, number = bytes(message.take(1)), struct.unpack("<q", message.take(8))[0]
        try:
            if kind == b"B":
                stage = bind(messages, message.column(UTF8, number))
            elif kind == b"C":
                columns = [message.column(type, number) for type in stage.call.types]
                stage.answer(messages, columns, number)
            elif kind == b"T":
                stage.next_rows(messages)
            elif kind == b"S":
                stage.save(messages)
            elif kind == b"L":
                stage.load(messages, message.column(BINARY, 1)[0])
        except BadStage as error:
            write_strings(messages, "E", [str(error), error.parameter, error.column, error.hint])
        except BaseException as error:
            stay_here()
            write_strings(messages, "E", [describe_failure(error, ""), "", "", ""])


def main():
    messages = Messages()
    sys.stdin = open(os.devnull)
    faulthandler.enable()
    serve(messages)
    sys.stdout.flush()
