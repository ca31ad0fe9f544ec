# SPDX-License-Identifier: Apache-2.0
"""Writes one small layer as a safetensors checkpoint in the packings of quantizers, from their own descriptions.

usage: packed.py FILE f32|ct|ct3|int8|gptq|gptq-v2|gptq3|awq|fp8|fp8-block|nvfp4|mxfp4 [DEFECT]

With "shards" in the place of DEFECT, FILE is the folder of a model in two shards and an index; "shards-WHAT" spoils them.
"""
import json
import math
import struct
import sys

OUT, IN, GROUP, STEM = 32, 64, 16, "model.layers.0.mlp.up_proj"
AWQ = [0, 2, 4, 6, 1, 3, 5, 7]  # the nibble i of a word is output AWQ[i] of its eight


def weight(o, i):
    return math.sin(1 + o * 7.3 + i * 0.9) * (1 + o % 3) + 0.3


def words(count, bits, code):
    """`count` codes, the first in the lowest bits; a code may go on in the next word."""
    stream = sum(code(i) << (bits * i) for i in range(count))
    return [stream >> (32 * w) & 0xffffffff for w in range((count * bits + 31) // 32)]


def float_codes(fraction_bits, bias, codes):
    """What the positive codes of a small float stand for (OCP 8-bit floating point, microscaling formats)."""
    ones = 1 << fraction_bits
    return [(c % ones) * 2.0 ** (1 - bias - fraction_bits) if c < ones else (1 + c % ones / ones) * 2.0 ** (c // ones - bias) for c in range(codes)]


E4M3, E2M1 = float_codes(3, 7, 127), float_codes(1, 1, 8)


def nearest(table, value, sign):
    return min(range(len(table)), key=lambda c: abs(table[c] - abs(value))) | (sign if value < 0 else 0)


def floats(kind):
    """FP8 with a scale for each row or for blocks of 8 times 16; FP4 in groups with scales of E4M3 or E8M0."""
    if kind.startswith("fp8"):
        high, wide = (8, 16) if kind == "fp8-block" else (1, IN)
        scales = [[max(abs(weight(o + a, i + b)) for a in range(high) for b in range(wide)) / 448 for i in range(0, IN, wide)] for o in range(0, OUT, high)]
        codes = bytes(nearest(E4M3, weight(o, i) / scales[o // high][i // wide], 0x80) for o in range(OUT) for i in range(IN))
        flat = [s for row in scales for s in row]
        return [(".weight", "F8_E4M3", [OUT, IN], codes),
                (".weight_scale_inv" if kind == "fp8-block" else ".weight_scale", "F32", [OUT // high, IN // wide], struct.pack("<%df" % len(flat), *flat))]
    group, whole = (16, 100.0) if kind == "nvfp4" else (32, 1.0)
    codes, scales = [], []
    for o in range(OUT):
        for g in range(0, IN, group):
            most = max(abs(weight(o, g + k)) for k in range(group)) / 6
            if kind == "nvfp4":
                scales.append(nearest(E4M3, most * whole, 0))
                scale = E4M3[scales[-1]] / whole
            else:
                scales.append(127 + math.ceil(math.log2(most)))
                scale = 2.0 ** (scales[-1] - 127)
            codes += [nearest(E2M1, weight(o, g + k) / scale, 8) for k in range(group)]
    out = [(".weight_packed", "U8", [OUT, IN // 2], bytes(codes[i] | codes[i + 1] << 4 for i in range(0, len(codes), 2))),
           (".weight_scale", "F8_E4M3" if kind == "nvfp4" else "U8", [OUT, IN // group], bytes(scales))]
    return out + ([(".weight_global_scale", "F32", [1], struct.pack("<f", whole))] if kind == "nvfp4" else [])


def i32(values):
    return struct.pack("<%dI" % len(values), *values)


def half(values):
    return struct.pack("<%de" % len(values), *values)


def group_of(o, g, most=15):
    """Scale and zero point of 4 bits (or 3), unsigned."""
    v = [weight(o, g * GROUP + k) for k in range(GROUP)]
    low, high = min(v + [0]), max(v + [0])
    scale = struct.unpack("<e", struct.pack("<e", (high - low) / most))[0]
    return scale, max(1, min(most, round(-low / scale)))


def code4(o, i, most=15):
    scale, zero = group_of(o, i // GROUP, most)
    return max(0, min(most, round(weight(o, i) / scale) + zero))


def tensors(kind, defect):
    groups = IN // GROUP
    if kind.startswith(("fp8", "nvfp4", "mxfp4")):
        return floats(kind)
    bits = 3 if kind in ("ct3", "gptq3") else 4
    most = (1 << bits) - 1
    if kind == "f32":
        return [(".weight", "F32", [OUT, IN], struct.pack("<%df" % (OUT * IN), *(weight(o, i) for o in range(OUT) for i in range(IN))))]
    if kind == "int8":
        scales = [max(abs(weight(o, i)) for i in range(IN)) / 127 for o in range(OUT)]
        codes = [round(weight(o, i) / scales[o]) for o in range(OUT) for i in range(IN)]
        return [(".weight", "I8", [OUT, IN], struct.pack("<%db" % len(codes), *codes)),
                (".weight_scale", "F32", [OUT, 1], struct.pack("<%df" % OUT, *scales))]
    flat = [(o, g) for o in range(OUT) for g in range(groups)]
    if kind.startswith("ct"):
        packed = [w for o in range(OUT) for w in words(IN, bits, lambda i, o=o: code4(o, i, most))]
        columns = [words(OUT, bits, lambda o, g=g: group_of(o, g, most)[1]) for g in range(groups)]
        zeros = [columns[g][r] for r in range(len(columns[0])) for g in range(groups)]
        return [(".weight_packed", "I32", [OUT, len(packed) // OUT], i32(packed)),
                (".weight_scale", "F16", [OUT, groups], half([group_of(*p, most)[0] for p in flat])),
                (".weight_zero_point", "I32", [len(columns[0]), groups], i32(zeros)), (".weight_shape", "I64", [2], struct.pack("<2Q", OUT, IN))]
    flat = [(o, g) for g in range(groups) for o in range(OUT)]
    scales = (".scales", "F16", [groups, OUT], half([group_of(*p)[0] for p in flat]))
    if kind == "awq":
        codes = [w for i in range(IN) for w in words(OUT, 4, lambda n, i=i: code4(n // 8 * 8 + AWQ[n % 8], i))]
        zeros = [w for g in range(groups) for w in words(OUT, 4, lambda n, g=g: group_of(n // 8 * 8 + AWQ[n % 8], g)[1])]
        return [(".qweight", "I32", [IN, OUT // 8], i32(codes)), (".qzeros", "I32", [groups, OUT // 8], i32(zeros)), scales]
    less = 0 if kind == "gptq-v2" else 1
    columns = [words(IN, bits, lambda i, o=o: code4(o, i, most)) for o in range(OUT)]
    codes = [columns[o][w] for w in range(len(columns[0])) for o in range(OUT)]
    zeros = [w for g in range(groups) for w in words(OUT, bits, lambda o, g=g: group_of(o, g, most)[1] - less)]
    scales = (".scales", "F16", [groups, OUT], half([group_of(*p, most)[0] for p in flat]))
    index = [99 if defect == "index" and i == 5 else i // GROUP for i in range(IN)]
    return [(".qweight", "I32", [len(columns[0]), OUT], i32(codes)), (".qzeros", "I32", [groups, len(zeros) // groups], i32(zeros)), scales,
            (".g_idx", "I32", [IN], i32(index))]


def spoil(parts, defect):
    out = []
    for suffix, dtype, shape, raw in parts:
        is_scale = suffix in (".scales", ".weight_scale")
        if defect == "no-scale" and is_scale:
            continue
        if defect == "nan" and dtype == "F8_E4M3" and not is_scale:
            raw = raw[:70] + b"\x7f" + raw[71:]
        elif defect == "nan" and dtype == "U8" and is_scale:
            raw = raw[:5] + b"\xff" + raw[6:]
        elif defect == "nan" and is_scale:
            raw = raw[:-2] + b"\xff\x7f"
        if defect == "zero-scales" and is_scale:
            raw = bytes(len(raw))
        if defect == "swapped" and suffix == ".qweight":
            raw = raw[::-1]
        out.append((suffix, dtype, shape, raw))
    return out


def shards(folder, kind, defect):
    """Two layers in two files, and the index. A defect is one that loaders fall over."""
    names = ["m-00001-of-00002.safetensors", "m-00002-of-00002.safetensors"]
    layers = ["model.layers.0.mlp.up_proj", "model.layers.1.mlp.up_proj"]
    lies_in = dict(zip(layers, names[::-1] if defect == "shards-swapped" else names))
    map_of = {stem + suffix: lies_in[stem] for stem in layers for suffix, *_ in tensors(kind, "")}
    if defect == "shards-unnamed":
        del map_of[layers[1] + ".weight"]
    if defect == "shards-nowhere":
        map_of["lm_head.weight"] = names[1]
    for name, stem in zip(names, layers):
        if defect != "shards-missing" or name != names[1]:
            write(folder + "/" + name, tensors(kind, ""), "", stem)
    with open(folder + "/m.safetensors.index.json", "w") as file:
        json.dump({"metadata": {"total_size": 1}, "weight_map": "none" if defect == "shards-no-map" else map_of}, file)


def main(path, kind, defect=""):
    if defect.startswith("shards"):
        shards(path, kind, defect)
    else:
        write(path, spoil(tensors(kind, defect), defect), defect, STEM)


def write(path, parts, defect, stem):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for suffix, dtype, shape, raw in parts:
        start = len(data) + (8 if defect == "hole" and suffix == ".scales" else 0)
        start -= 8 if defect == "overlap" and suffix == ".scales" else 0
        shape = [1 << 40, 1 << 40] if defect == "huge" and suffix == ".scales" else shape
        header[stem + suffix] = {"dtype": dtype, "shape": shape, "data_offsets": [start, start + len(raw)]}
        data = data[:start] + bytes(max(0, start - len(data))) + raw
    text = json.dumps(header).encode()
    if defect == "twice":
        text = text[:-1] + b', "' + (stem + ".scales").encode() + b'": {}}'
    length = 1 << 62 if defect == "length" else len(text) + (1 << 20 if defect == "long" else 0)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", length) + text + (data[:-3] if defect == "cut" else data))


main(*sys.argv[1:])
