# SPDX-License-Identifier: Apache-2.0
"""A GGUF file whose scales are twice what they must be in one tensor of type Q8_0, as a faulty quantizer may leave it.

    python3 break_gguf.py IN.gguf OUT.gguf TENSOR      needs the packages gguf, numpy
"""
import shutil
import sys

import gguf
import numpy

source, out, wanted = sys.argv[1:]
shutil.copyfile(source, out)
tensor = next(tensor for tensor in gguf.GGUFReader(out, "r+").tensors if tensor.name == wanted)
assert tensor.tensor_type == gguf.GGMLQuantizationType.Q8_0
blocks = tensor.data.reshape(-1).view(numpy.uint8).reshape(-1, 34)
blocks[:, :2] = (blocks[:, :2].copy().view(numpy.float16) * 2).view(numpy.uint8)
tensor.data.base.flush() if hasattr(tensor.data.base, "flush") else None
