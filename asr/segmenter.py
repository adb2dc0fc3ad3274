"""A stream of sound and speech probabilities to windows worth one Whisper call each: silence out, cut at pauses.

Every Whisper call encodes 30 s however short the sound, so a window gathers up to 28 s of speech with its short pauses.
Longer pauses keep 0.3 s at either side. No sample is in two windows, and no frame with a voice is left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.vad import FRAME_SAMPLES

FRAME_S: Final = FRAME_SAMPLES / SAMPLE_RATE_HZ
FULL_S: Final = 28.0
_SPEECH: Final = 0.5  # probability from which a voice begins
_SILENCE: Final = 0.35  # below it a voice has ended; Silero's own hysteresis of 0.15
_FULL: Final = int(FULL_S / FRAME_S)
_EARLIEST_CUT: Final = int(12.0 / FRAME_S)
_PAD: Final = 10  # frames kept at either side of speech: 0.32 s
_BLIP: Final = 3  # fewer voiced frames than this (0.1 s) is a click, not a word
_GOOD_PAUSE: Final = int(0.8 / FRAME_S)  # longer pauses are no better places to cut


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """Sound for one Whisper call. `frames[i]` is the number in the recording of the i-th frame of `samples`."""

    samples: Block
    frames: NDArray[np.int64]
    probabilities: NDArray[np.float32]

    @property
    def start_s(self) -> float:
        """Where in the recording it begins, seconds."""
        return float(self.frames[0]) * FRAME_S

    @property
    def end_s(self) -> float:
        """Where in the recording it ends, seconds."""
        return float(self.frames[-1] + 1) * FRAME_S

    @property
    def speech_s(self) -> float:
        """Seconds with a voice in it."""
        return float(np.count_nonzero(self.probabilities >= _SPEECH)) * FRAME_S

    def recording_s(self, window_s: float) -> float:
        """The recording's time at a time within the window, seconds."""
        at = min(max(window_s / FRAME_S, 0.0), len(self.frames) - 1e-6)
        return float(self.frames[int(at)] + (at - int(at))) * FRAME_S

    def part(self, first: int, last: int) -> Window:
        """The frames [first, last) as a window of their own."""
        sound = self.samples[first * FRAME_SAMPLES : last * FRAME_SAMPLES]
        return Window(sound, self.frames[first:last], self.probabilities[first:last])

    def voiced(self) -> NDArray[np.bool_]:
        """Per frame whether there is a voice."""
        return self.probabilities >= _SPEECH


@dataclass(slots=True, eq=False)
class _Frame:
    number: int
    samples: Block
    probability: float


class Segmenter:
    """Takes blocks with the probabilities of their frames; gives windows as they close. Holds at most one window."""

    def __init__(self) -> None:
        self._kept: list[_Frame] = []
        self._before: deque[_Frame] = deque(maxlen=_PAD)
        self._rest: Block = np.zeros(0, dtype=np.float32)
        self._number = 0
        self._quiet = _PAD  # frames since the last voiced one
        self._stretch_at = 0  # where in _kept the current stretch of speech begins
        self._talking = False

    @property
    def pause_s(self) -> float:
        """How long it has been quiet now, seconds."""
        return self._quiet * FRAME_S

    @property
    def open_s(self) -> float:
        """Sound gathered for the window that is still open, seconds."""
        return len(self._kept) * FRAME_S

    def push(self, block: Block, probabilities: NDArray[np.float32], close_at_s: float = FULL_S,
             pause_s: float = 0.5) -> Iterator[Window]:  # fmt: skip
        """Takes a block in; yields a window when one is full, or holds `close_at_s` and a pause of `pause_s` is met."""
        samples = np.concatenate((self._rest, block))
        for index, probability in enumerate(probabilities):
            frame = samples[index * FRAME_SAMPLES : (index + 1) * FRAME_SAMPLES]
            self._take(_Frame(self._number, frame, float(probability)))
            self._number += 1
            if len(self._kept) >= _FULL:
                yield self._close(_best_cut(self._kept))
            elif self.open_s >= close_at_s and self.pause_s >= pause_s and not self._talking:
                yield self._close(len(self._kept))
        self._rest = samples[len(probabilities) * FRAME_SAMPLES :]

    def flush(self) -> Window | None:
        """The open window, closed; None when it holds no speech. What is under one frame long is quiet padding."""
        if self._talking:
            self._end_stretch()
        return self._close(len(self._kept)) if self._kept else None

    def peek(self) -> Window | None:
        """The open window as it is now, left open."""
        return _window(self._kept) if self._kept else None

    def _take(self, frame: _Frame) -> None:
        voiced = frame.probability >= (_SILENCE if self._talking else _SPEECH)
        self._quiet = 0 if voiced else self._quiet + 1
        if voiced and not self._talking:
            self._talking = True
            self._stretch_at = len(self._kept)
            self._kept.extend(self._before)
            self._before.clear()
        if self._talking:
            self._kept.append(frame)
            if self._quiet >= _PAD:
                self._end_stretch()
        else:
            self._before.append(frame)

    def _end_stretch(self) -> None:
        self._talking = False
        voiced = sum(f.probability >= _SPEECH for f in self._kept[self._stretch_at :])
        if voiced < _BLIP and self._stretch_at >= 0:
            del self._kept[self._stretch_at :]

    def _close(self, count: int) -> Window:
        window = _window(self._kept[:count])
        self._kept = self._kept[count:]
        # A stretch that was cut through is speech already proven: its tail is never taken for a click.
        self._stretch_at = self._stretch_at - count if self._stretch_at >= count else -1
        return window


def cut_in_two(window: Window) -> tuple[Window, Window]:
    """The window cut at the best pause between its quarters; for a second look at a window that gave no words."""
    frames = [_Frame(0, window.samples[:0], float(p)) for p in window.probabilities]
    for frame, number in zip(frames, window.frames, strict=True):
        frame.number = int(number)
    quarter = len(frames) // 4
    cut = max(_best_cut(frames[: len(frames) - quarter], quarter), 1)
    return window.part(0, cut), window.part(cut, len(frames))


def _window(frames: list[_Frame]) -> Window:
    return Window(
        np.concatenate([f.samples for f in frames]),
        np.array([f.number for f in frames], dtype=np.int64),
        np.array([f.probability for f in frames], dtype=np.float32),
    )


def _best_cut(frames: list[_Frame], earliest: int = _EARLIEST_CUT) -> int:
    """How many frames to close: up to the middle of the longest pause, the latest of equals, or a quiet frame."""
    best, best_length, at = 0, 0, earliest
    while at < len(frames):
        if frames[at].probability >= _SILENCE:
            at += 1
            continue
        end = at
        while end + 1 < len(frames) and frames[end + 1].probability < _SILENCE:
            end += 1
        length = min(frames[end].number - frames[at].number + 1, _GOOD_PAUSE)
        if length >= best_length:
            best, best_length = _middle(frames, at, end), length
        at = end + 1
    if best_length >= 3:
        return best
    tail = [f.probability for f in frames[earliest:]]
    return earliest + int(np.argmin(tail)) + 1


def _middle(frames: list[_Frame], first: int, last: int) -> int:
    """Cut where silence was left out, if it was; else halfway."""
    for index in range(first, last):
        if frames[index + 1].number != frames[index].number + 1:
            return index + 1
    return (first + last) // 2 + 1
