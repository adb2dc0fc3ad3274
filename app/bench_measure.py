"""Measures one model in this process: load, speed, live road, quality, cost. Run in a fresh child (app/bench_child.py),
so that loading is cold and the memory is this model's alone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app import bench_machine as here
from app.bench_live import measure_live
from app.bench_quality import measure_quality
from app.bench_sound import blocks_of, nothing_said, read_sound
from app.bench_values import Cost, Job, Load, Measured, Speed, Sustained
from app.build import Build
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.events import Finished
from asr.listen import listen
from asr.recognizer import Hearing, Recognizer, Work
from asr.replay import percentile
from asr.transcript import Engine, Transcript
from asr.vad import FRAME_SAMPLES, VoiceDetector

Report = Callable[[str, float], None]

_WINDOW_S = 28.0
_STOPS, _STOPS_QUICK = 7, 2
_QUIET_S, _QUIET_QUICK_S = 20.0, 5.0  # per kind of sound without words; there are six
_ENDS_S = 300.0  # first and last part of a sustained run
_PIECE_S = 60.0
_SPEECH = 0.5
_QUICK_LIVE_S = 60.0


class Counting:
    """A recogniser that counts: windows, those that were decoded twice, and the seconds spent in it."""

    def __init__(self, inner: Recognizer) -> None:
        self._inner = inner
        self.windows = self.again = 0
        self.seconds = 0.0

    @property
    def engine(self) -> Engine:
        """The inner one's."""
        return self._inner.engine

    @property
    def work(self) -> Work:
        """The inner one's."""
        return self._inner.work

    def hear(self, windows: Sequence[Block], prompt: str = "") -> tuple[Hearing, ...]:
        """The inner one's answer."""
        began = time.perf_counter()
        heard = self._inner.hear(windows, prompt)
        self.seconds += time.perf_counter() - began
        self.windows += len(heard)
        self.again += sum(h.again for h in heard)
        return heard


@dataclass(frozen=True, slots=True)
class Runs:
    """The same file several times."""

    transcript: Transcript
    wall_s: tuple[float, ...]
    cpu_s: tuple[float, ...]
    work: Work
    energy_wh: float | None
    energy_source: str | None


def measure(job: Job, build: Build, report: Report) -> Measured:
    """Everything about `job.model`. Raises models.errors.ModelError, asr.errors.AsrError, OSError, MemoryError."""
    with here.VideoMemory() as video:
        return measure_beside(video, job, chosen(build, job), report)


def measure_beside(video: here.VideoMemory, job: Job, build: Build, report: Report) -> Measured:
    """The same, while `video` watches the graphics card's memory."""
    sound = read_sound(Path(job.audio))
    report("laden", 0.0)
    recognizer, load = load_twice(build, sound)
    rss_after_load = here.rss_mb()
    detector, counting = build.detector(), Counting(recognizer)
    speech_s = seconds_of_speech(sound, detector)
    runs = transcribe_again(sound, counting, detector, job.runs, lambda s: report("bestand", 0.1 + 0.4 * s))
    live_sound = sound[: round(_QUICK_LIVE_S * SAMPLE_RATE_HZ)] if job.quick else sound
    live = measure_live(
        live_sound, recognizer, detector, build.writer(), stops=_STOPS_QUICK if job.quick else _STOPS,
        share=lambda s: report("tijdens het consult", 0.5 + 0.4 * s), speakers=build.speakers,
    )  # fmt: skip
    report("stilte en ruis", 0.92)
    quiet = nothing_said(_QUIET_QUICK_S if job.quick else _QUIET_S)
    quality = measure_quality(job.text, job.terms, runs.transcript, transcribe(quiet, recognizer, detector),
                              len(quiet) / SAMPLE_RATE_HZ)  # fmt: skip
    held = sustained(sound, recognizer, detector, job.sustained_s, lambda s: report("volgehouden", s))
    report("klaar", 1.0)
    engine = recognizer.engine
    used_mb = video.most_mb()
    vram_mb = used_mb if engine.device == "cuda" else None
    return Measured(
        job.model, None, engine.compute_type, engine.device, engine.threads, engine.beam_size, load,
        speed(runs, counting, len(sound) / SAMPLE_RATE_HZ, speech_s), live,
        cost(runs, len(sound) / SAMPLE_RATE_HZ, rss_after_load, vram_mb), quality, held,
    )  # fmt: skip


def chosen(build: Build, job: Job) -> Build:
    """The build with the job's choices in place of the settings."""
    given = {"threads": job.threads, "beam_size": job.beam_size, "device": job.device}
    kept = {name: value for name, value in given.items() if value is not None}
    return replace(build, settings=replace(build.settings, model=job.model, **kept))  # type: ignore[arg-type]


def load_twice(build: Build, sound: Block) -> tuple[Recognizer, Load]:
    """Load cold, hear one window twice, let go, load warm."""
    window = sound[: round(_WINDOW_S * SAMPLE_RATE_HZ)]
    began = time.perf_counter()
    recognizer = build.recognizer()
    cold_s = time.perf_counter() - began
    took_s = []
    for _ in range(2):
        began = time.perf_counter()
        recognizer.hear([window])
        took_s.append(time.perf_counter() - began)
    del recognizer
    began = time.perf_counter()
    again = build.recognizer()
    warm_s = time.perf_counter() - began
    again.hear([window])  # the warm-up of what follows
    return again, Load(cold_s, warm_s, took_s[0], took_s[1])


def seconds_of_speech(sound: Block, detector: VoiceDetector) -> float:
    """Seconds in which the detector hears a voice."""
    detector.reset()
    frames = sum(int((detector.push(block) >= _SPEECH).sum()) for block in blocks_of(sound))
    return frames * FRAME_SAMPLES / SAMPLE_RATE_HZ


def transcribe(sound: Block, recognizer: Recognizer, detector: VoiceDetector) -> Transcript:
    """The file road."""
    transcript = Transcript(())
    for event in listen(blocks_of(sound), recognizer, detector, total_s=len(sound) / SAMPLE_RATE_HZ):
        if isinstance(event, Finished):
            transcript = event.transcript
    return transcript


def transcribe_again(sound: Block, recognizer: Recognizer, detector: VoiceDetector, times: int,
                     share: Callable[[float], None]) -> Runs:  # fmt: skip
    """The same file `times` times."""
    wall, cpu, transcript, energy, before = [], [], Transcript(()), here.Energy(), recognizer.work
    for number in range(times):
        share(number / times)
        began, began_cpu = time.perf_counter(), here.cpu_seconds()
        transcript = transcribe(sound, recognizer, detector)
        wall.append(time.perf_counter() - began)
        cpu.append(here.cpu_seconds() - began_cpu)
    return Runs(transcript, tuple(wall), tuple(cpu), recognizer.work - before, energy.used_wh(), energy.source)


def speed(runs: Runs, counting: Counting, sound_s: float, speech_s: float) -> Speed:
    """The runs as real-time factors."""
    rtf = tuple(wall / sound_s for wall in runs.wall_s)
    middle = percentile(rtf, 0.5)
    work, wall_s = runs.work, sum(runs.wall_s)
    told = wall_s > 0 and work.decode_s > 0
    return Speed(
        speech_s, rtf, middle, percentile(rtf, 0.9), min(rtf),
        rtf_speech_median=middle * sound_s / speech_s if speech_s else 0.0,
        times_realtime=1 / middle if middle else 0.0,
        recognizer_share=counting.seconds / wall_s if wall_s else 0.0,
        windows=counting.windows // len(rtf), again=counting.again // len(rtf),
        encode_share=work.encode_s / wall_s if told else None, decode_share=work.decode_s / wall_s if told else None,
        align_share=work.align_s / wall_s if told else None,
        tokens_per_s=work.tokens / work.decode_s if told else None,
    )  # fmt: skip


def cost(runs: Runs, sound_s: float, rss_after_load: float, vram_mb: float | None) -> Cost:
    """Processor, memory and energy of the runs; memory of the whole process until now."""
    minutes = sound_s * len(runs.wall_s) / 60
    return Cost(
        cpu_s_per_audio_min=sum(runs.cpu_s) / minutes,
        cores_busy=sum(runs.cpu_s) / sum(runs.wall_s) if sum(runs.wall_s) else 0.0,
        rss_after_load_mb=rss_after_load, rss_peak_mb=here.rss_peak_mb(),
        vram_mb=vram_mb,
        energy_wh_per_audio_min=runs.energy_wh / minutes if runs.energy_wh is not None else None,
        energy_source=runs.energy_source if runs.energy_wh is not None else None,
    )  # fmt: skip


def sustained(sound: Block, recognizer: Recognizer, detector: VoiceDetector, seconds: float,
              share: Callable[[float], None]) -> Sustained | None:  # fmt: skip
    """Transcribe without rest for `seconds`; None when nothing was asked. The ends are five minutes, or a third."""
    if seconds <= 0:
        return None
    step = round(_PIECE_S * SAMPLE_RATE_HZ)
    pieces = [sound[start : start + step] for start in range(0, len(sound), step)]
    began = time.perf_counter()
    done: list[tuple[float, float, float]] = []
    while (at_s := time.perf_counter() - began) < seconds:
        share(min(1.0, at_s / seconds))
        piece = pieces[len(done) % len(pieces)]
        transcribe(piece, recognizer, detector)
        done.append((at_s, len(piece) / SAMPLE_RATE_HZ, time.perf_counter() - began - at_s))
    ends_s = min(_ENDS_S, seconds / 3)
    first = rtf_of([d for d in done if d[0] < ends_s])
    last = rtf_of([d for d in done if d[0] >= seconds - ends_s] or done[-1:])
    return Sustained(time.perf_counter() - began, first, last, last / first)


def rtf_of(pieces: Sequence[tuple[float, float, float]]) -> float:
    """Work over sound of (start, sound seconds, work seconds)."""
    return sum(p[2] for p in pieces) / sum(p[1] for p in pieces)
