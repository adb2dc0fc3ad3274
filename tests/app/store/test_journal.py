"""The journal: what was appended comes back, in order, whatever happens to the program, the disk or the file."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.store.errors import JournalFull, JournalUnreadable, JournalWriteFailed, KeyLost, SealBroken
from app.store.journal import MOST_WAITING, RECORD_SAMPLES, SUFFIX, Disk, Journal
from app.store.recovery import State, discard, inspect, read, unfinished
from app.store.vault import KeyVault, MemoryVault, Vault
from asr.audio import SAMPLE_RATE_HZ, Block

ROOT = Path(__file__).parents[3]


def sound(seconds: float, seed: int = 0) -> Block:
    """Noise that no other seed makes."""
    rng = np.random.default_rng(seed)
    return rng.uniform(-0.9, 0.9, int(seconds * SAMPLE_RATE_HZ)).astype(np.float32)


def read_all(path: Path, vault: Vault) -> Block:
    blocks = list(read(path, vault))
    return np.concatenate(blocks) if blocks else np.zeros(0, np.float32)


def same(a: Block, b: Block) -> bool:
    return len(a) == len(b) and bool(np.all(np.abs(a - b) < 1 / 32000))


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


def small_journal(folder: Path, vault: Vault, seed: int = 0) -> tuple[Path, Block]:
    """Four records of 40 samples, a pause and an end: small enough to attack at every byte."""
    journal = Journal.create(folder, vault)
    whole = sound(0.01, seed)
    for start in range(0, 160, 40):
        journal.append(whole[start : start + 40])
        journal.mark_pause()
    journal.close()
    return journal.path, whole


def good_prefix(path: Path, vault: Vault, whole: Block) -> int:
    """How many samples can be read; they must be the first ones, unaltered."""
    heard = read_all(path, vault)
    assert same(heard, whole[: len(heard)])
    assert len(heard) % 40 == 0
    return len(heard)


def test_truncated_anywhere_all_whole_records_come_back(tmp_path: Path) -> None:
    vault = MemoryVault()
    path, whole = small_journal(tmp_path, vault)
    data = path.read_bytes()
    seen = []
    for length in range(len(data)):
        path.write_bytes(data[:length])
        try:
            seen.append(good_prefix(path, vault, whole))
            assert inspect(path, vault).state is State.CUT_OFF
        except JournalUnreadable:
            seen.append(-1)
    assert seen == sorted(seen) and seen[-1] == 160 and set(seen) == {-1, 0, 40, 80, 120, 160}


def test_a_flipped_bit_anywhere_is_never_believed(tmp_path: Path) -> None:
    vault = MemoryVault()
    path, whole = small_journal(tmp_path, vault)
    data = path.read_bytes()
    for at in range(len(data)):
        broken = bytearray(data)
        broken[at] ^= 1 << (at % 8)
        path.write_bytes(broken)
        try:
            good_prefix(path, vault, whole)
            assert inspect(path, vault).state is not State.WHOLE
        except (JournalUnreadable, SealBroken, KeyLost):
            pass


def test_records_moved_repeated_or_from_elsewhere_are_refused(tmp_path: Path) -> None:
    vault = MemoryVault()
    path, whole = small_journal(tmp_path, vault)
    other_path, _ = small_journal(tmp_path, vault, seed=1)
    data, other = path.read_bytes(), other_path.read_bytes()
    sizes = [40 * 2 + 21, 8 + 21] * 4 + [8 + 21]
    head = len(data) - sum(sizes)
    starts = [head + sum(sizes[:n]) for n in range(len(sizes) + 1)]
    records = [data[a:b] for a, b in pairwise(starts)]
    foreign = [other[a:b] for a, b in pairwise(starts)]
    for tampered in (
        [records[2], records[1], records[0], *records[3:]],  # reordered
        [records[0], records[0], *records[1:]],  # repeated
        records[2:],  # left out at the start
        [*records[:2], *records[4:]],  # left out within
        [foreign[0], *records[1:]],  # spliced
    ):
        path.write_bytes(data[:head] + b"".join(tampered))
        assert good_prefix(path, vault, whole) <= 40
        assert inspect(path, vault).state is State.DAMAGED
    path.write_bytes(other[:head] + b"".join(records))  # another journal's head
    assert good_prefix(path, vault, whole) == 0
    path.write_bytes(data + records[0])  # something after the end
    assert good_prefix(path, vault, whole) == 160 and inspect(path, vault).state is State.DAMAGED
    path.write_bytes(data[: starts[5]] + bytes(4096))  # a tail of zeros, as after a power cut
    assert good_prefix(path, vault, whole) == 120


@pytest.mark.parametrize("data", [b"", b"SOEPELJ1", b"RIFF" + bytes(400), b"SOEPELJ1" + b"\xff" * 400])
def test_what_is_no_journal_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / f"x{SUFFIX}"
    path.write_bytes(data)
    with pytest.raises(JournalUnreadable):
        next(read(path, MemoryVault()))


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


def test_discard_makes_even_a_copy_of_the_key_useless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = MemoryVault()
    path, _ = small_journal(tmp_path, vault)
    with monkeypatch.context() as patch:  # the disk keeps the file, as a snapshot would
        patch.setattr(Path, "unlink", lambda self: None)
        discard(path)
    with pytest.raises((SealBroken, KeyLost)):
        next(read(path, vault))
    discard(path)
    assert not path.exists()
    discard(path)
    garbage = tmp_path / f"y{SUFFIX}"
    garbage.write_bytes(b"x")
    discard(garbage)
    assert unfinished(tmp_path) == ()


RECORDER = """
import sys
import numpy as np
from pathlib import Path
from app.store.journal import Journal
from app.store.vault import KeyVault
journal = Journal.create(Path(sys.argv[1]), KeyVault(bytes(32)))
block = np.full(1600, 0.5, np.float32)
taken = 0
while True:
    journal.append(block)
    taken += 1
    if taken % 5 == 0:  # a whole record: it is on disk now
        sys.stdout.write(f"{taken}\\n")
        sys.stdout.flush()
"""


@pytest.mark.slow
@pytest.mark.parametrize("wait_s", [0.02, 0.07, 0.15, 0.31, 0.5])
def test_killed_at_any_moment_no_acknowledged_record_is_lost(tmp_path: Path, wait_s: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", RECORDER, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT, env={**os.environ}
    )
    assert child.stdout is not None
    acknowledged = child.stdout.readline()
    time.sleep(wait_s)
    child.send_signal(signal.SIGKILL)
    acknowledged = (acknowledged + child.stdout.read()).splitlines()[-1]
    child.stdout.close()
    child.wait()
    (path,) = unfinished(tmp_path)
    heard = read_all(path, KeyVault(bytes(32)))
    assert len(heard) >= int(acknowledged) * 1600
    assert np.all(np.abs(heard - 0.5) < 1e-3)
    assert inspect(path, KeyVault(bytes(32))).state is State.CUT_OFF


LIMITED = """
import resource, sys
import numpy as np
from pathlib import Path
from app.store.errors import JournalFull
from app.store.journal import Journal
from app.store.vault import KeyVault
journal = Journal.create(Path(sys.argv[1]), KeyVault(bytes(32)))
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))
refused = 0
for _ in range(6):
    try:
        journal.append(np.full(8_000, 0.5, np.float32))
    except JournalFull:
        refused += 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
journal.close()
print(refused)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such limit on Windows")
def test_when_the_system_itself_refuses_to_write_more(tmp_path: Path) -> None:
    child = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path)], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert child.stdout.strip() == "3"
    (path,) = unfinished(tmp_path)
    found = inspect(path, KeyVault(bytes(32)))
    assert found.state is State.WHOLE and found.duration_s == pytest.approx(3.0)
