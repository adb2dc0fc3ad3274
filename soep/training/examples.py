"""Labelled consults and scenes as what the heads are fitted to: input rows and wanted answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from asr.transcript import Speaker
from soep import classify, fate
from soep.features import PLACES, speaker_features
from soep.measure import fact_found, normalise
from soep.training.dataset import Labelled, without_speakers
from soep.utterances import Utterance

FATES = ("fate_plan", "fate_story")
Rows = NDArray[Any]
_OWN_SPEAKER = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0], dtype=np.float32)
_STORY, _PLAN = (0.15, 0.5), (0.6, 0.95)


@dataclass(frozen=True, slots=True)
class Example:
    """A consult or scene: its utterances with and without speakers, the heads' input, the wanted answers."""

    family: str
    is_scene: bool
    utterances: dict[bool, tuple[Utterance, ...]]
    text: Rows
    fate: dict[bool, Rows]
    wanted: dict[str, Rows]


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
    both = {True: known, False: without_speakers(known)}
    embedded = classify.embed(known)
    text, by_fate = classify.text_rows(known, embedded), {s: fate.rows(u, embedded) for s, u in both.items()}
    if is_scene:
        place = _in_a_consult(len(known), item.sections)
        width = text.shape[1]
        text[:, width - place.shape[1] :] = place
        for rows in by_fate.values():
            rows[:, width - place.shape[1] : width] = place
    wanted = {
        "section": np.array(item.sections),
        "act": np.array(item.acts),
        "relevance": np.array(relevance_of(item)),
        "fate_plan": np.array(item.fates),
        "fate_story": np.array(item.fates),
        "role": np.array([u.speaker is Speaker.ARTS for u in known]),
    }
    return Example(item.consult.id.split("-")[0], is_scene, both, text, by_fate, wanted)


def _in_a_consult(size: int, sections: tuple[str, ...]) -> Rows:
    """The places of a scene's utterances as if it were a part of a whole consult."""
    later = sum(s in "EP" for s in sections) * 2 > size
    place = np.linspace(*(_PLAN if later else _STORY), size, dtype=np.float32)
    zero = np.zeros_like(place)
    return np.stack([place, place**2, zero, zero, (place > 0.4) & (place < 0.75)], axis=1).astype(np.float32)


def rows_of(item: Example, name: str, *, speakers: bool) -> Rows:
    """The input of a head, shape (n, features)."""
    if name in FATES:
        return item.fate[speakers]
    if name == "role":
        return item.text
    return np.concatenate([item.text, speaker_features(item.utterances[speakers])], axis=1)


def used(item: Example, name: str) -> Rows:
    """Which utterances a head learns from, shape (n,): plans and the rest have each their own head for fates."""
    plan = item.wanted["section"] == "P"
    chosen: Rows = {"fate_plan": plan, "fate_story": ~plan}.get(name, np.ones_like(plan))
    return chosen


def _alone(rows: Rows) -> Rows:
    """Text rows as if the utterance were the only one: no neighbours, no place in the consult."""
    out = rows.copy()
    size = classify.EMBEDDING_SIZE
    out[:, :size] = 0
    out[:, 2 * size : 3 * size] = 0
    own = (rows.shape[1] - 3 * size - PLACES) // 3
    out[:, 3 * size + own :] = 0
    return out


def joined(examples: list[Example], name: str) -> tuple[Rows, Rows]:
    """All input rows and wanted answers for a head.

    Scenes teach fates only: they are fuller of plans than a consult, and the other heads found less with them (section
    recall on the tune part 0.774, without them 0.792).
    """
    chosen = [e for e in examples if name in FATES or not e.is_scene]
    kinds = (True,) if name == "role" else (True, False)
    rows = [np.concatenate([rows_of(e, name, speakers=s)[used(e, name)] for e in chosen]) for s in kinds]
    if name not in FATES:
        text = np.concatenate([e.text for e in chosen])
        speaker = np.concatenate([speaker_features(e.utterances[True]) for e in chosen])
        lonely = _alone(text)
        rows.append(lonely if name == "role" else np.concatenate([lonely, speaker * _OWN_SPEAKER], axis=1))
    wanted = np.concatenate([e.wanted[name][used(e, name)] for e in chosen])
    return np.concatenate(rows), np.concatenate([wanted] * len(rows))
