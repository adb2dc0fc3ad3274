"""What `soepel doctor` looks at: whether everything that a consult needs is here and works. Nothing is changed.

Each check is a function from a Build to a Finding; none raises, as a broken part is exactly what they look for.
"""

from __future__ import annotations

import platform
import shutil
import tempfile
import wave
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from app.build import Build
from app.commands.window import has_screen
from app.messages import megabytes, sentence
from app.store.errors import VaultError
from asr.errors import AsrError
from models.errors import ModelError

if TYPE_CHECKING:
    from app.calibration import Calibration

ROOM_FOR_A_DAY = 500_000_000  # bytes: four hours of sound at 115 MB an hour, and something over
LIBRARIES = ("faster-whisper", "ctranslate2", "onnxruntime", "av", "cryptography", "keyring", "PySide6_Essentials")


class Verdict(StrEnum):
    """How a check came out. Only BROKEN makes the doctor's exit code 1."""

    GOOD = "goed"
    WARN = "let op"
    BROKEN = "kapot"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, how it is, and one Dutch sentence about it."""

    name: str
    verdict: Verdict
    text: str


def check_model(build: Build) -> Finding:
    """The chosen model, every byte of it. A shipped one is made ready if that was not done yet."""
    try:
        folder = build.models().path(build.settings.model)
    except (ModelError, OSError) as problem:
        return Finding("spraakmodel", Verdict.BROKEN, sentence(problem))
    return Finding("spraakmodel", Verdict.GOOD, f"{build.settings.model} is gecontroleerd ({folder})")


def check_recognizer(build: Build) -> Finding:
    """Whether model and voice detector load."""
    try:
        build.recognizer()
        build.detector()
    except (ModelError, AsrError, OSError) as problem:
        return Finding("uitschrijven", Verdict.BROKEN, sentence(problem))
    return Finding("uitschrijven", Verdict.GOOD, "het spraakmodel laadt")


def check_microphone(build: Build) -> Finding:
    """Whether there is a microphone. Without one files can still be transcribed, so this only warns."""
    from asr.microphone import devices

    try:
        found = devices()
    except AsrError as problem:
        return Finding("microfoon", Verdict.WARN, sentence(problem))
    if not found:
        return Finding("microfoon", Verdict.WARN, "geen microfoon gevonden; sluit er een aan om op te nemen")
    return Finding("microfoon", Verdict.GOOD, ", ".join(device.name for device in found[:5]))


def check_keyring(build: Build) -> Finding:
    """Where the key of the recordings would live; no key is made or read."""
    from app.store.keys import FILE_NAME, read_record, system_keyring

    try:
        record = read_record(build.folders.home / FILE_NAME)
    except (VaultError, OSError) as problem:
        return Finding("sleutel", Verdict.BROKEN, sentence(problem))
    keyring = system_keyring()
    if record is not None and record.where == "passphrase":
        return Finding("sleutel", Verdict.GOOD, "in een bestand met uw wachtzin")
    if keyring is None:
        text = "geen sleutelkluis op deze computer; Soepel vraagt bij het opnemen om een wachtzin"
        return Finding("sleutel", Verdict.WARN if record is None else Verdict.BROKEN, text)
    return Finding("sleutel", Verdict.GOOD, f"in de sleutelkluis ({type(keyring).__module__.rpartition('.')[2]})")


def check_disk(build: Build) -> Finding:
    """Whether the user's folder can be written and has room for a day of recordings."""
    home = build.folders.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"soepel")
        free = shutil.disk_usage(home).free
    except OSError as problem:
        return Finding("schijf", Verdict.BROKEN, sentence(problem))
    verdict = Verdict.GOOD if free > ROOM_FOR_A_DAY else Verdict.WARN
    return Finding("schijf", verdict, f"{megabytes(free)} vrij in {home}")


def check_decode(build: Build) -> Finding:
    """Whether sound files can be read without any other program: a second of silence, written and read back."""
    from asr.audio_file import AudioFile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stil.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(48_000)
            file.writeframes(bytes(2 * 48_000))
        try:
            with AudioFile(path) as sound:
                samples = sum(len(block) for block in sound)
        except AsrError as problem:
            return Finding("geluidsbestanden", Verdict.BROKEN, sentence(problem))
    good = abs(samples - 16_000) < 100
    return Finding("geluidsbestanden", Verdict.GOOD if good else Verdict.BROKEN, "lezen werkt zonder ander programma")


def check_words(build: Build) -> Finding:
    """Whether the practice's own words can be read."""
    from app.words import count_sentence
    from asr.vocabulary import load

    try:
        words = load(build.folders.words)
    except OSError as problem:
        return Finding("eigen woorden", Verdict.WARN, sentence(problem))
    return Finding("eigen woorden", Verdict.GOOD, count_sentence(words))


def check_window(build: Build) -> Finding:
    """Whether the window's library is installed; it is not loaded, as no command without a window may."""
    if find_spec("PySide6") is None:
        return Finding("venster", Verdict.WARN, "PySide6 ontbreekt; alleen de opdrachten werken")
    if not has_screen():
        return Finding("venster", Verdict.WARN, "geen scherm gevonden; alleen de opdrachten werken hier")
    return Finding("venster", Verdict.GOOD, "kan worden geopend")


def kept_calibration(build: Build) -> Calibration | None:
    """What was measured earlier on this computer; None when nothing was."""
    from app.tuning import kept

    try:
        return kept(build)
    except (ModelError, OSError):
        return None


def check_compute(build: Build) -> Finding:
    """What there is to compute with."""
    import psutil

    cores = psutil.cpu_count(logical=False) or psutil.cpu_count() or 1
    memory = megabytes(psutil.virtual_memory().total)
    found = f"{cores} kernen, {memory} geheugen, {platform.machine()}"
    kept = kept_calibration(build)
    threads = f"{kept.threads} rekendraden" if kept else "rekendraden nog niet gemeten (soepel bench calibrate)"
    return Finding("rekenkracht", Verdict.GOOD, f"{found}, {threads}")


def check_graphics(build: Build) -> Finding:
    """Whether there is a graphics card that the recogniser could use: its driver is asked, and what a trial showed."""
    from app.bench_machine import gpus

    names = ", ".join(f"{name} (driver {driver})" for name, driver, _ in gpus())
    if not names:
        return Finding("videokaart", Verdict.GOOD, "geen NVIDIA-kaart; de processor doet het werk")
    kept = kept_calibration(build)
    text = kept.card.sentence() if kept else f"{names}, nog niet geprobeerd (soepel bench calibrate)"
    good = kept is None or kept.card.works
    return Finding("videokaart", Verdict.GOOD if good else Verdict.WARN, text)


def check_versions(build: Build) -> Finding:
    """The versions that matter in a report about a problem."""
    found = [f"Python {platform.python_version()}"]
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} ontbreekt")
    return Finding("versies", Verdict.GOOD, ", ".join(found))


CHECKS: tuple[Callable[[Build], Finding], ...] = (
    check_model,
    check_recognizer,
    check_decode,
    check_words,
    check_microphone,
    check_keyring,
    check_disk,
    check_window,
    check_compute,
    check_graphics,
    check_versions,
)
