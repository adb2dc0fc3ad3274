"""Recording the own voice from the window: every step is told, nothing half is kept."""

from __future__ import annotations

import queue
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.errors import VoiceInterrupted
from app.jobs import Job, Jobs, Report
from app.running import Running
from app.settings import Folders, Settings
from app.store.errors import PassphraseNeeded
from app.store.vault import MemoryVault
from app.voicebook import Enrolment, Step, Voicebook
from app.workshop import Workshop
from asr.errors import MicrophoneVanished, NoMicrophone, VoiceSampleTooShort
from asr.fake import silence, voice
from tests.app.voice_parts import VoiceBuild

WAIT_S = 20.0


class Desk:
    """A voicebook and its inbox. `shown`: all that a dialog was told."""

    def __init__(self, build: VoiceBuild) -> None:
        self._inbox: queue.Queue[tuple[Job, Report]] = queue.Queue()
        self._jobs = Jobs(lambda job, report: self._inbox.put((job, report)))
        self._running = Running(self._jobs)
        self.path = build.folders.voice
        self.book = Voicebook(Workshop(build, build.key), self._running)
        self.shown: list[Enrolment] = []
        self.book.watch(self.shown.append)
        self.rest()

    def rest(self) -> Enrolment:
        """Until the work in hand has ended and said so."""
        while self.book.is_busy:
            self._running.sort(*self._inbox.get(timeout=WAIT_S))
        return self.book.state

    def close(self) -> None:
        self._running.close()


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "home")


def test_recorded_replaced_and_wiped(folders: Folders) -> None:
    desk = Desk(VoiceBuild(folders, Settings()))
    assert desk.rest() == Enrolment(Step.UNKNOWN)
    desk.book.record(None)
    assert desk.rest() == Enrolment(Step.KNOWN)
    steps = [e.step for e in desk.shown]
    assert steps.count(Step.LISTENING) > 10 and steps[-2:] == [Step.LEARNING, Step.KNOWN]
    spoken = [e.spoken_s for e in desk.shown if e.step is Step.LISTENING]
    assert spoken == sorted(spoken) and max(e.level for e in desk.shown) == pytest.approx(0.25, abs=0.01)
    first = desk.path.read_bytes()
    desk.book.record(None)
    desk.rest()
    assert desk.path.read_bytes() != first
    desk.book.remove()
    assert desk.rest() == Enrolment(Step.UNKNOWN) and not desk.path.exists()
    desk.close()


def test_breaking_off_keeps_what_was_there_and_nothing_of_now(folders: Folders) -> None:
    build = VoiceBuild(folders, Settings(), sound=np.concatenate((voice(40.0), silence(5.0))))
    desk = Desk(build)
    desk.book.record(None)
    desk.book.cancel()
    assert desk.rest().step is Step.UNKNOWN
    assert not desk.path.exists() and build.encoder.given_s == []
    desk.close()


def test_closing_the_dialog_breaks_off_and_nobody_is_told_any_more(folders: Folders) -> None:
    desk = Desk(VoiceBuild(folders, Settings()))
    desk.book.record(None)
    told = len(desk.shown)
    desk.book.watch(None)
    desk.rest()
    assert len(desk.shown) == told and not desk.path.exists()
    desk.close()


@pytest.mark.parametrize(
    ("build", "error"),
    [
        (lambda f: VoiceBuild(f, Settings(), sound=voice(3.0), error=MicrophoneVanished("usb")), VoiceInterrupted),
        (lambda f: VoiceBuild(f, Settings(), sound=np.concatenate((voice(3.0), silence(60.0)))), VoiceSampleTooShort),
        (lambda f: NoMicrophoneBuild(f, Settings()), NoMicrophone),
    ],
)
def test_what_goes_wrong_is_told_and_it_can_be_tried_again(
    folders: Folders, build: Callable[[Folders], VoiceBuild], error: type[Exception]
) -> None:
    desk = Desk(build(folders))
    for _ in range(2):
        desk.book.record(None)
        state = desk.rest()
        assert (state.step, type(state.error)) == (Step.UNKNOWN, error)
    assert not desk.path.exists()
    desk.close()


class NoMicrophoneBuild(VoiceBuild):
    def microphone(self, device: object = None) -> object:  # type: ignore[override]
        raise NoMicrophone(None)


def test_a_voice_under_another_key_is_told(folders: Folders) -> None:
    desk = Desk(VoiceBuild(folders, Settings()))
    desk.book.record(None)
    desk.rest()
    desk.close()
    again = Desk(VoiceBuild(folders, Settings(), key=MemoryVault()))
    assert again.rest().step is Step.UNREADABLE
    again.book.record(None)
    assert again.rest().step is Step.KNOWN
    again.close()


def test_a_file_that_cannot_be_removed_is_told_and_stays(folders: Folders, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(VoiceBuild(folders, Settings()))
    desk.book.record(None)
    desk.rest()

    def refuse(_: Path) -> bool:
        raise PermissionError(13, "no")

    monkeypatch.setattr("app.store.voice.forget", refuse)
    desk.book.remove()
    state = desk.rest()
    assert state.step is Step.KNOWN and isinstance(state.error, PermissionError)
    desk.close()


def test_the_passphrase_that_opened_the_window_serves(folders: Folders) -> None:
    build = VoiceBuild(folders, Settings(), passphrase="zin die niemand raadt")
    with pytest.raises(PassphraseNeeded):
        build.vault()
    desk = Desk(build)
    desk.book.record(None)
    assert desk.rest().step is Step.KNOWN
    desk.close()
