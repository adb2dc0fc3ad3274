"""The GP's intents about the own voice: look whether one is kept, record, break off, wipe. Shown as an Enrolment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from app.jobs import Cancelled, Failed, Job, Report, Work, Yielded
from app.running import Running
from app.workshop import Workshop
from asr.microphone import Device


class Step(StrEnum):
    """Where learning the voice stands."""

    LOOKING = "looking"
    UNKNOWN = "unknown"
    KNOWN = "known"
    UNREADABLE = "unreadable"  # one is kept, but the key does not open it
    LISTENING = "listening"
    LEARNING = "learning"


AT_REST = frozenset({Step.UNKNOWN, Step.KNOWN, Step.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What there is to show. `level` is the last peak in [0, 1], `spoken_s` and `quiet_s` are seconds."""

    step: Step = Step.LOOKING
    level: float = 0.0
    spoken_s: float = 0.0
    quiet_s: float = 0.0
    error: Exception | None = None


class Voicebook:
    """Part of the controller; `watch` says who shows the Enrolment."""

    def __init__(self, workshop: Workshop, running: Running) -> None:
        self._shop, self._running = workshop, running
        self._show: Callable[[Enrolment], None] | None = None
        self._job: Job | None = None
        self._kept = Step.UNKNOWN  # what was found last: work that fails changes nothing
        self.state = Enrolment()

    @property
    def is_busy(self) -> bool:
        """Whether work goes on."""
        return self._job is not None

    def watch(self, show: Callable[[Enrolment], None] | None) -> None:
        """Tell `show` of every change from now on; None: nobody looks any more, and a recording is broken off."""
        self._show = show
        if show is None:
            self.cancel()
        else:
            self._start(Step.LOOKING, self.look)

    def record(self, device: Device | None) -> None:
        """Listen to the doctor, learn the voice, and keep it in the place of one that was there."""
        self._start(Step.LISTENING, self.listening(device))

    def cancel(self) -> None:
        """Break off; nothing is kept of what was said."""
        if self._job is not None and self.state.step is Step.LISTENING:
            self._job.cancel()

    def remove(self) -> None:
        """Wipe what is kept."""
        self._start(Step.LOOKING, self.wipe)

    def look(self, _: Cancelled) -> Iterator[Enrolment]:
        """A job: what is kept."""
        build = self._shop.build
        if not build.folders.voice.is_file():
            yield Enrolment(Step.UNKNOWN)
        else:
            yield Enrolment(Step.UNREADABLE if build.doctors_voice() is None else Step.KNOWN)

    def wipe(self, cancelled: Cancelled) -> Iterator[Enrolment]:
        """A job: forget the voice. Raises OSError."""
        from app.store import voice

        voice.forget(self._shop.build.folders.voice)
        yield from self.look(cancelled)

    def listening(self, device: Device | None) -> Work:
        """A job: record and learn. Raises MicrophoneError, VoiceEncoderLoadError, OSError, what enrolment raises."""

        def work(cancelled: Cancelled) -> Iterator[Enrolment]:
            from app.enrolment import Sample, learn, taken

            build = self._shop.build
            sample = Sample(build.detector())
            with self._shop.open_source(device) as source:
                for block in taken(source, sample):
                    if cancelled():
                        break
                    peak = float(np.abs(block).max(initial=0.0))
                    yield Enrolment(Step.LISTENING, peak, sample.spoken_s, sample.quiet_s)
            if not cancelled():
                yield Enrolment(Step.LEARNING, spoken_s=sample.spoken_s)
                learn(sample, build, build.vault())
            yield from self.look(cancelled)

        return work

    def _start(self, step: Step, work: Work) -> None:
        if self._job is None:
            self._say(Enrolment(step))
            self._job = self._running.errand(work, self._take)

    def _take(self, report: Report) -> None:
        if isinstance(report, Yielded):
            assert isinstance(report.event, Enrolment)
            self._say(report.event)
            return
        self._job = None
        if isinstance(report, Failed):
            self._say(Enrolment(self._kept, error=report.error))

    def _say(self, state: Enrolment) -> None:
        self.state = state
        if state.step in AT_REST:
            self._kept = state.step
        if self._show is not None:
            self._show(state)
