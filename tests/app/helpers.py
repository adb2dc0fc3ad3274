"""Fakes for a command line: no model, no sound card, and what a command did."""

from __future__ import annotations

import json
import wave
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from app.build import Build
from app.calibration import Compute
from asr.fake import FakeDetector, FakeRecognizer
from asr.recognizer import Hearing, Recognizer
from asr.transcript import Word
from asr.vad import VoiceDetector
from soep.fake import FakeWriter
from soep.write import Writer

SAID = "ik heb sinds drie dagen koorts en ik moet veel hoesten"


def hearing(text: str = SAID) -> Hearing:
    """What a recogniser hears in one window."""
    words = tuple(Word(word, n * 0.3, n * 0.3 + 0.25, 0.9) for n, word in enumerate(text.split()))
    return Hearing(words, avg_logprob=-0.2, no_speech_probability=0.01)


@dataclass(frozen=True)
class FakeBuild(Build):
    """The real composition root with the heavy parts scripted. `script`: what is heard, window by window.

    `notice`: what there is to tell about the graphics card.
    """

    script: tuple[Hearing, ...] = field(default_factory=lambda: (hearing(),))
    notice: str | None = None

    def compute(self) -> Compute:
        return Compute("cpu", "int8", 0, self.notice)

    def recognizer(self) -> Recognizer:
        return FakeRecognizer(self.script)

    def detector(self) -> VoiceDetector:
        return FakeDetector()

    def writer(self) -> Writer:
        return FakeWriter()

    def speakers(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Cli = Callable[..., Outcome]


def write_wav(path: Path, sound: Any, *, rate_hz: int = 16_000, channels: int = 1) -> Path:
    """A 16-bit wav; `sound` is interleaved when there are several channels."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


def one_sentence(done: Outcome, *said: str) -> None:
    """Exit 1, nothing on standard output, one short Dutch message with these words in it."""
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1 and len(done.err) < 400 and done.err.rstrip().endswith(".")
    assert "Traceback" not in done.err and "Error" not in done.err
    for word in said:
        assert word in done.err, done.err
