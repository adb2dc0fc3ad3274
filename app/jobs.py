"""Long work: a job is a plain generator of events, and the one thin runner here forwards what it yields.

A worker thread calls `emit(job, report)` with Yielded, Failed or Ended, in that order and always ending in one of the
last two. `emit` must bring the report to the thread that owns the consult: the window does so with a Qt signal of an
object that lives on its own thread, tests with a queue.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier, Event

Cancelled = Callable[[], bool]
Work = Callable[[Cancelled], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Yielded:
    """The job yielded this event."""

    event: object


@dataclass(frozen=True, slots=True)
class Failed:
    """The job raised this error; nothing follows."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Ended:
    """The job came to its end, or broke off because it was cancelled; nothing follows."""


Report = Yielded | Failed | Ended


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """One started piece of work; compared by identity."""

    _stop: Event = field(default_factory=Event)

    def cancel(self) -> None:
        """Ask the job to end. It ends at its next look at `cancelled`."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether it was asked to end."""
        return self._stop.is_set()


class Jobs:
    """Runs jobs side by side. At most `limit` run at once; one more waits its turn."""

    def __init__(self, emit: Callable[[Job, Report], None], *, limit: int = 4) -> None:
        self._emit = emit
        self._pool = ThreadPoolExecutor(limit, thread_name_prefix="soepel-job")
        self._start_threads(limit)
        self._log = logging.getLogger(__name__)

    def start(self, work: Work) -> Job:
        """Begin; reports follow through `emit`, on a worker thread."""
        job = Job()
        self._pool.submit(self._run, job, work)
        return job

    def close(self) -> None:
        """Wait until every started job has ended; cancel them first. No job can be started afterwards."""
        self._pool.shutdown(wait=True)

    def _start_threads(self, limit: int) -> None:
        """All of them now: `start` would make one and wait for it, on the window's thread, beside those that work."""
        together = Barrier(limit)
        for _ in range(limit):
            self._pool.submit(together.wait)

    def _run(self, job: Job, work: Work) -> None:
        try:
            for event in work(lambda: job.is_cancelled):
                self._emit(job, Yielded(event))
        except Exception as error:  # noqa: BLE001  the one broad except: whatever a job raises reaches the screen
            if job.is_cancelled:
                self._emit(job, Ended())
                return
            # Only its kind: an error's own text may hold what was said, or a file's name.
            self._log.error("job failed: %s", type(error).__name__)
            self._emit(job, Failed(error))
        else:
            self._emit(job, Ended())
