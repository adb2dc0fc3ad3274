"""Words of one window to segments: one phrase each, so that a question and its answer stand apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from asr import guards
from asr.recognizer import Hearing
from asr.segmenter import FRAME_S, Window
from asr.transcript import Segment, Word

_PAUSE_S: Final = 1.0  # a silence this long ends a phrase without any full stop
_LONGEST: Final = 40  # words
_ENDS: Final = (".", "?", "!", "…")


def segments_of(window: Window, hearing: Hearing) -> tuple[Segment, ...]:
    """The window's words, in the recording's time, as marked segments; none where there was no speech after all."""
    if not hearing.words or guards.is_no_speech(hearing, window.speech_s):
        return ()
    found = []
    for words in _phrases([_placed(window, w) for w in hearing.words]):
        speech_s = _speech_s(window, words)
        found.append(Segment(words, marks=guards.marks(words, hearing, speech_s)))
    return tuple(found)


def _placed(window: Window, word: Word) -> Word:
    """The word with the recording's times; `word` carries the window's."""
    start_s = window.recording_s(word.start_s or 0.0)
    end_s = max(window.recording_s(word.end_s or 0.0), start_s)
    return replace(word, start_s=round(start_s, 2), end_s=round(end_s, 2))


def _phrases(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    phrase: list[Word] = []
    for word in words:
        if phrase and (_silence_s(phrase[-1], word) >= _PAUSE_S or len(phrase) >= _LONGEST):
            yield tuple(phrase)
            phrase = []
        phrase.append(word)
        if word.text.endswith(_ENDS):
            yield tuple(phrase)
            phrase = []
    if phrase:
        yield tuple(phrase)


def _silence_s(before: Word, after: Word) -> float:
    return (after.start_s or 0.0) - (before.end_s or 0.0)


def _speech_s(window: Window, words: Sequence[Word]) -> float:
    """Seconds of voice between the first word's start and the last one's end."""
    times = window.frames * FRAME_S
    inside = (times >= (words[0].start_s or 0.0) - FRAME_S) & (times <= (words[-1].end_s or 0.0))
    return float(np.count_nonzero(inside & window.voiced())) * FRAME_S
