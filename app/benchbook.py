"""The GP's intents about measuring this computer: run the benchmark, break it off, use the model that it advises.

What was measured last is kept in the user's folder as `soepel bench --json` writes it, with its picture, so that it can
be looked at again and compared with another computer.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from subprocess import Popen
from threading import Lock
from typing import TYPE_CHECKING

from app.bench_child import Report as ChildReport
from app.bench_child import in_child
from app.bench_values import SCHEMA, Job, Measured
from app.files import write_bytes, write_text
from app.jobs import Cancelled, Failed, Report, Work, Yielded
from app.jobs import Job as Running_Job
from app.reporting import told
from app.running import Running
from app.settings import Folders, load_settings, save_settings
from app.workshop import Workshop

if TYPE_CHECKING:
    from app.benchmark import Benchmark
    from app.build import Build

RUNS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured. `made_at` is ISO 8601, `picture` a PNG (empty: there is none), `stopped`: broken off.

    `sentences`: the verdict in Dutch. `advised`: the model that it recommends; None when that is in use already.
    """

    made_at: str
    sentences: tuple[str, ...]
    picture: bytes = b""
    stopped: bool = False
    advised: str | None = None


@dataclass(frozen=True, slots=True)
class Measuring:
    """What there is to show. `what` (Dutch) and `share` in [0, 1] while it runs; None: nobody can tell how far it is.

    `chosen`: the model that will be used from the next start on.
    """

    runs: bool = False
    stopping: bool = False
    what: str = ""
    share: float | None = None
    outcome: Outcome | None = None
    chosen: str | None = None
    error: Exception | None = None


class Benchbook:
    """Part of the controller; `watch` says who shows the Measuring."""

    def __init__(self, workshop: Workshop, running: Running) -> None:
        self._shop, self._running = workshop, running
        self._show: Callable[[Measuring], None] | None = None
        self._job: Running_Job | None = None
        self._child: Child | None = None
        self.state = Measuring()

    @property
    def is_busy(self) -> bool:
        """Whether work goes on."""
        return self._job is not None

    def watch(self, show: Callable[[Measuring], None] | None) -> None:
        """Tell `show` of every change from now on; None: nobody looks any more, and measuring is broken off."""
        self._show = show
        if show is None:
            self.cancel()
        else:
            self._start(self.state, self.look)

    def measure(self, *, quick: bool) -> None:
        """Measure every model that is here; `quick` once and short."""
        if self._job is None:
            self._child = Child(self._shop.build.folders)
            self._start(Measuring(runs=True, what="Voorbereiden"), self.measuring(self._child, quick=quick))

    def cancel(self) -> None:
        """Break off; the models that were ready are shown."""
        if self._job is not None and self._child is not None and self.state.runs:
            self._say(replace(self.state, stopping=True))
            self._job.cancel()
            self._child.stop()

    def choose(self, model: str) -> None:
        """Use this model from the next start on."""
        self._start(self.state, self.choosing(model))

    def look(self, _: Cancelled) -> Iterator[Measuring]:
        """A job: what was measured last."""
        yield Measuring(outcome=kept(self._shop.build))

    def choosing(self, model: str) -> Work:
        """A job: keep the choice. Raises OSError."""

        def work(_: Cancelled) -> Iterator[Measuring]:
            path = self._shop.build.folders.settings
            save_settings(replace(load_settings(path), model=model), path)
            outcome = self.state.outcome
            yield Measuring(outcome=outcome and replace(outcome, advised=None), chosen=model)

        return work

    def measuring(self, measure: Child, *, quick: bool) -> Work:
        """A job: the benchmark, as `soepel bench` runs it. Raises BenchError, NothingMeasured and AudioError."""

        def work(cancelled: Cancelled) -> Iterator[Measuring]:
            from app import bench_sound
            from app.benchmark import Request, run_benchmark

            build = self._shop.build
            known = bench_sound.shipped(build.sample().parent / "bench")
            request = Request(known, runs=1 if quick else RUNS, quick=quick)
            benchmark = told(
                lambda report: run_benchmark(request, build, measure, report),
                lambda: KeyboardInterrupt() if cancelled() else None,
            )
            try:
                while True:
                    word = next(benchmark)
                    yield Measuring(runs=True, stopping=cancelled(), what=word.what, share=word.share)
            except StopIteration as end:
                yield Measuring(outcome=keep(end.value, build))
            except KeyboardInterrupt:  # before the first model was ready
                yield Measuring(outcome=kept(build))

        return work

    def _start(self, state: Measuring, work: Work) -> None:
        if self._job is None:
            self._say(state)
            self._job = self._running.errand(work, self._take)

    def _take(self, report: Report) -> None:
        if isinstance(report, Yielded):
            assert isinstance(report.event, Measuring)
            self._say(replace(report.event, stopping=report.event.runs and self.state.stopping))
            return
        self._job = None
        if isinstance(report, Failed):
            self._say(Measuring(outcome=self.state.outcome, error=report.error))
        elif self.state.runs:
            self._say(Measuring(outcome=self.state.outcome))

    def _say(self, state: Measuring) -> None:
        self.state = state
        if self._show is not None:
            self._show(state)


class Child:
    """Measures a job in a child process of its own that can be ended at once, from another thread."""

    def __init__(self, folders: Folders) -> None:
        self._measure = in_child(folders, self._hold)
        self._lock = Lock()
        self._process: Popen[str] | None = None
        self._stopped = False

    def __call__(self, job: Job, report: ChildReport) -> Measured:
        """The child's result. Raises KeyboardInterrupt when it was stopped."""
        return self._measure(job, report)

    def stop(self) -> None:
        """End the child now, and every one that would follow."""
        with self._lock:
            self._stopped = True
            if self._process is not None:
                self._process.kill()

    def _hold(self, process: Popen[str] | None) -> None:
        with self._lock:
            self._process = process
            if self._stopped:
                raise KeyboardInterrupt


def keep(done: Benchmark, build: Build) -> Outcome:
    """Write down what was measured, and give what there is to show; a disk that refuses keeps nobody waiting."""
    from app.bench_plot import as_png

    picture = as_png(done)
    with contextlib.suppress(OSError):
        build.folders.home.mkdir(parents=True, exist_ok=True)
        write_text(build.folders.measured, json.dumps(done.as_json(), ensure_ascii=False, indent=2) + "\n")
        write_bytes(build.folders.measured.with_suffix(".png"), picture)
    verdict = done.verdict
    return Outcome(done.made_at, verdict.sentences, picture, done.stopped, advised(verdict.recommended, build))


def kept(build: Build) -> Outcome | None:
    """What was measured last; None when nothing was, or it cannot be read."""
    path = build.folders.measured
    try:
        document = json.loads(path.read_bytes())
        if document["schema"] != SCHEMA:
            return None
        verdict = document["verdict"]
        picture = path.with_suffix(".png")
        return Outcome(
            str(document["made_at"]), tuple(map(str, verdict["sentences"])),
            picture.read_bytes() if picture.is_file() else b"", bool(document["stopped"]),
            advised(verdict["recommended"], build),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def advised(model: str | None, build: Build) -> str | None:
    """The recommended model, unless that is what is used from the next start on."""
    return None if model == load_settings(build.folders.settings).model else model
