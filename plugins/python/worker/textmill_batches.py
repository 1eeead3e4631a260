"""Functions that take a whole batch: lists of values, or what pyarrow, pandas or polars have for them.

    def score(text: list[str]) -> list[float]
    def score(text: pandas.Series) -> pandas.Series
    def score(documents: pyarrow.RecordBatch) -> pyarrow.RecordBatch      with `makes:`

What is said of a document is not to depend on those beside it: batches are cut anywhere.
"""

import importlib
import typing

from textmill_calls import Call, Made, describe_failure, stay_here
from textmill_columns import WrongValue, Writer, shown
from textmill_hints import (ANY, DICTS, Signature, choices, choose_columns, is_record, item_of, made_columns,
                            name_of, record_members)
from textmill_messages import answer
from textmill_stages import Verdicts, write_verdicts

WHOLE = ("RecordBatch", "Table", "DataFrame")  # classes of all columns
ONE = ("Array", "ChunkedArray", "StringArray", "Series", "ndarray")  # classes of one


def library_of(hint):
    """pyarrow, pandas, ... where the hint is one of their classes."""
    module = getattr(hint, "__module__", "") or ""
    library = module.split(".")[0]
    return library if library in ("pyarrow", "pandas", "polars", "numpy") else ""


def is_whole(hint):
    return library_of(hint) and hint.__name__ in WHOLE


def unlisted(hint):
    """The hint of one value, of that of a column."""
    members = choices(hint)
    if len(members) == 1 and library_of(members[0]):
        return typing.Any
    item = item_of(hint) if hint not in ANY else hint
    return typing.Any if item is None else item


def as_column(hint, values):
    library = library_of(hint)
    if not library:
        return values
    module = importlib.import_module(library)
    if library == "pyarrow":
        return module.array(values)
    return module.array(values) if library == "numpy" else module.Series(values)


def as_whole(hint, names, columns):
    module = importlib.import_module(library_of(hint))
    data = dict(zip(names, columns))
    if library_of(hint) == "pyarrow":
        return getattr(module, hint.__name__).from_pydict(data)
    return module.DataFrame(data)


def as_list(values, rows, what):
    if hasattr(values, "notna"):  # pandas has NaN where there is no value
        values = values.astype(object).where(values.notna(), None)
    for method in ("to_pylist", "to_list", "tolist"):
        if hasattr(values, method):
            values = getattr(values, method)()
            break
    if isinstance(values, (str, bytes, dict)) or not hasattr(values, "__iter__"):
        raise WrongValue(f"{what} is {shown(values)}, a {type(values).__name__}, not a list")
    values = list(values)
    if len(values) != rows:
        raise WrongValue(f"{what} has {len(values)} values for {rows} documents")
    return values


class Batches:
    """Calls a function with columns, and again for its parts where that fails."""

    def __init__(self, function, path, columns):
        self.signature = signature = Signature(function, path)
        first = signature.hints[0] if signature.hints else None
        self.whole = first if len(signature.hints) == 1 and is_whole(first) else None
        if self.whole:
            self.uses = [name for name, _ in columns]
            self.types = [type for _, type in columns]
            self.function = function
            self.hints, self.positional = [], 0
            return
        for parameter, hint in zip(signature.parameters, signature.hints):
            known = len(choices(hint)) == 1 and library_of(choices(hint)[0]) or item_of(hint) is not None
            if hint not in ANY and not known:
                signature.fail(f"`{signature.name}` takes `{parameter.name}: {name_of(hint)}`; with `batch: true` it is "
                               "given whole columns: `list[...]`, `pyarrow.Array`, `pandas.Series`")
        call = Call(function, signature, choose_columns(signature, columns, unlisted), columns)
        self.uses, self.types, self.function = call.uses, call.types, function
        self.call = call
        hints = {parameter.name: hint for parameter, hint in zip(signature.parameters, signature.hints)}
        self.hints = [choices(hints[name])[0] if name in hints else None for name in self.uses]

    def results(self, columns):
        if self.whole:
            result = self.function(as_whole(self.whole, self.uses, columns))
            stay_here()
            return result
        return self.call([as_column(hint, values) for hint, values in zip(self.hints, columns)])

    def run(self, messages, columns, rows, take, fail):
        """Calls `take(first row, rows, result)` for parts that do not fail; it may raise WrongValue."""
        parts = [(0, rows)]
        while parts:
            begin, end = parts.pop()
            # What is at work: with more than one row, nobody knows which.
            messages.progress[0] = begin if end - begin == 1 else rows
            try:
                take(begin, end - begin, self.results([column[begin:end] for column in columns]))
            except BaseException as error:
                stay_here()
                if end - begin > 1:
                    middle = (begin + end) // 2
                    parts += [(middle, end), (begin, middle)]
                    continue
                fail(begin, f"{self.signature.place}: {error}" if isinstance(error, WrongValue)
                     else describe_failure(error, self.signature.place))
        messages.progress[0] = rows


class BatchMap:
    def __init__(self, function, path, columns, options):
        self.call = Batches(function, path, columns)
        signature = self.call.signature
        hint = signature.returns
        one = choices(hint)[0]
        if is_record(one):
            made = []
            for name, listed in record_members(one):
                if listed.format != "+l":
                    signature.fail(f"`{name}` of `{name_of(one)}` is {listed}; with `batch: true` it is a list")
                made.append((name, listed.children[0][1]))
            single = False
            if options.makes_names:
                signature.fail("its hint says which columns it makes: leave `makes` out", parameter="makes")
        elif is_whole(one) or typing.get_origin(one) in DICTS:
            of = typing.get_args(one)[1] if typing.get_args(one) else typing.Any
            made, single = made_columns(signature, dict[str, unlisted(of)], options.makes, options.makes_names)
        else:
            item = unlisted(hint)
            if item in ANY and options.makes_names:
                made = [(name, options.makes[name]) for name in options.makes_names]
                if len(made) > 1 or made[0][1] is None:
                    signature.fail(f"what `{signature.name}` returns is one column: `makes: {{ NAME: TYPE }}`", parameter="makes")
                single = True
            else:
                made, single = made_columns(signature, item, options.makes, options.makes_names)
        self.makes, self.single = made, single
        self.made = Made(made, False, options.limit, signature.name)

    def answer(self, messages, columns, rows):
        results, failures = [None] * rows, {}
        name = self.call.signature.name

        def take(begin, n, result):
            if self.single:
                made = [as_list(result, n, f"what `{name}` returned")]
            else:
                made = []
                for column, _ in self.makes:
                    try:
                        values = getattr(result, column) if hasattr(result, "__dataclass_fields__") else result[column]
                    except (KeyError, IndexError, TypeError):
                        raise WrongValue(f"`{name}` returned no `{column}`") from None
                    made.append(as_list(values, n, f"`{column}`"))
            results[begin : begin + n] = zip(*made)

        self.call.run(messages, columns, rows, take, failures.__setitem__)
        body = Writer()
        self.made.write(body, self.made.columns_of(results, failures.setdefault))
        answer(messages, rows, failures, body)


class BatchFilter:
    makes = []

    def __init__(self, function, path, columns, options):
        self.call = Batches(function, path, columns)
        signature = self.call.signature
        self.verdicts = Verdicts(signature, unlisted(signature.returns), "a list of ")

    def answer(self, messages, columns, rows):
        verdicts, failures = [(True, None)] * rows, {}

        def take(begin, n, result):
            given = as_list(result, n, f"what `{self.call.signature.name}` returned")
            verdicts[begin : begin + n] = [self.verdicts.of(one) for one in given]

        self.call.run(messages, columns, rows, take, failures.__setitem__)
        write_verdicts(messages, verdicts, failures)
