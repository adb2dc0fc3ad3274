"""CTranslate2's Whisper weights written back in the forms of openai-whisper and whisper.cpp, so that all run the same.

Runs in the peers' own environment (see peers.py): needs torch and openai-whisper, and nothing of ours.
Sources of the layouts: CTranslate2 python/ctranslate2/specs/model_spec.py (`_serialize`) and specs/whisper_spec.py;
whisper.cpp models/convert-pt-to-ggml.py.
"""

from __future__ import annotations

import base64
import struct
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

_TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}
_GGML_MAGIC = 0x67676D6C
_KEPT_FLOAT32 = ("encoder.conv1.bias", "encoder.conv2.bias", "encoder.positional_embedding",
                 "decoder.positional_embedding")  # fmt: skip


def read(path: Path) -> dict[str, Any]:
    """Every variable of a model.bin by CTranslate2's name."""
    found = {}
    with path.open("rb") as file:
        _number(file, "I"), _name(file), _number(file, "I")
        for _ in range(_number(file, "I")):
            name, rank = _name(file), _number(file, "B")
            shape = tuple(_number(file, "I") for _ in range(rank))
            kind, size = _number(file, "b"), _number(file, "I")
            found[name] = np.frombuffer(file.read(size), dtype=_TYPES[kind]).reshape(shape)
    return found


def _number(file: BinaryIO, kind: str) -> int:
    return int(struct.unpack("<" + kind, file.read(struct.calcsize(kind)))[0])


def _name(file: BinaryIO) -> str:
    return file.read(_number(file, "H"))[:-1].decode()


def renamed(weights: dict[str, Any]) -> dict[str, Any]:
    """The variables by openai-whisper's names, float32. Keys have no bias there; CTranslate2 keeps zeros for it."""
    state: dict[str, Any] = {"decoder.token_embedding.weight": weights["decoder/embeddings/weight"]}
    for part, last in (("encoder", "ln_post"), ("decoder", "ln")):
        state[f"{part}.positional_embedding"] = weights[f"{part}/position_encodings/encodings"]
        _norm(state, weights, f"{part}/layer_norm", f"{part}.{last}")
        for layer in range(_layers(weights, part)):
            _layer(state, weights, f"{part}/layer_{layer}", f"{part}.blocks.{layer}")
    for conv in ("conv1", "conv2"):
        for kind in ("weight", "bias"):
            state[f"encoder.{conv}.{kind}"] = weights[f"encoder/{conv}/{kind}"]
    return {name: np.ascontiguousarray(value, dtype=np.float32) for name, value in state.items()}


def _layers(weights: dict[str, Any], part: str) -> int:
    return len(
        {name.split("/")[1] for name in weights if name.startswith(f"{part}/layer_") and "norm/" not in name[:20]}
    )


def _norm(state: dict[str, Any], weights: dict[str, Any], old: str, new: str) -> None:
    state[f"{new}.weight"], state[f"{new}.bias"] = weights[f"{old}/gamma"], weights[f"{old}/beta"]


def _linear(state: dict[str, Any], weights: dict[str, Any], old: str, *new: str) -> None:
    parts = zip(new, *(np.split(weights[f"{old}/{kind}"], len(new)) for kind in ("weight", "bias")), strict=True)
    for name, weight, bias in parts:
        state[f"{name}.weight"] = weight
        if not name.endswith(".key"):
            state[f"{name}.bias"] = bias


def _layer(state: dict[str, Any], weights: dict[str, Any], old: str, new: str) -> None:
    _norm(state, weights, f"{old}/self_attention/layer_norm", f"{new}.attn_ln")
    own = f"{new}.attn"
    _linear(state, weights, f"{old}/self_attention/linear_0", f"{own}.query", f"{own}.key", f"{own}.value")
    _linear(state, weights, f"{old}/self_attention/linear_1", f"{own}.out")
    if f"{old}/attention/linear_0/weight" in weights:
        cross = f"{new}.cross_attn"
        _norm(state, weights, f"{old}/attention/layer_norm", f"{cross}_ln")
        _linear(state, weights, f"{old}/attention/linear_0", f"{cross}.query")
        _linear(state, weights, f"{old}/attention/linear_1", f"{cross}.key", f"{cross}.value")
        _linear(state, weights, f"{old}/attention/linear_2", f"{cross}.out")
    _norm(state, weights, f"{old}/ffn/layer_norm", f"{new}.mlp_ln")
    _linear(state, weights, f"{old}/ffn/linear_0", f"{new}.mlp.0")
    _linear(state, weights, f"{old}/ffn/linear_1", f"{new}.mlp.2")


def dimensions(weights: dict[str, Any], state: dict[str, Any]) -> dict[str, int]:
    """openai-whisper's ModelDimensions, in its own order."""
    vocabulary, width = state["decoder.token_embedding.weight"].shape
    return {
        "n_mels": state["encoder.conv1.weight"].shape[1], "n_audio_ctx": 1500, "n_audio_state": width,
        "n_audio_head": int(weights["encoder/num_heads"]), "n_audio_layer": _layers(weights, "encoder"),
        "n_vocab": vocabulary, "n_text_ctx": 448, "n_text_state": width,
        "n_text_head": int(weights["decoder/num_heads"]), "n_text_layer": _layers(weights, "decoder"),
    }  # fmt: skip


def write_torch(model_dir: Path, target: Path) -> None:
    """A .pt for `whisper.load_model`."""
    import torch

    weights = read(model_dir / "model.bin")
    state = renamed(weights)
    tensors = {name: torch.from_numpy(value) for name, value in state.items()}
    torch.save({"dims": dimensions(weights, state), "model_state_dict": tensors}, target)


def write_ggml(model_dir: Path, target: Path) -> None:
    """A ggml .bin for whisper.cpp, matrices in float16 as in its own downloads."""
    import whisper

    assets = Path(whisper.__file__).parent / "assets"
    weights = read(model_dir / "model.bin")
    state = renamed(weights)
    size = dimensions(weights, state)
    order = ("n_vocab", "n_audio_ctx", "n_audio_state", "n_audio_head", "n_audio_layer", "n_text_ctx", "n_text_state",
             "n_text_head", "n_text_layer", "n_mels")  # fmt: skip
    filters = np.load(assets / "mel_filters.npz")[f"mel_{size['n_mels']}"].astype(np.float32)
    lines = (assets / "multilingual.tiktoken").read_text().splitlines()
    tokens = [base64.b64decode(line.split()[0]) for line in lines if line]
    with target.open("wb") as out:
        out.write(struct.pack("<12i", _GGML_MAGIC, *(size[name] for name in order), 1))
        out.write(struct.pack("<2i", *filters.shape) + filters.tobytes())
        out.write(struct.pack("<i", len(tokens)))
        for token in tokens:
            out.write(struct.pack("<i", len(token)) + token)
        for name, value in state.items():
            _tensor(out, name, value)


def _tensor(out: BinaryIO, name: str, value: Any) -> None:
    if name in ("encoder.conv1.bias", "encoder.conv2.bias"):
        value = value.reshape(-1, 1)
    half = value.ndim > 1 and name not in _KEPT_FLOAT32
    raw = name.encode()
    out.write(struct.pack("<3i", value.ndim, len(raw), int(half)))
    out.write(struct.pack(f"<{value.ndim}i", *reversed(value.shape)) + raw)
    out.write(value.astype(np.float16 if half else np.float32).tobytes())
