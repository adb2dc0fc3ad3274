"""Train the classifier's heads on the consults, write them as ONNX with their figures and model card (`make train`).

Everything is deterministic: no sampling, one thread, a fixed order of files. Linear heads (multinomial logistic
regression) because with a few thousand utterances anything larger learnt the training consults by heart
(section accuracy on held-out consults 0.876 linear, 0.863 with 64 hidden units).
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402
from skl2onnx import to_onnx  # noqa: E402
from skl2onnx.common.data_types import FloatTensorType  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from asr.transcript import Speaker  # noqa: E402
from soep import classify  # noqa: E402
from soep.features import PLACES, speaker_features  # noqa: E402
from soep.measure import fact_found, normalise  # noqa: E402
from soep.training.consults import read_all  # noqa: E402
from soep.training.dataset import Labelled, labelled, without_speakers  # noqa: E402

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
STRENGTH = {"section": 0.03, "act": 0.03, "relevance": 0.01, "role": 0.03}
Rows = NDArray[np.float32]
_OWN_SPEAKER = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0], dtype=np.float32)


def relevance_of(item: Labelled) -> list[bool]:
    """Whether an utterance is in the careful GP's note: it matches part of a fact there, or shares its words."""
    out = []
    note = {k: " ".join(normalise(t) for s, t in item.consult.reference if s == k) for k in "SOEP"}
    for utterance, section in zip(item.utterances, item.sections, strict=True):
        text = normalise(utterance.phrase.text)
        words = [w for w in re.findall(r"[a-z0-9./]+", text) if len(w) > 3 or w[0].isdigit()]
        shared = sum(w[:5] in note.get(section, "") for w in words)
        facts = [f for f in item.consult.facts if f["section"] == section]
        partly = any(fact_found({"must": [g]}, text) for f in facts for g in f["must"])  # type: ignore[attr-defined]
        out.append(section != "-" and (partly or (len(words) >= 2 and shared / len(words) >= 0.5)))
    return out


def matrices(items: list[Labelled]) -> dict[str, Rows]:
    """Per consult set: input rows with and without speakers, and the targets of the four heads."""
    parts: dict[str, list[object]] = {k: [] for k in ("text", "speaker", "section", "act", "relevance", "role")}
    for item in items:
        embedded = classify.embed(item.utterances)
        parts["text"].append(classify.text_rows(item.utterances, embedded))
        parts["speaker"].append(speaker_features(item.utterances))
        parts["section"].append(np.array(item.sections))
        parts["act"].append(np.array(item.acts))
        parts["relevance"].append(np.array(relevance_of(item)))
        parts["role"].append(np.array([u.speaker is Speaker.ARTS for u in item.utterances]))
        assert len(without_speakers(item.utterances)) == len(item.sections)
    return {k: np.concatenate(v) for k, v in parts.items()}  # type: ignore[arg-type]


def alone(rows: Rows) -> Rows:
    """Input rows as if the utterance were the only one: no neighbours, no place in the consult."""
    out = rows.copy()
    size = classify.EMBEDDING_SIZE
    out[:, :size] = 0
    out[:, 2 * size : 3 * size] = 0
    own = (rows.shape[1] - 3 * size - PLACES) // 3
    out[:, 3 * size + own :] = 0
    return out


def rows_of(data: dict[str, Rows], name: str, *, speakers: bool) -> Rows:
    """The input of one head."""
    if name == "role":
        return data["text"]
    return np.concatenate([data["text"], data["speaker"] * np.float32(speakers)], axis=1)


def fit(data: dict[str, Rows], name: str) -> LogisticRegression:
    """One head, trained on every utterance with its speaker, once more without, and once more out of its consult."""
    model = LogisticRegression(C=STRENGTH[name], max_iter=400, tol=1e-3)
    if name == "role":
        rows = rows_of(data, name, speakers=False)
        return model.fit(np.concatenate([rows, alone(rows)]), np.concatenate([data[name]] * 2))
    lonely = np.concatenate([alone(data["text"]), data["speaker"] * _OWN_SPEAKER], axis=1)
    rows = np.concatenate([*(rows_of(data, name, speakers=s) for s in (True, False)), lonely])
    return model.fit(rows, np.concatenate([data[name]] * 3))


def export(model: LogisticRegression, name: str, width: int) -> None:
    """Write one head as soep/data/<name>.onnx, weights rounded to float32 with 5 decimals."""
    model.coef_, model.intercept_ = np.round(model.coef_, 5), np.round(model.intercept_, 5)
    graph = to_onnx(
        model, initial_types=[("x", FloatTensorType([None, width]))], target_opset=17,
        options={id(model): {"zipmap": False}}, name=name,
    )  # fmt: skip
    (DATA / f"{name}.onnx").write_bytes(graph.SerializeToString(deterministic=True))


def main() -> None:
    """Train on train/, measure on tune/, write heads and metrics."""
    train_items = [labelled(c) for c in read_all(HERE / "consults" / "train")]
    tune_items = [labelled(c) for c in read_all(HERE / "consults" / "tune")]
    train, tune = matrices(train_items), matrices(tune_items)
    metrics: dict[str, object] = {"train_utterances": len(train["act"]), "tune_utterances": len(tune["act"])}
    for name in STRENGTH:
        model = fit(train, name)
        scores = {
            f"{where}_{'with' if s else 'without'}_speakers":
                round(float(model.score(rows_of(d, name, speakers=s), d[name])), 4)
            for where, d in (("train", train), ("tune", tune)) for s in (True, False)
        }  # fmt: skip
        metrics[name] = scores
        export(model, name, rows_of(train, name, speakers=True).shape[1])
        print(name, scores)
    (DATA / "classifier_metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
