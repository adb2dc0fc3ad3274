"""A Build is calibrated once per machine, and uses what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from app import tuning
from app.calibration import Timing
from app.graphics import Card, CardVerdict
from app.settings import Folders, Settings
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.fake import voice
from asr.recognizer import Recognizer
from tests.app.bench_parts import BenchBuild
from tests.app.helpers import write_wav


def timings(make: Callable[[int], Recognizer], sound: Block, choices: Sequence[int], report: object
            ) -> tuple[Timing, ...]:  # fmt: skip
    return tuple(Timing(n, 1 / n) for n in choices)


def test_measured_once_per_machine_and_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(tuning, "physical_cores", lambda: asked.append(1) or 6)
    monkeypatch.setattr(tuning, "usable_cores", lambda: 6)
    monkeypatch.setattr(tuning, "time_threads", timings)
    monkeypatch.setattr(tuning, "gpus", tuple)
    build = BenchBuild(Folders(tmp_path), Settings())
    assert build.compute().threads == 0
    assert build.calibrate().threads == 6 and build.calibrate().threads == 6 and asked == [1]
    assert build.compute().threads == 6
    assert build.calibrate(again=True).sentences()[0].startswith("Aantal rekendraden: 6 (gemeten") and asked == [1, 1]


def test_a_card_is_tried_once_for_all_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def try_card(folders: Folders, model: str, cards: object, version: str) -> CardVerdict:
        tried.append(model)
        return CardVerdict(f"T1000 | 550 | ctranslate2 {version}", "T1000", Card.WORKS, "int8_float16")

    monkeypatch.setattr(tuning, "physical_cores", lambda: 2)
    monkeypatch.setattr(tuning, "gpus", lambda: (("T1000", "550", "4096 MiB"),))
    monkeypatch.setattr(tuning, "try_card", try_card)
    base = BenchBuild(Folders(tmp_path), Settings(device="cuda"))
    assert base.compute().device == "cuda" and base.compute().compute_type == "int8_float16"
    small = replace(base, settings=replace(base.settings, model="small"))
    assert small.compute().device == "cuda" and tried == ["base"]
    assert small.calibrate(again=True).card.works and tried == ["base", "small"]


def test_what_cannot_be_kept_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").write_text("a file in the way")
    monkeypatch.setattr(tuning, "physical_cores", lambda: 2)
    monkeypatch.setattr(tuning, "gpus", tuple)
    assert BenchBuild(Folders(tmp_path / "home"), Settings()).calibrate().threads >= 1


def test_the_window_is_the_samples(tmp_path: Path) -> None:
    build = BenchBuild(Folders(tmp_path / "home"), Settings())
    assert len(tuning.a_window(build)) == 28 * SAMPLE_RATE_HZ
    build.sample().mkdir(parents=True)
    write_wav(build.sample() / "consult.wav", voice(2.0))
    assert len(tuning.a_window(build)) == 2 * SAMPLE_RATE_HZ
