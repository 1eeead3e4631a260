"""Messages between the host and this process.

They come on standard input and go to standard output, before the module is imported; from then on both are out of
the module's reach: what it prints goes to standard error. A message is 8 bytes that say how long it is, then a kind
(one byte), a number, and columns (textmill_columns.py):

    B  bind: what is to be run, and the columns there are       B  the columns that it takes and makes
    C  call: rows of the columns that it takes                  C  what it made, and the rows that failed
    T  table: the next rows                                     T  rows, or none
    S  save what a table remembers; L  load it                  S  bytes; L  nothing
                                                                E  why a message cannot be answered
"""

import mmap
import os
import struct

from textmill_columns import Reader, Type, Writer

UTF8, INT64 = Type("u"), Type("l")


class Messages:
    def __init__(self):
        self.input, self.output = os.dup(0), os.dup(1)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        # The row that is at work, for a host that wants to know it after a crash.
        self.progress = memoryview(mmap.mmap(3, mmap.PAGESIZE)).cast("q")
        os.close(3)

    def read(self):
        head = self.read_bytes(8)
        return None if head is None else Reader(self.read_bytes(struct.unpack("<q", head)[0]))

    def read_bytes(self, size):
        data = bytearray(size)
        view, at = memoryview(data), 0
        while at < size:
            n = os.readv(self.input, [view[at:]])
            if n == 0:
                return None
            at += n
        return data

    def write(self, kind, number, body):
        message = Writer()
        message.put(kind.encode())
        message.put(struct.pack("<q", number))
        message.append(body)
        data = memoryview(b"".join([struct.pack("<q", message.size), *message.parts]))
        while data:
            data = data[os.write(self.output, data) :]


def write_strings(messages, kind, strings):
    writer = Writer()
    writer.column(UTF8, strings)
    messages.write(kind, len(strings), writer)


def answer(messages, rows, failures, body):
    writer = Writer()
    failures = sorted(failures.items())
    writer.put(struct.pack("<q", len(failures)))
    writer.column(INT64, [row for row, _ in failures])
    writer.column(UTF8, [message.encode("utf-8", "replace").decode() for _, message in failures])
    writer.append(body)
    messages.write("C", rows, writer)
