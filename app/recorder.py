"""Microphone to journal: one recording in one or more takes, each on disk before anything else sees it.

A take is a job; it ends at pause or stop, or when the microphone or the disk fails. Transcription follows the journal
by itself, so a take never waits for it. Pause and resume append to the same journal; nothing is ever taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from enum import Enum
from threading import Lock
from typing import Protocol

import numpy as np

from app.events import Heard
from app.jobs import Cancelled, Work
from app.store.errors import JournalError
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import MicrophoneError
from asr.microphone import Device, Gap

QUIET_PEAK = 0.003  # about -50 dB: below any voice at a desk, above the hiss of a poor microphone
REPORT_EVERY_S = 0.05


class Source(Protocol):
    """An open microphone: blocks come until `stop` was called and what was queued is handed out."""

    @property
    def gaps(self) -> Sequence[Gap]:
        """Where sound was lost so far."""

    @property
    def moved_to(self) -> str | None:
        """The source that the system put in the place of ours, if it did."""

    def __iter__(self) -> Iterator[Block]:
        """float32 mono blocks at 16 kHz."""

    def stop(self) -> None:
        """Close the microphone; called from another thread."""


OpenSource = Callable[[Device | None], AbstractContextManager[Source]]


class Log(Protocol):
    """What the recorder needs of a journal."""

    @property
    def recorded_s(self) -> float:
        """Seconds of sound taken in."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing more will be written."""

    def begin(self) -> None:
        """Make its file, where that is not there yet. Raises JournalError."""

    def append(self, block: Block) -> None:
        """Take in sound. Raises JournalError."""

    def mark_pause(self) -> None:
        """Put what was taken in on disk and mark the place. Raises JournalError."""

    def mark_gap(self, lost_s: float) -> None:
        """Mark that sound was lost here. Raises JournalError."""

    def close(self) -> None:
        """End the journal in order. Raises JournalError."""

    def leave(self) -> None:
        """Close without writing more."""


class Wish(Enum):
    """What the GP wants of the take that runs."""

    GO_ON = "go_on"
    PAUSE = "pause"
    STOP = "stop"


class Recorder:
    """One recording. `pause` and `stop` return at once; the take then drains the microphone and ends."""

    def __init__(self, journal: Log, open_source: OpenSource) -> None:
        self._journal = journal
        self._open = open_source
        self._lock = Lock()
        self._wish = Wish.GO_ON
        self._source: Source | None = None

    def take(self, device: Device | None) -> Work:
        """A job that records from `device` (None: the system's default) until pause or stop; it yields Heard.

        Raises MicrophoneError and JournalError; the journal then stays open unless stop was asked for.
        """
        self._wish = Wish.GO_ON

        def work(_: Cancelled) -> Iterator[Heard]:
            try:
                self._journal.begin()
                yield from self._record(device)
            except MicrophoneError:
                self._settle()
                raise
            except JournalError:
                if self._wish is Wish.STOP:
                    self._journal.leave()
                raise
            self._settle()

        return work

    @property
    def is_over(self) -> bool:
        """Whether the journal was closed, in order or not."""
        return self._journal.is_closed

    def finish(self) -> Work:
        """A job that ends a paused recording; it yields nothing. Raises JournalError."""
        self._wish = Wish.STOP

        def work(_: Cancelled) -> Iterator[Heard]:
            self._settle()
            yield from ()

        return work

    def pause(self) -> None:
        """End the take; another may follow."""
        self._end(Wish.PAUSE)

    def stop(self) -> None:
        """End the take and the recording."""
        self._end(Wish.STOP)

    def leave(self) -> None:
        """Give the recording up as it is; what is on disk stays there."""
        self._journal.leave()

    def _end(self, wish: Wish) -> None:
        with self._lock:
            self._wish = wish
            if self._source is not None:
                self._source.stop()

    def _record(self, device: Device | None) -> Iterator[Heard]:
        quiet_s, peak, lost_s, unreported_s = 0.0, 0.0, 0.0, REPORT_EVERY_S
        with self._open(device) as source:
            self._attach(source)
            try:
                for block in source:
                    self._journal.append(block)
                    lost_s = self._note_gaps(source, lost_s)
                    level = float(np.abs(block).max()) if block.size else 0.0
                    block_s = block.size / SAMPLE_RATE_HZ
                    quiet_s = 0.0 if level > QUIET_PEAK else quiet_s + block_s
                    peak, unreported_s = max(peak, level), unreported_s + block_s
                    if unreported_s >= REPORT_EVERY_S:
                        yield Heard(self._journal.recorded_s, peak, quiet_s, lost_s, source.moved_to is not None)
                        peak, unreported_s = 0.0, 0.0
            finally:
                self._detach()

    def _note_gaps(self, source: Source, noted_s: float) -> float:
        lost_s = sum(gap.lost_s for gap in source.gaps)
        if lost_s > noted_s:
            self._journal.mark_gap(lost_s - noted_s)
        return lost_s

    def _attach(self, source: Source) -> None:
        with self._lock:
            self._source = source
            if self._wish is not Wish.GO_ON:  # asked for while the microphone was opening
                source.stop()

    def _detach(self) -> None:
        with self._lock:
            self._source = None

    def _settle(self) -> None:
        if self._wish is Wish.STOP:
            try:
                self._journal.close()
            except JournalError:
                self._journal.leave()
                raise
        else:
            self._journal.mark_pause()
