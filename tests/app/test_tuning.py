"""A Build is calibrated once per machine, and uses what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app import tuning
from app.calibration import Compute, Timing
from app.settings import Folders, Settings
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.fake import FakeRecognizer, voice
from asr.recognizer import Recognizer
from tests.app.bench_parts import BenchBuild
from tests.app.helpers import write_wav


class Tuned(BenchBuild):
    """A build on a machine with six cores."""

    def make(self, compute: Compute) -> Recognizer:
        return FakeRecognizer()


def timings(make: Callable[[int], Recognizer], sound: Block, choices: Sequence[int], report: object
            ) -> tuple[Timing, ...]:  # fmt: skip
    return tuple(Timing(n, 1 / n) for n in choices)


def test_measured_once_per_machine_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tuning, "physical_cores", lambda: asked.append(1) or 6)
    monkeypatch.setattr(tuning, "usable_cores", lambda: 6)
    monkeypatch.setattr(tuning, "time_threads", timings)
    monkeypatch.setattr(tuning, "gpus", tuple)
    build = Tuned(Folders(tmp_path), Settings())
    assert build.compute().threads == 0
    assert build.calibrate().threads == 6 and build.calibrate().threads == 6 and asked == [1]
    assert build.compute().threads == 6
    assert build.calibrate(again=True).sentences()[0].startswith("Aantal rekendraden: 6 (gemeten") and asked == [1, 1]


def test_what_cannot_be_kept_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("a file in the way")
    monkeypatch.setattr(tuning, "physical_cores", lambda: 2)
    monkeypatch.setattr(tuning, "gpus", tuple)
    assert Tuned(Folders(tmp_path / "home"), Settings()).calibrate().threads >= 1


def test_the_window_is_the_samples(tmp_path: Path) -> None:
    build = Tuned(Folders(tmp_path / "home"), Settings())
    assert len(tuning.a_window(build)) == 28 * SAMPLE_RATE_HZ
    build.sample().mkdir(parents=True)
    write_wav(build.sample() / "consult.wav", voice(2.0))
    assert len(tuning.a_window(build)) == 2 * SAMPLE_RATE_HZ
