"""Embeddings to voices: how many there are, what each sounds like, how likely each stretch is to be which; numpy only.

Grouping: the long stretches are joined two by two, the most alike groups first (average linkage), and the groups are
then moved to where their members are (k-means on the sphere). Labelling: forward-backward over the stretches in time,
with a price on changing voice that is low after a pause. Everything is deterministic.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from asr.voice_encoder import Voices, unit

Rows = NDArray[np.float64]

_MOST_GROUPED: Final = 240  # joining is cubic in this; the longest stretches are kept
_ALIKE: Final = 0.86  # centres of two voices that are nearer than this are one voice
_LEAST_SHARE: Final = 0.04  # of the voiced time
_LEAST_S: Final = 4.0
_ENOUGH: Final = 0.85  # of the voiced time in large groups: what is left over are odd sounds, no voices
_ROUNDS: Final = 10


def centres_of(voices: Voices, seconds: Rows, most: int = 3) -> Voices:
    """The centres of 1 to `most` voices, shape (k, 256), the one heard longest first; k is 0 without any stretch."""
    if not len(voices):
        return voices
    order = np.sort(np.argsort(-seconds, kind="stable")[:_MOST_GROUPED])
    rows, weights = voices[order], np.maximum(seconds[order], 0.1)
    for count in range(min(most, len(rows)), 1, -1):
        centres = _moved(rows, weights, _joined(rows, weights, count))
        if _apart(rows, weights, centres):
            return centres
    return unit((rows * weights[:, None]).sum(axis=0, keepdims=True))


def _joined(rows: Voices, weights: Rows, count: int) -> Voices:
    """Centres after joining the most alike groups until `count` are left that are no specks."""
    alike = (rows @ rows.T).astype(np.float64)
    np.fill_diagonal(alike, -np.inf)
    size, members = weights.copy(), [[i] for i in range(len(rows))]
    least = _least_s(weights)
    alive = np.ones(len(rows), dtype=bool)
    while alive.sum() > count:
        large = alive & (size >= least)
        if large.sum() <= count and size[large].sum() >= _ENOUGH * size[alive].sum():
            break
        one, other = divmod(int(np.argmax(alike)), len(rows))
        share = size[one] / (size[one] + size[other])
        joined = share * alike[one] + (1 - share) * alike[other]
        alike[one], alike[:, one] = joined, joined
        alike[other], alike[:, other] = -np.inf, -np.inf
        alike[one, one], alive[other] = -np.inf, False
        size[one] += size[other]
        members[one] += members[other]
    largest = sorted(np.flatnonzero(alive), key=lambda g: -size[g])[:count]
    return unit(np.stack([(rows[members[g]] * weights[members[g], None]).sum(axis=0) for g in largest]))


def _moved(rows: Voices, weights: Rows, centres: Voices) -> Voices:
    """k-means from these centres; a group that loses all its members keeps its place. Longest first."""
    for _ in range(_ROUNDS):
        nearest = np.argmax(rows @ centres.T, axis=1)
        fresh = centres.copy()
        for k in range(len(centres)):
            if (nearest == k).any():
                fresh[k] = (rows[nearest == k] * weights[nearest == k, None]).sum(axis=0)
        centres = unit(fresh)
    held = np.bincount(np.argmax(rows @ centres.T, axis=1), weights=weights, minlength=len(centres))
    return centres[np.argsort(-held, kind="stable")]


def _apart(rows: Voices, weights: Rows, centres: Voices) -> bool:
    """Whether each group is heard long enough and no two centres are too alike."""
    held = np.bincount(np.argmax(rows @ centres.T, axis=1), weights=weights, minlength=len(centres))
    alike = centres @ centres.T - 2 * np.eye(len(centres))
    return bool(held.min() >= _least_s(weights) and alike.max() < _ALIKE)


def _least_s(weights: Rows) -> float:
    return max(_LEAST_S, _LEAST_SHARE * float(weights.sum()))


def likelihoods(scores: Rows, change: Rows) -> Rows:
    """How likely each stretch is each voice, given all the others. Shape (n, k), rows sum to 1.

    `scores`: log-likelihoods, shape (n, k). `change`: the probability that stretch i is another voice than the one
    before it, shape (n,); the first is not used.
    """
    count, voices = scores.shape
    if voices == 1:
        return np.ones_like(scores)
    local = np.exp(scores - scores.max(axis=1, keepdims=True))
    forward, backward = np.zeros_like(local), np.ones_like(local)
    forward[0] = local[0] / local[0].sum()
    for i in range(1, count):
        forward[i] = local[i] * _step(forward[i - 1], change[i])
        forward[i] /= forward[i].sum()
    for i in range(count - 2, -1, -1):
        backward[i] = _step(backward[i + 1] * local[i + 1], change[i + 1])
        backward[i] /= backward[i].sum()
    both = forward * backward
    return np.asarray(both / both.sum(axis=1, keepdims=True))


def _step(row: Rows, change: float) -> Rows:
    others = (row.sum() - row) / (len(row) - 1)
    return np.asarray((1.0 - change) * row + change * others)
