"""The takes of one recording: no take is lost between two clicks, and none runs beside another."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.events import Heard
from app.jobs import Job, Jobs, Report, Yielded
from app.running import Running, Task
from app.store.journal import Journal
from app.store.recovery import State, inspect
from app.store.vault import MemoryVault
from app.takes import Takes
from asr.fake import voice

WAIT_S = 20.0


class Microphone:
    """One second of sound, then it waits for stop."""

    gaps = ()
    moved_to = None

    def __init__(self) -> None:
        self._stop = threading.Event()

    def __iter__(self) -> Iterator[object]:
        yield voice(1.0)
        assert self._stop.wait(WAIT_S)

    def stop(self) -> None:
        self._stop.set()


class Desk:
    """Takes with real jobs; `devices`: what was opened."""

    def __init__(self) -> None:
        self.inbox: queue.Queue[tuple[Job, Report]] = queue.Queue()
        self.running = Running(Jobs(lambda job, report: self.inbox.put((job, report))))
        self.devices: list[object] = []
        self.takes = Takes(self.open, self.running)

    @contextlib.contextmanager
    def open(self, device: object) -> Iterator[Microphone]:
        self.devices.append(device)
        yield Microphone()

    def until_heard(self) -> Heard:
        while True:
            _, report = self.inbox.get(timeout=WAIT_S)
            if isinstance(report, Yielded):
                assert isinstance(report.event, Heard)
                return report.event

    def until_ended(self) -> None:
        while self.running.has(Task.RECORD):
            self.running.sort(*self.inbox.get(timeout=WAIT_S))


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.takes.close()
    made.running.close()


def test_pause_another_microphone_and_stop_make_one_recording(desk: Desk, tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.create(tmp_path, vault)
    desk.takes.begin(journal, None)
    desk.until_heard()
    desk.takes.pause()
    desk.until_ended()
    assert not desk.takes.is_over
    desk.takes.resume(None)
    desk.until_heard()
    desk.takes.stop()
    desk.until_ended()
    assert desk.takes.is_over and desk.devices == [None, None]
    found = inspect(journal.path, vault)
    assert (found.duration_s, found.state) == (2.0, State.WHOLE)


def test_going_on_before_the_take_has_ended_waits_for_it(desk: Desk, tmp_path: Path) -> None:
    desk.takes.begin(Journal.create(tmp_path, MemoryVault()), None)
    desk.until_heard()
    desk.takes.pause()
    desk.takes.resume(None)  # the first take has not reported its end yet
    assert desk.devices == [None]
    desk.until_ended()
    desk.takes.go_on()
    desk.until_heard()
    assert desk.devices == [None, None]


def test_a_paused_recording_is_ended_and_a_forgotten_one_is_left(desk: Desk, tmp_path: Path) -> None:
    vault = MemoryVault()
    for ends, state in ((desk.takes.stop, State.WHOLE), (desk.takes.forget, State.CUT_OFF)):
        journal = Journal.create(tmp_path, vault)
        desk.takes.begin(journal, None)
        desk.until_heard()
        desk.takes.pause()
        desk.until_ended()
        ends()
        desk.until_ended()
        assert desk.takes.is_over and inspect(journal.path, vault).state is state


def test_without_a_recording_every_wish_is_passed_over(desk: Desk) -> None:
    for wish in (desk.takes.pause, desk.takes.stop, desk.takes.leave, desk.takes.go_on, desk.takes.close):
        wish()
    assert desk.takes.is_over and desk.devices == []
