"""The recorder: every block in the journal, in every way a take can end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pytest

from app.recorder import Recorder, Source
from app.store.errors import JournalFull, JournalWriteFailed
from app.store.journal import Journal
from app.store.recovery import State, inspect, read
from app.store.vault import MemoryVault
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import MicrophoneVanished, NoMicrophone
from asr.fake import silence, voice
from asr.microphone import Device, Gap


class ScriptedMicrophone:
    """Gives these blocks; then waits for stop, or raises. `before(n)` runs before block n."""

    def __init__(
        self, blocks: Sequence[Block], error: Exception | None = None, before: Callable[[int], None] | None = None
    ) -> None:
        self.gaps: tuple[Gap, ...] = ()
        self.moved_to: str | None = None
        self._blocks, self._error, self._before = blocks, error, before
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None

    def __iter__(self) -> Iterator[Block]:
        for number, block in enumerate(self._blocks):
            if self._before:
                self._before(number)
            yield block
        if self._error:
            raise self._error
        assert self._stop.wait(10)

    def stop(self) -> None:
        self._stop.set()


def opening(microphone: ScriptedMicrophone) -> Callable[[Device | None], AbstractContextManager[Source]]:
    return lambda device: microphone


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def journal(tmp_path: Path, vault: MemoryVault) -> Iterator[Journal]:
    made = Journal.create(tmp_path, vault)
    yield made
    made.leave()


SOUND = [voice(0.2), silence(0.2), voice(0.3, level=0.5)]
LENGTH_S = 0.7


def run(recorder: Recorder, device: Device | None = None) -> list[object]:
    return list(recorder.take(device)(lambda: False))


def test_stop_closes_the_journal_with_every_block(journal: Journal, vault: MemoryVault) -> None:
    microphone = ScriptedMicrophone(SOUND)
    recorder = Recorder(journal, opening(microphone))
    work = recorder.take(None)
    recorder.stop()
    heard = list(work(lambda: False))
    assert [round(h.recorded_s, 3) for h in heard] == [0.2, 0.4, 0.7]  # type: ignore[attr-defined]
    assert inspect(journal.path, vault).state is State.WHOLE
    kept = np.concatenate(list(read(journal.path, vault)))
    assert len(kept) == round(LENGTH_S * SAMPLE_RATE_HZ)
    assert np.abs(kept - np.concatenate(SOUND)).max() < 1e-4


def test_levels_and_quiet_are_told(journal: Journal) -> None:
    recorder = Recorder(journal, opening(ScriptedMicrophone(SOUND)))
    work = recorder.take(None)
    recorder.stop()
    first, second, third = work(lambda: False)
    assert first.level == pytest.approx(0.25, abs=0.01)  # type: ignore[attr-defined]
    assert second.quiet_s == pytest.approx(0.2)  # type: ignore[attr-defined]
    assert third.quiet_s == 0.0  # type: ignore[attr-defined]


def test_pause_then_record_on_then_stop_appends(journal: Journal, vault: MemoryVault) -> None:
    recorder = Recorder(journal, lambda device: ScriptedMicrophone(SOUND))
    work = recorder.take(None)
    recorder.pause()
    list(work(lambda: False))
    assert not journal.is_closed
    work = recorder.take(None)
    recorder.stop()
    list(work(lambda: False))
    found = inspect(journal.path, vault)
    assert found.duration_s == pytest.approx(2 * LENGTH_S)
    assert (found.pauses, found.state) == (1, State.WHOLE)


def test_a_paused_recording_is_finished_without_a_microphone(journal: Journal, vault: MemoryVault) -> None:
    recorder = Recorder(journal, opening(ScriptedMicrophone(SOUND)))
    work = recorder.take(None)
    recorder.pause()
    list(work(lambda: False))
    assert list(recorder.finish()(lambda: False)) == []
    assert inspect(journal.path, vault).state is State.WHOLE


def test_a_vanished_microphone_keeps_everything_and_leaves_the_journal_open(
    journal: Journal, vault: MemoryVault
) -> None:
    recorder = Recorder(journal, opening(ScriptedMicrophone(SOUND, MicrophoneVanished("usb"))))
    with pytest.raises(MicrophoneVanished):
        run(recorder)
    assert not journal.is_closed
    assert inspect(journal.path, vault).duration_s == pytest.approx(LENGTH_S)


def test_vanished_just_after_stop_still_closes(journal: Journal, vault: MemoryVault) -> None:
    recorder = Recorder(journal, opening(ScriptedMicrophone(SOUND, MicrophoneVanished("usb"))))
    work = recorder.take(None)
    recorder.stop()
    with pytest.raises(MicrophoneVanished):
        list(work(lambda: False))
    assert inspect(journal.path, vault).state is State.WHOLE


def test_a_microphone_that_does_not_open(journal: Journal) -> None:
    def refuse(device: Device | None) -> AbstractContextManager[Source]:
        raise NoMicrophone(None)

    with pytest.raises(NoMicrophone):
        run(Recorder(journal, refuse))
    assert not journal.is_closed


def test_lost_sound_is_marked_in_the_journal(journal: Journal, vault: MemoryVault) -> None:
    microphone = ScriptedMicrophone(SOUND)
    microphone.gaps = (Gap(0.1, 1.5),)
    recorder = Recorder(journal, opening(microphone))
    work = recorder.take(None)
    recorder.stop()
    last = list(work(lambda: False))[-1]
    assert last.lost_s == 1.5  # type: ignore[attr-defined]
    assert inspect(journal.path, vault).lost_s == pytest.approx(1.5)


def test_another_microphone_in_the_place_of_ours_is_told(journal: Journal) -> None:
    microphone = ScriptedMicrophone(SOUND)
    microphone.moved_to = "laptop"
    recorder = Recorder(journal, opening(microphone))
    work = recorder.take(None)
    recorder.stop()
    assert list(work(lambda: False))[-1].moved  # type: ignore[attr-defined]


class FailingLog:
    """A journal on a disk that fails at the second block."""

    def __init__(self, error: Exception) -> None:
        self.recorded_s = 0.0
        self.is_closed = False
        self.left = False
        self._error = error

    def begin(self) -> None:
        """The first block still fits."""

    def append(self, block: Block) -> None:
        self.recorded_s += len(block) / SAMPLE_RATE_HZ
        if self.recorded_s > 0.3:
            raise self._error

    def mark_pause(self) -> None:
        raise self._error

    def mark_gap(self, lost_s: float) -> None:
        raise self._error

    def close(self) -> None:
        raise self._error

    def leave(self) -> None:
        self.left = True


@pytest.mark.parametrize("error", [JournalFull(1.0, 0.0), JournalWriteFailed("EIO")], ids=["full", "broken"])
def test_a_failing_disk_ends_the_take(error: Exception) -> None:
    log = FailingLog(error)
    with pytest.raises(type(error)):
        run(Recorder(log, opening(ScriptedMicrophone(SOUND))))
    assert not log.left  # the GP may free some space and record on


def test_a_failing_disk_at_stop_leaves_the_journal_so_that_who_follows_it_comes_to_an_end() -> None:
    log = FailingLog(JournalFull(1.0, 0.0))
    recorder = Recorder(log, opening(ScriptedMicrophone(SOUND[:1])))
    work = recorder.take(None)
    recorder.stop()
    with pytest.raises(JournalFull):
        list(work(lambda: False))
    assert log.left
