"""What a function's hints say: the columns that it takes, and those that it makes."""

import collections.abc
import dataclasses
import datetime
import inspect
import sys
import typing

from textmill_columns import TIMESTAMP, Type

ANY = (typing.Any, object, inspect.Parameter.empty, None)
LISTS = (list, tuple, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Iterator,
         collections.abc.Collection, collections.abc.Generator)
DICTS = (dict, collections.abc.Mapping, collections.abc.MutableMapping)
SCALARS = {str: "u", int: "l", float: "g", bool: "b", datetime.datetime: TIMESTAMP}
# Of which columns a parameter with that hint may be.
TAKEN = {str: "u", int: "CiIlL", float: "CiIlLfg", bool: "b", bytes: "z"}


class BadStage(Exception):
    """A module, function or hint that will not do. The message begins with its place."""

    def __init__(self, message, parameter="module", column="", hint=""):
        super().__init__(message)
        self.parameter, self.column, self.hint = parameter, column, hint


def place_of(function, path):
    code = getattr(inspect.unwrap(function), "__code__", None)
    line = code.co_firstlineno if code is not None else None
    if line is None:
        try:
            line = inspect.getsourcelines(function)[1]
        except (OSError, TypeError):
            return path
    return f"{path}:{line}"


def name_of(hint):
    if hint is type(None):
        return "None"
    if isinstance(hint, type) and typing.get_origin(hint) is None:
        return hint.__name__
    return str(hint).replace("typing.", "")


def choices(hint):
    """The members of a union, or the hint alone."""
    origin = typing.get_origin(hint)
    if origin is typing.Annotated:
        return choices(typing.get_args(hint)[0])
    if origin is typing.Union or type(hint).__name__ == "UnionType":
        return [one for member in typing.get_args(hint) for one in choices(member)]
    return [hint]


def takes_none(hint):
    return any(one in ANY or one is type(None) for one in choices(hint))


def fits(hint, column):
    """Whether values of a column may be given to a parameter with that hint."""
    return any(fits_one(one, column) for one in choices(hint))


def fits_one(hint, column):
    if hint in ANY:
        return True
    origin = typing.get_origin(hint) or hint
    if column.format == "+l":
        arguments = [a for a in typing.get_args(hint) if a is not Ellipsis]
        return origin in LISTS and (not arguments or fits(arguments[0], column.children[0][1]))
    if column.format == "+s":
        return origin in DICTS or is_typed_dict(hint)
    if column.format == TIMESTAMP:
        return hint is datetime.datetime
    return column.format in TAKEN.get(hint, "")


def is_typed_dict(hint):
    return isinstance(hint, type) and issubclass(hint, dict) and hasattr(hint, "__total__")


def is_record(hint):
    return isinstance(hint, type) and (
        dataclasses.is_dataclass(hint) or is_typed_dict(hint)
        or issubclass(hint, tuple) and hasattr(hint, "_fields"))


def record_members(hint):
    """The names and types of a TypedDict, dataclass or named tuple, in their order."""
    hints = typing.get_type_hints(hint)
    optional = getattr(hint, "__optional_keys__", ())
    members = []
    for name, of in hints.items():
        origin = getattr(typing, "NotRequired", None)
        if origin is not None and typing.get_origin(of) is origin:
            of = typing.get_args(of)[0]
        made = made_type(of)
        made.optional = made.optional or name in optional
        members.append((name, made))
    return members


def made_type(hint):
    """The column's type that values with that hint make; TypeError where there is none."""
    members = [one for one in choices(hint) if one is not type(None)]
    optional = len(members) < len(choices(hint))
    if len(members) != 1:
        raise TypeError(f"`{name_of(hint)}` is not one type")
    one = members[0]
    origin = typing.get_origin(one) or one
    if origin is typing.Literal:
        kinds = {type(value) for value in typing.get_args(one)}
        if len(kinds) == 1 and kinds <= SCALARS.keys():
            return Type(SCALARS[kinds.pop()], optional=optional)
    if one in SCALARS:
        return Type(SCALARS[one], optional=optional)
    if origin in LISTS:
        arguments = [a for a in typing.get_args(one) if a is not Ellipsis]
        if origin is tuple and len(set(arguments)) > 1:
            raise TypeError(f"`{name_of(one)}` has items of different types; a NamedTuple makes a column of each")
        if len(arguments) >= 1:
            return Type("+l", [("item", made_type(arguments[0]))], optional)
        raise TypeError(f"`{name_of(one)}` does not say of what: `list[str]`")
    if is_record(one):
        return Type("+s", record_members(one), optional)
    raise TypeError(f"`{name_of(one)}` is no type of a column; there are str, int, float, bool, datetime, "
                    "list[...], and TypedDict, dataclass or NamedTuple for objects")


class Signature:
    """A function's parameters, as columns, and what it returns."""

    def __init__(self, function, path, method=False):
        self.place = place_of(function, path)
        self.name = getattr(function, "__name__", "function")
        try:
            hints = typing.get_type_hints(function)
        except Exception as error:
            hint = ("say `from typing import Optional` and `Optional[...]`: `X | None` needs Python 3.10, this "
                    f"is {sys.version.split()[0]}" if sys.version_info < (3, 10) else "")
            raise BadStage(f"{self.place}: the hints of `{self.name}` cannot be read: "
                           f"{type(error).__name__}: {error}", "function", hint=hint) from None
        parameters = list(inspect.signature(function).parameters.values())
        self.parameters = parameters[1:] if method else parameters
        self.hints = [hints.get(parameter.name, inspect.Parameter.empty)
                      for parameter in self.parameters]
        self.returns = hints.get("return", inspect.Parameter.empty)
        if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
            self.fail(f"`{self.name}` is `async`; what is called here returns its value at once")

    def fail(self, message, **more):
        raise BadStage(f"{self.place}: {message}", more.pop("parameter", "function"), **more)


def choose_columns(signature, columns, unlisted=lambda hint: hint):
    """Which columns go to which parameters: [(parameter, column name)]. `unlisted` gives the hint of one
    document's value."""
    chosen = []
    for parameter, hint in zip(signature.parameters, signature.hints):
        name = parameter.name
        if parameter.kind is parameter.VAR_POSITIONAL:
            signature.fail(f"`*{name}` takes no column: name the columns, or take all by `**{name}`")
        if parameter.kind is parameter.VAR_KEYWORD:
            named = {given.name for given in signature.parameters}
            for column, type in columns:
                if column not in named:
                    chosen.append((parameter, column))
                    check_fits(signature, column, unlisted(hint), type, f"**{name}")
            continue
        type = dict(columns).get(name)
        if type is None:
            if parameter.default is not parameter.empty:
                continue
            signature.fail(f"`{signature.name}` takes `{name}`, and there is no such column", column=name)
        check_fits(signature, name, unlisted(hint), type, name)
        chosen.append((parameter, name))
    return chosen


def check_fits(signature, column, hint, type, written):
    if not fits(hint, type):
        signature.fail(f"`{signature.name}` takes `{written}: {name_of(hint)}`, but the column `{column}` is "
                       f"{type}")


def made_columns(signature, hint, makes, makes_names):
    """The columns that values with that hint make: [(name, Type)], and whether a value is that of the one
    column, not an object of all. `makes`: what the pipeline says, names with a Type, or None where it
    gives none."""
    members = [one for one in choices(hint) if one is not type(None)]
    one = members[0] if len(members) == 1 else hint
    try:
        if hint is type(None):
            signature.fail(f"`{signature.name}` returns None, so it makes no column")
        if is_record(one):
            if makes_names:
                signature.fail(f"the hint `{name_of(one)}` says which columns `{signature.name}` makes: leave "
                               "`makes` out", parameter="makes")
            return record_members(one), False
        whole = typing.get_origin(one) in DICTS or one in DICTS or one in ANY or len(members) > 1
        if not whole:
            made = made_type(hint)
            if len(makes_names) > 1:
                signature.fail(f"`{signature.name}` returns `{name_of(hint)}`, one column; `makes` names "
                               f"{len(makes_names)}", parameter="makes")
            if not makes_names:
                return [(signature.name, made)], True
            check_made(signature, makes_names[0], makes.get(makes_names[0]), made)
            return [(makes_names[0], made)], True
        arguments = typing.get_args(one) if typing.get_origin(one) in DICTS else ()
        of = arguments[1] if len(arguments) == 2 and arguments[1] not in ANY else None
        if not makes_names:
            signature.fail(f"`{signature.name}` returns `{name_of(hint) if hint not in ANY else 'anything'}`, which "
                           "does not say which columns", hint="give `makes: { NAME: TYPE }`, or let it return a "
                           "TypedDict, a dataclass, or one str, int, float, bool or list")
        made = []
        for name in makes_names:
            type_ = makes.get(name)
            if of is not None and len(choices(of)) <= 2:
                from_hint = made_type(of)
                check_made(signature, name, type_, from_hint)
                type_ = from_hint
            if type_ is None:
                signature.fail(f"the type of `{name}` is not known", parameter="makes",
                               hint=f"say `makes: {{ {name}: TYPE }}`")
            made.append((name, type_))
        return made, False
    except TypeError as error:
        signature.fail(f"what `{signature.name}` returns makes no column: {error}")


def check_made(signature, name, given, made):
    if given is not None and str(given) != str(made):
        signature.fail(f"`makes` says that `{name}` is {given}, but by its hint `{signature.name}` returns {made}",
                       parameter=f"makes.{name}")


def item_of(hint):
    """Of what a list, an iterator or a generator is; None where it is none of them."""
    origin = typing.get_origin(hint) or hint
    if origin not in LISTS:
        return None
    arguments = [a for a in typing.get_args(hint) if a is not Ellipsis]
    return arguments[0] if arguments else typing.Any
