"""Columns as bytes, to and from Python's values. The host's side is message.cc.

A column of n rows: a byte that says whether any is null and, if so, n bytes, 1 where there is a value. Then its
values, each group beginning at a multiple of 8 bytes:

    bool                  n bytes
    numbers, timestamps   n values
    utf8, binary          n + 1 int32, where values begin and end, and the bytes
    list                  n + 1 int32, where rows begin and end, and a column of the items
    struct                a column of n rows for each member
"""

import array
import datetime
import itertools

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
MICROSECOND = datetime.timedelta(microseconds=1)
TIMESTAMP = "tsu:UTC"
# Arrow's formats: what Textmill calls them, what array and memoryview call them.
NUMBERS = {"C": ("uint8", "B"), "i": ("int32", "i"), "I": ("uint32", "I"), "l": ("int64", "q"),
           "L": ("uint64", "Q"), "f": ("float32", "f"), "g": ("float64", "d"),
           TIMESTAMP: ("timestamp", "q")}
NAMES = {"b": "bool", "u": "utf8", "z": "binary"}


class Type:
    """Of a column: an Arrow format, and for lists and structs what they hold, by name."""

    def __init__(self, format, children=(), optional=True):
        self.format = format
        self.children = list(children)  # of (name, Type)
        self.optional = optional  # whether None is a value

    def __str__(self):
        if self.format == "+l":
            return f"list<{self.children[0][1]}>"
        if self.format == "+s":
            return "struct<" + ", ".join(f"{name}: {type}" for name, type in self.children) + ">"
        return NAMES.get(self.format) or NUMBERS[self.format][0]


class WrongValue(Exception):
    """A value is not of its column's type; the message says how."""


class Reader:
    def __init__(self, data):
        self.data = memoryview(data)
        self.at = 0

    def take(self, size):
        begin = (self.at + 7) & ~7
        self.at = begin + size
        if self.at > len(self.data):
            raise ValueError("a message is cut off")
        return self.data[begin : self.at]

    def column(self, type, rows):
        """The values of the rows, None where there is none."""
        valid = self.take(rows) if self.take(1)[0] else None
        values = self.values(type, rows)
        if valid is None:
            return values
        return [value if there else None for value, there in zip(values, valid)]

    def values(self, type, rows):
        format = type.format
        if format == "b":
            return list(map(bool, self.take(rows)))
        if format in ("u", "z"):
            ends = self.take(4 * (rows + 1)).cast("i").tolist()
            data = self.take(ends[-1])
            if format == "z":
                return [bytes(data[a:b]) for a, b in zip(ends, ends[1:])]
            return [str(data[a:b], "utf-8") for a, b in zip(ends, ends[1:])]
        if format == "+l":
            ends = self.take(4 * (rows + 1)).cast("i").tolist()
            items = self.column(type.children[0][1], ends[-1])
            return [items[a:b] for a, b in zip(ends, ends[1:])]
        if format == "+s":
            names = [name for name, _ in type.children]
            columns = [self.column(member, rows) for _, member in type.children]
            return [dict(zip(names, values)) for values in zip(*columns)] if columns else [{}] * rows
        code = NUMBERS[format][1]
        numbers = self.take(rows * array.array(code).itemsize).cast(code).tolist()
        return [EPOCH + MICROSECOND * n for n in numbers] if format == TIMESTAMP else numbers


class Writer:
    def __init__(self):
        self.parts = []
        self.size = 0

    def put(self, data):
        padding = -self.size & 7
        self.parts += [bytes(padding), data]
        self.size += padding + memoryview(data).nbytes

    def append(self, other):
        self.put(b"")
        self.parts += other.parts
        self.size += other.size

    def column(self, type, values):
        """Of values that `good_column` found good."""
        nulls = None in values
        self.put(b"\1" if nulls else b"\0")
        if nulls:
            self.put(bytes([value is not None for value in values]))
        format = type.format
        if format in ("u", "z"):
            if format == "u":
                values = [value.encode() if value is not None else b"" for value in values]
            else:
                values = [value if value is not None else b"" for value in values]
            self.ends(map(len, values))
            self.put(b"".join(values))
        elif format == "+l":
            values = [value if value is not None else () for value in values]
            self.ends(map(len, values))
            self.column(type.children[0][1], list(itertools.chain.from_iterable(values)))
        elif format == "+s":
            for name, member in type.children:
                self.column(member, [value.get(name) if value is not None else None
                                     for value in values])
        elif format == "b":
            self.put(bytes([bool(value) for value in values]))
        else:
            if format == TIMESTAMP:
                values = [None if value is None else microseconds(value) for value in values]
            if nulls:
                values = [0 if value is None else value for value in values]
            self.put(array.array(NUMBERS[format][1], values))

    def ends(self, sizes):
        self.put(array.array("i", itertools.accumulate(sizes, initial=0)))


def microseconds(time):
    if time.tzinfo is None:
        time = time.replace(tzinfo=datetime.timezone.utc)
    return (time - EPOCH) // MICROSECOND


def shown(value):
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


# What may be given without a closer look.
PLAIN = {"u": {str}, "l": {int}, "g": {float, int}, "b": {bool}, TIMESTAMP: {datetime.datetime}}


def check(type, value, limit, name):
    """The value as Writer.column takes it; WrongValue where it is not of the type."""
    if value is None:
        if not type.optional:
            raise WrongValue(f"{name} is None, which its hint does not allow: say `| None`")
        return None
    format = type.format
    if format == "u":
        if not isinstance(value, str):
            raise wrong(type, value, name)
        # Four bytes a character at most: only a long one is looked at.
        try:
            size = len(value) if 4 * len(value) <= limit else len(value.encode())
            if not value.isascii():
                value.encode()
        except UnicodeEncodeError as error:
            raise WrongValue(f"{name} holds half of a surrogate pair at character {error.start}, "
                             "which UTF-8 has not") from None
        if size > limit:
            raise WrongValue(f"{name} is {size:,} bytes long, more than max_value_bytes")
        return value
    if format == "b":
        if not is_bool(value):
            raise wrong(type, value, name)
        return bool(value)
    if format == "l":
        if isinstance(value, bool) or not hasattr(value, "__index__"):
            raise wrong(type, value, name)
        value = value.__index__()
        if not -(1 << 63) <= value < 1 << 63:
            raise WrongValue(f"{name} is {shown(value)}, which int64 does not hold")
        return value
    if format == "g":
        if isinstance(value, (bool, str, bytes)) or not hasattr(value, "__float__"):
            raise wrong(type, value, name)
        try:
            return float(value)
        except OverflowError:
            raise WrongValue(f"{name} is {shown(value)}, which float64 does not hold") from None
    if format == TIMESTAMP:
        if not isinstance(value, datetime.datetime):
            raise wrong(type, value, name)
        return value
    if format == "+l":
        # A set has no order that is the same tomorrow.
        if not isinstance(value, (list, tuple)) and not hasattr(value, "tolist"):
            raise wrong(type, value, name)
        items = value.tolist() if hasattr(value, "tolist") else list(value)
        return [check(type.children[0][1], item, limit, f"an item of {name}") for item in items]
    if not isinstance(value, dict):
        value = members_of(value)
        if value is None:
            raise wrong(type, value, name)
    unknown = value.keys() - {member for member, _ in type.children}
    if unknown:
        raise WrongValue(f"{name} has {shown(min(unknown, key=str))}, which {type} has not")
    return {member: check(of, value.get(member), limit, f"`{member}` of {name}")
            for member, of in type.children}


def is_bool(value):
    """True and False of numpy, too, which are called `bool_` before numpy 2 and `bool` since."""
    return isinstance(value, bool) or (type_name(value) in ("bool", "bool_") and type(value).__module__ == "numpy")


def type_name(value):
    return type(value).__name__


def wrong(expected, value, name):
    return WrongValue(f"{name} is {shown(value)}, a {type_name(value)}, not {expected}")


def members_of(value):
    """Of a dataclass or a named tuple, else None."""
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if hasattr(value, "_fields") and isinstance(value, tuple):
        return dict(zip(value._fields, value))
    return None


def good_column(type, values, limit, name, fail):
    """The values as Writer.column takes them; `fail(row, message)` is called for those that are wrong."""
    plain = PLAIN.get(type.format)
    if plain is not None:
        seen = set(map(builtin_type, values))
        if None.__class__ in seen and type.optional:
            seen.discard(None.__class__)
        if seen <= plain and quickly_good(type.format, values, limit):
            return values
    good = []
    for row, value in enumerate(values):
        try:
            good.append(check(type, value, limit, name))
        except WrongValue as error:
            fail(row, str(error))
            good.append(None)
    return good


builtin_type = type


def quickly_good(format, values, limit):
    if format == "u":
        return all(value is None or value.isascii() and len(value) <= limit for value in values)
    try:
        if format in ("l", "g"):
            array.array(NUMBERS[format][1], [value for value in values if value is not None])
    except OverflowError:
        return False
    return True
