# SPDX-License-Identifier: Apache-2.0
"""Writes one small layer as a safetensors checkpoint in the packings of quantizers, from their own descriptions.

usage: packed.py FILE f32|ct|int8|gptq|gptq-v2|awq [DEFECT]
"""
import json
import math
import struct
import sys

OUT, IN, GROUP, STEM = 16, 64, 16, "model.layers.0.mlp.up_proj"
AWQ = [0, 2, 4, 6, 1, 3, 5, 7]  # the nibble i of a word is output AWQ[i] of its eight


def weight(o, i):
    return math.sin(1 + o * 7.3 + i * 0.9) * (1 + o % 3) + 0.3


def words(count, bits, code):
    """`count` codes, the first in the lowest bits."""
    per = 32 // bits
    return [sum(code(w * per + k) << (bits * k) for k in range(per) if w * per + k < count) for w in range((count + per - 1) // per)]


def i32(values):
    return struct.pack("<%dI" % len(values), *values)


def half(values):
    return struct.pack("<%de" % len(values), *values)


def group_of(o, g):
    """Scale and zero point of 4 bits, unsigned."""
    v = [weight(o, g * GROUP + k) for k in range(GROUP)]
    low, high = min(v + [0]), max(v + [0])
    scale = struct.unpack("<e", struct.pack("<e", (high - low) / 15))[0]
    return scale, max(1, min(15, round(-low / scale)))


def code4(o, i):
    scale, zero = group_of(o, i // GROUP)
    return max(0, min(15, round(weight(o, i) / scale) + zero))


def tensors(kind, defect):
    groups = IN // GROUP
    if kind == "f32":
        return [(".weight", "F32", [OUT, IN], struct.pack("<%df" % (OUT * IN), *(weight(o, i) for o in range(OUT) for i in range(IN))))]
    if kind == "int8":
        scales = [max(abs(weight(o, i)) for i in range(IN)) / 127 for o in range(OUT)]
        codes = [round(weight(o, i) / scales[o]) for o in range(OUT) for i in range(IN)]
        return [(".weight", "I8", [OUT, IN], struct.pack("<%db" % len(codes), *codes)),
                (".weight_scale", "F32", [OUT, 1], struct.pack("<%df" % OUT, *scales))]
    flat = [(o, g) for o in range(OUT) for g in range(groups)]
    if kind == "ct":
        packed = [w for o in range(OUT) for w in words(IN, 4, lambda i, o=o: code4(o, i))]
        columns = [words(OUT, 4, lambda o, g=g: group_of(o, g)[1]) for g in range(groups)]
        zeros = [columns[g][r] for r in range(len(columns[0])) for g in range(groups)]
        return [(".weight_packed", "I32", [OUT, IN // 8], i32(packed)), (".weight_scale", "F16", [OUT, groups], half([group_of(*p)[0] for p in flat])),
                (".weight_zero_point", "I32", [OUT // 8, groups], i32(zeros)), (".weight_shape", "I64", [2], struct.pack("<2Q", OUT, IN))]
    flat = [(o, g) for g in range(groups) for o in range(OUT)]
    scales = (".scales", "F16", [groups, OUT], half([group_of(*p)[0] for p in flat]))
    if kind == "awq":
        codes = [w for i in range(IN) for w in words(OUT, 4, lambda n, i=i: code4(n // 8 * 8 + AWQ[n % 8], i))]
        zeros = [w for g in range(groups) for w in words(OUT, 4, lambda n, g=g: group_of(n // 8 * 8 + AWQ[n % 8], g)[1])]
        return [(".qweight", "I32", [IN, OUT // 8], i32(codes)), (".qzeros", "I32", [groups, OUT // 8], i32(zeros)), scales]
    less = 1 if kind == "gptq" else 0
    columns = [words(IN, 4, lambda i, o=o: code4(o, i)) for o in range(OUT)]
    codes = [columns[o][w] for w in range(IN // 8) for o in range(OUT)]
    zeros = [w for g in range(groups) for w in words(OUT, 4, lambda o, g=g: group_of(o, g)[1] - less)]
    index = [99 if defect == "index" and i == 5 else i // GROUP for i in range(IN)]
    return [(".qweight", "I32", [IN // 8, OUT], i32(codes)), (".qzeros", "I32", [groups, OUT // 8], i32(zeros)), scales,
            (".g_idx", "I32", [IN], i32(index))]


def spoil(parts, defect):
    out = []
    for suffix, dtype, shape, raw in parts:
        is_scale = suffix in (".scales", ".weight_scale")
        if defect == "no-scale" and is_scale:
            continue
        if defect == "nan" and is_scale:
            raw = raw[:-2] + b"\xff\x7f"
        if defect == "zero-scales" and is_scale:
            raw = bytes(len(raw))
        if defect == "swapped" and suffix == ".qweight":
            raw = raw[::-1]
        out.append((suffix, dtype, shape, raw))
    return out


def main(path, kind, defect=""):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for suffix, dtype, shape, raw in spoil(tensors(kind, defect), defect):
        start = len(data) + (8 if defect == "hole" and suffix == ".scales" else 0)
        start -= 8 if defect == "overlap" and suffix == ".scales" else 0
        shape = [1 << 40, 1 << 40] if defect == "huge" and suffix == ".scales" else shape
        header[STEM + suffix] = {"dtype": dtype, "shape": shape, "data_offsets": [start, start + len(raw)]}
        data = data[:start] + bytes(max(0, start - len(data))) + raw
    text = json.dumps(header).encode()
    if defect == "twice":
        text = text[:-1] + b', "' + (STEM + ".scales").encode() + b'": {}}'
    length = 1 << 62 if defect == "length" else len(text) + (1 << 20 if defect == "long" else 0)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", length) + text + (data[:-3] if defect == "cut" else data))


main(*sys.argv[1:])
