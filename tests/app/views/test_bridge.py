"""From a worker thread to the window's thread."""

from __future__ import annotations

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
