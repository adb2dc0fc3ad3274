"""The one shape in which sound travels: float32 mono blocks at 16 kHz, and how any other shape becomes it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import soxr
from numpy.typing import NDArray

SAMPLE_RATE_HZ: Final = 16_000

Block = NDArray[np.float32]
"""Shape (n,), about [-1, 1], 16 kHz, at most about 1 s."""

_LIVE_POWER: Final = 0.01  # a channel more than 20 dB below the loudest is taken for dead
_MEMORY_S: Final = 10.0  # how long a channel that has fallen silent still counts as live
_FULL_SCALE: Final = 4.0  # beyond this a float sample is damage, not loudness


def clean(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """The samples with NaN as 0 and infinities and wild values clipped; the same array when nothing is wrong."""
    if np.isfinite(samples).all() and (samples.size == 0 or float(np.abs(samples).max()) <= _FULL_SCALE):
        return samples
    tidy = np.nan_to_num(samples, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.clip(tidy, -1.0, 1.0).astype(np.float32)


class Downmix:
    """Many channels to one: the mean of the live ones, in phase.

    A dead channel does not halve the level, and a channel in opposite phase to the loudest is turned before adding, so
    that it does not cancel. Power and phase are followed over seconds; weights glide over a block, so nothing clicks.
    """

    def __init__(self, channels: int, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._cross = np.zeros((channels, channels))
        self._weights: NDArray[np.float32] | None = None

    def __call__(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (n, channels) to (n,)."""
        if samples.shape[1] == 1 or len(samples) == 0:
            return np.ascontiguousarray(samples[:, 0])
        target = self._follow(samples)
        start = target if self._weights is None else self._weights
        self._weights = target
        if np.array_equal(start, target):
            mixed: NDArray[np.float32] = (samples @ target).astype(np.float32)
            return mixed
        glide = np.linspace(0.0, 1.0, len(samples), dtype=np.float32)[:, None]
        return np.asarray(np.sum(samples * (start + (target - start) * glide), axis=1), dtype=np.float32)

    def _follow(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        fade = np.exp(-len(samples) / (_MEMORY_S * self._rate_hz))
        wide = samples.astype(np.float64)
        self._cross = fade * self._cross + (1.0 - fade) * (wide.T @ wide) / len(samples)
        power = np.diag(self._cross)
        loudest = int(power.argmax())
        live = power > _LIVE_POWER * power[loudest]
        if not live.any():
            live = np.ones_like(live)
        scale = np.sqrt(power * power[loudest]) + 1e-20
        sign = np.where(self._cross[loudest] / scale < -0.3, -1.0, 1.0)
        return np.asarray(live * sign / live.sum(), dtype=np.float32)


class Converter:
    """Sound at one rate and channel count, in pieces of any length, to blocks of at most 1 s. Flat memory."""

    def __init__(self, sample_rate_hz: int, channels: int) -> None:
        self._downmix = Downmix(channels, sample_rate_hz)
        same = sample_rate_hz == SAMPLE_RATE_HZ
        self._resampler = None if same else soxr.ResampleStream(sample_rate_hz, SAMPLE_RATE_HZ, 1, dtype="float32")

    def push(self, samples: NDArray[np.float32]) -> Iterator[Block]:
        """Takes shape (n, channels); yields what is ready."""
        yield from self._out(self._downmix(clean(samples)), last=False)

    def flush(self) -> Iterator[Block]:
        """What the resampler still holds; call once, at the end."""
        yield from self._out(np.zeros(0, dtype=np.float32), last=True)

    def _out(self, mono: NDArray[np.float32], *, last: bool) -> Iterator[Block]:
        if self._resampler is not None:
            mono = np.asarray(self._resampler.resample_chunk(mono, last=last), dtype=np.float32)
        for start in range(0, len(mono), SAMPLE_RATE_HZ):
            yield mono[start : start + SAMPLE_RATE_HZ]
