"""Parts for the tests of the benchmark: a build with fakes behind it, results without measuring."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.bench_child import Measure, Report
from app.bench_sound import Known
from app.bench_values import Cost, Job, Live, Load, Measured, Quality, Speed, Sustained
from app.benchmark import Benchmark, Request, run_benchmark
from app.build import Build
from app.calibration import Compute
from asr.recognizer import Recognizer
from asr.transcript import Transcript
from soep.note import Note
from tests.app.helpers import SAID, FakeBuild


@dataclass
class EmptyWriter:
    """Writes nothing, at once."""

    name: str = "leeg"

    def write(self, transcript: Transcript) -> Note:
        return Note((), self.name)


@dataclass(frozen=True)
class BenchBuild(FakeBuild):
    """Fakes for the whole road. The sample's folder is the test's own."""

    def writer(self) -> EmptyWriter:
        return EmptyWriter()

    def compute(self) -> Compute:
        return Build.compute(self)

    def make(self, compute: Compute) -> Recognizer:
        return self.recognizer()

    def sample(self) -> Path:
        return self.folders.home.parent / "data" / "sample"


def result(model: str = "base", *, rtf: float = 0.1, wer: float = 0.3, stop_s: float = 1.5) -> Measured:
    """A plausible result."""
    return Measured(
        model, "d01c3014881c9c6f", "int8_float32", "cpu", 2, 5, Load(2.0, 1.0, 0.9, 0.5),
        Speed(50.0, (rtf, rtf, rtf), rtf, rtf, rtf, 1.2 * rtf, 1 / rtf, 0.9, 3, 1, 0.2, 0.6, 0.1, 140.0),
        Live(60.0, rtf, 8.0, 5.0, 12.0, 0.0, 3, stop_s, stop_s, stop_s, stop_s, 0.2, 0.9, 8.0),
        Cost(6.0, 1.8, 300.0, 600.0, None, None, None),
        Quality(wer, 20, 5, 5, 100, 0.2, 5, 4, ("zalf",), 0, 30.0, 1, "soepel-nl/1"), None,
    )  # fmt: skip


def with_sustained(measured: Measured) -> Measured:
    """The same after a quarter of an hour."""
    return replace(measured, sustained=Sustained(900.0, 0.1, 0.15, 1.5))


def known(audio: Path) -> Known:
    """The sound of the test, with the words that the fake recogniser hears."""
    return Known(audio, SAID, ("koorts", "hoesten"), synthetic=True)


def given(*results: Measured | type[BaseException]) -> Measure:
    """Measures by handing out `results`; an exception class is raised instead."""
    left = list(results)

    def measure(job: Job, report: Report) -> Measured:
        report("laden", 0.5)
        one = left.pop(0)
        if isinstance(one, type):
            raise one
        return replace(one, model=job.model)

    return measure


def run(build: BenchBuild, audio: Path, measure: Measure, *models: str, **how: Any) -> Benchmark:
    """The whole measurement of `models`, told to nobody."""
    return run_benchmark(Request(known(audio), models, **how), build, measure, lambda what, share: None)
