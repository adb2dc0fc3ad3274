"""A command line with fakes behind it: no model, no sound card, a home of its own."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.build import Build
from app.cli import run
from app.desk import Desk
from app.settings import Folders, Settings
from asr.fake import FakeDetector, FakeRecognizer, silence, voice
from asr.recognizer import Hearing, Recognizer
from asr.transcript import Word
from asr.vad import VoiceDetector

SAID = "ik heb sinds drie dagen koorts en ik moet veel hoesten"


def hearing(text: str = SAID) -> Hearing:
    """What a recogniser hears in one window."""
    words = tuple(Word(word, n * 0.3, n * 0.3 + 0.25, 0.9) for n, word in enumerate(text.split()))
    return Hearing(words, avg_logprob=-0.2, no_speech_probability=0.01)


@dataclass(frozen=True)
class FakeBuild(Build):
    """The real composition root with the heavy parts scripted. `script`: what is heard, window by window."""

    script: tuple[Hearing, ...] = field(default_factory=lambda: (hearing(),))

    def recognizer(self) -> Recognizer:
        return FakeRecognizer(self.script)

    def detector(self) -> VoiceDetector:
        return FakeDetector()


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


@pytest.fixture
def build(tmp_path: Path) -> FakeBuild:
    """Fakes, with a home in the test's own folder."""
    return FakeBuild(Folders(tmp_path / "home"), Settings())


@pytest.fixture
def cli(build: FakeBuild) -> Cli:
    """Runs a command line in this process: cli("note", "-", given=b"...")."""

    def call(*argv: object, given: bytes = b"", using: Build | None = None) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        code = run([str(a) for a in argv], Desk(using or build, out, err, io.BytesIO(given)))
        return Outcome(code, out.getvalue(), err.getvalue())

    return call


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    """A wav of four seconds in which the fake detector hears a voice."""
    sound = np.concatenate((silence(0.5), voice(3.0), silence(0.5)))
    return write_wav(tmp_path / "consult.wav", sound)


def write_wav(path: Path, sound: Any, *, rate_hz: int = 16_000, channels: int = 1) -> Path:
    """A 16-bit wav; `sound` is interleaved when there are several channels."""
    import wave

    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path
