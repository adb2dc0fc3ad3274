"""The transcript: what was said, when, by whom, and how sure the recogniser was of it.

Pure values, frozen, standard library only. A Transcript is final once emitted; Evidence (soep.note) points into it by
word number, so words are never inserted or removed afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Self


class Speaker(StrEnum):
    """Whose words they are; None stands for not known."""

    ARTS = "arts"
    PATIENT = "patient"
    DERDE = "derde"


class Mark(StrEnum):
    """Why a segment's text is suspect; it is kept and shown, never silently dropped."""

    REPETITION = "repetition"
    SUBTITLE = "subtitle"
    LOW_CONFIDENCE = "low_confidence"
    PERHAPS_NO_SPEECH = "perhaps_no_speech"
    TOO_FAST = "too_fast"
    NOT_DUTCH = "not_dutch"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as heard, punctuation attached, no spaces around it.

    Times are seconds from the start of the recording; None when the source had none (typed turns).
    `probability` is in [0, 1]; None when nothing measured it.
    """

    text: str
    start_s: float | None = None
    end_s: float | None = None
    probability: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive words of one speaker. `voice` is a speaker cluster's number when voices were told apart."""

    words: tuple[Word, ...]
    speaker: Speaker | None = None
    voice: int | None = None
    marks: tuple[Mark, ...] = ()

    @property
    def text(self) -> str:
        """The words joined by single spaces."""
        return " ".join(w.text for w in self.words)

    @property
    def start_s(self) -> float | None:
        """When the first word starts, seconds."""
        return self.words[0].start_s if self.words else None

    @property
    def end_s(self) -> float | None:
        """When the last word ends, seconds."""
        return self.words[-1].end_s if self.words else None

    @classmethod
    def from_text(cls, text: str, speaker: Speaker | None = None, *, start_s: float | None = None,
                  end_s: float | None = None) -> Self:  # fmt: skip
        """A segment from plain text; every word carries the segment's own times, as nothing finer is known."""
        return cls(tuple(Word(w, start_s, end_s) for w in text.split()), speaker)


@dataclass(frozen=True, slots=True)
class Engine:
    """What made the transcript; None where it does not apply."""

    name: str
    model: str | None = None
    version: str | None = None
    compute_type: str | None = None
    device: str | None = None
    threads: int | None = None
    beam_size: int | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole consult's words, in order. `duration_s` is the length of the sound, 0.0 for typed turns."""

    segments: tuple[Segment, ...]
    language: str = "nl"
    duration_s: float = 0.0
    engine: Engine = Engine("typed")

    @property
    def words(self) -> tuple[Word, ...]:
        """All words, numbered as Evidence numbers them."""
        return tuple(w for s in self.segments for w in s.words)

    def first_word_of(self) -> tuple[int, ...]:
        """For each segment the number of its first word."""
        return tuple(accumulate((len(s.words) for s in self.segments), initial=0))[:-1]

    @classmethod
    def from_turns(cls, turns: Iterable[Mapping[str, str | None]]) -> Self:
        """A transcript from `{"speaker": "arts" | "patient" | "derde" | None, "text": ".."}` turns, one segment each.

        Raises ValueError for a speaker that is none of these.
        """
        segments = []
        for turn in turns:
            speaker = turn.get("speaker")
            segments.append(Segment.from_text(turn["text"] or "", Speaker(speaker) if speaker else None))
        return cls(tuple(segments))
