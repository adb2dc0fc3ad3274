"""The reader's graph: onnxruntime gets from it what the sums, written out here in numpy, give."""

from __future__ import annotations

import numpy as np
import onnxruntime
import pytest

from soep.classify import READER
from soep.training.export import SIDE, STEPS, WIDTH, Rows, graph

FEATURES, SIZES = 20, {"section": 5, "act": 15, "relevance": 2, "fate": 7}


def weights(seed: int) -> dict[str, Rows]:
    draw = np.random.default_rng(seed)
    shapes: dict[str, tuple[int, ...]] = {"in.w": (WIDTH, FEATURES), "in.b": (WIDTH,)}
    shapes |= {"side.w": (SIDE, FEATURES), "side.b": (SIDE,)}
    for i in range(len(STEPS)):
        shapes |= {f"norm{i}.w": (WIDTH,), f"norm{i}.b": (WIDTH,)}
        shapes |= {f"conv{i}.w": (2 * WIDTH, WIDTH, 3), f"conv{i}.b": (2 * WIDTH,)}
    for name, size in SIZES.items():
        shapes |= {f"{name}.w": (size, 2 * WIDTH + SIDE), f"{name}.b": (size,)}
    return {k: (draw.standard_normal(s) * 0.2).astype(np.float16).astype(np.float32) for k, s in shapes.items()}


def softmax(x: Rows) -> Rows:
    e = np.exp(x - x.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True), dtype=np.float32)


def by_hand(w: dict[str, Rows], x: Rows) -> dict[str, Rows]:
    first, side = (np.maximum(x @ w[f"{k}.w"].T + w[f"{k}.b"], 0) for k in ("in", "side"))
    seen = first
    for i, step in enumerate(STEPS):
        middle, spread = seen.mean(1, keepdims=True), seen.var(1, keepdims=True)
        normal = (seen - middle) / np.sqrt(spread + 1e-5) * w[f"norm{i}.w"] + w[f"norm{i}.b"]
        padded = np.pad(normal, ((step, step), (0, 0)))
        both = w[f"conv{i}.b"] + sum(
            padded[k * step : k * step + len(x)] @ w[f"conv{i}.w"][:, :, k].T for k in range(3)
        )
        seen = seen + np.tanh(both[:, :WIDTH]) / (1 + np.exp(-both[:, WIDTH:]))
    joined = np.concatenate([first, seen, side], axis=1)
    return {name: softmax(joined @ w[f"{name}.w"].T + w[f"{name}.b"]) for name in READER}


@pytest.mark.parametrize("size", [1, 3, 90])
def test_the_graph_gives_the_members_mean(size: int) -> None:
    members = [weights(1), weights(2)]
    session = onnxruntime.InferenceSession(graph(members, FEATURES), providers=["CPUExecutionProvider"])
    x = np.random.default_rng(3).standard_normal((size, FEATURES)).astype(np.float32)
    found = dict(zip(READER, session.run(list(READER), {"x": x}), strict=True))
    wanted = [by_hand(w, x) for w in members]
    for name in READER:
        np.testing.assert_allclose(found[name], (wanted[0][name] + wanted[1][name]) / 2, atol=2e-4)


def test_the_same_members_give_the_same_bytes() -> None:
    assert graph([weights(1)], FEATURES) == graph([weights(1)], FEATURES)
