"""The jobs of the window that run now, and who is to hear of each. A job that was let go of reports to nobody."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from app.jobs import Job, Jobs, Report, Work, Yielded


class Task(Enum):
    """What a job of the consult is for."""

    RECORD = "record"
    PREPARE = "prepare"
    FOLLOW = "follow"
    READ = "read"
    WRITE = "write"
    CHORE = "chore"  # outside any consult: loading, listing, deleting


Take = Callable[[Report], None]


class Running:
    """Starts jobs and remembers what each is for: a task of the consult, or an errand that takes its own reports."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._tasks: dict[Job, Task] = {}
        self._errands: dict[Job, Take] = {}

    def start(self, task: Task, work: Work) -> Job:
        """Begin work for the consult."""
        job = self._jobs.start(work)
        self._tasks[job] = task
        return job

    def chore(self, work: Work) -> Job:
        """Begin work that belongs to no consult; what goes wrong is told to the GP."""
        return self.start(Task.CHORE, work)

    def errand(self, work: Work, take: Take) -> Job:
        """Begin work whose reports go to `take`, and nowhere else."""
        job = self._jobs.start(work)
        self._errands[job] = take
        return job

    def has(self, task: Task) -> bool:
        """Whether a job of this kind runs."""
        return task in self._tasks.values()

    def hurry(self, task: Task) -> None:
        """Ask the jobs of this kind to end soon; what they report still counts."""
        for job, kind in self._tasks.items():
            if kind is task:
                job.cancel()

    def let_go(self, *tasks: Task) -> None:
        """Cancel the jobs of these kinds; what they still report is dropped."""
        for job in [job for job, task in self._tasks.items() if task in tasks]:
            job.cancel()
            del self._tasks[job]

    def sort(self, job: Job, report: Report) -> Task | None:
        """What a report's job is for; None when the report is no longer wanted or was handed to whose errand it is."""
        take = self._errands.get(job)
        task = self._tasks.get(job)
        if not isinstance(report, Yielded):
            self._errands.pop(job, None)
            self._tasks.pop(job, None)
        if take is not None:
            take(report)
        return task

    def close(self) -> None:
        """Cancel what need not come to its end, and wait for all. Recording and chores do come to their end."""
        for job, task in self._tasks.items():
            if task not in (Task.RECORD, Task.CHORE):
                job.cancel()
        for job in self._errands:
            job.cancel()
        self._tasks.clear()
        self._errands.clear()
        self._jobs.close()
