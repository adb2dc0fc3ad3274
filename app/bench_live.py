"""The live road, measured on the audio clock: how far the text lags behind, and what Stop costs.

One replay of the whole sound gives lag and backlog; more Stops, spread over the sound, each after a run-up, show how
much the moment matters. Every second of work is real, only waiting for sound is skipped (asr/replay.py). Speakers are
told apart and the writer is warmed up, as in the program.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.bench_machine import cpu_seconds
from app.bench_values import Live
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.events import Finished, Pace, SegmentsReady, Tentative
from asr.listen import listen
from asr.recognizer import Recognizer
from asr.replay import Replay, percentile
from asr.speakers import Speakers
from asr.transcript import Transcript
from asr.vad import VoiceDetector
from soep.write import Writer

RUN_UP_S = 45.0
WARM_UP = "Goedemorgen, waar kan ik u mee helpen?"
Share = Callable[[float], None]
MakeSpeakers = Callable[[], Speakers | None]


@dataclass(slots=True)
class Watched:
    """What one replay showed."""

    transcript: Transcript
    stop_s: float
    busy_s: float
    first_text_s: float | None = None
    lags_s: list[float] = field(default_factory=list)
    backlog_s: float = 0.0


def replay(sound: Block, recognizer: Recognizer, detector: VoiceDetector, share: Share,
           speakers: Speakers | None = None) -> Watched:  # fmt: skip
    """One consult, from opening the microphone to the whole transcript after Stop."""
    road = Replay(sound)
    seen = Watched(Transcript(()), 0.0, 0.0)
    for event in listen(road, recognizer, detector, live=True, clock=road.clock, speakers=speakers):
        now_s = road.clock()
        if isinstance(event, SegmentsReady | Tentative) and seen.first_text_s is None:
            seen.first_text_s = now_s
        if isinstance(event, SegmentsReady):
            seen.lags_s.extend(now_s - s.end_s for s in event.segments if s.end_s is not None)
            share(min(1.0, event.through_s / road.sound_s))
        elif isinstance(event, Pace):
            seen.backlog_s = max(seen.backlog_s, event.backlog_s)
        elif isinstance(event, Finished):
            seen.transcript = event.transcript
    seen.stop_s, seen.busy_s = max(0.0, road.clock() - road.sound_s), road.busy_s
    return seen


def stop_points(length_s: float, count: int) -> list[tuple[float, float]]:
    """Where the extra Stops fall: (start, end) in seconds, spread evenly, each with at most RUN_UP_S before it.

    The ends are set off against the windows' rhythm, as a Stop just after a window closed would flatter.
    """
    ends = [length_s * (index + 0.55) / (count + 0.5) for index in range(count)]
    return [(max(0.0, end - RUN_UP_S), end) for end in ends]


def no_speakers() -> None:
    """The default for `speakers`: nobody is told apart."""


def measure_live(sound: Block, recognizer: Recognizer, detector: VoiceDetector, writer: Writer, *, stops: int,
                 share: Share, speakers: MakeSpeakers = no_speakers) -> Live:  # fmt: skip
    """The whole sound once, and `stops` more Stops. `speakers` is asked anew for each, as they carry state."""
    length_s = len(sound) / SAMPLE_RATE_HZ
    first_s = timed(writer, Transcript.from_turns([{"speaker": None, "text": WARM_UP}]))
    cpu = cpu_seconds()
    whole = replay(sound, recognizer, detector, lambda part: share(0.6 * part), speakers())
    cpu = cpu_seconds() - cpu
    seen = [whole]
    for number, (start_s, end_s) in enumerate(stop_points(length_s, stops)):
        part = sound[round(start_s * SAMPLE_RATE_HZ) : round(end_s * SAMPLE_RATE_HZ)]
        seen.append(replay(part, recognizer, detector, nobody, speakers()))
        share(0.6 + 0.4 * (number + 1) / stops)
    notes = [timed(writer, one.transcript) for one in seen]
    stop = [one.stop_s for one in seen]
    both = [one.stop_s + note_s for one, note_s in zip(seen, notes, strict=True)]
    return Live(
        sound_s=length_s, rtf=whole.busy_s / length_s, first_text_s=whole.first_text_s,
        lag_p50_s=percentile(whole.lags_s, 0.5) if whole.lags_s else None,
        lag_p95_s=percentile(whole.lags_s, 0.95) if whole.lags_s else None,
        backlog_max_s=whole.backlog_s, stops=len(seen),
        stop_transcript_p50_s=percentile(stop, 0.5), stop_transcript_p95_s=percentile(stop, 0.95),
        stop_note_p50_s=percentile(both, 0.5), stop_note_p95_s=percentile(both, 0.95),
        note_s=notes[0], note_first_s=first_s, cpu_s_per_audio_min=60 * cpu / length_s,
    )  # fmt: skip


def timed(writer: Writer, transcript: Transcript) -> float:
    """Seconds that writing one note takes."""
    began = time.perf_counter()
    writer.write(transcript)
    return time.perf_counter() - began


def nobody(part: float) -> None:
    """A Share that tells nobody."""
