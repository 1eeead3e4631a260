"""python.map, python.filter, python.expand and python.table, document by document."""

import inspect
import itertools
import pickle
import struct

from textmill_calls import Call, Made, describe_failure, size_of, stay_here
from textmill_columns import Type, Writer, WrongValue, is_bool, shown
from textmill_hints import ANY, BadStage, Signature, choices, choose_columns, item_of, made_columns, name_of
from textmill_messages import UTF8, answer

ROWS_AT_ONCE = 4096  # of a table
BOOL, BINARY, INT32 = Type("b"), Type("z"), Type("i")


MUCH = 64 << 20  # bytes of results, about, that are answered at once


def signature_of_one(function, path):
    """Of a function that has one result for each document."""
    signature = Signature(function, path)
    if inspect.isgeneratorfunction(function):
        signature.fail(f"`{signature.name}` yields; it is to return one result for each document, or to be used by "
                       "python.expand")
    return signature


class Map:
    """One result for each document."""

    def __init__(self, function, path, columns, options):
        self.signature = signature = signature_of_one(function, path)
        self.call = Call(function, signature, choose_columns(signature, columns), columns)
        made, single = made_columns(signature, signature.returns, options.makes, options.makes_names)
        self.made = Made(made, single, options.limit, signature.name)
        self.makes = made

    def answer(self, messages, columns, rows):
        results, failures, size = [None] * rows, {}, 0
        for row, result in self.call.rows(messages, columns, rows, failures.__setitem__):
            try:
                results[row] = self.made.members(result)
                if self.made.large:
                    size += self.made.size(results[row])
            except WrongValue as error:
                results[row] = None
                failures[row] = f"{self.signature.place}: {error}"
            if size > MUCH:  # the host asks for the others
                rows = row + 1
                del results[rows:]
                break
        body = Writer()
        self.made.write(body, self.made.columns_of(results, failures.setdefault))
        answer(messages, rows, failures, body)


class Verdicts:
    """Which results keep a document."""

    def __init__(self, signature, hint, listed=""):
        self.name = signature.name
        hints = [one for one in choices(hint) if one is not type(None)]
        self.any = all(one in ANY for one in hints)
        self.reasons = hints == [str]
        if not self.reasons and not self.any and hints != [bool]:
            signature.fail(f"`{self.name}` returns `{name_of(signature.returns)}`: a filter returns {listed}bool, True "
                           f"for a document that stays, or {listed}`str | None`, why it is dropped")

    def of(self, result):
        """Whether the document stays, and why it does not."""
        if isinstance(result, str) and (self.reasons or self.any):
            return False, result
        if result is None and self.reasons:
            return True, None
        if not self.reasons and is_bool(result):
            return bool(result), None
        raise WrongValue(f"`{self.name}` returned {shown(result)}, a {type(result).__name__}, not "
                         f"{'str or None' if self.reasons else 'True or False'}")


def write_verdicts(messages, verdicts, failures):
    body = Writer()
    body.column(BOOL, [stays for stays, _ in verdicts])
    body.column(UTF8, [why.encode("utf-8", "replace").decode() if why is not None else None
                       for _, why in verdicts])
    answer(messages, len(verdicts), failures, body)


class Filter:
    """True, False, or why the document is dropped."""

    makes = []

    def __init__(self, function, path, columns, options):
        self.signature = signature = signature_of_one(function, path)
        self.call = Call(function, signature, choose_columns(signature, columns), columns)
        self.verdicts = Verdicts(signature, signature.returns)

    def answer(self, messages, columns, rows):
        verdicts, failures = [(True, None)] * rows, {}
        for row, result in self.call.rows(messages, columns, rows, failures.__setitem__):
            try:
                verdicts[row] = self.verdicts.of(result)
            except WrongValue as error:
                failures[row] = f"{self.signature.place}: {error}"
        write_verdicts(messages, verdicts, failures)


class Expand:
    """Any number of documents of each."""

    def children_of(self, result):
        children, size = [], 0
        for item in result:
            children.append(self.made.members(item))
            size += self.made.size(children[-1], before=size)
        return children

    def __init__(self, function, path, columns, options):
        self.signature = signature = Signature(function, path)
        self.call = Call(function, signature, choose_columns(signature, columns), columns)
        item = item_of(signature.returns) if signature.returns not in ANY else signature.returns
        if item is None:
            signature.fail(f"`{signature.name}` returns `{name_of(signature.returns)}`: it is to return a list of what is "
                           "made of a document, or to yield it")
        made, single = made_columns(signature, item, options.makes, options.makes_names)
        self.made = Made(made, single, options.limit, signature.name)
        self.makes = made

    def answer(self, messages, columns, rows):
        parents, children, failures, size = [], [], {}, 0
        for row, result in self.call.rows(messages, columns, rows, failures.__setitem__):
            try:
                if isinstance(result, (str, bytes, dict)):
                    raise WrongValue(f"`{self.signature.name}` returned {shown(result)}, a {type(result).__name__}, "
                                     "not a list")
                own = self.children_of(result)
            except WrongValue as error:
                failures[row] = f"{self.signature.place}: {error}"
                continue
            except BaseException as error:  # of a generator
                stay_here()
                failures[row] = describe_failure(error, self.signature.place)
                continue
            parents += [row] * len(own)
            children += own
            size += sum(map(size_of, own))
            if size > MUCH:
                rows = row + 1
                break
        columns = self.made.columns_of(children, lambda child, why: failures.setdefault(parents[child], why))
        if any(parent in failures for parent in parents):  # whose other children do not count, either
            keep = [i for i, parent in enumerate(parents) if parent not in failures]
            parents = [parents[i] for i in keep]
            columns = [[column[i] for i in keep] for column in columns]
        body = Writer()
        body.put(struct.pack("<q", len(parents)))
        body.column(INT32, parents)
        self.made.write(body, columns)
        answer(messages, rows, failures, body)


class Table:
    """An object that is given each document, and has rows in the end."""

    def __init__(self, made_class, path, columns, options):
        for name in ("add", "rows"):
            if not callable(getattr(made_class, name, None)):
                raise BadStage(f"{path}: the class `{made_class.__name__}` has no method `{name}`", "function",
                               hint="a table has `add(self, COLUMN, ...)`, which is called for each document, and "
                               "`rows(self)`, which gives the table's rows")
        try:
            self.table = made_class()
        except Exception as error:
            raise BadStage(f"{path}: `{made_class.__name__}()` fails:\n{describe_failure(error, path)}",
                           "function") from None
        signature = Signature(made_class.add, path, method=True)
        self.call = Call(self.add, signature, choose_columns(signature, columns), columns)
        rows = Signature(made_class.rows, path, method=True)
        item = item_of(rows.returns) if rows.returns not in ANY else rows.returns
        if item is None:
            rows.fail(f"`rows` returns `{name_of(rows.returns)}`: it is to return a list of rows, or to yield them")
        made, single = made_columns(rows, item, options.makes, options.makes_names)
        self.made = Made(made, single, options.limit, "rows")
        self.makes = made
        self.left = None

    def add(self, *values, **named):
        return self.table.add(*values, **named)

    def answer(self, messages, columns, rows):
        failures = {}
        for _ in self.call.rows(messages, columns, rows, failures.__setitem__):
            pass
        answer(messages, rows, failures, Writer())

    def next_rows(self, messages):
        if self.left is None:
            self.left = iter(self.table.rows())
        rows = [self.made.members(row) for row in itertools.islice(self.left, ROWS_AT_ONCE)]
        body = Writer()

        def wrong(row, message):
            raise WrongValue(message)

        self.made.write(body, self.made.columns_of(rows, wrong))
        messages.write("T", len(rows), body)

    def save(self, messages):
        body = Writer()
        body.column(BINARY, [pickle.dumps(self.table, protocol=4)])
        messages.write("S", 1, body)

    def load(self, messages, data):
        self.table = pickle.loads(data)
        messages.write("L", 0, Writer())
