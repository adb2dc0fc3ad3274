"""Jobs: events in order, errors as objects, cancelling, and the log that keeps quiet about contents."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from app.jobs import Cancelled, Ended, Failed, Job, Jobs, Report, Yielded

Arrivals = queue.Queue[tuple[Job, Report]]


@pytest.fixture
def arrivals() -> Arrivals:
    return queue.Queue()


@pytest.fixture
def jobs(arrivals: Arrivals) -> Iterator[Jobs]:
    made = Jobs(lambda job, report: arrivals.put((job, report)))
    yield made
    made.close()


def reports(arrivals: Arrivals, count: int) -> list[Report]:
    return [arrivals.get(timeout=10)[1] for _ in range(count)]


def counting(_: Cancelled) -> Iterator[int]:
    yield from range(3)


def test_events_come_in_order_and_the_end_last(jobs: Jobs, arrivals: Arrivals) -> None:
    jobs.start(counting)
    assert reports(arrivals, 4) == [Yielded(0), Yielded(1), Yielded(2), Ended()]


def test_an_error_travels_as_an_object(jobs: Jobs, arrivals: Arrivals) -> None:
    error = OSError("stuk")

    def failing(_: Cancelled) -> Iterator[int]:
        yield 1
        raise error

    jobs.start(failing)
    assert reports(arrivals, 2) == [Yielded(1), Failed(error)]


def test_the_log_never_holds_an_errors_own_text(
    jobs: Jobs, arrivals: Arrivals, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_: Cancelled) -> Iterator[int]:
        yield from ()
        raise ValueError("mevrouw Jansen hoest")

    with caplog.at_level(logging.DEBUG):
        jobs.start(failing)
        reports(arrivals, 1)
    assert "ValueError" in caplog.text
    assert "Jansen" not in caplog.text


def test_work_that_is_no_generator_fails_the_same_way(jobs: Jobs, arrivals: Arrivals) -> None:
    def failing(_: Cancelled) -> Iterator[int]:
        raise KeyError("x")

    jobs.start(failing)
    assert isinstance(reports(arrivals, 1)[0], Failed)


def test_cancelling_reaches_the_job(jobs: Jobs, arrivals: Arrivals) -> None:
    running = threading.Event()

    def waiting(cancelled: Cancelled) -> Iterator[int]:
        running.set()
        while not cancelled():
            threading.Event().wait(0.005)
        yield 7

    job = jobs.start(waiting)
    assert running.wait(10)
    job.cancel()
    assert reports(arrivals, 2) == [Yielded(7), Ended()]
    assert job.is_cancelled


def test_jobs_run_side_by_side(jobs: Jobs, arrivals: Arrivals) -> None:
    meeting = threading.Barrier(2, timeout=10)

    def meets(_: Cancelled) -> Iterator[int]:
        meeting.wait()
        yield 1

    first, second = jobs.start(meets), jobs.start(meets)
    seen = {arrivals.get(timeout=10)[0] for _ in range(4)}
    assert seen == {first, second}


def test_closing_waits_for_the_work(arrivals: Arrivals) -> None:
    jobs = Jobs(lambda job, report: arrivals.put((job, report)))
    jobs.start(counting)
    jobs.close()
    assert arrivals.qsize() == 4


def test_reports_come_from_another_thread(arrivals: Arrivals) -> None:
    names: list[str] = []
    note: Callable[[Job, Report], None] = lambda job, report: names.append(threading.current_thread().name)  # noqa: E731
    jobs = Jobs(note)
    jobs.start(counting)
    jobs.close()
    assert all(name.startswith("soepel-job") for name in names)


def test_what_breaks_because_it_was_cancelled_is_no_failure(jobs: Jobs, arrivals: Arrivals) -> None:
    def breaking(cancelled: Cancelled) -> Iterator[int]:
        while not cancelled():
            threading.Event().wait(0.005)
        yield from ()
        raise InterruptedError

    jobs.start(breaking).cancel()
    assert reports(arrivals, 1) == [Ended()]


def test_starting_a_job_makes_no_thread(jobs: Jobs, arrivals: Arrivals) -> None:
    threads = set(threading.enumerate())
    seen: set[threading.Thread] = set()

    def work(_: Cancelled) -> Iterator[int]:
        seen.add(threading.current_thread())
        yield 0

    for _ in range(4):
        jobs.start(work)
    reports(arrivals, 8)
    assert set(threading.enumerate()) == threads and seen <= threads
