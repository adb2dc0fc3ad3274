"""A consult replayed on the audio clock: blocks come when they would have been spoken, waiting costs no real time.

The clock runs on with the real time that work takes and jumps over the time in which the listener would only wait for
sound. So a 10-minute consult is replayed in the time its decoding takes, and every lag is what it would have been live.
What it cannot show: a processor that rests, and so cools down, while it waits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from asr.audio import SAMPLE_RATE_HZ, Block


class Replay:
    """One pass over `sound` in blocks of `block_s`; hand `clock` to asr.listen.listen and iterate this as its blocks.

    `timer`: real seconds, for tests.
    """

    def __init__(self, sound: Block, *, block_s: float = 0.5, timer: Callable[[], float] = time.perf_counter) -> None:
        self._sound, self._step, self._timer = sound, round(block_s * SAMPLE_RATE_HZ), timer
        self._began = timer()
        self._skipped_s = 0.0
        self.sound_s = len(sound) / SAMPLE_RATE_HZ

    def clock(self) -> float:
        """Seconds since the microphone was opened; `sound_s` is the moment at which Stop is pressed."""
        return self._timer() - self._began + self._skipped_s

    @property
    def busy_s(self) -> float:
        """Real seconds since the start: what the work has cost."""
        return self._timer() - self._began

    def __iter__(self) -> Iterator[Block]:
        for start in range(0, len(self._sound), self._step):
            block = self._sound[start : start + self._step]
            self._skipped_s += max(0.0, (start + len(block)) / SAMPLE_RATE_HZ - self.clock())
            yield block


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of `values` lies, interpolated (numpy's "linear"). Raises ValueError when empty."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = int(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (at - low) * (ordered[high] - ordered[low])
