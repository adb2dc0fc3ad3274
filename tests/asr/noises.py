"""Sounds of a consulting room in which nobody speaks, made with numpy from a seed. Shape (n,), float32, 16 kHz."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
Sound = NDArray[np.float32]


def silence(seconds: float, seed: int = 1) -> Sound:
    """A good microphone in an empty room: noise at -80 dBFS."""
    return _scaled(_coloured(seconds, 0.0, seed), 1e-4)


def fan(seconds: float, seed: int = 2) -> Sound:
    """Brown noise with a 100 Hz hum."""
    hum = np.sin(2 * np.pi * 100 * _at_s(seconds)) * 0.3
    return _scaled(_unit(_coloured(seconds, 2.0, seed)) + hum, 0.05)


def street(seconds: float, seed: int = 3) -> Sound:
    """Pink noise that swells as cars go by, and a horn now and then."""
    at_s = _at_s(seconds)
    swell = 0.4 + 0.6 * np.clip(np.sin(2 * np.pi * at_s / 9.0), 0, 1) ** 2
    horn = (np.sin(2 * np.pi * 420 * at_s) + np.sin(2 * np.pi * 520 * at_s)) * ((at_s % 23) < 0.6)
    return _scaled(_unit(_coloured(seconds, 1.0, seed)) * swell + 0.5 * horn, 0.1)


def music(seconds: float, seed: int = 4) -> Sound:
    """Chords with harmonics, two a second, plucked."""
    rng, at_s = np.random.default_rng(seed), _at_s(seconds)
    out = np.zeros(len(at_s))
    for start in np.arange(0, seconds, 0.5):
        here = (at_s >= start) & (at_s < start + 2)
        fade = np.exp(-3 * (at_s[here] - start))
        for note in rng.choice([0, 2, 4, 5, 7, 9, 11, 12], 3, replace=False):
            pitch_hz = 220 * 2 ** (note / 12)
            out[here] += sum(fade / h * np.sin(2 * np.pi * pitch_hz * h * at_s[here]) for h in range(1, 5))
    return _scaled(out, 0.1)


def keyboard(seconds: float, seed: int = 5) -> Sound:
    """Typing: short resonant clicks, about six a second."""
    rng = np.random.default_rng(seed)
    return _hits(seconds, rng.uniform(0, seconds, int(seconds * 6)), 0.012, (1800, 3500), seed, 0.3)


def breathing(seconds: float, seed: int = 6) -> Sound:
    """Breath in and out, near the microphone."""
    swell = np.clip(np.sin(2 * np.pi * _at_s(seconds) / 3.5), 0, 1) ** 2
    return _scaled(_unit(_coloured(seconds, 0.7, seed)) * swell, 0.05)


def cough(seconds: float, seed: int = 7) -> Sound:
    """Two or three bursts of noise, every few seconds."""
    starts = np.concatenate([np.arange(2.0, seconds, 6.0) + d for d in (0.0, 0.35, 0.7)])
    return _hits(seconds, starts, 0.09, (350, 1400), seed, 0.5)


def slam(seconds: float, seed: int = 8) -> Sound:
    """A door, every seven seconds."""
    return _hits(seconds, np.arange(1.0, seconds, 7.0), 0.15, (60, 240), seed, 0.9)


NOISES: Mapping[str, Callable[..., Sound]] = {
    f.__name__: f for f in (silence, fan, street, music, keyboard, breathing, cough, slam)
}


def _at_s(seconds: float) -> NDArray[np.float64]:
    return np.arange(round(seconds * RATE_HZ)) / RATE_HZ


def _coloured(seconds: float, exponent: float, seed: int) -> NDArray[np.float64]:
    """Noise whose power falls with frequency to the power `exponent`: 0 white, 1 pink, 2 brown. Above 40 Hz only."""
    count = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    hz = np.fft.rfftfreq(count, 1 / RATE_HZ)
    spectrum *= np.where(hz > 40, np.maximum(hz, 1.0) ** (-exponent / 2), 0.0)
    return np.fft.irfft(spectrum, count)


def _hits(seconds: float, starts: NDArray[np.float64], fade_s: float, band_hz: tuple[float, float], seed: int,
          level: float) -> Sound:  # fmt: skip
    rng, out = np.random.default_rng(seed), np.zeros(round(seconds * RATE_HZ))
    at_s = np.arange(round(fade_s * 6 * RATE_HZ)) / RATE_HZ
    for start in starts:
        shape = np.exp(-at_s / fade_s) * (
            rng.standard_normal(len(at_s)) + np.sin(2 * np.pi * rng.uniform(*band_hz) * at_s)
        )
        first = int(start * RATE_HZ)
        out[first : first + len(shape)] += shape[: max(0, len(out) - first)] * rng.uniform(0.5, 1.0)
    return _scaled(out + 1e-4 * rng.standard_normal(len(out)), level, peak=True)


def _unit(sound: NDArray[np.float64]) -> NDArray[np.float64]:
    return sound / np.sqrt(np.mean(sound**2))


def _scaled(sound: NDArray[np.float64], level: float, *, peak: bool = False) -> Sound:
    """To an RMS (or a peak) of `level`."""
    have = np.abs(sound).max() if peak else np.sqrt(np.mean(sound**2))
    return (sound * (level / have)).astype(np.float32)
