# SPDX-License-Identifier: Apache-2.0
"""A small real network on scikit-learn's digits (1,797 scanned figures), quantized by ONNX Runtime, well and badly.

usage: network.py FOLDER

Writes FOLDER/f32.onnx, one model per way of quantizing, and for each the answers on 597 held-out figures (p-NAME.csv: id, label,
prediction). FOLDER/set.csv and set.npz hold those figures, for the gate's own runner.
"""
import csv
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static
from sklearn.datasets import load_digits
from sklearn.neural_network import MLPClassifier

TRAINED = 1200


def train(x, y):
    return MLPClassifier((48, 24), max_iter=120, random_state=1).fit(x[:TRAINED], y[:TRAINED])


def widen(coefs):
    """Some inputs of the second layer come through ReLU units of other sizes: the same function, with outlier channels."""
    first, second = coefs[0].copy(), coefs[1].copy()
    factor = np.ones(first.shape[1])
    factor[::6] = 40
    return [first * factor, (second.T / factor).T, coefs[2]], factor


def build(path, coefs, biases):
    nodes, constants, value = [], [], "x"
    for i, (weight, bias) in enumerate(zip(coefs, biases)):
        last = i == len(coefs) - 1
        constants += [numpy_helper.from_array(weight.astype(np.float32), f"W{i}"), numpy_helper.from_array(bias.astype(np.float32), f"b{i}")]
        nodes += [helper.make_node("MatMul", [value, f"W{i}"], [f"m{i}"]), helper.make_node("Add", [f"m{i}", f"b{i}"], ["y" if last else f"a{i}"])]
        if not last:
            nodes.append(helper.make_node("Relu", [f"a{i}"], [f"h{i}"]))
            value = f"h{i}"
    graph = helper.make_graph(nodes, "digits", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 64])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 10])], constants)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)


class Samples(CalibrationDataReader):
    def __init__(self, rows):
        self.rows = iter(rows)

    def get_next(self):
        row = next(self.rows, None)
        return None if row is None else {"x": row[None]}


def quantize(folder, name, rows, **how):
    quantize_static(f"{folder}/f32.onnx", f"{folder}/{name}.onnx", Samples(rows), quant_format=QuantFormat.QDQ, weight_type=QuantType.QInt8, **how)


def to_blocks(folder):
    """Four bits in blocks: MatMulNBits."""
    quantizer = MatMulNBitsQuantizer(onnx.load(f"{folder}/f32.onnx"), block_size=16, is_symmetric=True, bits=4)
    quantizer.process()
    quantizer.model.save_model_to_file(f"{folder}/blocks.onnx")


def inner(folder, kind):
    """The second layer in a branch of an If, in the body of a Loop or a Scan, in a function: its scale of zero in a Constant."""
    good = {t.name: t for t in onnx.load(f"{folder}/good.onnx").graph.initializer}
    info, codes = helper.make_tensor_value_info, good["W1_quantized"]
    scale = numpy_helper.from_array(numpy_helper.to_array(good["W1_scale"]) * np.float32(0))
    nodes = [helper.make_node("Constant", [], ["s"], value=scale), helper.make_node("DequantizeLinear", ["W1_quantized", "s"], ["w"], axis=1),
             helper.make_node("MatMul", ["x" if kind in ("if", "function") else "row", "w"], ["out"])]
    out, opsets, functions = info("out", TensorProto.FLOAT, ["r", 24] if kind != "scan" else [24]), [helper.make_opsetid("", 17), helper.make_opsetid("made", 1)], []
    if kind == "if":
        other = [helper.make_node("Constant", [], ["out"], value=numpy_helper.from_array(np.zeros((1, 24), np.float32)))]
        node = helper.make_node("If", ["c"], ["y"], name="pick", then_branch=helper.make_graph(nodes, "then", [], [out], [codes]),
                                else_branch=helper.make_graph(other, "else", [], [out]))
    elif kind == "loop":
        body = helper.make_graph(nodes + [helper.make_node("Identity", ["go"], ["still"])], "body",
                                 [info("n", TensorProto.INT64, []), info("go", TensorProto.BOOL, []), info("row", TensorProto.FLOAT, [None, 48])],
                                 [info("still", TensorProto.BOOL, []), out], [codes])
        node = helper.make_node("Loop", ["", "c", "x"], ["y"], name="pick", body=body)
    elif kind == "scan":
        node = helper.make_node("Scan", ["x"], ["y"], name="pick", num_scan_inputs=1,
                                body=helper.make_graph(nodes, "body", [info("row", TensorProto.FLOAT, [48])], [out], [codes]))
    else:
        whole = [helper.make_node("Constant", [], ["W1_quantized"], value=numpy_helper.from_array(numpy_helper.to_array(codes)))] + nodes
        functions = [helper.make_function("made", "pick", ["x"], ["out"], whole, opsets[:1])]
        node = helper.make_node("pick", ["x"], ["y"], domain="made")
    inputs = [info("x", TensorProto.FLOAT, [None, 48])] + ([info("c", TensorProto.BOOL, [])] if kind in ("if", "loop") else [])
    graph = helper.make_graph([node], "inner", inputs, [info("y", TensorProto.FLOAT, [None, 24])])
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8, functions=functions)
    onnx.checker.check_model(model)
    onnx.save(model, f"{folder}/inner-{kind}.onnx")


def edit(folder, name, change, source="good"):
    """A copy of the good model in which `change` was done to the tensors of its second layer."""
    model = onnx.load(f"{folder}/{source}.onnx")
    for tensor in model.graph.initializer:
        new = change(tensor.name, numpy_helper.to_array(tensor).copy())
        if new is not None:
            tensor.CopyFrom(numpy_helper.from_array(new, tensor.name))
    onnx.save(model, f"{folder}/{name}.onnx")


def shifted(name, values):
    return values + values.dtype.type(1) if name == "W1_zero_point" else None


def zeroed(name, values):
    return values * 0 if name in ("W1_scale", "W1_scales") else None


def one_nan(name, values):
    if name != "W1_scale":
        return None
    values[3] = np.nan
    return values


def answers(folder, name, x, y):
    session = onnxruntime.InferenceSession(f"{folder}/{name}.onnx", providers=["CPUExecutionProvider"])
    said = session.run(None, {"x": x[TRAINED:]})[0].argmax(axis=1)
    with open(f"{folder}/p-{name}.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["id", "label", "prediction"])
        out.writerows(zip(range(len(said)), y[TRAINED:], said))
    print(f"{name}: {(said == y[TRAINED:]).mean():.4f}")


def labelled(folder, x, y):
    np.savez_compressed(f"{folder}/set.npz", x=x.reshape(-1, 8, 8), label=y)
    with open(f"{folder}/set.csv", "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow([f"p{i}" for i in range(x.shape[1])] + ["label"])
        out.writerows(row.tolist() + [label] for row, label in zip(x, y))


def main(folder):
    x, y = load_digits(return_X_y=True)
    x = (x / 16).astype(np.float32)
    network = train(x, y)
    coefs, factor = widen(network.coefs_)
    build(f"{folder}/f32.onnx", coefs, [network.intercepts_[0] * factor] + network.intercepts_[1:])
    quantize(folder, "good", x[:512], per_channel=True)
    quantize(folder, "again", x[100:612], per_channel=True)
    quantize(folder, "per-tensor", x[:512], per_channel=False)
    quantize(folder, "few-samples", x[:1] * 0.3, per_channel=True)
    for name, change in (("zero-point", shifted), ("zero-scales", zeroed), ("nan", one_nan)):
        edit(folder, name, change)
    to_blocks(folder)
    edit(folder, "blocks-zero", zeroed, "blocks")
    for kind in ("if", "loop", "scan", "function"):
        inner(folder, kind)
    for name in ("blocks", "blocks-zero", "f32", "good", "again", "per-tensor", "few-samples", "zero-point", "zero-scales", "nan"):
        answers(folder, name, x, y)
    labelled(folder, x[TRAINED:], y[TRAINED:])


main(sys.argv[1])
