"""Whatever happened to the program or the file: what comes back is right, and is the start of what was recorded."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from app.store.errors import JournalUnreadable, KeyLost, SealBroken
from app.store.journal import SUFFIX, Journal
from app.store.recovery import State, discard, inspect, read, unfinished
from app.store.vault import KeyVault, MemoryVault, Vault
from asr.audio import Block
from tests.app.store.recordings import read_all, same, sound

ROOT = Path(__file__).parents[3]


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


def test_discard_makes_even_a_copy_of_the_key_useless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault = MemoryVault()
    path, _ = small_journal(tmp_path, vault)
    with monkeypatch.context() as patch:  # the disk keeps the file, as a snapshot would
        patch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
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
