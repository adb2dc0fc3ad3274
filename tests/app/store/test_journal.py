"""The journal: what was appended comes back, in order; a disk that refuses loses nothing that can be kept."""

from __future__ import annotations

import errno
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from app.store.errors import JournalFull, JournalWriteFailed, KeyLost
from app.store.journal import MOST_WAITING, RECORD_SAMPLES, SUFFIX, Disk, Journal
from app.store.recovery import State, inspect, read, unfinished
from app.store.vault import MemoryVault
from asr.audio import SAMPLE_RATE_HZ, Block
from tests.app.store.recordings import read_all, same, sound

ROOT = Path(__file__).parents[3]


class FullDisk(Disk):
    """A disk with room for `room` bytes that then fails, writing what fits, as a real one does."""

    def __init__(self, room: int, error: int = errno.ENOSPC) -> None:
        self.room = room
        self.error = error

    def write(self, handle: int, data: bytes, at: int) -> None:
        fits = data[: max(0, self.room - at)]
        super().write(handle, fits, at)
        if len(fits) < len(data):
            raise OSError(self.error, "scripted")


def test_what_was_appended_comes_back(tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.create(tmp_path / "new", vault)
    whole = sound(2.6)
    for start in range(0, len(whole), 700):
        journal.append(whole[start : start + 700])
    assert journal.recorded_s == pytest.approx(2.6)
    journal.close()
    journal.close()
    assert same(read_all(journal.path, vault), whole)
    found = inspect(journal.path, vault)
    assert found.state is State.WHOLE and found.duration_s == pytest.approx(2.6)
    assert abs(found.started_ms / 1000 - time.time()) < 60
    assert unfinished(tmp_path / "new") == (journal.path,)
    assert journal.path.suffix == SUFFIX


def test_a_planned_journal_touches_the_disk_only_once_it_is_begun(tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.planned(tmp_path / "new", vault)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError):
        journal.append(sound(0.5))
    heard: list[int] = []
    follower = threading.Thread(target=lambda: heard.extend(map(len, journal.follow())))
    follower.start()  # before there is a file
    journal.begin()
    journal.begin()
    journal.append(sound(0.5))
    journal.close()
    follower.join(10)
    assert sum(heard) == len(sound(0.5)) and len(read_all(journal.path, vault)) == sum(heard)


def test_a_journal_left_before_it_was_begun_leaves_no_file(tmp_path: Path) -> None:
    journal = Journal.planned(tmp_path, MemoryVault())
    journal.leave()
    journal.begin()
    assert list(journal.follow()) == [] and list(tmp_path.iterdir()) == []


def test_a_long_block_becomes_records_of_at_most_half_a_second(tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.create(tmp_path, vault)
    journal.append(sound(3.3))
    journal.close()
    lengths = [len(block) for block in read(journal.path, vault)]
    assert max(lengths) == RECORD_SAMPLES and sum(lengths) == len(sound(3.3))


def test_marks_are_kept_and_counted(tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.create(tmp_path, vault)
    journal.append(sound(0.2))
    journal.mark_pause()
    journal.append(sound(0.3))
    journal.mark_gap(1.5)
    journal.close()
    found = inspect(journal.path, vault)
    assert (found.pauses, found.lost_s) == (1, 1.5) and found.duration_s == pytest.approx(0.5)


def test_wild_samples_are_tamed(tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.create(tmp_path, vault)
    journal.append(np.array([np.nan, np.inf, -np.inf, 7.0, -7.0, 0.5], np.float32))
    journal.close()
    assert same(read_all(journal.path, vault), np.array([0, 1, -1, 1, -1, 0.5], np.float32))


def test_a_closed_journal_takes_nothing_more(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path, MemoryVault())
    journal.close()
    with pytest.raises(ValueError, match="closed"):
        journal.append(sound(0.1))
    with pytest.raises(ValueError, match="closed"):
        journal.mark_pause()
    with pytest.raises(ValueError, match="closed"):
        journal.mark_gap(1)


def test_nothing_that_was_said_stands_readable_in_the_file(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path, MemoryVault())
    journal.append(np.full(SAMPLE_RATE_HZ, 0.25, np.float32))
    journal.close()
    sample = np.int16(round(0.25 * 32767)).tobytes() * 4
    assert sample not in journal.path.read_bytes()
    assert journal.path.stat().st_mode & 0o077 == 0


def test_another_key_does_not_open_it(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path, MemoryVault())
    journal.append(sound(0.5))
    journal.close()
    with pytest.raises(KeyLost):
        next(read(journal.path, MemoryVault()))


def test_a_full_disk_keeps_what_was_written_and_loses_nothing_when_room_comes(tmp_path: Path) -> None:
    vault, disk = MemoryVault(), FullDisk(room=50_000)
    journal = Journal.create(tmp_path, vault, disk=disk)
    whole = sound(4)
    for second in range(4):
        part = whole[second * SAMPLE_RATE_HZ : (second + 1) * SAMPLE_RATE_HZ]
        if second == 0:
            journal.append(part)
        else:
            with pytest.raises(JournalFull) as full:
                journal.append(part)
            assert full.value.waiting_s >= second and full.value.lost_s == 0
            assert same(read_all(journal.path, vault), whole[: len(read_all(journal.path, vault))])
    with pytest.raises(JournalFull):
        journal.close()
    disk.room = 1_000_000
    journal.close()
    assert same(read_all(journal.path, vault), whole)
    assert inspect(journal.path, vault).state is State.WHOLE


def test_what_no_longer_fits_in_memory_is_counted_as_lost(tmp_path: Path) -> None:
    vault, disk = MemoryVault(), FullDisk(room=1_000)
    journal = Journal.create(tmp_path, vault, disk=disk)
    half = sound(0.5)
    for _ in range(MOST_WAITING + 6):
        with pytest.raises(JournalFull) as full:
            journal.append(half)
    assert full.value.lost_s == pytest.approx(3.0)
    disk.room = 10**9
    journal.append(half)
    journal.close()
    found = inspect(journal.path, vault)
    assert found.state is State.WHOLE and found.lost_s == pytest.approx(3.5)
    assert found.duration_s == pytest.approx(MOST_WAITING / 2)


def test_another_disk_error_has_its_own_name(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path, MemoryVault(), disk=FullDisk(1_000, errno.EIO))
    with pytest.raises(JournalWriteFailed) as failed:
        journal.append(sound(1))
    assert failed.value.errno_name == "EIO"
    journal.leave()


def test_no_journal_is_left_when_the_disk_is_full_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(JournalFull):
        Journal.create(tmp_path, MemoryVault(), disk=FullDisk(10))
    assert unfinished(tmp_path) == ()


def test_a_file_in_the_way_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "opnames").write_text("")
    with pytest.raises(JournalWriteFailed):
        Journal.create(tmp_path / "opnames", MemoryVault())


def test_following_reads_from_disk_while_it_is_written(tmp_path: Path) -> None:
    vault = MemoryVault()
    journal = Journal.create(tmp_path, vault)
    whole = sound(5)
    heard: list[Block] = []
    follower = threading.Thread(target=lambda: heard.extend(journal.follow()))
    follower.start()
    for start in range(0, len(whole), 1_600):
        journal.append(whole[start : start + 1_600])
        if start == 32_000:
            journal.mark_pause()
    journal.close()
    follower.join(10)
    assert not follower.is_alive() and same(np.concatenate(heard), whole)
    assert same(np.concatenate(list(journal.follow())), whole)  # from the start again, also afterwards


def test_whoever_follows_comes_to_an_end_when_the_writer_leaves(tmp_path: Path) -> None:
    journal = Journal.create(tmp_path, MemoryVault())
    journal.append(sound(0.7))
    heard: list[Block] = []
    follower = threading.Thread(target=lambda: heard.extend(journal.follow()))
    follower.start()
    journal.leave()
    follower.join(10)
    assert not follower.is_alive() and sum(map(len, heard)) == RECORD_SAMPLES


def test_left_by_another_thread_in_the_middle_of_a_write(tmp_path: Path) -> None:
    class Slow(Disk):
        def write(self, handle: int, data: bytes, at: int) -> None:
            writing.set()
            time.sleep(0.05)
            super().write(handle, data, at)  # the file must still be ours

    writing = threading.Event()
    vault = MemoryVault()
    journal = Journal.create(tmp_path, vault, disk=Slow())
    writing.clear()
    leaver = threading.Thread(target=lambda: (writing.wait(), journal.leave()))
    leaver.start()
    journal.append(sound(0.5))
    leaver.join()
    assert journal.is_closed and len(read_all(journal.path, vault)) == RECORD_SAMPLES


def test_no_sound_goes_behind_the_end_mark(tmp_path: Path) -> None:
    vault, disk = MemoryVault(), FullDisk(room=120)
    journal = Journal.create(tmp_path, vault, disk=disk)
    with pytest.raises(JournalFull):
        journal.close()
    with pytest.raises(ValueError, match="closed"):
        journal.append(sound(0.5))
    disk.room = 10_000
    journal.close()
    assert inspect(journal.path, vault).state is State.WHOLE
