"""Calibrates the recogniser of a Build, and finds again what was kept; the arithmetic is in app/calibration.py."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from app.bench_machine import cpu_model, gpus, physical_cores, usable_cores, version_of
from app.bench_sound import SUFFIXES, read_sound
from app.benchmark import identity
from app.calibration import Calibration, Compute, Report, Timing, candidates, choose, key_of, load, save, time_threads
from app.graphics import key_of as key_of_card
from app.graphics import try_card
from asr.audio import SAMPLE_RATE_HZ, Block

if TYPE_CHECKING:
    from app.build import Build

FILE_NAME = "rekenkeuze.json"
WINDOW_S = 28


def kept(build: Build) -> Calibration | None:
    """What was found earlier for this processor, card, version and model; None when that was never measured."""
    card_key = None if build.settings.device == "cpu" else key_of_card(gpus(), version())
    return load(build.folders.home / FILE_NAME).find(key_here(build), card_key)


def calibrate(build: Build, report: Report, *, again: bool) -> Calibration:
    """Measure what was not measured yet, or all of it `again`, and keep it.

    Raises models.errors.ModelError and asr.errors.AsrError when the model does not load.
    """
    found = None if again else kept(build)
    if found is not None:
        return found
    path = build.folders.home / FILE_NAME
    known, key, cards = load(path), key_here(build), gpus()
    choices = candidates(physical_cores(), usable_cores())
    compute_type = build.settings.compute_type
    timings: tuple[Timing, ...] = ()
    if len(choices) > 1:
        timings = time_threads(lambda n: build.make(Compute("cpu", compute_type, n)), a_window(build), choices, report)
    report("Videokaart proberen", None)
    card = None if again else known.cards.get(key_of_card(cards, version()))
    if card is None:
        card = try_card(build.folders, build.settings.model, cards, version())
    found = Calibration(key, choose(timings) if timings else choices[0], timings, card)
    with contextlib.suppress(OSError):  # cannot be kept: measured again next time, and nobody waits for a disk
        save(known.with_(found), path)
    return found


def a_window(build: Build) -> Block:
    """The first window of the sample consult; hiss when the sample is not there."""
    folder: Path = build.sample()
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix in SUFFIXES:
            return read_sound(path)[: WINDOW_S * SAMPLE_RATE_HZ]
    random = np.random.default_rng(0)
    return (0.05 * random.standard_normal(WINDOW_S * SAMPLE_RATE_HZ)).astype(np.float32)


def key_here(build: Build) -> str:
    """What the number of threads depends on, here and now."""
    return key_of(cpu_model(), usable_cores(), version(), identity(build.models(), build.settings.model))


def version() -> str:
    """CTranslate2's."""
    return version_of("ctranslate2")
