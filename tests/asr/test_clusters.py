"""Grouping and smoothing of made-up embeddings."""

from __future__ import annotations

import numpy as np
import pytest

from asr.clusters import centres_of, likelihoods
from asr.voice_encoder import Voices, unit


def drawn(counts: list[int], noise: float = 0.05, seed: int = 1) -> Voices:
    """Embeddings of len(counts) people who are far apart, `counts[i]` of person i, in that order."""
    random = np.random.default_rng(seed)
    people = unit(random.normal(size=(len(counts), 256)).astype(np.float32))
    rows = np.repeat(people, counts, axis=0)
    return unit(rows + noise * random.normal(size=rows.shape).astype(np.float32))


@pytest.mark.parametrize("counts", [[20], [21, 20], [60, 8], [30, 20, 12]])
def test_as_many_voices_as_there_are_people(counts: list[int]) -> None:
    rows = drawn(counts, noise=0.02)
    centres = centres_of(rows, np.full(len(rows), 2.0))
    assert len(centres) == len(counts)
    nearest = np.argmax(rows @ centres.T, axis=1)
    assert list(nearest) == [person for person, count in enumerate(counts) for _ in range(count)]


def test_no_more_voices_than_asked_for() -> None:
    rows = drawn([20, 15, 10], noise=0.02)
    assert len(centres_of(rows, np.full(len(rows), 2.0), most=2)) == 2


def test_a_cough_is_no_voice() -> None:
    rows = drawn([30, 25, 1], noise=0.02)
    assert len(centres_of(rows, np.array([2.0] * 55 + [1.0]))) == 2


def test_the_voice_heard_longest_is_number_0() -> None:
    rows = drawn([10, 10], noise=0.02)
    centres = centres_of(rows, np.array([1.0] * 10 + [3.0] * 10))
    assert np.argmax(rows[15] @ centres.T) == 0


def test_without_stretches_there_is_no_voice() -> None:
    assert centres_of(np.zeros((0, 256), dtype=np.float32), np.zeros(0)).shape == (0, 256)


def test_a_doubtful_stretch_between_two_sure_ones_goes_along() -> None:
    scores = np.array([[9.0, 0.0], [0.4, 0.5], [9.0, 0.0]])
    assert likelihoods(scores, np.array([0.5, 0.05, 0.05]))[1, 0] > 0.9


def test_after_a_pause_it_is_heard_by_itself() -> None:
    scores = np.array([[9.0, 0.0], [0.0, 3.0], [9.0, 0.0]])
    assert likelihoods(scores, np.array([0.5, 0.5, 0.5]))[1, 1] > 0.9


def test_rows_are_probabilities() -> None:
    found = likelihoods(np.random.default_rng(1).normal(0, 30, (500, 3)), np.full(500, 0.03))
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    assert np.isfinite(found).all()
