"""From a sound file to a transcript, and on to a note: the road that the commands share.

A file takes the same road as the microphone: the same blocks, the same listener, the same writer.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.build import Build
from asr.errors import AudioTruncated
from asr.events import Finished, Progress
from asr.transcript import Transcript
from soep.note import Note

Report = Callable[[str, float | None], None]


def nobody(what: str, share: float | None) -> None:
    """A Report that tells nobody."""


@dataclass(slots=True)
class Timings:
    """How long each part of the road took, wall-clock seconds."""

    load_s: float = 0.0
    transcribe_s: float = 0.0
    write_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What a sound file gave. `damage` is set when the file broke off: the transcript is then of the readable part.

    `notice`: a Dutch sentence when the recogniser did not compute with what was chosen (app.calibration.Compute).
    """

    transcript: Transcript
    damage: AudioTruncated | None
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A whole consult: what was heard, what was written, how long it took."""

    heard: Heard
    note: Note
    timings: Timings = field(default_factory=Timings)


def transcribe(path: Path, build: Build, report: Report = nobody, timings: Timings | None = None) -> Heard:
    """The transcript of a sound file; of its readable part when it is truncated.

    Opens the sound before it loads the model, as a wrong file name must not cost a wait.
    Raises asr.errors.AsrError, models.errors.ModelError and OSError.
    """
    from asr.audio_file import AudioFile
    from asr.listen import listen

    timings = timings or Timings()
    with AudioFile(path) as sound:
        report("Model laden", None)
        started = time.perf_counter()
        recognizer = build.recognizer()
        timings.load_s = time.perf_counter() - started
        started = time.perf_counter()
        transcript, damage = Transcript(()), None
        try:
            for event in listen(
                sound, recognizer, build.detector(), total_s=sound.duration_s, prompt=build.hotwords(),
                speakers=build.speakers(),
            ):  # fmt: skip
                if isinstance(event, Progress):
                    report("Uitschrijven", event.done_s / event.total_s if event.total_s else None)
                elif isinstance(event, Finished):
                    transcript = event.transcript
        except AudioTruncated as problem:  # raised after Finished: what could be read is transcribed
            damage = problem
        timings.transcribe_s = time.perf_counter() - started
    return Heard(transcript, damage, build.compute().notice)


def process(path: Path, build: Build, report: Report = nobody) -> Result:
    """Transcript and note of a sound file. Raises what `transcribe` raises."""
    timings = Timings()
    heard = transcribe(path, build, report, timings)
    report("Verslag schrijven", None)
    started = time.perf_counter()
    note = build.writer().write(heard.transcript)
    timings.write_s = time.perf_counter() - started
    return Result(heard, note, timings)


def timings_to_dict(result: Result) -> dict[str, Any]:
    """The timings as JSON: seconds, and the real-time factor (transcribing time per second of sound)."""
    timings, sound_s = result.timings, result.heard.transcript.duration_s
    return {
        "audio_s": round(sound_s, 3),
        "load_s": round(timings.load_s, 3),
        "transcribe_s": round(timings.transcribe_s, 3),
        "write_s": round(timings.write_s, 3),
        "realtime_factor": round(timings.transcribe_s / sound_s, 4) if sound_s else None,
    }
