"""Train the classifier's heads on the consults, write them as ONNX with their figures and model card (`make train`).

Everything is deterministic: no sampling, one thread, a fixed order of files. Linear heads (multinomial logistic
regression) because with a few thousand utterances anything larger learnt the training consults by heart
(section accuracy on held-out consults 0.876 linear, 0.863 with 64 hidden units).
"""

from __future__ import annotations

import json
import os
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import numpy as np  # noqa: E402
from skl2onnx import to_onnx  # noqa: E402
from skl2onnx.common.data_types import FloatTensorType  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from soep.training.consults import all_scenes, read_all  # noqa: E402
from soep.training.dataset import labelled  # noqa: E402
from soep.training.examples import FATES, Example, example, joined, rows_of, used  # noqa: E402

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
STRENGTH = {"section": 0.03, "act": 0.03, "relevance": 0.01, "role": 0.03, "fate_plan": 0.03, "fate_story": 0.03}


def fit(examples: list[Example], name: str) -> LogisticRegression:
    """One head: learnt on every utterance with its speaker, once more without, and once more out of its consult."""
    rows, wanted = joined(examples, name)
    return LogisticRegression(C=STRENGTH[name], max_iter=400, tol=1e-3).fit(rows, wanted)


def export(model: LogisticRegression, name: str, width: int) -> None:
    """Write one head as soep/data/<name>.onnx, weights rounded to float32 with 5 decimals."""
    model.coef_, model.intercept_ = np.round(model.coef_, 5), np.round(model.intercept_, 5)
    graph = to_onnx(
        model, initial_types=[("x", FloatTensorType([None, width]))], target_opset=17,
        options={id(model): {"zipmap": False}}, name=name,
    )  # fmt: skip
    (DATA / f"{name}.onnx").write_bytes(graph.SerializeToString(deterministic=True))


def accuracy(model: LogisticRegression, examples: list[Example], name: str, *, speakers: bool) -> float:
    """The share of utterances a head gets right; scenes count for fates only."""
    examples = [e for e in examples if name in FATES or not e.is_scene]
    rows = np.concatenate([rows_of(e, name, speakers=speakers)[used(e, name)] for e in examples])
    wanted = np.concatenate([e.wanted[name][used(e, name)] for e in examples])
    return round(float(model.score(rows, wanted)), 4)


def main() -> None:
    """Train on train/ and the scenes, measure on tune/, write heads and metrics."""
    train = [example(labelled(c)) for c in read_all(HERE / "consults" / "train")]
    train += [example(labelled(s), is_scene=True) for s in all_scenes(HERE / "scenes")]
    tune = [example(labelled(c)) for c in read_all(HERE / "consults" / "tune")]
    metrics: dict[str, object] = {
        "train_utterances": sum(len(e.utterances[True]) for e in train),
        "tune_utterances": sum(len(e.utterances[True]) for e in tune),
    }
    for name in STRENGTH:
        model = fit(train, name)
        metrics[name] = scores = {
            f"{where}_{'with' if s else 'without'}_speakers": accuracy(model, part, name, speakers=s)
            for where, part in (("train", train), ("tune", tune))
            for s in (True, False)
        }
        export(model, name, rows_of(train[0], name, speakers=True).shape[1])
        print(name, scores, flush=True)
    (DATA / "classifier_metrics.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
