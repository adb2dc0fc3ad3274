"""Makes asr/data/voice_encoder.onnx from Resemblyzer's weights; run once, at development time, never by the program.

    python -m venv /tmp/convert && /tmp/convert/bin/pip install torch==2.13.0 onnx onnxruntime numpy
    pip download --no-deps Resemblyzer==0.1.4 && unzip Resemblyzer-0.1.4-*.whl
    /tmp/convert/bin/python asr/training/convert_voice_encoder.py resemblyzer/pretrained.pt asr/data/voice_encoder.onnx

The network is GE2E (Wan et al. 2018, arXiv 1710.10467): three LSTM layers of 256, a linear layer, ReLU, length one.
The weights are kept in float16 and widened when they are loaded: half the size, the same answers to three decimals.
The script refuses weights with another sha256, and prints how well the result agrees with the original.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

SOURCE_SHA256: Final = "39373b86598fa3da9fcddee6142382efe09777e8d37dc9c0561f41f0070f134e"
_LAYERS: Final = 3
_WIDTH: Final = 256
_MELS: Final = 40
_GATES: Final = (0, 3, 1, 2)  # torch: input forget cell output; ONNX: input output forget cell


def load(path: Path) -> dict[str, Any]:
    """The tensors by name, float32. Raises ValueError for a file that is not the published one."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        raise ValueError(f"{path.name}: sha256 is {found}, expected {SOURCE_SHA256}")
    torch = importlib.import_module("torch")
    state = torch.load(path, map_location="cpu", weights_only=True)["model_state"]
    return {name: tensor.numpy().astype(np.float32) for name, tensor in state.items()}


def convert(weights: dict[str, Any]) -> Any:
    """The ONNX model: `mels` (n, frames, 40) and `lengths` (n,) int32 to `voices` (n, 256), each of length one."""
    kept: list[Any] = []
    nodes: list[Any] = [helper.make_node("Transpose", ["mels"], ["x0"], perm=[1, 0, 2])]

    def half(name: str, value: Any) -> str:
        kept.append(numpy_helper.from_array(value.astype(np.float16), name + "_half"))
        nodes.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
        return name

    def gates(value: Any) -> Any:
        return np.concatenate([value[g * _WIDTH : (g + 1) * _WIDTH] for g in _GATES])

    for layer in range(_LAYERS):
        w = half(f"w{layer}", gates(weights[f"lstm.weight_ih_l{layer}"])[None])
        r = half(f"r{layer}", gates(weights[f"lstm.weight_hh_l{layer}"])[None])
        biases = [gates(weights[f"lstm.bias_{kind}_l{layer}"]) for kind in ("ih", "hh")]
        b = half(f"b{layer}", np.concatenate(biases)[None])
        outputs = [f"y{layer}", f"h{layer}"]
        nodes.append(helper.make_node("LSTM", [f"x{layer}", w, r, b, "lengths"], outputs, hidden_size=_WIDTH))
        nodes.append(helper.make_node("Squeeze", [f"y{layer}", "one"], [f"x{layer + 1}"]))
    kept.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "one"))
    kept.append(numpy_helper.from_array(np.array([0], dtype=np.int64), "zero"))
    kept.append(numpy_helper.from_array(np.array([1e-6], dtype=np.float32), "least"))
    nodes += [
        helper.make_node("Squeeze", [f"h{_LAYERS - 1}", "zero"], ["last"]),
        helper.make_node("Gemm", ["last", half("lw", weights["linear.weight"]), half("lb", weights["linear.bias"])],
                         ["raw"], transB=1),
        helper.make_node("Relu", ["raw"], ["positive"]),
        helper.make_node("ReduceL2", ["positive", "one"], ["norm"], keepdims=1),
        helper.make_node("Max", ["norm", "least"], ["safe"]),
        helper.make_node("Div", ["positive", "safe"], ["voices"]),
    ]  # fmt: skip
    graph = helper.make_graph(
        nodes, "voice_encoder",
        [helper.make_tensor_value_info("mels", TensorProto.FLOAT, ["n", "frames", _MELS]),
         helper.make_tensor_value_info("lengths", TensorProto.INT32, ["n"])],
        [helper.make_tensor_value_info("voices", TensorProto.FLOAT, ["n", _WIDTH])], kept,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    model.doc_string = "GE2E voice encoder from Resemblyzer 0.1.4, Apache-2.0; weights in float16"
    onnx.checker.check_model(model)
    return model


def agreement(weights: dict[str, Any], model_path: Path) -> float:
    """The least cosine between the original's answer (torch, float32) and the converted model's, over made-up mels."""
    torch, runtime = importlib.import_module("torch"), importlib.import_module("onnxruntime")
    lstm = torch.nn.LSTM(_MELS, _WIDTH, _LAYERS, batch_first=True)
    lstm.load_state_dict({k[5:]: torch.from_numpy(v) for k, v in weights.items() if k.startswith("lstm.")})
    mels = (np.random.default_rng(1).gamma(0.3, 1.0, (32, 160, _MELS)) ** 2).astype(np.float32)
    with torch.no_grad():
        hidden = lstm(torch.from_numpy(mels))[1][0][-1].numpy()
    expected = np.maximum(hidden @ weights["linear.weight"].T + weights["linear.bias"], 0.0)
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    session = runtime.InferenceSession(str(model_path), providers=["CPUExecutionProvider"])
    [found] = session.run(None, {"mels": mels, "lengths": np.full(32, 160, dtype=np.int32)})
    return float((expected * found).sum(axis=1).min())


def main(source: Path, target: Path) -> None:
    """Converts, writes, and tells size, sha256 and agreement."""
    weights = load(source)
    target.write_bytes(convert(weights).SerializeToString(deterministic=True))
    print(f"{target.name}: {target.stat().st_size} bytes")
    print(f"sha256 {hashlib.sha256(target.read_bytes()).hexdigest()}")
    print(f"least cosine with the original: {agreement(weights, target):.6f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
