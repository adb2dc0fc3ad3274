"""What the listener tells while it works: an ordinary generator yields these, whoever runs it forwards them."""

from __future__ import annotations

from dataclasses import dataclass

from asr.transcript import Segment, Transcript


@dataclass(frozen=True, slots=True)
class SegmentsReady:
    """Final segments; they never change afterwards. `through_s`: sound up to here has been transcribed, seconds."""

    segments: tuple[Segment, ...]
    through_s: float


@dataclass(frozen=True, slots=True)
class Tentative:
    """Text that may still change; replaces the last Tentative, and is gone at the next SegmentsReady."""

    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the listener is. `total_s` is None while recording or when a file does not tell its length."""

    done_s: float
    total_s: float | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How far transcription lags behind the sound. `later`: it went over to "record now, transcribe after"."""

    backlog_s: float
    later: bool


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event: the whole transcript."""

    transcript: Transcript


Event = SegmentsReady | Tentative | Progress | Pace | Finished
