"""Step 3: who speaks, where nobody said so, and a check on who was said to speak.

Adds speakers to turns without one, from the text alone: a turn's words say how likely the doctor says it, and turns
mostly alternate. Voices that were told apart by sound count as one speaker each. Labels that the text clearly
contradicts as a whole (doctor and patient exchanged) are turned round. What stays unsure stays without a speaker.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from asr.transcript import Speaker
from soep.utterances import Utterance

_CHANGE = 0.9
_SURE = 0.75
_SWAP_PER_TURN = 0.7
_SWAP_TURNS = 4


def with_roles(
    utterances: Sequence[Utterance], doctor: NDArray[np.float32], voices: Sequence[int | None]
) -> tuple[Utterance, ...]:
    """The utterances with speakers filled in or turned round.

    `doctor`: for each utterance the probability that the doctor says it; `voices`: for each turn its voice, if known.
    """
    odds = _turn_odds(utterances, doctor)
    if all(u.speaker is None for u in utterances):
        roles = _by_voice(odds, voices) or _alternating(odds)
        return tuple(replace(u, speaker=roles.get(u.turn)) for u in utterances)
    if _exchanged(utterances, odds):
        return tuple(replace(u, speaker=_OTHER.get(u.speaker, u.speaker)) for u in utterances)
    roles = _filled(utterances, odds)
    return tuple(replace(u, speaker=roles.get(u.turn)) if u.speaker is None else u for u in utterances)


_OTHER: dict[Speaker | None, Speaker | None] = {Speaker.ARTS: Speaker.PATIENT, Speaker.PATIENT: Speaker.ARTS}


def _turn_odds(utterances: Sequence[Utterance], doctor: NDArray[np.float32]) -> dict[int, float]:
    odds: dict[int, float] = defaultdict(float)
    for u, p in zip(utterances, doctor, strict=True):
        inside = min(max(float(p), 0.02), 0.98)
        odds[u.turn] += math.log(inside / (1 - inside))
    return {turn: max(-8.0, min(8.0, o)) for turn, o in odds.items()}


def _by_voice(odds: dict[int, float], voices: Sequence[int | None]) -> dict[int, Speaker | None]:
    """Roles by voice: the voice whose words sound most like a doctor's is the doctor; empty without voices."""
    known = {t: voices[t] for t in odds if t < len(voices) and voices[t] is not None}
    if len(set(known.values())) < 2:
        return {}
    total: dict[int | None, float] = defaultdict(float)
    for turn, voice in known.items():
        total[voice] += odds[turn]
    ranked = sorted(total, key=lambda v: -total[v])
    if total[ranked[0]] - total[ranked[1]] < 2:
        return {}
    return {t: Speaker.ARTS if v == ranked[0] else Speaker.PATIENT for t, v in known.items()}


def _alternating(odds: dict[int, float]) -> dict[int, Speaker | None]:
    """Forward-backward over two states that mostly alternate; turns under 0.75 sure stay without a speaker."""
    turns = sorted(odds)
    if not turns:
        return {}
    stay, change = 1 - _CHANGE, _CHANGE
    step = np.array([[stay, change], [change, stay]])
    evidence = np.array([[1 / (1 + math.exp(-odds[t])), 1 / (1 + math.exp(odds[t]))] for t in turns])
    forward, backward = np.ones_like(evidence), np.ones_like(evidence)
    forward[0] = evidence[0] / evidence[0].sum()
    for i in range(1, len(turns)):
        forward[i] = evidence[i] * (forward[i - 1] @ step)
        forward[i] /= forward[i].sum()
    for i in range(len(turns) - 2, -1, -1):
        backward[i] = step @ (evidence[i + 1] * backward[i + 1])
        backward[i] /= backward[i].sum()
    sure = forward * backward
    sure /= sure.sum(axis=1, keepdims=True)
    return {t: _role(float(p)) for t, p in zip(turns, sure[:, 0], strict=True)}


def _role(doctor: float) -> Speaker | None:
    if doctor >= _SURE:
        return Speaker.ARTS
    return Speaker.PATIENT if doctor <= 1 - _SURE else None


def _exchanged(utterances: Sequence[Utterance], odds: dict[int, float]) -> bool:
    """Whether the text says that doctor and patient were labelled the wrong way round."""
    speakers = {u.turn: u.speaker for u in utterances}
    said = [odds[t] if s is Speaker.ARTS else -odds[t] for t, s in speakers.items() if s in _OTHER]
    return len(said) >= _SWAP_TURNS and sum(said) / len(said) < -_SWAP_PER_TURN


def _filled(utterances: Sequence[Utterance], odds: dict[int, float]) -> dict[int, Speaker | None]:
    """Speakers for the turns that have none among turns that do, by their own words alone."""
    unknown = {u.turn for u in utterances if u.speaker is None}
    return {t: _role(1 / (1 + math.exp(-odds[t]))) for t in unknown}
