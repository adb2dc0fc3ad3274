"""How well the shipped reader and role head do on labelled consults."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from soep import classify
from soep.statement import FATES
from soep.training.examples import Example


def _average_precision(wanted: NDArray[np.bool_], score: NDArray[np.float32]) -> float:
    """The mean precision at each thing found, in order of score: 1 when everything wanted comes first."""
    right = wanted[np.argsort(-score, kind="stable")]
    return float((np.cumsum(right) / np.arange(1, len(right) + 1))[right].mean())


def measured(examples: list[Example]) -> dict[str, dict[str, float]]:
    """Accuracy per question, and average precision for what does not stand, with and without speakers."""
    consults = [e for e in examples if not e.lesson.is_scene]
    out: dict[str, dict[str, float]] = {}
    for told in (True, False):
        found = [classify.read(e.lesson.rows[told][0]) for e in consults]
        given = {n: np.concatenate([f[n] for f in found]) for n in classify.READER}
        right = {n: np.concatenate([e.lesson.right[n][0] for e in consults]) for n in classify.READER}
        figures = {n: float((given[n].argmax(1) == right[n]).mean()) for n in classify.READER}
        plan, stands = right["section"] == classify.SECTIONS.index("P"), FATES.index("vast")
        falls, score = right["fate"] != stands, 1 - given["fate"][:, stands]
        figures["plans_that_fall"] = _average_precision(falls[plan], score[plan])
        figures["other_that_falls"] = _average_precision(falls[~plan], score[~plan])
        figures["relevant"] = _average_precision(right["relevance"] == 1, given["relevance"][:, 1])
        out["with_speakers" if told else "without_speakers"] = {k: round(v, 3) for k, v in figures.items()}
    said = np.concatenate([classify.doctor_likely(e.text) for e in consults])
    doctor = np.concatenate([e.is_doctor for e in consults])
    out["role"] = {"accuracy": round(float(((said > 0.5) == doctor).mean()), 3)}
    return out
