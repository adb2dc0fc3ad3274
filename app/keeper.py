"""Keeps the consult under review on the disk while the GP works on it: at once, and then once a second at most.

So a program that is killed loses what was typed in the last second, and a disk is not written to at every key.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event as Flag

from app.events import Event, Noticed
from app.jobs import Cancelled, Failed, Job, Report, Work, Yielded
from app.running import Running
from app.saved import Encoder, Saved
from app.session import Session
from app.store.errors import SheetNotKept
from app.store.sheet import Sheet
from app.workshop import Workshop

PAUSE_S = 1.0  # seconds


class Keeper:
    """Part of the controller, which tells it of every change; `tell` says to the GP when the disk refuses."""

    def __init__(self, workshop: Workshop, running: Running, tell: Callable[[Event], object]) -> None:
        self._shop, self._running, self._tell = workshop, running, tell
        self._sheet: Sheet | None = None
        self._asked: Saved | None = None
        self._newest: deque[Saved] = deque(maxlen=1)
        self._job: Job | None = None
        self._hurry = Flag()
        self._encoder = Encoder()
        self._failing = False

    @property
    def is_idle(self) -> bool:
        """Whether all there was to keep is on the disk, or was refused."""
        return self._job is None

    def follow(self, session: Session, journal: Path | None) -> None:
        """The session changed; `journal` is its recording, if it has one."""
        saved = session.saved
        if saved is None or saved == self._asked:
            return
        self._asked = saved
        if self._sheet is None:
            self._sheet = self._shop.sheet(journal)
        self._newest.append(saved)
        self._write()

    def drop(self, journal: Path | None) -> None:
        """The consult is over: destroy its text and its recording."""
        sheet = self._sheet or (None if journal is None else self._shop.sheet(journal))
        self._newest.clear()
        self._newest = deque(maxlen=1)  # a job that still ends holds the old one, and the old sheet
        self._sheet, self._asked = None, None
        if sheet is not None:
            self._running.chore(self._shop.discard(sheet))

    def close(self) -> None:
        """The program ends: write what is left now, not in a second."""
        self._hurry.set()
        if self._sheet is not None and self._newest:
            self._running.chore(self._keeping(self._sheet, self._newest))

    def _write(self) -> None:
        if self._job is None and self._sheet is not None and self._newest:
            self._job = self._running.errand(self._keeping(self._sheet, self._newest), self._take)

    def _keeping(self, sheet: Sheet, newest: deque[Saved]) -> Work:
        def work(_: Cancelled) -> Iterator[Event]:
            while (saved := taken(newest)) is not None:
                sheet.write(self._encoder.encode(saved))
                self._hurry.wait(PAUSE_S)
            yield from ()

        return work

    def _take(self, report: Report) -> None:
        if isinstance(report, Yielded):
            return
        self._job = None
        if isinstance(report, Failed):
            if not self._failing:  # said once; every change after it tries again
                self._tell(Noticed(SheetNotKept()))
            self._failing = True
        else:
            self._failing = False
            self._write()  # what changed while the last write was ending


def taken(newest: deque[Saved]) -> Saved | None:
    """What waits, taken out; None when nothing does. The window's thread may empty it at any moment."""
    try:
        return newest.pop()
    except IndexError:
        return None
