"""`soepel bench`: how fast and how well this computer transcribes, over the whole road from sound to note.

Each model is measured in turn, in a process of its own; what was measured stays when a later one fails or is stopped.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from app import bench_machine
from app.bench_child import Measure
from app.bench_sound import Known, read_sound, sha256_of
from app.bench_values import SCHEMA, Job, Measured, Sound, measured_from_dict, to_dict
from app.bench_verdict import Verdict, judge
from app.build import Build
from app.errors import NothingMeasured
from asr.audio import SAMPLE_RATE_HZ
from asr.errors import AsrError
from models.errors import ModelError
from models.manifest import WEIGHTS, Receipt
from models.store import ModelStore, State

Report = Callable[[str, float | None], None]
OWN_WORDS = "niet gebruikt: de eigen woorden van de praktijk tellen in geen van de cijfers mee"


@dataclass(frozen=True, slots=True)
class Request:
    """What to measure. `models` empty: every model that is here. `sustained_s` 0: no long run."""

    known: Known
    models: tuple[str, ...] = ()
    runs: int = 3
    quick: bool = False
    sustained_s: float = 0.0
    threads: int | None = None
    beam_size: int | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """All that was measured. `stopped`: the user broke off, `models` holds what was ready."""

    made_at: str
    quick: bool
    stopped: bool
    versions: dict[str, str]
    machine: dict[str, Any]
    sound: Sound
    settings: dict[str, Any]
    models: tuple[Measured, ...]
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        """The document soepel.bench/1."""
        return {"schema": SCHEMA, **to_dict(self)}


def run_benchmark(request: Request, build: Build, measure: Measure, report: Report) -> Benchmark:
    """Measure every model asked for. Ctrl-C ends it early, with what is ready.

    Raises NothingMeasured when there is no result at all, KeyboardInterrupt when it came before the first one,
    models.errors.ModelUnknown, and asr.errors.AudioError classes for the sound.
    """
    store = build.models()
    names = request.models or installed(store)
    identities = {name: identity(store, name) for name in names}
    sound = about_sound(request.known)
    results: list[Measured] = []
    stopped = False
    try:
        for number, name in enumerate(names):
            if request.threads is None:
                choose_threads(build, name, report)
            results.append(measure(job_of(request, name), shared(report, name, number, len(names))))
    except KeyboardInterrupt:
        if not any(r.failed is None for r in results):
            raise
        stopped = True
    if all(r.failed is not None for r in results):
        raise NothingMeasured(tuple(r.failed or "" for r in results))
    models = tuple(with_identity(r, identities[r.model]) for r in results)
    return Benchmark(
        datetime.now(UTC).isoformat(timespec="seconds"), request.quick, stopped, bench_machine.versions(),
        bench_machine.machine(), sound, settings_of(request), models,
        judge(models, [listed.model.name for listed in store.list()]),
    )  # fmt: skip


def choose_threads(build: Build, name: str, report: Report) -> None:
    """See that the number of threads was measured for this model, here and not in the child, whose load stays cold."""
    with contextlib.suppress(ModelError, AsrError):  # measuring it will tell why
        replace(build, settings=replace(build.settings, model=name)).calibrate(report=report)


def installed(store: ModelStore) -> tuple[str, ...]:
    """The models that are here or come with the program, smallest first."""
    return tuple(listed.model.name for listed in store.list() if listed.state is not State.ABSENT)


def identity(store: ModelStore, name: str) -> str | None:
    """The sha256 of the model's weights, as they are checked at each use. Raises ModelUnknown."""
    model = store.manifest[name]
    try:
        files = model.files or Receipt.read(store.folder / name, name).files
    except ModelError:
        return None  # not here, or damaged: measuring it tells why
    return next((file.sha256 for file in files if file.name == WEIGHTS), None)


def about_sound(known: Known) -> Sound:
    """The facts about the sound that go with every figure."""
    from asr.wer import normalized

    seconds = len(read_sound(known.audio)) / SAMPLE_RATE_HZ
    return Sound(known.audio.name, sha256_of(known.audio), seconds, len(normalized(known.text)), known.synthetic)


def job_of(request: Request, model: str) -> Job:
    """One model's part of the request."""
    return Job(
        model, str(request.known.audio.absolute()), request.known.text, request.known.terms, request.runs,
        request.quick, request.sustained_s, request.threads, request.beam_size, request.device,
    )  # fmt: skip


def settings_of(request: Request) -> dict[str, Any]:
    """How it was measured, for whoever compares."""
    return {
        "runs": request.runs, "threads": request.threads, "beam_size": request.beam_size, "device": request.device,
        "warm_up": "eerste venster twee keer, opnieuw geladen, nog eens", "vad": "silero v6, 0.5, vensters tot 28 s",
        "live": "op de geluidsklok; wachten op geluid overgeslagen", "processes_per_model": 1,
        "own_words": OWN_WORDS,
    }  # fmt: skip


def shared(report: Report, name: str, number: int, count: int) -> Callable[[str, float], None]:
    """One model's progress as a share of the whole."""
    return lambda what, share: report(f"{name}: {what}", (number + share) / count)


def with_identity(result: Measured, sha256: str | None) -> Measured:
    """The result with the fingerprint of its weights."""
    return replace(result, sha256=sha256)


def models_of(document: dict[str, Any]) -> tuple[Measured, ...]:
    """The measured models in a document soepel.bench/1. Raises KeyError and TypeError when it is something else."""
    return tuple(measured_from_dict(one) for one in document["models"])
