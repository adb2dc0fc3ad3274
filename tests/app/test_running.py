"""Who hears of which job."""

from __future__ import annotations

import queue

from app.jobs import Cancelled, Ended, Job, Jobs, Report, Yielded
from app.running import Running, Task

WAIT_S = 20.0


def work(_: Cancelled) -> list[object]:
    return ["one", "two"]


def test_tasks_are_sorted_errands_handed_over_and_what_was_let_go_is_dropped() -> None:
    inbox: queue.Queue[tuple[Job, Report]] = queue.Queue()
    running = Running(Jobs(lambda job, report: inbox.put((job, report)), limit=1))
    heard: list[Report] = []
    written = running.start(Task.WRITE, work)
    errand = running.errand(work, heard.append)
    dropped = running.start(Task.READ, work)
    assert running.has(Task.WRITE) and running.has(Task.READ)
    running.let_go(Task.READ)
    assert dropped.is_cancelled and not running.has(Task.READ)
    sorted_as: dict[Job, list[Task | None]] = {written: [], errand: [], dropped: []}
    for _ in range(9):
        job, report = inbox.get(timeout=WAIT_S)
        sorted_as[job].append(running.sort(job, report))
    assert sorted_as == {written: [Task.WRITE] * 3, errand: [None] * 3, dropped: [None] * 3}
    assert heard == [Yielded("one"), Yielded("two"), Ended()]
    assert not running.has(Task.WRITE)
    running.close()


def test_closing_cancels_all_but_recording_and_chores() -> None:
    running = Running(Jobs(lambda job, report: None))
    jobs = {task: running.start(task, work) for task in Task}
    errand = running.errand(work, lambda report: None)
    running.close()
    assert {task for task, job in jobs.items() if not job.is_cancelled} == {Task.RECORD, Task.CHORE}
    assert errand.is_cancelled
