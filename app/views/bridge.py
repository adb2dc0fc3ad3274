"""From worker threads to the window's thread: one signal of one object that lives on the window's thread.

A signal emitted from another thread by an object of this thread is queued to it, whatever it is connected to (measured
in PySide6 6.12; with a worker moved to another thread, plain functions would run over there).
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.jobs import Job, Report


class Bridge(QObject):
    """Give `carry` to Jobs; `receive` is then called on the thread where this object was made."""

    arrived = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._receive: Callable[[Job, Report], None] | None = None
        self.arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def bind(self, receive: Callable[[Job, Report], None]) -> None:
        """Say who takes the reports."""
        self._receive = receive

    def carry(self, job: Job, report: Report) -> None:
        """Called on any thread."""
        self.arrived.emit(job, report)

    @Slot(object, object)
    def _deliver(self, job: Job, report: Report) -> None:
        if self._receive is not None:
            self._receive(job, report)
