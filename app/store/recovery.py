"""What a journal still holds, and getting rid of it.

A journal is kept until its note was copied or the GP threw it away: then `discard`. So at the next start every journal
in the folder is either unfinished business or was left by a crash; `unfinished` lists them, newest last, and the GP
decides. Nothing is deleted without that.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from app.files import sync_folder
from app.store.errors import JournalUnreadable
from app.store.frames import HEAD, RECORD, Head, Kind, Sealer, read_head, read_record, secret_context
from app.store.journal import SUFFIX, to_float32
from app.store.vault import Vault
from asr.audio import SAMPLE_RATE_HZ, Block

TEXT_SUFFIX = ".verslag"


class State(Enum):
    """How a journal ends."""

    WHOLE = "whole"  # closed in order, nothing missing
    CUT_OFF = "cut_off"  # no end mark: a crash, a full disk, a power cut; all up to there is right
    DAMAGED = "damaged"  # something after the last good record does not open, or something follows the end


@dataclass(frozen=True, slots=True)
class Recovered:
    """What stands in a journal. `duration_s` counts the sound that can be read, `lost_s` what was marked as lost.

    `started_ms` is the wall clock at its start, unix ms.
    """

    path: Path
    started_ms: int
    duration_s: float
    lost_s: float
    pauses: int
    state: State


def read(path: Path, vault: Vault) -> Iterator[Block]:
    """The sound of a journal up to its last good record: float32 mono at 16 kHz, blocks of at most half a second.

    Never yields a sample that was not written by its recording in this order. Raises JournalUnreadable, OSError, and
    what `Vault.open` raises (KeyLost, SealBroken), all before the first block.
    """
    for kind, data in records(path, vault):
        if kind is Kind.AUDIO:
            yield to_float32(data)


def inspect(path: Path, vault: Vault) -> Recovered:
    """Read a journal through and tell what it holds. Raises as `read`."""
    samples, lost_s, pauses, ended, good = 0, 0.0, 0, False, 0
    with open(path, "rb") as file:
        head = read_head(file)
        if head is None:
            raise JournalUnreadable(path)
        good = len(head.raw)
        for kind, data in sealed_records(file, head, vault):
            good += RECORD.size + len(data) + 16
            samples += len(data) // 2 if kind is Kind.AUDIO else 0
            lost_s += number(data) if kind is Kind.GAP else 0.0
            pauses += kind is Kind.PAUSE
            ended = kind is Kind.END
        rest = file.seek(0, os.SEEK_END) - good
    state = State.CUT_OFF if not ended else State.WHOLE
    if rest and (ended or is_damage(path, good)):
        state = State.DAMAGED
    return Recovered(path, head.started_ms, samples / SAMPLE_RATE_HZ, lost_s, pauses, state)


def is_damage(path: Path, good: int) -> bool:
    """Whether what follows the last good record is a whole record that does not open, rather than one cut off."""
    with open(path, "rb") as file:
        file.seek(good)
        prefix = file.read(RECORD.size)
        return len(prefix) == RECORD.size and len(file.read(RECORD.unpack(prefix)[0])) == RECORD.unpack(prefix)[0]


def unfinished(folder: Path) -> tuple[Path, ...]:
    """The journals in `folder`, oldest first. An empty tuple when there is no folder. Raises OSError.

    One that is discarded meanwhile is left out.
    """
    if not folder.is_dir():
        return ()
    found: list[tuple[int, Path]] = []
    for path in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(FileNotFoundError):
            found.append((path.stat().st_mtime_ns, path))
    return tuple(path for _, path in sorted(found))


def discard(path: Path) -> None:
    """Make a journal, and the text beside it, unreadable for good, and remove both.

    First its secret is overwritten in place and flushed, so that even a copy of the user's key opens nothing more; then
    the files go. A disk that writes elsewhere than it is told (any SSD may) can keep the old bytes for a while:
    full-disk encryption is the answer to that. A journal that is gone already is fine. Raises OSError.
    """
    with contextlib.suppress(FileNotFoundError), open(path, "r+b") as file:
        head = read_head(file)
        if head is not None:
            file.seek(HEAD.size)
            file.write(os.urandom(len(head.sealed_secret)))
            file.flush()
            os.fsync(file.fileno())
    text = text_of(path)
    for made in (text, *path.parent.glob(f".{text.name}.*")):  # the text, and what a crash left of writing it
        made.unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    sync_folder(path.parent)


def text_of(journal: Path) -> Path:
    """Where the text of this recording's consult is kept (app.store.sheet), if it is."""
    return journal.with_suffix(TEXT_SUFFIX)


def records(path: Path, vault: Vault) -> Iterator[tuple[Kind, bytes]]:
    """The good records of a journal, in order. Raises as `read`."""
    with open(path, "rb") as file:
        head = read_head(file)
        if head is None:
            raise JournalUnreadable(path)
        yield from sealed_records(file, head, vault)


def sealed_records(file: BinaryIO, head: Head, vault: Vault) -> Iterator[tuple[Kind, bytes]]:
    """The good records from the file's position on, up to the end mark or the first that does not open."""
    sealer = Sealer(head, vault.open(head.sealed_secret, secret_context(head.id)))
    place = 0
    while record := read_record(file, place, sealer):
        yield record
        if record[0] is Kind.END:
            return
        place += 1


def number(data: bytes) -> float:
    """The number in a mark."""
    return float(struct.unpack("<d", data)[0]) if len(data) == 8 else 0.0
