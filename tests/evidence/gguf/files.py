# SPDX-License-Identifier: Apache-2.0
"""GGUF files of a real network (trained on scikit-learn's digits), quantized by ggml's own library, well and with faults.

usage: files.py libggml-base.so FOLDER

Writes FOLDER/f32.gguf, and for each type FOLDER/TYPE.gguf and FOLDER/TYPE-faults.gguf: in the latter blk.0.ffn_up.weight has one block
whose scale is NaN, and blk.1.ffn_up.weight has scales of zero in all blocks of one row. Prints one line for each type: its name, and which
of the two faults it can have.
"""
import ctypes
import struct
import sys
import warnings

import gguf
import numpy as np
from gguf import GGMLQuantizationType as T
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

# Where a block has its scale (ggml-common.h), and how it is kept.
SCALES = {T.Q4_0: (0, "e"), T.Q4_1: (0, "e"), T.Q5_0: (0, "e"), T.Q5_1: (0, "e"), T.Q8_0: (0, "e"), T.Q2_K: (80, "e"), T.Q3_K: (108, "e"), T.Q4_K: (0, "e"),
          T.Q5_K: (0, "e"), T.Q6_K: (208, "e"), T.IQ2_XXS: (0, "e"), T.IQ2_XS: (0, "e"), T.IQ2_S: (0, "e"), T.IQ3_XXS: (0, "e"), T.IQ3_S: (0, "e"),
          T.IQ1_S: (0, "e"), T.IQ1_M: (48, "iq1_m"), T.IQ4_NL: (0, "e"), T.IQ4_XS: (0, "e"), T.TQ1_0: (52, "e"), T.TQ2_0: (64, "e"), T.MXFP4: (0, "e8m0"),
          T.NVFP4: (0, "ue4m3"), T.Q1_0: (0, "e"), T.F16: (0, "e"), T.BF16: (0, "bf16")}


def layers():
    warnings.simplefilter("ignore")  # it has not converged, and need not
    x, y = load_digits(return_X_y=True)
    network = MLPClassifier((256, 256), max_iter=6, random_state=1).fit(x / 16, y)
    first, second, third = network.coefs_
    return {"blk.0.ffn_up.weight": second[:, :64].T, "blk.1.ffn_up.weight": second[:, 64:128].T, "token_embd.weight": first.T, "output.weight": third.T}


class Ggml:
    def __init__(self, path):
        class Parameters(ctypes.Structure):
            _fields_ = [("size", ctypes.c_size_t), ("memory", ctypes.c_void_p), ("bare", ctypes.c_bool)]

        self.library = ctypes.CDLL(path)
        self.library.ggml_init.argtypes, self.library.ggml_init.restype = [Parameters], ctypes.c_void_p
        self.library.ggml_init(Parameters(1 << 20, None, True))
        quantize = self.library.ggml_quantize_chunk
        quantize.restype = ctypes.c_size_t
        quantize.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p]

    def quantize(self, kind, values):
        values = np.ascontiguousarray(values, np.float32)
        weights = np.ones(values.shape[1], np.float32)
        out = np.zeros(values.nbytes, np.uint8)
        size = self.library.ggml_quantize_chunk(int(kind), values.ctypes.data, out.ctypes.data, 0, values.shape[0], values.shape[1], weights.ctypes.data)
        assert size > 0, kind
        return out[:size].copy()


def halves(half):
    """A half in the high nibbles of four words, as IQ1_M has it."""
    return bytes(b for k in range(4) for b in (0, (half >> (4 * k) & 15) << 4))


NAN = {"e": struct.pack("<H", 0x7e00), "bf16": b"\xc0\x7f", "iq1_m": halves(0x7e00), "e8m0": b"\xff", "ue4m3": b"\x7f"}
ZERO = {"e": b"\0\0", "iq1_m": halves(0), "ue4m3": b"\0\0\0\0"}  # E8M0 has no zero, and plain values no scale


def put(raw, block, at, what, kind):
    start = block * gguf.GGML_QUANT_SIZES[kind][1] + at
    if SCALES[kind][1] == "iq1_m":
        what = bytes((raw[start + i] & 15 if i % 2 else raw[start + i]) | b for i, b in enumerate(what))
    raw[start:start + len(what)] = np.frombuffer(what, np.uint8)


def spoil(name, kind, raw, columns):
    at, kept = SCALES[kind]
    per_row = columns // gguf.GGML_QUANT_SIZES[kind][0]
    if name == "blk.0.ffn_up.weight":
        put(raw, 3, at, NAN[kept], kind)
    if name == "blk.1.ffn_up.weight" and kept in ZERO and kind not in (T.F16,):
        for block in range(5 * per_row, 6 * per_row):
            put(raw, block, at, ZERO[kept], kind)


def write(path, tensors):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(2)
    for name, kind, values, raw in tensors:
        if raw is None:
            writer.add_tensor(name, np.ascontiguousarray(values, np.float32))
        else:
            writer.add_tensor(name, raw.reshape(values.shape[0], -1), raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(library, folder):
    ggml, weights = Ggml(library), layers()
    write(f"{folder}/f32.gguf", [(name, T.F32, values, None) for name, values in weights.items()])
    for kind in SCALES:
        tensors = [(name, kind, values, ggml.quantize(kind, values) if name.startswith("blk.") else None) for name, values in weights.items()]
        write(f"{folder}/{kind.name}.gguf", tensors)
        for name, _, values, raw in tensors:
            if raw is not None:
                spoil(name, kind, raw, values.shape[1])
        write(f"{folder}/{kind.name}-faults.gguf", tensors)
        print(kind.name, "nan zero" if SCALES[kind][1] in ZERO and kind != T.F16 else "nan")


main(*sys.argv[1:])
