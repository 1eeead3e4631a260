"""Calls a function with the rows of columns, and takes what it returns."""

import inspect
import itertools
import os
import traceback

from textmill_columns import WrongValue, good_column, members_of, shown
from textmill_hints import takes_none

PROCESS = os.getpid()
MOST = 256 << 20  # characters that may be made of one document, in all its texts together
LARGE = ("u", "z", "+l", "+s")  # formats of columns whose values have any size


def stay_here():
    """A process that the module has forked is not to answer in this one's place."""
    if os.getpid() != PROCESS:
        os._exit(0)


def describe_failure(error, path):
    """The traceback from the module's own lines on."""
    trace = traceback.TracebackException(type(error), error, error.__traceback__)
    one = trace
    while one is not None:
        one.stack = traceback.StackSummary.from_list(
            [frame for frame in one.stack
             if not frame.filename.startswith("textmill/") and "importlib" not in frame.filename])
        one = one.__cause__ or one.__context__
    text = "".join(trace.format()).rstrip()
    return text if len(text) < 8000 else text[:4000] + "\n...\n" + text[-4000:]


class Call:
    """Hands rows of columns to a function as its hints say."""

    def __init__(self, function, signature, chosen, columns):
        self.function = function
        self.uses = [name for _, name in chosen]
        self.types = [dict(columns)[name] for name in self.uses]
        hints = {parameter.name: hint for parameter, hint in zip(signature.parameters, signature.hints)}
        self.nullable = [takes_none(hints[parameter.name]) for parameter, _ in chosen]
        self.signature = signature
        by_name = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)
        # One that was left out is in the way of those after it.
        left_out = len(chosen) < len(signature.parameters)
        self.positional = sum(p.kind not in by_name and not (left_out and p.kind != p.POSITIONAL_ONLY)
                              for p, _ in chosen)
        self.keywords = self.uses[self.positional:]

    def __call__(self, values):
        result = self.function(*values[: self.positional],
                               **dict(zip(self.keywords, values[self.positional :])))
        stay_here()
        return result

    def rows(self, messages, columns, rows, fail):
        """Gives (row, result) for each row that does not fail."""
        lists = zip(*columns) if columns else itertools.repeat((), rows)
        watch = [i for i, column in enumerate(columns) if not self.nullable[i] and None in column]
        progress = messages.progress
        for row, values in enumerate(lists):
            progress[0] = row
            empty = next((i for i in watch if values[i] is None), None)
            if empty is not None:
                fail(row, f"{self.signature.place}: the document has no `{self.uses[empty]}`, and the hint of "
                          f"`{self.signature.name}` takes no None")
                continue
            try:
                result = self(values)
            except BaseException as error:
                stay_here()
                fail(row, describe_failure(error, self.signature.place))
                continue
            yield row, result
        progress[0] = rows


def size_of(value):
    """About, in bytes, once it is written."""
    if isinstance(value, (str, bytes)):
        return 8 + len(value)
    if isinstance(value, (list, tuple)):
        return 8 + sum(map(size_of, value))
    if isinstance(value, dict):
        return 8 + sum(map(size_of, value.values()))
    return 8


class Made:
    """The columns that results make."""

    def __init__(self, columns, single, limit, name):
        self.columns, self.single, self.limit, self.name = columns, single, limit, name
        self.names = [name for name, _ in columns]
        self.known = set(self.names)
        self.needed = {name for name, type in columns if not type.optional}
        self.large = any(type.format in LARGE for _, type in columns)

    def size(self, members, before=0):
        """Of what is made of one document, `before` and now."""
        size = size_of(members)
        most = max(MOST, self.limit)
        if before + size > most:
            raise WrongValue(f"`{self.name}` made more than {most:,} bytes of one document")
        return size

    def members(self, result):
        """A result as values in the columns' order."""
        if self.single:
            return (result,)
        if result is None:
            return (None,) * len(self.names)
        if not isinstance(result, dict):
            members = members_of(result)
            if members is None:
                raise WrongValue(f"`{self.name}` returned {shown(result)}, which is no dict")
            result = members
        if result.keys() != self.known:
            unknown = result.keys() - self.known
            if unknown:
                raise WrongValue(f"`{self.name}` returned `{min(unknown, key=str)}`, which is none of its columns: "
                                 f"{', '.join(self.names)}")
            missing = sorted(self.needed - result.keys())
            if missing:
                raise WrongValue(f"`{self.name}` returned no `{missing[0]}`")
        return [result.get(name) for name in self.names]

    def columns_of(self, rows, fail):
        """Columns of good values. `rows`: members for each row, None for one that failed."""
        nothing = (None,) * len(self.names)
        columns = list(zip(*[nothing if row is None else row for row in rows]))

        def wrong(row, message):
            if rows[row] is not None:
                fail(row, f"`{self.name}` made a wrong value: {message}")

        return [good_column(type, list(column), self.limit, f"the column `{name}`", wrong)
                for (name, type), column in zip(self.columns, columns or [()] * len(self.names))]

    def write(self, writer, columns):
        for (_, type), values in zip(self.columns, columns):
            writer.column(type, values)
