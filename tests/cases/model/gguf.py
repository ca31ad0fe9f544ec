# SPDX-License-Identifier: Apache-2.0
"""Writes GGUF files of a few small tensors, from the format's own description (ggml/docs/gguf.md).

usage: gguf.py FILE TYPE [DEFECT]

TYPE is f32, q8_0 or q4_0. A DEFECT is done to the tensor blk.1.ffn.weight or to the header: see `spoil`.
"""
import math
import struct
import sys

ROWS, COLUMNS = 16, 64
IDS = {"f32": 0, "q4_0": 2, "q8_0": 8}
BLOCK = {"f32": 4, "q4_0": 18, "q8_0": 34}
NAMES = ["blk.0.ffn.weight", "blk.1.ffn.weight", "output.weight"]


def values(tensor):
    return [math.sin(1 + i * (tensor + 1) * 0.7) * (1 + (i // COLUMNS) % 5) for i in range(ROWS * COLUMNS)]


def block(kind, v):
    peak = max(v, key=abs)
    if kind == "q8_0":
        d = abs(peak) / 127
        return struct.pack("<e32b", d, *(round(x / d) for x in v))
    d = peak / -8
    codes = [max(0, min(15, int(x / d + 8.5))) for x in v]
    return struct.pack("<e16B", d, *(codes[i] | codes[i + 16] << 4 for i in range(16)))


def data(kind, v):
    if kind == "f32":
        return struct.pack("<%df" % len(v), *v)
    return b"".join(block(kind, v[i:i + 32]) for i in range(0, len(v), 32))


def spoil_data(kind, defect, raw):
    size, row = BLOCK[kind], len(raw) // ROWS
    raw = bytearray(raw)
    if defect == "nan":
        raw[3 * size:3 * size + 2] = b"\x00\x7e"
    elif defect == "inf":
        raw[5 * size:5 * size + 2] = b"\x00\x7c"
    elif defect == "zero-scale":
        for i in range(0, len(raw), size):
            raw[i:i + 2] = b"\0\0"
    elif defect == "one-zero-scale":
        raw[7 * size:7 * size + 2] = b"\0\0"
    elif defect == "negative":
        raw[2 * size + 1] |= 0x80
    elif defect == "subnormal":
        for i in range(0, len(raw), size):
            raw[i:i + 2] = b"\1\0"
    elif defect == "saturated":
        for i in range(0, len(raw), size):
            raw[i + 2:i + 34] = b"\x7f\x81" * 16
    elif defect == "dead-rows":
        raw[0:8 * row] = bytes(8 * row)
    elif defect == "equal-rows":
        raw[0:8 * row] = raw[0:row] * 8
    elif defect == "coarse":
        for i in range(len(raw)):
            if i % size >= 2:
                raw[i] &= 0xf0
    elif defect == "swapped":
        raw = bytearray(b"".join(bytes(raw[i:i + row]) for i in range(len(raw) - row, -1, -row)))
    return bytes(raw)


def string(text):
    return struct.pack("<Q", len(text)) + text.encode()


def infos(kind, defect):
    out, offset = [], 0
    size = ROWS * COLUMNS // (1 if kind == "f32" else 32) * BLOCK[kind]
    names = NAMES[:2] if defect == "missing" else NAMES
    for i, name in enumerate(names):
        shape, at, number = (COLUMNS, ROWS), offset, IDS[kind]
        if i == 1:
            shape = {"shape": (ROWS * COLUMNS,), "huge": (1 << 40, 1 << 40), "ragged": (63, 16)}.get(defect, shape)
            at = {"overlap": 0, "outside": 1 << 40, "wrapped": (1 << 64) - 32}.get(defect, at)
            name = NAMES[0] if defect == "twice" else name
            number = {"removed": 4, "unknown": 99}.get(defect, number)
        out.append(string(name) + struct.pack("<I", len(shape)) + struct.pack("<%dQ" % len(shape), *shape) + struct.pack("<IQ", number, at))
        offset += (size + 31) // 32 * 32
    return out


def main(path, kind, defect=""):
    entries = infos(kind, defect)
    keys = [string("general.architecture") + struct.pack("<I", 8) + string("made"),
            string("general.alignment") + struct.pack("<II", 4, 33 if defect == "alignment" else 32),
            string("tokens") + struct.pack("<IIQ", 9, 8, 2) + string("a") + string("b")]
    if defect == "array":
        keys.append(string("long") + struct.pack("<IIQ", 9, 10, 1 << 61))
    if defect == "string":
        keys.append(string("long") + struct.pack("<IQ", 8, (1 << 64) - 8) + b"x")
    if defect == "key-twice":
        keys.append(keys[0])
    version = {"version": 1, "big-endian": 0x03000000}.get(defect, 3)
    count = 1 << 60 if defect == "many" else len(entries)
    out = b"GGUF" + struct.pack("<IQQ", version, count, len(keys)) + b"".join(keys) + b"".join(entries)
    for i in range(len(entries)):
        out += bytes(-len(out) % 32)
        raw = data(kind, values(i))
        out += spoil_data(kind, defect, raw) if i == 1 else raw
    if defect == "cut":
        out = out[:-40]
    if defect == "cut-header":
        out = out[:90]
    with open(path, "wb") as file:
        file.write(out)


main(*sys.argv[1:])
