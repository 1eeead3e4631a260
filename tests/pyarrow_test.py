"""Batches of the plugin interface, exchanged with another implementation of Arrow.

pyarrow makes a batch and hands it to an example plugin through the C data interface; what the plugin
answers is imported, validated and compared. Exit status 77: pyarrow is not there.

    pyarrow_test.py EXAMPLE_MAP.so
"""

import ctypes as c
import sys

try:
    import pyarrow as pa
except ImportError:
    print("skipped: pyarrow cannot be imported")
    sys.exit(77)


class Array(c.Structure):
    _fields_ = [(n, c.c_int64) for n in ("length", "null_count", "offset", "n_buffers", "n_children")]
    _fields_ += [(n, c.c_void_p) for n in ("buffers", "children", "dictionary", "release", "private")]


class Schema(c.Structure):
    _fields_ = [(n, c.c_void_p) for n in ("format", "name", "metadata")]
    _fields_ += [("flags", c.c_int64), ("n_children", c.c_int64)]
    _fields_ += [(n, c.c_void_p) for n in ("children", "dictionary", "release", "private")]


class Error(c.Structure):
    _fields_ = [("code", c.c_int32), ("reserved", c.c_uint32), ("row", c.c_int64)]
    _fields_ += [("subject", c.c_char * 256), ("message", c.c_char * 2048), ("hint", c.c_char * 512)]


class Value(c.Structure):
    _fields_ = [("type", c.c_uint32), ("given", c.c_uint32), ("integer", c.c_int64), ("number", c.c_double)]
    _fields_ += [("string", c.c_uint64 * 2), ("key", c.c_uint64 * 2)]
    _fields_ += [("items", c.c_void_p), ("n_items", c.c_uint64)]


class Host(c.Structure):
    _fields_ = [("major", c.c_uint32), ("minor", c.c_uint32)]
    _fields_ += [(n, c.c_void_p) for n in ("self", "log", "cancelled", "memory", "write", "extension")]


class BindReply(c.Structure):
    _fields_ = [("flags", c.c_uint32), ("reserved", c.c_uint32)]
    _fields_ += [("uses", c.POINTER(c.c_char_p)), ("n_uses", c.c_uint64)]
    _fields_ += [(n, Schema) for n in ("columns", "commit_columns", "details", "carry", "tables")]
    _fields_ += [("kept", c.c_void_p), ("n_kept", c.c_uint64), ("outputs", c.c_void_p), ("n_outputs", c.c_uint64)]


class Batch(c.Structure):
    _fields_ = [("rows", c.c_int64), ("pass_", c.c_uint32), ("reserved", c.c_uint32)]
    _fields_ += [("schema", c.POINTER(Schema)), ("columns", c.POINTER(Array))]


class Reply(c.Structure):
    _fields_ = [(n, Array) for n in ("columns", "parents", "verdicts", "details", "carry")]
    _fields_ += [("counts", c.c_int64 * 8)]


P, E = c.POINTER, c.POINTER(Error)
CALLS = [
    ("create", c.CFUNCTYPE(c.c_int32, P(Host), P(Value), P(c.c_void_p), E)),
    ("bind", c.CFUNCTYPE(c.c_int32, c.c_void_p, P(Schema), P(BindReply), E)),
    ("open", c.c_void_p),
    ("open_lane", c.CFUNCTYPE(c.c_int32, c.c_void_p, P(c.c_void_p), E)),
    ("close_lane", c.CFUNCTYPE(None, c.c_void_p, c.c_void_p)),
    ("close", c.CFUNCTYPE(None, c.c_void_p)),
    ("list_inputs", c.c_void_p), ("next_unit", c.c_void_p),
    ("read_unit", c.c_void_p), ("read_record", c.c_void_p),
    ("process", c.CFUNCTYPE(c.c_int32, c.c_void_p, c.c_void_p, P(Batch), P(Reply), E)),
]


class Stage(c.Structure):
    _fields_ = [("info", c.c_void_p)] + CALLS


class Plugin(c.Structure):
    _fields_ = [("magic", c.c_char * 8), ("major", c.c_uint32), ("minor", c.c_uint32)]
    _fields_ += [("size", c.c_uint32), ("reserved", c.c_uint32)]
    _fields_ += [(n, c.c_char_p) for n in ("name", "version", "license")]
    _fields_ += [("stages", P(P(Stage))), ("n_stages", c.c_uint64)]


def good(code, error):
    assert code == 0, error.message.decode()


def main(path):
    plugin = Plugin.in_dll(c.CDLL(path), "textmill_plugin_v1")
    assert plugin.magic == b"TEXTMILL" and plugin.major == 1
    stage = plugin.stages[0].contents
    host, error, params = Host(1, 0), Error(), Value(type=1024)
    instance, lane = c.c_void_p(), c.c_void_p()
    good(stage.create(c.byref(host), c.byref(params), c.byref(instance), c.byref(error)), error)

    texts = ["one two", None, "", " a b  c ", "word", "\u6d77 sea", None, "x " * 1000]
    table = pa.record_batch({"id": pa.array(range(8)), "text": pa.array(texts)})
    schema, reply = Schema(), BindReply()
    table.schema._export_to_c(c.addressof(schema))
    good(stage.bind(instance, c.byref(schema), c.byref(reply), c.byref(error)), error)
    assert [reply.uses[i] for i in range(reply.n_uses)] == [b"text"]
    made_schema = pa.Schema._import_from_c(c.addressof(reply.columns))
    assert made_schema.field("words").type == pa.int64()
    good(stage.open_lane(instance, c.byref(lane), c.byref(error)), error)

    for begin, length in [(0, 8), (3, 4), (1, 1), (5, 0), (7, 1)]:
        rows = table.select(["text"]).slice(begin, length)
        columns, types, answer = Array(), Schema(), Reply()
        rows._export_to_c(c.addressof(columns), c.addressof(types))
        batch = Batch(length, 0, 0, c.pointer(types), c.pointer(columns))
        good(stage.process(instance, lane, c.byref(batch), c.byref(answer), c.byref(error)), error)
        # What was handed over is still ours, and as it was.
        rows_again = pa.RecordBatch._import_from_c(c.addressof(columns), c.addressof(types))
        assert rows_again.equals(rows)
        made = pa.RecordBatch._import_from_c(c.addressof(answer.columns), made_schema)
        made.validate(full=True)
        expected = [None if t is None else len(t.split()) for t in texts[begin:begin + length]]
        assert made.column("words").to_pylist() == expected, (made, expected)

    stage.close_lane(instance, lane)
    stage.close(instance)
    print("exchanged with pyarrow", pa.__version__)


main(sys.argv[1])
