"""Labelled consults and scenes as what the reader and the role head learn from: input rows and right answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asr.transcript import Speaker
from soep import classify
from soep.features import PLACES
from soep.measure import fact_found, normalise
from soep.statement import FATES
from soep.training.dataset import Labelled, without_speakers
from soep.utterances import Utterance

Rows = NDArray[Any]
_STORY, _PLAN = (0.15, 0.5), (0.6, 0.95)
PIECES = (1, 2, 3, 5)
"""The lengths, in utterances, of the short talks that a consult is cut into."""
ANSWERS: dict[str, tuple[Any, ...]] = {
    "section": classify.SECTIONS,
    "act": classify.ACTS,
    "relevance": (False, True),
    "fate": FATES,
}
"""The answers in the order of the reader's outputs."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the reader learns from: rows (talks, utterances, features) with and without speakers, and right answers.

    `right` holds for each question the answers' numbers, (talks, utterances). Talks of a lesson are equally long.
    """

    is_scene: bool
    rows: dict[bool, Rows]
    right: dict[str, Rows]


@dataclass(frozen=True, slots=True)
class Example:
    """A consult or scene as a lesson, a consult also in short pieces; the role head's rows and right answers."""

    lesson: Lesson
    pieces: tuple[Lesson, ...]
    text: Rows
    is_doctor: Rows


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


def example(item: Labelled, *, is_scene: bool = False) -> Example:
    """One labelled consult or scene as an example."""
    known = item.utterances
    embedded = classify.embed(known)
    text = classify.text_rows(known, embedded)
    found = {"section": item.sections, "act": item.acts, "relevance": relevance_of(item), "fate": item.fates}
    right = {name: np.array([ANSWERS[name].index(x) for x in values], dtype=np.int64) for name, values in found.items()}
    rows = {told: classify.rows(_with(known, told), embedded) for told in (True, False)}
    pieces: tuple[Lesson, ...] = ()
    if is_scene:
        place = _in_a_consult(len(known), item.sections)
        text[:, text.shape[1] - place.shape[1] :] = place
        at = classify.EMBEDDING_SIZE + text.shape[1] - 3 * classify.EMBEDDING_SIZE
        for told in rows:
            rows[told][:, at - place.shape[1] : at] = place
    else:
        pieces = tuple(_pieces(known, embedded, right, size) for size in PIECES if size <= len(known))
    whole = Lesson(is_scene, {k: v[None] for k, v in rows.items()}, {k: v[None] for k, v in right.items()})
    doctor = np.array([u.speaker is Speaker.ARTS for u in known])
    return Example(whole, pieces, text, doctor)


def _with(utterances: Sequence[Utterance], told: bool) -> Sequence[Utterance]:
    return utterances if told else without_speakers(utterances)


def _pieces(utterances: Sequence[Utterance], embedded: Rows, right: dict[str, Rows], size: int) -> Lesson:
    """The consult cut into talks of `size` utterances, each as the program sees it when nothing else was said."""
    starts = range(0, len(utterances) - size + 1, size)
    rows = {
        told: np.stack([classify.rows(_with(utterances[a : a + size], told), embedded[a : a + size]) for a in starts])
        for told in (True, False)
    }
    return Lesson(False, rows, {k: np.stack([v[a : a + size] for a in starts]) for k, v in right.items()})


def _in_a_consult(size: int, sections: tuple[str, ...]) -> Rows:
    """The places of a scene's utterances as if it were a part of a whole consult."""
    later = sum(s in "EP" for s in sections) * 2 > size
    place = np.linspace(*(_PLAN if later else _STORY), size, dtype=np.float32)
    zero = np.zeros_like(place)
    return np.stack([place, place**2, zero, zero, (place > 0.4) & (place < 0.75)], axis=1).astype(np.float32)


def _alone(rows: Rows) -> Rows:
    """Text rows as if the utterance were the only one: no neighbours, no place in the consult."""
    out = rows.copy()
    size = classify.EMBEDDING_SIZE
    out[:, :size] = 0
    out[:, 2 * size : 3 * size] = 0
    own = (rows.shape[1] - 3 * size - PLACES) // 3
    out[:, 3 * size + own :] = 0
    return out


def role_rows(examples: list[Example]) -> tuple[Rows, Rows]:
    """The role head's rows and right answers: every utterance of a consult once in its place and once alone."""
    consults = [e for e in examples if not e.lesson.is_scene]
    text = np.concatenate([e.text for e in consults])
    doctor = np.concatenate([e.is_doctor for e in consults])
    return np.concatenate([text, _alone(text)]), np.concatenate([doctor, doctor])
