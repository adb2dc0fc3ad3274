"""Where a voice was and no words came: Whisper skips passages, and says so with full confidence.

Adds to the guards which parts of a window deserve to be heard once more by themselves. Reports of whole passages
missing: Purfview's faster-whisper #226; large-v3 more than large-v2.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from asr import guards
from asr.recognizer import Hearing
from asr.segmenter import FRAME_S, Window, cut_in_two
from asr.transcript import Word

_HOLE_S: Final = 4.0  # seconds of voice without a word, beside words that were heard
_NEAR_S: Final = 0.5  # a word's times are only so precise
_LONGEST_WORD_S: Final = 1.5  # the alignment stretches the last word before a hole all over it


def unheard(window: Window, hearing: Hearing) -> tuple[Window, ...]:
    """The parts to hear again: both halves of a window without words, else its stretches of voice without words."""
    if not hearing.words:
        return cut_in_two(window) if guards.lacks_words(hearing, window.speech_s) else ()
    covered = _covered(len(window.frames), hearing.words)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], covered, [True]))))
    voiced = window.voiced()
    stretches = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    return tuple(window.part(a, b) for a, b in stretches if np.count_nonzero(voiced[a:b]) * FRAME_S >= _HOLE_S)


def _covered(frames: int, words: Sequence[Word]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Per frame whether a word was heard there or near."""
    covered = np.zeros(frames, dtype=np.bool_)
    for word in words:
        start_s = word.start_s or 0.0
        end_s = min(word.end_s or start_s, start_s + _LONGEST_WORD_S)
        covered[max(0, int((start_s - _NEAR_S) / FRAME_S)) : int((end_s + _NEAR_S) / FRAME_S) + 1] = True
    return covered
