# SPDX-License-Identifier: Apache-2.0
"""Writes a TFLite file of two constants, from schema.fbs and the flatbuffers' own description of their bytes.

usage: tflite.py FILE float|int8 [DEFECT]
"""
import math
import struct
import sys

OUT, IN = 8, 32


class Flat:
    """Parents come before what they point to; offsets are filled in afterwards."""

    def __init__(self):
        self.bytes, self.todo = bytearray(4) + b"TFL3", []

    def align(self, size):
        self.bytes += bytes(-len(self.bytes) % size)

    def vector(self, raw, count):
        self.align(4)
        at = len(self.bytes)
        self.bytes += struct.pack("<I", count) + raw
        return at

    def vector_of(self, items):
        at = self.vector(bytes(4 * len(items)), len(items))
        self.todo += [(at + 4 + 4 * i, item) for i, item in enumerate(items)]
        return at

    def table(self, fields):
        """fields: slot -> (width, number) or a function that makes what an offset points to."""
        slots, at, where = max(fields, default=-1) + 1, 4, {}
        body = b""
        for slot, field in fields.items():
            where[slot] = at + len(body)
            body += struct.pack("<I", 0) if callable(field) else struct.pack("<I", field)
        self.align(4)
        vtable = struct.pack("<HH", 4 + 2 * slots, 4 + len(body)) + b"".join(struct.pack("<H", where.get(s, 0)) for s in range(slots))
        self.bytes += bytes(-(len(self.bytes) + len(vtable)) % 4) + vtable
        start = len(self.bytes)
        self.bytes += struct.pack("<i", len(vtable)) + body
        self.todo += [(start + where[s], f) for s, f in fields.items() if callable(f)]
        return start

    def finish(self, root):
        self.bytes[0:4] = struct.pack("<I", root(self))
        while self.todo:
            at, make = self.todo.pop(0)
            self.bytes[at:at + 4] = struct.pack("<I", make(self) - at)
        return bytes(self.bytes)


def weight(o, i):
    return math.sin(1 + 3 * o + 0.7 * i) * (1 + o % 3) + 0.01


def data(kind, defect):
    rows = [[weight(o, i) for i in range(IN)] for o in range(OUT)]
    if kind == "float":
        return struct.pack("<%df" % (OUT * IN), *(x for r in rows for x in r)), None
    scales = [max(map(abs, r)) / 127 for r in rows]
    codes = struct.pack("<%db" % (OUT * IN), *(round(x / s) for r, s in zip(rows, scales) for x in r))
    if defect == "nan":
        scales[2] = math.nan
    if defect == "zero-scales":
        scales = [0.0] * OUT
    return codes, scales


def main(path, kind, defect=""):
    raw, scales = data(kind, defect)
    zero = 1 if defect == "shifted" else 300 if defect == "range" else 0
    count = OUT - 1 if defect == "few-scales" else OUT
    quantization = {2: lambda f: f.vector(struct.pack("<%df" % count, *(scales or [])[:count]), count),
                    3: lambda f: f.vector(struct.pack("<%dq" % count, *[zero] * count), count), 6: 0}
    shape = [OUT, IN] if defect != "shape" else [OUT, IN + 1]
    tensor = {0: lambda f: f.vector(struct.pack("<2i", *shape), 2), 1: 9 if scales else 0, 2: 1, 3: lambda f: f.vector(b"dense/kernel", 12)}
    if scales:
        tensor[4] = lambda f: f.table(quantization)
    bias = {0: lambda f: f.vector(struct.pack("<i", OUT), 1), 1: 0, 2: 2, 3: lambda f: f.vector(b"dense/bias", 10)}
    computed = {0: lambda f: f.vector(struct.pack("<2i", 1, OUT), 2), 1: 0, 2: 0, 3: lambda f: f.vector(b"dense/out", 9)}
    tables = [lambda f: f.table(tensor), lambda f: f.table(bias), lambda f: f.table(computed)]
    graph = {0: lambda f: f.vector_of(tables)}
    buffers = [lambda f: f.table({}), lambda f: f.table({0: lambda g: g.vector(raw, len(raw))}),
               lambda f: f.table({0: lambda g: g.vector(struct.pack("<%df" % OUT, *range(OUT)), 4 * OUT)})]
    out = bytearray(Flat().finish(lambda f: f.table({0: 3, 2: lambda g: g.vector_of([lambda h: h.table(graph)]), 4: lambda g: g.vector_of(buffers)})))
    if defect == "cut":
        out = out[:-20]
    if defect == "itself":
        out[0:4] = struct.pack("<I", 0)
    if defect == "outside":
        out[0:4] = struct.pack("<I", 0x7fffffff)
    if defect == "magic":
        out[4:8] = b"TFL9"
    with open(path, "wb") as file:
        file.write(out)


main(*sys.argv[1:])
