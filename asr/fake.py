"""Stand-ins for the microphone, the voice detector and Whisper: scripted, instant, and shipped for tests and demos."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.recognizer import Hearing, Work
from asr.transcript import Engine, Word
from asr.vad import FRAME_SAMPLES

_LOUD: Final = 0.05
_MARK: Final = 0.25  # level of the sine that stands for a voice
_WORDS_PER_S: Final = 2.5


def voice(seconds: float, level: float = _MARK) -> Block:
    """A tone that FakeDetector takes for a voice."""
    at_s = np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
    return (level * np.sin(2 * np.pi * 220.0 * at_s)).astype(np.float32)


def silence(seconds: float) -> Block:
    """Exact zeros."""
    return np.zeros(round(seconds * SAMPLE_RATE_HZ), dtype=np.float32)


class FakeBlocks:
    """Sound in blocks of `block_s`, as fast as it is asked for; `error`, when given, is raised after the last block."""

    def __init__(self, sound: Block, *, block_s: float = 0.5, error: Exception | None = None) -> None:
        self._sound, self._step, self._error = sound, round(block_s * SAMPLE_RATE_HZ), error
        self.duration_s: float | None = len(sound) / SAMPLE_RATE_HZ

    def __iter__(self) -> Iterator[Block]:
        for start in range(0, len(self._sound), self._step):
            yield self._sound[start : start + self._step]
        if self._error is not None:
            raise self._error


class FakeDetector:
    """A voice is whatever is louder than -26 dBFS."""

    def __init__(self) -> None:
        self._rest: Block = np.zeros(0, dtype=np.float32)

    def reset(self) -> None:
        """A new stream begins."""
        self._rest = np.zeros(0, dtype=np.float32)

    def push(self, block: Block) -> NDArray[np.float32]:
        """1 for a loud frame, 0 for a quiet one."""
        samples = np.concatenate((self._rest, block))
        whole = len(samples) // FRAME_SAMPLES
        self._rest = samples[whole * FRAME_SAMPLES :]
        frames = samples[: whole * FRAME_SAMPLES].reshape(whole, FRAME_SAMPLES)
        loud: NDArray[np.bool_] = np.abs(frames).max(axis=1, initial=0.0) > _LOUD
        return loud.astype(np.float32)


class FakeRecognizer:
    """Answers with `script`, one Hearing per window in turn; after that, words "w1 w2 .." at 2.5 a second, numbered on.

    `calls` keeps the length in seconds of every window heard. `on_hear` is called before each answer, to play a slow
    machine with a scripted clock.
    """

    def __init__(self, script: Sequence[Hearing] = (), on_hear: Callable[[float], None] | None = None) -> None:
        self._script = list(script)
        self._on_hear = on_hear
        self._count = 0
        self._work = Work()
        self.calls: list[float] = []

    @property
    def engine(self) -> Engine:
        """Names itself as what it is."""
        return Engine("fake")

    @property
    def work(self) -> Work:
        """No time; each word a token."""
        return self._work

    def hear(self, windows: Sequence[Block], prompt: str = "") -> tuple[Hearing, ...]:
        """One Hearing per window."""
        heard = tuple(self._hear(len(w) / SAMPLE_RATE_HZ) for w in windows)
        self._work += Work(tokens=sum(len(h.words) for h in heard))
        return heard

    def _hear(self, length_s: float) -> Hearing:
        self.calls.append(length_s)
        if self._on_hear is not None:
            self._on_hear(length_s)
        if self._script:
            return self._script.pop(0)
        words = []
        for index in range(max(1, int(length_s * _WORDS_PER_S))):
            self._count += 1
            start_s = index / _WORDS_PER_S
            words.append(Word(f"w{self._count}", start_s, min(start_s + 0.3, length_s), 0.9))
        return Hearing(tuple(words), avg_logprob=-0.2, no_speech_probability=0.01)
