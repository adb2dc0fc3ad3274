"""The window's jobs: each a plain function that returns a generator of events, run by app.jobs on a worker thread."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from app.advice import mark_read, was_read
from app.build import Build
from app.events import (
    Advised,
    ConsultRestored,
    CorrectionsFound,
    DevicesFound,
    Event,
    Leftover,
    LeftoversFound,
    NoteWritten,
    Noticed,
    Preparing,
)
from app.jobs import Cancelled, Work
from app.libraries import read_ahead
from app.recorder import Source
from app.reporting import told
from app.saved import Saved, from_bytes
from app.store.errors import JournalUnreadable, SheetUnreadable, VaultError
from app.store.journal import Journal
from app.store.recovery import inspect, read, text_of, unfinished
from app.store.sheet import Sheet, read_text
from app.store.vault import Vault
from asr import vocabulary
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import Cancelled as Skipped
from asr.microphone import Device
from asr.transcript import Transcript
from soep import hearing

if TYPE_CHECKING:
    from asr.recognizer import Recognizer


DISCARD_AGAIN_S = (0.5, 1.0, 2.0, 4.0, 8.0)
WARM_UP = "Sinds wanneer hoest u?"


@contextmanager
def loading_to_stay() -> Iterator[None]:
    """Load big tables in here that stay as long as the program: the garbage collector passes them over for good.

    Going through them holds every thread, the window's too: 60 to 85 ms each time, and loading sets it off.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


class Workshop:
    """Holds what outlives a consult: the built parts, the vault, and the recogniser once it is loaded."""

    def __init__(self, build: Build, vault: Vault) -> None:
        self.build = replace(build, opened=vault)
        self._vault = vault
        self._lock = Lock()
        self._recognizer: Recognizer | None = None
        self._sound = Lock()  # looking for microphones restarts the sound library: never while one opens or is open
        self._open_count = 0

    @contextmanager
    def open_source(self, device: Device | None) -> Iterator[Source]:
        """A microphone, open. Raises MicrophoneError."""
        with ExitStack() as stack:
            with self._sound:
                microphone = stack.enter_context(self.build.microphone(device))
                self._open_count += 1
            try:
                yield microphone
            finally:
                with self._sound:
                    self._open_count -= 1

    def new_journal(self) -> Journal:
        """A journal for a new recording; the recorder begins it, as the window must not wait for the disk.

        Raises VaultError.
        """
        return Journal.planned(self.build.folders.journals, self._vault)

    def recognizer(self) -> Recognizer:
        """The recogniser; loaded once, whoever comes second waits for it. Raises ModelError and AsrError."""
        with self._lock:
            if self._recognizer is None:
                read_ahead()
                self._recognizer = self.build.recognizer()
            return self._recognizer

    def warm_up(self) -> Work:
        """Load the recogniser and the writer before they are needed; the first note then comes as fast as the next.

        At a first start it measures how to compute; to cancel the job skips that, until the next start. Tells when the
        recogniser does not compute with what was chosen, unless the GP read that before.
        """

        def work(cancelled: Cancelled) -> Iterator[Event]:
            with self._lock:
                read_ahead()
                if self.build.measure_first:
                    yield from self._measure(cancelled)
            yield Preparing()
            with loading_to_stay():
                recognizer = self.recognizer()
                notice = self.build.compute().notice
            if notice and not was_read(notice, self.build.folders.advice):
                yield Advised(notice)
            recognizer.hear((np.zeros(SAMPLE_RATE_HZ, dtype=np.float32),))
            with loading_to_stay():
                self.build.speakers()
                self.build.writer().write(Transcript.from_turns([{"speaker": "arts", "text": WARM_UP}]))

        return work

    def remember_advice(self, text: str) -> Work:
        """The GP closed this advice: it does not come back. Raises OSError."""

        def work(_: Cancelled) -> Iterator[Event]:
            mark_read(text, self.build.folders.advice)
            yield from ()

        return work

    def find_devices(self, *, again: bool) -> Work:
        """List the microphones; `again`: also those that were plugged in since. Raises MicrophoneError."""

        def work(_: Cancelled) -> Iterator[Event]:
            from asr.microphone import devices

            with self._sound:
                found = devices(refresh=again and self._open_count == 0)
            yield DevicesFound(found)

        return work

    def find_leftovers(self, except_for: Path | None) -> Work:
        """List the recordings that were not finished, without the one in hand. Raises OSError."""

        def work(_: Cancelled) -> Iterator[Event]:
            found = (self._leftover(p) for p in unfinished(self.build.folders.journals) if p != except_for)
            yield LeftoversFound(tuple(sorted((f for f in found if f), key=lambda left: left.started_ms)))

        return work

    def sheet(self, journal: Path | None) -> Sheet:
        """Where the text of the consult with this recording is kept; None: a consult without one."""
        return Sheet(self.build.folders.journals, self._vault, journal)

    def discard(self, sheet: Sheet) -> Work:
        """Destroy a consult: its recording and its text. Raises OSError."""

        def work(_: Cancelled) -> Iterator[Event]:
            for patience_s in DISCARD_AGAIN_S:  # Windows refuses while a transcription that was let go still reads it
                with suppress(PermissionError):
                    sheet.destroy()
                    return
                time.sleep(patience_s)
            sheet.destroy()
            yield from ()

        return work

    def follow(self, journal: Journal) -> Work:
        """Transcribe a recording while it is made."""

        def work(cancelled: Cancelled) -> Iterator[Event]:
            yield from self._listen(journal.follow(), cancelled, live=True)

        return work

    def read_journal(self, path: Path) -> Work:
        """Transcribe a recording that is closed or was cut off."""

        def work(cancelled: Cancelled) -> Iterator[Event]:
            yield from self._read(path, cancelled)

        return work

    def restore(self, path: Path) -> Work:
        """An unfinished consult as the GP left it; transcribed anew where no text was kept, or it does not open."""

        def work(cancelled: Cancelled) -> Iterator[Event]:
            try:
                saved = self._saved(path)
            except SheetUnreadable as error:
                if not inspect(path, self._vault).duration_s:
                    raise
                yield Noticed(error)
                saved = None
            if saved is not None:
                yield ConsultRestored(saved)
            else:
                yield from self._read(path, cancelled)

        return work

    def read_file(self, path: Path) -> Work:
        """Transcribe a sound file."""

        def work(cancelled: Cancelled) -> Iterator[Event]:
            from asr.audio_file import AudioFile

            with AudioFile(path) as sound:
                yield from self._listen(sound, cancelled, total_s=sound.duration_s)

        return work

    def write(self, transcript: Transcript) -> Work:
        """Find the practice's own words under other spellings, and write the note."""

        def work(_: Cancelled) -> Iterator[Event]:
            own = self.build.vocabulary()
            ordinary = hearing.shipped().is_ordinary if own.terms else vocabulary.none
            yield CorrectionsFound(vocabulary.corrections(transcript, own, ordinary))
            yield NoteWritten(self.build.writer().write(transcript))

        return work

    def _listen(self, blocks: Iterable[Block], cancelled: Cancelled, *, total_s: float | None = None,
                live: bool = False) -> Iterator[Event]:  # fmt: skip
        """Transcribe these blocks with the one recogniser and the practice's own words.

        What is spoken while the model is still loading is counted as backlog.
        """
        from asr.listen import listen

        began_s = time.monotonic()
        recognizer, detector, speakers = self.recognizer(), self.build.detector(), self.build.speakers()
        return listen(
            blocks, recognizer, detector, total_s=total_s, live=live, cancelled=cancelled,
            prompt=self.build.hotwords(), speakers=speakers, began_s=began_s,
        )  # fmt: skip

    def _measure(self, cancelled: Cancelled) -> Iterator[Event]:
        """Choose threads and device, once for this computer and model. Raises ModelError and AsrError."""
        build = self.build
        with suppress(Skipped):
            for word in told(lambda report: build.calibrate(report=report), lambda: Skipped() if cancelled() else None):
                yield Preparing(word.what, word.share)
        self.build = replace(build, measure_first=False)

    def _read(self, path: Path, cancelled: Cancelled) -> Iterator[Event]:
        total_s = inspect(path, self._vault).duration_s
        yield from self._listen(read(path, self._vault), cancelled, total_s=total_s)

    def _saved(self, path: Path) -> Saved | None:
        """What was kept beside this journal. Raises SheetUnreadable, OSError, JournalUnreadable and VaultError."""
        data = read_text(path, self._vault)
        try:
            return None if data is None else from_bytes(data)
        except ValueError as problem:
            raise SheetUnreadable(text_of(path)) from problem

    def _leftover(self, path: Path) -> Leftover | None:
        """What to tell about a journal; None when it cannot be opened, holds no sound or was just discarded."""
        try:
            found = inspect(path, self._vault)
        except (FileNotFoundError, JournalUnreadable, VaultError):
            return None
        has_note = text_of(path).is_file()
        return Leftover(path, found.started_ms, found.duration_s, has_note) if found.duration_s or has_note else None
