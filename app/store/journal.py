"""The journal of one recording: sound is on disk, sealed, before anything else sees it.

Sound is collected into records of half a second, each written in one call and flushed to the disk (fsync) at once: a
killed program loses at most the half second that was not yet a record, a power cut the same and no more than what the
disk itself claimed to have and had not. One fsync per half second, not per block: measured 4 ms each, one per block of
20 ms would wear the disk for a gain that nobody hears.

Transcription reads what is on disk (`follow`), never the microphone: memory stays flat however far it lags behind.
"""

from __future__ import annotations

import contextlib
import errno
import os
import struct
import threading
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from app.files import sync_folder
from app.store.errors import JournalFull, JournalWriteFailed
from app.store.frames import Head, Kind, Sealer, new_head, read_record
from app.store.vault import Vault
from asr.audio import SAMPLE_RATE_HZ, Block

Samples = npt.NDArray[np.int16]
RECORD_SAMPLES = SAMPLE_RATE_HZ // 2
SUFFIX = ".journaal"
MOST_WAITING = 240  # records, two minutes: what waits in memory while the disk is full
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Disk:
    """The calls that reach the disk. Tests hand in one that fails when told."""

    def write(self, handle: int, data: bytes, at: int) -> None:
        """All of `data` at offset `at`. Raises OSError."""
        os.lseek(handle, at, os.SEEK_SET)
        view = memoryview(data)
        while view:
            view = view[os.write(handle, view) :]

    def sync(self, handle: int) -> None:
        """Until it is on the disk. Raises OSError."""
        os.fsync(handle)


class Journal:
    """An open journal. One thread writes (append, mark_pause, mark_gap, close); another may follow.

    Make one with `Journal.create`, or with `planned` on a thread that may not wait for a disk.

    When the disk is full, JournalFull tells what waits; the records wait, sealed, in memory for two minutes' worth and
    are written first at the next call, so a user who frees some space loses nothing.
    """

    def __init__(self, path: Path, head: Head, sealer: Sealer, disk: Disk) -> None:
        self.path = path
        self._head = head.raw
        self._handle = -1  # until `begin`
        self._sealer = sealer
        self._disk = disk
        self._on_disk = len(head.raw)  # bytes of the head and of whole records on disk
        self._place = 0
        self._partial: list[Samples] = []
        self._partial_samples = 0
        self._samples = 0
        self._lost_samples = 0
        self._waiting: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._writing = threading.Lock()  # nobody closes the file under a write
        self._ended = False
        self._closed = False

    @classmethod
    def create(cls, folder: Path, vault: Vault, *, disk: Disk | None = None) -> Journal:
        """Start a new journal in `folder`, and return once its head is on the disk. Raises as `planned` and `begin`."""
        made = cls.planned(folder, vault, disk=disk)
        made.begin()
        return made

    @classmethod
    def planned(cls, folder: Path, vault: Vault, *, disk: Disk | None = None) -> Journal:
        """A journal of which nothing is on the disk before `begin`; its name is its id, and tells nothing of a patient.

        Raises what the vault raises.
        """
        head, secret = new_head(vault, time.time_ns() // 1_000_000)
        return cls(folder / f"{head.id.hex()}{SUFFIX}", head, Sealer(head, secret), disk or Disk())

    def begin(self) -> None:
        """Put its head on the disk; nothing happens when it is there, or when the journal was left meanwhile.

        Up to 0.3 s on a busy disk (measured). Raises JournalFull and JournalWriteFailed; no file is left behind then.
        """
        with self._writing:
            if self._handle >= 0 or self._closed:
                return
            folder, handle = self.path.parent, -1
            try:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                self._disk.write(handle, self._head, 0)
                self._disk.sync(handle)
            except OSError as problem:
                if handle >= 0:
                    os.close(handle)
                    with contextlib.suppress(OSError):
                        self.path.unlink()
                raise failure(problem, 0.0, 0.0) from problem
            sync_folder(folder)
            self._handle = handle

    @property
    def recorded_s(self) -> float:
        """Seconds of sound taken in, the part that is not yet on disk included."""
        return (self._samples + self._partial_samples) / SAMPLE_RATE_HZ

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will be written."""
        return self._closed

    def append(self, block: Block) -> None:
        """Take in sound: float32 mono at 16 kHz, any length, in [-1, 1]; NaN counts as silence, too loud is clipped.

        Raises JournalFull and JournalWriteFailed (the sound then waits, see the class); ValueError when closed.
        """
        self._must_be_open()
        self._partial.append(to_int16(block))
        self._partial_samples += len(block)
        while self._partial_samples >= RECORD_SAMPLES:
            together = np.concatenate(self._partial)
            rest = together[RECORD_SAMPLES:]
            self._partial, self._partial_samples = [rest], len(rest)
            self._take(together[:RECORD_SAMPLES])
        self._write_waiting()

    def mark_pause(self) -> None:
        """The user paused: what was taken in goes to disk, and the place is marked. Raises as `append`."""
        self._must_be_open()
        self._mark(Kind.PAUSE, struct.pack("<d", time.time()))

    def mark_gap(self, lost_s: float) -> None:
        """Sound was lost here, about `lost_s` seconds (a device that hung, a laptop that slept). Raises as `append`."""
        self._must_be_open()
        self._mark(Kind.GAP, struct.pack("<d", lost_s))

    def close(self) -> None:
        """Write what is left and the end mark, and close. Closing twice does nothing.

        Raises as `append`, and stays open then: free some space and close again, or `leave`.
        """
        if self._closed:
            return
        if self._ended:
            self._write_waiting()
        else:
            self._ended = True
            self._mark(Kind.END, b"")
        self.leave()

    def leave(self) -> None:
        """Close without writing anything more, as a crash would; what waits is lost. Whoever follows comes to an end.

        For the `finally` of whoever writes: after `close` it does nothing. `unfinished` finds the journal afterwards.
        """
        with self._writing, self._changed:
            if not self._closed:
                self._closed = True
                if self._handle >= 0:
                    os.close(self._handle)
            self._changed.notify_all()

    def follow(self) -> Iterator[Block]:
        """The sound from its start, read back from disk as it is written; ends when the journal is closed or left.

        Blocks are float32 mono at 16 kHz of at most half a second. Waits, without polling, for what is to come.
        Raises OSError.
        """
        if not self._wait_beyond(len(self._head)):
            return  # there may not even be a file
        with open(self.path, "rb") as file:
            file.seek(len(self._head))
            place = 0
            while self._wait_beyond(file.tell()):
                record = read_record(file, place, self._sealer)
                if record is None:
                    return  # altered under our eyes; recovery says how far it can be trusted
                place += 1
                if record[0] is Kind.AUDIO:
                    yield to_float32(record[1])

    def _wait_beyond(self, offset: int) -> bool:
        with self._changed:
            while self._on_disk <= offset and not self._closed:
                self._changed.wait()
            return self._on_disk > offset

    def _must_be_open(self) -> None:
        if self._handle < 0 or self._closed or self._ended:
            raise ValueError("the journal is closed, or not begun")

    def _mark(self, kind: Kind, data: bytes) -> None:
        if self._partial_samples:
            together = np.concatenate(self._partial)
            self._partial, self._partial_samples = [], 0
            self._take(together)
        self._seal_loss()
        self._seal(kind, struct.pack("<Q", self._samples) if kind is Kind.END else data)
        self._write_waiting()

    def _take(self, samples: Samples) -> None:
        """Seal one record of sound; when too much waits already, count it as lost instead."""
        if len(self._waiting) >= MOST_WAITING:
            self._lost_samples += len(samples)
            return
        self._seal_loss()
        self._samples += len(samples)
        self._seal(Kind.AUDIO, samples.astype("<i2", copy=False).tobytes())

    def _seal_loss(self) -> None:
        if self._lost_samples:
            self._seal(Kind.GAP, struct.pack("<d", self._lost_samples / SAMPLE_RATE_HZ))
            self._lost_samples = 0

    def _seal(self, kind: Kind, data: bytes) -> None:
        """Sealed once, at its place: what must be written again is the same bytes, never a second use of a nonce."""
        self._waiting.append(self._sealer.seal(self._place, kind, data))
        self._place += 1

    def _write_waiting(self) -> None:
        """Write what waits, each record whole at the end of the whole records before it, and sync once."""
        if not self._waiting:
            return
        end = self._on_disk
        try:
            with self._writing:
                if self._closed:  # left by another thread meanwhile
                    raise OSError(errno.EBADF, "left")
                for record in self._waiting:
                    self._disk.write(self._handle, record, end)
                    end += len(record)
                self._disk.sync(self._handle)
        except OSError as problem:
            waiting_s = len(self._waiting) * RECORD_SAMPLES / SAMPLE_RATE_HZ
            raise failure(problem, waiting_s, self._lost_samples / SAMPLE_RATE_HZ) from problem
        self._waiting.clear()
        with self._changed:
            self._on_disk = end
            self._changed.notify_all()


def failure(problem: OSError, waiting_s: float, lost_s: float) -> JournalFull | JournalWriteFailed:
    """The journal's own error for what the disk said."""
    if problem.errno in NO_ROOM:
        return JournalFull(waiting_s, lost_s)
    return JournalWriteFailed(errno.errorcode.get(problem.errno or 0, "unknown"))


def to_int16(block: Block) -> Samples:
    """float32 in [-1, 1] to int16; NaN becomes 0, what is too loud is clipped."""
    return np.round(np.clip(np.nan_to_num(block, nan=0.0), -1.0, 1.0) * 32767.0).astype(np.int16)


def to_float32(data: bytes) -> Block:
    """The samples of an audio record as float32 in [-1, 1]."""
    return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32767.0)
