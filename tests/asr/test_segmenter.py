from __future__ import annotations

import numpy as np
import pytest

from asr.fake import FakeDetector, silence, voice
from asr.segmenter import FRAME_S, FULL_S, Segmenter, Window, cut_in_two


def windows_of(sound: np.ndarray, close_at_s: float = FULL_S, block: int = 8_000) -> list[Window]:
    segmenter, detector = Segmenter(), FakeDetector()
    found: list[Window] = []
    for at in range(0, len(sound), block):
        piece = sound[at : at + block]
        found.extend(segmenter.push(piece, detector.push(piece), close_at_s))
    last = segmenter.flush()
    return [*found, last] if last else found


def talk(*seconds: float) -> np.ndarray:
    """Speech and silence by turns, speech first."""
    return np.concatenate([voice(s) if i % 2 == 0 else silence(s) for i, s in enumerate(seconds)])


def test_silence_gives_no_window():
    assert windows_of(silence(60)) == []


def test_a_short_remark_is_one_window_with_its_place():
    [window] = windows_of(np.concatenate((silence(10), talk(2, 5))))
    assert window.start_s == pytest.approx(10 - 0.32, abs=0.07)
    assert window.end_s == pytest.approx(12 + 0.32, abs=0.07)
    assert window.speech_s == pytest.approx(2, abs=0.07)


def test_long_silence_is_left_out_and_times_still_hold():
    [window] = windows_of(np.concatenate((talk(2, 60), talk(3, 1))))
    assert len(window.samples) / 16_000 < 7
    assert window.recording_s(0.0) == 0.0
    assert window.recording_s(1.0) == pytest.approx(1.0, abs=0.04)
    late_s = len(window.samples) / 16_000 - 0.32 - 1.5
    assert window.recording_s(late_s) == pytest.approx(63.5, abs=0.1)


def test_a_click_is_no_speech():
    assert windows_of(np.concatenate((silence(3), voice(0.03), silence(3)))) == []


def test_a_window_is_never_longer_than_whisper_takes():
    found = windows_of(voice(200))
    assert all(len(w.samples) / 16_000 <= FULL_S for w in found)


def test_no_voiced_frame_is_lost_or_doubled():
    rng = np.random.default_rng(7)
    sound = np.concatenate([voice(s) if i % 2 else silence(s) for i, s in enumerate(rng.uniform(0.2, 6, 120))])
    frames = np.concatenate([w.frames for w in windows_of(sound)])
    assert (np.diff(frames) > 0).all()
    loud = FakeDetector().push(sound) > 0
    assert set(np.flatnonzero(loud)) <= set(frames.tolist())


@pytest.mark.parametrize("block", [160, 4_000, 16_000])
def test_the_length_of_the_blocks_makes_no_difference(block):
    sound = talk(9, 0.4, 8, 2, 12, 0.6, 9, 1, 4)
    expected = [(w.start_s, w.end_s) for w in windows_of(sound)]
    assert [(w.start_s, w.end_s) for w in windows_of(sound, block=block)] == expected


def test_a_full_window_is_cut_in_its_longest_pause():
    found = windows_of(talk(8, 0.3, 8, 0.6, 6, 0.3, 20, 1))
    assert found[0].end_s == pytest.approx(16.6, abs=0.36)


def test_the_latest_of_equally_good_pauses_makes_windows_fuller():
    found = windows_of(talk(8, 1, 6, 1, 6, 1, 20, 1))
    assert found[0].end_s > 21


def test_without_any_pause_it_is_cut_all_the_same_and_nothing_is_lost():
    found = windows_of(talk(70, 1))
    assert sum(w.speech_s for w in found) == pytest.approx(70, abs=0.1)


def test_an_idle_machine_closes_at_the_first_pause_after_so_many_seconds():
    found = windows_of(talk(7, 0.8, 7, 0.8, 7, 0.8), close_at_s=12.0)
    assert found[0].end_s == pytest.approx(7 + 0.8 + 7 + 0.32, abs=0.2)


def test_peek_leaves_the_window_open():
    segmenter, detector = Segmenter(), FakeDetector()
    sound = talk(4, 1)
    assert list(segmenter.push(sound, detector.push(sound))) == []
    seen = segmenter.peek()
    closed = segmenter.flush()
    assert seen is not None and closed is not None
    assert seen.frames.tolist() == closed.frames.tolist()
    assert segmenter.peek() is None
    assert segmenter.pause_s > 0.9


def test_cut_in_two_loses_nothing():
    [window] = windows_of(talk(5, 0.5, 5, 1))
    first, second = cut_in_two(window)
    assert np.concatenate((first.frames, second.frames)).tolist() == window.frames.tolist()
    assert first.end_s == pytest.approx(5.25, abs=0.1)
    assert len(first.samples) == len(first.frames) * round(FRAME_S * 16_000)
