from __future__ import annotations

import numpy as np

from asr.recognizer import Hearing
from asr.second_look import unheard
from asr.segmenter import FRAME_S, Window
from asr.transcript import Word


def window(seconds: float, voice: tuple[float, float] = (0.0, 99.0)) -> Window:
    frames = np.arange(int(seconds / FRAME_S), dtype=np.int64)
    at_s = frames * FRAME_S
    loud = ((at_s >= voice[0]) & (at_s < voice[1])).astype(np.float32)
    return Window(np.zeros(len(frames) * 512, dtype=np.float32), frames, loud)


def hearing(*spans: tuple[float, float]) -> Hearing:
    return Hearing(tuple(Word("w", a, b, 0.9) for a, b in spans), -0.2, 0.01)


def test_words_all_along_leave_nothing():
    assert unheard(window(20), hearing(*((i * 0.5, i * 0.5 + 0.4) for i in range(40)))) == ()


def test_a_skipped_middle_is_heard_again():
    [part] = unheard(window(20), hearing((0.0, 5.0), (2.0, 3.0), (4.0, 5.0), (12.0, 13.0), (14.0, 15.0), (17.0, 19.5)))
    assert 5.0 < part.start_s < 6.0 and 11.0 < part.end_s < 12.0


def test_a_skipped_end_is_heard_again_also_when_the_last_word_is_stretched_over_it():
    [part] = unheard(window(20), hearing((0.0, 1.0), (2.0, 3.0), (4.0, 5.0), (6.0, 20.0)))
    assert part.start_s < 9.0 and part.end_s > 19.9


def test_silence_within_a_window_is_no_hole():
    assert unheard(window(20, voice=(0.0, 6.0)), hearing((0.0, 1.0), (2.0, 3.0), (4.0, 5.5))) == ()


def test_a_window_without_any_word_is_halved():
    first, second = unheard(window(10), Hearing(()))
    assert first.end_s == second.start_s
    assert unheard(window(10, voice=(0.0, 1.0)), Hearing(())) == ()
