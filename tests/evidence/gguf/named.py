# SPDX-License-Identifier: Apache-2.0
"""A network of Llama's shape as a checkpoint by the package safetensors, and as GGUF in Q8_0 by gguf-py, whole and in splits.

usage: named.py FOLDER

Names are those of gguf-py's TensorNameMap; rows of q and k are put in pairs as convert_hf_to_gguf.py's LlamaModel does.
"""
import sys

import gguf
import numpy as np
from safetensors.numpy import save_file

HEADS, KV_HEADS, WIDTH, INNER, LAYERS = 4, 2, 128, 192, 2
KV = WIDTH // HEADS * KV_HEADS
SHAPES = {"self_attn.q_proj": (WIDTH, WIDTH), "self_attn.k_proj": (KV, WIDTH), "self_attn.v_proj": (KV, WIDTH), "self_attn.o_proj": (WIDTH, WIDTH),
          "mlp.gate_proj": (INNER, WIDTH), "mlp.up_proj": (INNER, WIDTH), "mlp.down_proj": (WIDTH, INNER),
          "input_layernorm": (WIDTH,), "post_attention_layernorm": (WIDTH,)}


def checkpoint():
    dice = np.random.default_rng(7)
    shapes = {"model.embed_tokens": (320, WIDTH), "model.norm": (WIDTH,), "lm_head": (320, WIDTH)}
    shapes |= {f"model.layers.{n}.{name}": shape for n in range(LAYERS) for name, shape in SHAPES.items()}
    return {f"{name}.weight": dice.standard_normal(shape, dtype=np.float32) for name, shape in shapes.items()}


def in_pairs(rows, heads):
    return rows.reshape(heads, 2, rows.shape[0] // heads // 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


def write(path, tensors, split):
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, LAYERS)
    writer = gguf.GGUFWriter(path, "llama", split_max_tensors=split)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    for name, values in tensors.items():
        heads = HEADS if ".q_proj." in name else KV_HEADS if ".k_proj." in name else 0
        values = np.ascontiguousarray(in_pairs(values, heads)) if heads else values
        kind = gguf.GGMLQuantizationType.Q8_0 if values.ndim > 1 else gguf.GGMLQuantizationType.F32
        raw = gguf.quants.quantize(values, kind)
        writer.add_tensor(names.get_name(name, try_suffixes=(".weight",)), raw, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(folder):
    tensors = checkpoint()
    save_file(tensors, f"{folder}/llama.safetensors")
    write(f"{folder}/llama.gguf", tensors, 0)
    write(f"{folder}/split.gguf", tensors, 9)


main(*sys.argv[1:])
