"""From a worker thread to the window's thread."""

from __future__ import annotations

import sys
import threading
import time

import pytest
from PySide6.QtCore import QCoreApplication

from app.jobs import Ended, Job, Jobs, Report, Yielded
from app.views.bridge import Bridge

pytestmark = pytest.mark.usefixtures("qt")


def test_reports_arrive_on_the_windows_thread_and_in_order() -> None:
    seen: list[tuple[Report, int]] = []
    bridge = Bridge()
    bridge.bind(lambda job, report: seen.append((report, threading.get_ident())))
    jobs = Jobs(bridge.carry)
    job = jobs.start(lambda cancelled: iter(range(100)))
    jobs.close()
    assert isinstance(job, Job)
    assert seen == []  # nothing runs here before the event loop does
    ends = time.monotonic() + 10
    while len(seen) < 101 and time.monotonic() < ends:
        QCoreApplication.processEvents()
    assert [report for report, _ in seen] == [*(Yielded(n) for n in range(100)), Ended()]
    assert {thread for _, thread in seen} == {threading.get_ident()}


def test_without_a_receiver_nothing_breaks() -> None:
    bridge = Bridge()
    bridge.carry(Job(), Ended())
    QCoreApplication.processEvents()


def test_the_qt_binding_does_not_eat_none() -> None:
    """WORKAROUND PySide6 6.12.0: on Python 3.11 every void call drops a reference to None, until the program aborts.

    6.10.3 and 6.11.3 do not; pyproject.toml keeps 6.12 out.
    """
    before = sys.getrefcount(None)
    for _ in range(500):
        QCoreApplication.processEvents()
    assert sys.getrefcount(None) > before - 100
