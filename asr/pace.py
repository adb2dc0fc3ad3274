"""How far transcription lags behind live sound, and what to do about it: shorter windows when idle, fuller when not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from asr.segmenter import FULL_S

_WAITED_S: Final = 0.02  # a read that took this long had to wait for sound: nothing is queued
_IDLE_WINDOW_S: Final = 20.0  # at 12 s the word error rate on real Dutch was 0.02 worse
_BUSY_WINDOW_S: Final = 24.0
_BUSY_S: Final = 6.0
_BEHIND_S: Final = 20.0
_LATER_S: Final = 60.0
_CAUGHT_UP_S: Final = 10.0
_BATCH: Final = 4
_GUESS_PAUSE_S: Final = 0.7
_GUESS_FROM_S: Final = 2.0
_WASTE: Final = 0.1  # share of the useful decoding time that may go to guesses thrown away


class Lag:
    """Seconds of sound that wait to be read, inferred from the clock: whoever has to wait for a block has caught up.

    `began_s`: when the recording began, on the same clock; None: now.
    """

    def __init__(self, clock: Callable[[], float], began_s: float | None = None) -> None:
        self._clock = clock
        self._since = clock() if began_s is None else began_s
        self._heard_s = 0.0

    def arrived(self, sound_s: float, waited_s: float) -> None:
        """A block of `sound_s` was read, after waiting `waited_s` for it."""
        self._heard_s += sound_s
        if waited_s >= _WAITED_S or self._heard_s > self._clock() - self._since:
            self._since, self._heard_s = self._clock(), 0.0

    @property
    def backlog_s(self) -> float:
        """Sound not read yet, seconds."""
        return max(0.0, self._clock() - self._since - self._heard_s)


class Policy:
    """Window length and batch by backlog; when a guess at a pause is worth it; when it is "transcribe after"."""

    def __init__(self) -> None:
        self.later = False
        self._useful_s = 0.0
        self._wasted_s = 0.0

    def close_at_s(self, backlog_s: float) -> float:
        """From which length a window closes at the next pause, seconds."""
        if backlog_s < _BUSY_S:
            return _IDLE_WINDOW_S
        return _BUSY_WINDOW_S if backlog_s < _BEHIND_S else FULL_S

    def batch(self, backlog_s: float) -> int:
        """How many windows to gather before decoding."""
        return 1 if backlog_s < _BEHIND_S else _BATCH

    def follow(self, backlog_s: float) -> bool:
        """Whether "transcribe after" was just entered or left."""
        before = self.later
        self.later = backlog_s > (_CAUGHT_UP_S if before else _LATER_S)
        return self.later != before

    def may_guess(self, backlog_s: float, pause_s: float, open_s: float) -> bool:
        """Whether to decode the open window now, at a pause, in the hope that speech does not resume."""
        quiet = pause_s >= _GUESS_PAUSE_S and open_s >= _GUESS_FROM_S and backlog_s < 1.0
        return quiet and self._wasted_s <= _WASTE * self._useful_s

    def spent(self, seconds: float, *, useful: bool) -> None:
        """Books decoding time."""
        if useful:
            self._useful_s += seconds
        else:
            self._wasted_s += seconds
