"""A command line with fakes behind it: no model, no sound card, a home of its own."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from app.build import Build
from app.cli import run
from app.desk import Desk
from app.settings import Folders, Settings
from asr.fake import silence, voice
from tests.app.bench_parts import BenchBuild
from tests.app.helpers import Cli, FakeBuild, Outcome, write_wav


@pytest.fixture
def build(tmp_path: Path) -> FakeBuild:
    """Fakes, with a home in the test's own folder."""
    return FakeBuild(Folders(tmp_path / "home"), Settings())


@pytest.fixture(autouse=True)
def nothing_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test with fakes needs 300 MB of libraries read; test_libraries.py and the end-to-end test do it for real."""
    monkeypatch.setattr("app.workshop.read_ahead", lambda: 0)


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


@pytest.fixture
def parts(tmp_path: Path) -> BenchBuild:
    """Fakes for the whole road of the benchmark."""
    return BenchBuild(Folders(tmp_path / "home"), Settings())


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    """Two seconds in which the fake detector hears a voice."""
    return write_wav(tmp_path / "bench.wav", voice(2.0))
