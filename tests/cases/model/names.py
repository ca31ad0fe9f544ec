# SPDX-License-Identifier: Apache-2.0
"""Writes a small network of Llama's kind, as a checkpoint (safetensors, F32) or as GGUF (Q8_0, rows of q and k in pairs).

usage: names.py FILE.safetensors|FILE.gguf [CHANGE]

A CHANGE is one word of those in `changed` and `written`.
"""
import json
import random
import struct
import sys

HEADS, KV_HEADS, WIDTH, INNER = 4, 2, 64, 96
LAYER = [("input_layernorm", "attn_norm", (WIDTH,)), ("self_attn.q_proj", "attn_q", (WIDTH, WIDTH)), ("self_attn.k_proj", "attn_k", (32, WIDTH)),
         ("self_attn.v_proj", "attn_v", (32, WIDTH)), ("self_attn.o_proj", "attn_output", (WIDTH, WIDTH)),
         ("post_attention_layernorm", "ffn_norm", (WIDTH,)), ("mlp.gate_proj", "ffn_gate", (INNER, WIDTH)),
         ("mlp.up_proj", "ffn_up", (INNER, WIDTH)), ("mlp.down_proj", "ffn_down", (WIDTH, INNER))]
TENSORS = [("model.embed_tokens.weight", "token_embd.weight", (48, WIDTH)), ("lm_head.weight", "output.weight", (48, WIDTH)), ("model.norm.weight", "output_norm.weight", (WIDTH,))]
TENSORS += [(f"model.layers.{n}.{a}.weight", f"blk.{n}.{b}.weight", shape) for n in range(2) for a, b, shape in LAYER]


def rows_of(name, shape, change):
    dice = random.Random(name)
    rows = [[dice.uniform(-1, 1) for _ in range(shape[-1])] for _ in range(shape[0] if len(shape) > 1 else 1)]
    if change == "outlier" and name == "model.layers.1.mlp.down_proj.weight":
        for row in rows:
            row[5] *= 40
    return rows


def paired(rows, heads):
    size = len(rows) // heads
    return [rows[h * size + half * size // 2 + i] for h in range(heads) for i in range(size // 2) for half in range(2)]


def changed(names, change):
    out = [list(t) for t in names]
    if change == "missing":
        out = [t for t in out if t[1] != "blk.1.ffn_up.weight"]
    if change == "tied":
        out = [t for t in out if t[1] != "output.weight"]
    if change == "more":
        out.append(["model.rope.weight", "rope_freqs.weight", (WIDTH,)])
    if change == "experts":
        out += [[f"model.layers.0.mlp.experts.{i}.up_proj.weight", f"x{i}", (4, WIDTH)] for i in range(3)]
    if change == "strange":
        out = [[f"h.{i}.w", f"h.{i}.w", t[2]] for i, t in enumerate(out)]
    return out


def string(text):
    return struct.pack("<Q", len(text)) + text.encode()


def q8_0(values):
    out = b""
    for i in range(0, len(values), 32):
        peak = max(abs(v) for v in values[i:i + 32])
        out += struct.pack("<e32b", peak / 127, *(round(v * 127 / peak) for v in values[i:i + 32]))
    return out


def gguf_data(tensor, change):
    rows = rows_of(tensor[0], tensor[2], change)
    heads = {"attn_q": HEADS, "attn_k": HEADS if change == "other-heads" else KV_HEADS}.get(tensor[1].split(".")[-2], 0)
    if heads and change != "unpaired":
        rows = paired(rows, heads)
    values = [v for row in rows for v in row]
    if len(tensor[2]) == 1:
        return 0, struct.pack("<%df" % len(values), *values)
    raw = q8_0(values)
    if change == "zero" and tensor[1] == "blk.0.attn_k.weight":
        raw = bytes(2) + raw[2:]
    return 8, raw


def write_gguf(path, change):
    tensors = changed(TENSORS, change)
    keys = [string("general.architecture") + struct.pack("<I", 8) + string("gpt9" if change == "architecture" else "llama"),
            string("llama.attention.head_count") + struct.pack("<II", 4, HEADS)]
    if change != "no-kv":
        keys.append(string("llama.attention.head_count_kv") + struct.pack("<II", 4, KV_HEADS))
    if change == "other-heads":  # which no loader of a llama reads
        keys.append(string("clip.attention.head_count_kv") + struct.pack("<II", 4, HEADS))
    infos, data = b"", b""
    for tensor in tensors:
        kind, raw = gguf_data(tensor, change)
        shape = tensor[2][::-1]
        infos += string(tensor[1]) + struct.pack("<I", len(shape)) + struct.pack("<%dQ" % len(shape), *shape) + struct.pack("<IQ", kind, len(data))
        data += raw + bytes(-len(raw) % 32)
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(keys)) + b"".join(keys) + infos
    with open(path, "wb") as file:
        file.write(head + bytes(-len(head) % 32) + data)


def write_safetensors(path, change):
    entries, data = {}, b""
    for name, _, shape in changed(TENSORS, change):
        rows = rows_of("model.embed_tokens.weight" if change == "twice" and name == "lm_head.weight" else name, shape, change)
        raw = b"".join(struct.pack("<%df" % len(row), *row) for row in rows)
        entries[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    head = json.dumps(entries).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(head)) + head + data)


def main(path, change=""):
    (write_gguf if path.endswith(".gguf") else write_safetensors)(path, change)


main(*sys.argv[1:])
