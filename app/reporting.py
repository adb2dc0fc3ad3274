"""Work that tells by a callback how far it is, turned into a generator of what it tells: so it can be a job."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TypeVar

Report = Callable[[str, float | None], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """What is being done, in Dutch, and how far it is: a share in [0, 1], None where nobody can tell."""

    what: str
    share: float | None


def told(work: Callable[[Report], T], halt: Callable[[], BaseException | None]) -> Generator[Told, None, T]:
    """Run `work` on a thread of its own, yield what it tells, and return what it returns.

    `halt` is asked at every word of the work; the error that it answers with is raised there, inside the work, and ends
    it. Raises what the work raises.
    """
    said: SimpleQueue[Told | None] = SimpleQueue()

    def report(what: str, share: float | None) -> None:
        said.put(Told(what, share))
        problem = halt()
        if problem is not None:
            raise problem

    with ThreadPoolExecutor(1, thread_name_prefix="soepel-told") as pool:
        future = pool.submit(work, report)
        future.add_done_callback(lambda _: said.put(None))
        while (word := said.get()) is not None:
            yield word
        return future.result()
