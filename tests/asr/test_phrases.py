from __future__ import annotations

import numpy as np

from asr.phrases import segments_of
from asr.recognizer import Hearing
from asr.segmenter import FRAME_S, Window
from asr.transcript import Word


def window(seconds: float, gap_at_s: float = 0.0, gap_s: float = 0.0) -> Window:
    count = int(seconds / FRAME_S)
    frames = np.arange(count, dtype=np.int64)
    frames[frames * FRAME_S >= gap_at_s] += round(gap_s / FRAME_S)
    return Window(np.zeros(count * 512, dtype=np.float32), frames, np.ones(count, dtype=np.float32))


def hearing(*words: tuple[str, float, float]) -> Hearing:
    return Hearing(tuple(Word(t, a, b, 0.9) for t, a, b in words), -0.2, 0.01)


def test_a_question_and_its_answer_are_two_segments():
    heard = hearing(("Koorts", 0, 0.4), ("gehad?", 0.4, 0.9), ("Nee", 1.0, 1.2), ("hoor.", 1.2, 1.5))
    assert [s.text for s in segments_of(window(3), heard)] == ["Koorts gehad?", "Nee hoor."]


def test_a_long_silence_splits_without_punctuation():
    heard = hearing(("ja", 0, 0.3), ("dus", 0.4, 0.6), ("goed", 2.0, 2.3))
    assert [s.text for s in segments_of(window(3), heard)] == ["ja dus", "goed"]


def test_a_decimal_does_not_end_a_phrase():
    heard = hearing(("38.5", 0, 0.4), ("graden.", 0.4, 0.9))
    assert len(segments_of(window(2), heard)) == 1


def test_times_are_the_recordings():
    heard = hearing(("eerst", 0.2, 0.5), ("later", 2.2, 2.6))
    first, second = segments_of(window(4, gap_at_s=1.0, gap_s=30.0), heard)
    assert first.start_s == 0.2
    assert second.start_s is not None and abs(second.start_s - 32.2) < 0.05
    assert second.end_s is not None and second.end_s >= second.start_s


def test_no_words_no_segments():
    assert segments_of(window(3), Hearing(())) == ()


def test_an_endless_phrase_is_split():
    heard = hearing(*((f"w{i}", i * 0.2, i * 0.2 + 0.1) for i in range(100)))
    assert [len(s.words) for s in segments_of(window(25), heard)] == [40, 40, 20]
