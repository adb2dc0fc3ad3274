"""A window's words to stretches: short runs of words between pauses, with the sound they were said in.

One stretch is taken to be one speaker, so it ends wherever a turn may end: at a pause, at the end of a sentence, and
after a few seconds in any case. A Whisper segment has such places within it, as an answer often follows unpunctuated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from asr.audio import Block
from asr.segmenter import FRAME_S, Window
from asr.transcript import Segment, Word
from asr.vad import FRAME_SAMPLES

_PAUSE_S: Final = 0.25
_LONGEST_S: Final = 3.0
_PAD_S: Final = 0.1  # Whisper's word times are off by about this much
_ENDS: Final = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words [first, last] of the recording, both included. `voice_s`: seconds with a voice in them.

    `pause_s`: the silence before it. `new_sentence`: the word before it ended one.
    """

    first: int
    last: int
    voice_s: float
    pause_s: float
    new_sentence: bool


def stretches_of(window: Window, segments: Sequence[Segment], first: int) -> tuple[list[Stretch], list[Block]]:
    """The window's stretches and the sound of each; none without words. `first`: the window's first word's number."""
    words = [w for s in segments for w in s.words]
    starts = _starts(window, words)
    found, sounds = [], []
    for at, (begin, end) in enumerate(pairwise([*starts, len(words)])):
        sound, voice_s = _sound(window, words[begin:end])
        pause_s = _pause_s(window, words[begin - 1], words[begin]) if at else 1.0
        new = at == 0 or words[begin - 1].text.endswith(_ENDS)
        found.append(Stretch(first + begin, first + end - 1, voice_s, pause_s, new))
        sounds.append(sound)
    return found, sounds


def _starts(window: Window, words: Sequence[Word]) -> list[int]:
    """The numbers of the words with which stretches begin."""
    starts = [0] if words else []
    for index in range(1, len(words)):
        before, word = words[index - 1], words[index]
        long = (word.end_s or 0.0) - (words[starts[-1]].start_s or 0.0) > _LONGEST_S
        if long or before.text.endswith(_ENDS) or _pause_s(window, before, word) >= _PAUSE_S:
            starts.append(index)
    return starts


def _pause_s(window: Window, before: Word, after: Word) -> float:
    """The silence between two words: between their times, or what the voice detector hears around their border."""
    border_s = before.end_s or 0.0
    told_s = max((after.start_s or 0.0) - border_s, 0.0)
    times = window.frames * FRAME_S
    lower, upper = (before.start_s or 0.0) + 0.05, max((after.end_s or 0.0) - 0.05, border_s)
    around = np.flatnonzero((times >= lower) & (times <= upper))
    quiet = np.append(~window.voiced()[around], False)
    longest = run = 0
    for is_quiet in quiet:
        run = run + 1 if is_quiet else 0
        longest = max(longest, run)
    return max(told_s, longest * FRAME_S)


def _sound(window: Window, words: Sequence[Word]) -> tuple[Block, float]:
    """The sound of these words without its silences, and how long it is."""
    times = window.frames * FRAME_S
    inside = (times >= (words[0].start_s or 0.0) - _PAD_S) & (times <= (words[-1].end_s or 0.0) + _PAD_S)
    chosen = np.flatnonzero(inside & window.voiced())
    if not len(chosen):
        return np.zeros(0, dtype=np.float32), 0.0
    frames = window.samples[: len(window.frames) * FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    return frames[chosen].reshape(-1), len(chosen) * FRAME_S
