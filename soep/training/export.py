"""The reader as an ONNX graph: the sums of soep.training.net.forward, all members in one file, weights as halves."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from soep.classify import READER

WIDTH, SIDE, STEPS = 64, 64, (1, 2, 4, 8, 16, 1)
"""The network's width, that of its part that sees one utterance only, and how far apart each convolution looks."""
OPSET = 17
Rows = NDArray[np.float32]


class _Graph:
    """Nodes and weights as they are added; weights are stored as float16 and cast back when the file is loaded."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []
        self._count = 0

    def add(self, op: str, *inputs: str, **attributes: Any) -> str:
        self._count += 1
        name = f"v{self._count}"
        self.nodes.append(helper.make_node(op, list(inputs), [name], **attributes))
        return name

    def weight(self, value: Rows) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=np.float16), name))
        return self.add("Cast", name, to=TensorProto.FLOAT)

    def number(self, *value: int) -> str:
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(np.array(value, dtype=np.int64), name))
        return name


def _member(g: _Graph, w: dict[str, Rows]) -> dict[str, str]:
    """One member's probabilities."""

    def linear(x: str, name: str) -> str:
        return g.add("Gemm", x, g.weight(w[f"{name}.w"]), g.weight(w[f"{name}.b"]), transB=1)

    first = g.add("Relu", linear("x", "in"))
    side = g.add("Relu", linear("x", "side"))
    seen = first
    for i, step in enumerate(STEPS):
        scale, shift = g.weight(w[f"norm{i}.w"]), g.weight(w[f"norm{i}.b"])
        normal = g.add("LayerNormalization", seen, scale, shift, axis=-1, epsilon=1e-5)
        wide = g.add("Unsqueeze", g.add("Transpose", normal, perm=[1, 0]), g.number(0))
        kernel, bias = g.weight(w[f"conv{i}.w"]), g.weight(w[f"conv{i}.b"])
        both = g.add("Conv", wide, kernel, bias, kernel_shape=[3], pads=[step, step], dilations=[step])
        flat = g.add("Transpose", g.add("Squeeze", both, g.number(0)), perm=[1, 0])
        left = g.add("Slice", flat, g.number(0), g.number(WIDTH), g.number(1))
        right = g.add("Slice", flat, g.number(WIDTH), g.number(2 * WIDTH), g.number(1))
        seen = g.add("Add", seen, g.add("Mul", g.add("Tanh", left), g.add("Sigmoid", right)))
    joined = g.add("Concat", first, seen, side, axis=1)
    return {name: g.add("Softmax", linear(joined, name), axis=1) for name in READER}


def graph(members: list[dict[str, Rows]], width: int) -> bytes:
    """The whole reader: input `x` (n, width), outputs named as READER, (n, k) each."""
    g = _Graph()
    answers = [_member(g, w) for w in members]
    outputs = []
    for name in READER:
        g.nodes.append(helper.make_node("Mean", [a[name] for a in answers], [name]))
        size = members[0][f"{name}.b"].shape[0]
        outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", size]))
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", width])]
    made = helper.make_graph(g.nodes, "reader", inputs, outputs, g.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="soepel")
    model.ir_version = 8
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))
