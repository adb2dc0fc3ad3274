"""Measuring from the window: how far it is, what was found and kept, and breaking off at once."""

from __future__ import annotations

import json
import queue
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from app import bench_child
from app.bench_values import Measured
from app.benchbook import Benchbook, Measuring
from app.errors import BenchSoundMissing, NothingMeasured
from app.jobs import Job, Jobs, Report
from app.running import Running
from app.settings import Folders, Settings, load_settings, save_settings
from app.store.vault import MemoryVault
from app.workshop import Workshop
from asr.fake import voice
from tests.app.bench_parts import BenchBuild, result
from tests.app.helpers import SAID, write_wav

WAIT_S = 30.0
ANSWERS = """
import json, sys
sys.stdin.read()
print(json.dumps({"what": "bestand", "share": 0.5}), flush=True)
print(json.dumps({"measured": json.loads(sys.argv[1])}))
"""
HANGS = """
import json, sys, time
print(json.dumps({"what": "bestand", "share": 0.25}), flush=True)
time.sleep(600)
"""


class Desk:
    """A benchbook and its inbox. `shown`: all that a dialog was told."""

    def __init__(self, build: BenchBuild) -> None:
        self._inbox: queue.Queue[tuple[Job, Report]] = queue.Queue()
        self._running = Running(Jobs(lambda job, report: self._inbox.put((job, report))))
        self.book = Benchbook(Workshop(build, MemoryVault()), self._running)
        self.shown: list[Measuring] = []
        self.book.watch(self.shown.append)
        self.rest()

    def until(self, wanted: Callable[[Measuring], bool]) -> Measuring:
        while not wanted(self.book.state):
            self._running.sort(*self._inbox.get(timeout=WAIT_S))
        return self.book.state

    def rest(self) -> Measuring:
        while self.book.is_busy:
            self._running.sort(*self._inbox.get(timeout=WAIT_S))
        return self.book.state

    def close(self) -> None:
        self._running.close()


@pytest.fixture
def bench(tmp_path: Path) -> BenchBuild:
    """A build with a sound to measure on."""
    folder = tmp_path / "data" / "bench"
    folder.mkdir(parents=True)
    write_wav(folder / "bench.wav", voice(2.0))
    (folder / "bench.json").write_text(json.dumps({"text": SAID, "terms": ["koorts"]}), encoding="utf-8")
    return BenchBuild(Folders(tmp_path / "home"), Settings())


@pytest.fixture
def desk(bench: BenchBuild) -> Iterator[Desk]:
    made = Desk(bench)
    yield made
    made.close()


def child_says(monkeypatch: pytest.MonkeyPatch, script: str, measured: Measured | None = None) -> None:
    words = [sys.executable, "-c", script] + ([json.dumps(asdict(measured))] if measured else [])
    monkeypatch.setattr(bench_child, "own_command", lambda: words)


def test_progress_verdict_and_picture_and_the_same_at_the_next_look(
    desk: Desk, bench: BenchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.book.state == Measuring()
    child_says(monkeypatch, ANSWERS, result())
    desk.book.measure(quick=True)
    state = desk.rest()
    assert any(s.runs and s.what == "base: bestand" and s.share == 0.5 for s in desk.shown)
    assert state.outcome is not None and not state.runs and state.error is None
    assert state.outcome.sentences[0].startswith("base loopt hier live mee")
    assert state.outcome.picture.startswith(b"\x89PNG") and not state.outcome.stopped
    again = Desk(bench)
    assert again.rest().outcome == state.outcome
    document = json.loads(bench.folders.measured.read_text(encoding="utf-8"))
    assert document["schema"] == "soepel.bench/1" and document["quick"] is True
    again.close()


def test_breaking_off_ends_the_child_at_once_and_can_be_begun_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_says(monkeypatch, HANGS)
    desk.book.measure(quick=True)
    desk.until(lambda s: s.share == 0.25)
    desk.book.cancel()
    assert desk.book.state.stopping
    state = desk.rest()  # long before the child would end by itself
    assert state == Measuring()
    child_says(monkeypatch, ANSWERS, result())
    desk.book.measure(quick=False)
    assert desk.rest().outcome is not None


def test_closing_the_dialog_breaks_off_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    child_says(monkeypatch, HANGS)
    desk.book.measure(quick=True)
    desk.until(lambda s: s.share == 0.25)
    told = len(desk.shown)
    desk.book.watch(None)
    assert desk.rest() == Measuring() and len(desk.shown) == told


def test_a_model_that_cannot_be_measured_and_a_sound_that_is_missing_are_told(
    desk: Desk, bench: BenchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_says(monkeypatch, "import sys; sys.exit('Het model ontbreekt.')")
    desk.book.measure(quick=True)
    state = desk.rest()
    assert isinstance(state.error, NothingMeasured) and not state.runs
    for path in (bench.sample().parent / "bench").iterdir():
        path.unlink()
    desk.book.measure(quick=True)
    assert isinstance(desk.rest().error, BenchSoundMissing)


def test_the_advised_model_is_used_from_the_next_start_on(
    bench: BenchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_settings(Settings(model="large-v2", beam_size=3), bench.folders.settings)
    desk = Desk(bench)
    child_says(monkeypatch, ANSWERS, result())
    desk.book.measure(quick=True)
    outcome = desk.rest().outcome
    assert outcome is not None and outcome.advised == "base"
    desk.book.choose("base")
    state = desk.rest()
    assert state.chosen == "base" and state.outcome is not None and state.outcome.advised is None
    assert load_settings(bench.folders.settings) == Settings(model="base", beam_size=3)
    desk.close()


@pytest.mark.parametrize("data", [b"", b"[]", b'{"schema": "x"}', b'{"schema": "soepel.bench/1", "verdict": 3}'])
def test_a_damaged_result_counts_as_none(bench: BenchBuild, data: bytes) -> None:
    bench.folders.home.mkdir()
    bench.folders.measured.write_bytes(data)
    desk = Desk(bench)
    assert desk.book.state == Measuring()
    desk.close()


def test_a_disk_that_refuses_still_shows_what_was_found(
    desk: Desk, bench: BenchBuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    child_says(monkeypatch, ANSWERS, result())
    bench.folders.measured.mkdir(parents=True)
    desk.book.measure(quick=True)
    assert desk.rest().outcome is not None
