"""The live road on the audio clock."""

from __future__ import annotations

import numpy as np
import pytest

from app.bench_live import measure_live, replay, stop_points
from asr.fake import FakeDetector, FakeRecognizer, silence, voice
from tests.app.bench_parts import EmptyWriter


def test_stops_are_spread_with_a_run_up() -> None:
    points = stop_points(300.0, 7)
    assert len(points) == 7 and all(0 <= start < end <= 300 and end - start <= 45 for start, end in points)
    assert stop_points(10.0, 0) == []


def test_one_consult_is_watched_from_first_text_to_stop() -> None:
    shares: list[float] = []
    sound = np.concatenate((voice(25.0), silence(1.0), voice(3.0)))
    seen = replay(sound, FakeRecognizer(), FakeDetector(), shares.append)
    assert seen.transcript.words and seen.lags_s and min(seen.lags_s) >= 0
    assert seen.first_text_s is not None and 0 < seen.first_text_s < 29.5 and seen.busy_s > 0
    assert 0 <= seen.stop_s < 29 and shares[-1] <= 1.0


def test_without_a_word_there_is_no_lag() -> None:
    found = measure_live(silence(4.0), FakeRecognizer(), FakeDetector(), EmptyWriter(), stops=2, share=lambda _: None)
    assert found.lag_p50_s is None and found.first_text_s is None and found.stops == 3
    assert found.sound_s == pytest.approx(4.0) and found.stop_note_p95_s >= found.stop_transcript_p50_s


def test_each_replay_has_speakers_of_its_own() -> None:
    asked: list[None] = []
    measure_live(
        silence(4.0), FakeRecognizer(), FakeDetector(), EmptyWriter(), stops=2, share=lambda _: None,
        speakers=lambda: asked.append(None),
    )  # fmt: skip
    assert len(asked) == 3
