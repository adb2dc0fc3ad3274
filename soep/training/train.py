"""Fit the reader and the role head to the consults and write them as ONNX with their figures (`make train`).

Nothing is left to chance but what a seed decides: one thread, a fixed order of files. Twice on one machine gives the
same bytes; another kind of processor may round otherwise.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_variable] = "1"

import numpy as np  # noqa: E402
from skl2onnx import to_onnx  # noqa: E402
from skl2onnx.common.data_types import FloatTensorType  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from soep import classify  # noqa: E402
from soep.training import net  # noqa: E402
from soep.training.consults import all_scenes, read_all  # noqa: E402
from soep.training.dataset import labelled  # noqa: E402
from soep.training.examples import ANSWERS, Example, example, role_rows  # noqa: E402
from soep.training.export import graph  # noqa: E402
from soep.training.measures import measured  # noqa: E402

HERE = Path(__file__).parent
DATA = HERE.parent / "data"
SEEDS = (1, 2, 3, 4, 5)
ROLE_STRENGTH = 0.03


def write_role(examples: list[Example]) -> None:
    """The role head, who says it by the text alone: logistic regression, weights rounded to 5 decimals."""
    rows, wanted = role_rows(examples)
    model = LogisticRegression(C=ROLE_STRENGTH, max_iter=400, tol=1e-3).fit(rows, wanted)
    model.coef_, model.intercept_ = np.round(model.coef_, 5), np.round(model.intercept_, 5)
    made = to_onnx(
        model, initial_types=[("x", FloatTensorType([None, rows.shape[1]]))], target_opset=17,
        options={id(model): {"zipmap": False}}, name="role",
    )  # fmt: skip
    (DATA / "role.onnx").write_bytes(made.SerializeToString(deterministic=True))


def write_reader(examples: list[Example]) -> None:
    """The reader, one member for each seed; what onnxruntime makes of the file is held against torch."""
    sizes = {name: len(answers) for name, answers in ANSWERS.items()}
    members = [net.fit(examples, sizes, seed, lambda text: print(text, file=sys.stderr, flush=True)) for seed in SEEDS]
    arrays = [{k: v.numpy() for k, v in w.items()} for w in members]
    rows = examples[0].lesson.rows[True][0]
    (DATA / "reader.onnx").write_bytes(graph(arrays, rows.shape[1]))
    classify._model.cache_clear()
    shipped, wanted = classify.read(rows), net.predict(members, rows)
    for name in classify.READER:
        np.testing.assert_allclose(shipped[name], wanted[name], atol=1e-4)


def main() -> None:
    """Fit to train/ and the scenes, measure on tune/, write both models and their figures."""
    train = [example(labelled(c)) for c in read_all(HERE / "consults" / "train")]
    train += [example(labelled(s), is_scene=True) for s in all_scenes(HERE / "scenes")]
    write_role(train)
    write_reader(train)
    tune = [example(labelled(c)) for c in read_all(HERE / "consults" / "tune")]
    figures = {"train_utterances": sum(len(e.text) for e in train), "tune": measured(tune)}
    (DATA / "classifier_metrics.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
