"""The consult as a value: which phase it is in and what there is to show. It changes only in app.changes.

    READY -> RECORDING <-> PAUSED -> FINISHING -> WRITING -> REVIEW -> (new consult) READY
    READY -> READING (a file, or a recording that was left unfinished) -> WRITING -> REVIEW
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.draft import Draft, Freshness, LineKey, drafts_of
from app.events import Consent, Heard, Leftover, Preparing
from app.saved import Saved
from asr.events import Pace, Progress
from asr.microphone import Device
from asr.transcript import Segment, Transcript
from asr.vocabulary import Correction, Vocabulary
from soep.note import Note, Section


class Phase(StrEnum):
    """What the program is doing for this consult."""

    READY = "ready"
    RECORDING = "recording"
    PAUSED = "paused"
    FINISHING = "finishing"  # the microphone is off, the last words are being transcribed
    READING = "reading"  # a file or a recovered recording is being transcribed
    WRITING = "writing"  # the transcript is there, the note is being written
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Session:
    """One consult. `segments` are the final words so far; `transcript` is there once all is transcribed.

    `basis` is the transcript that the note was written from, as far as that is known.
    `words` is the practice's own list, `offered` what the GP may want to add to it and `declined` what not.
    """

    phase: Phase = Phase.READY
    consent: Consent = Consent.UNASKED
    heard: Heard | None = None
    segments: tuple[Segment, ...] = ()
    tentative: str = ""
    pace: Pace | None = None
    progress: Progress | None = None
    transcript: Transcript | None = None
    note: Note | None = None
    drafts: tuple[Draft, ...] = ()
    basis: Transcript | None = None
    freshness: Freshness = Freshness.FRESH
    copied: frozenset[tuple[int, Section]] = frozenset()
    seen: frozenset[LineKey] = frozenset()
    error: Exception | None = None
    advice: str = ""
    preparing: Preparing | None = None
    leftovers: tuple[Leftover, ...] = ()
    devices: tuple[Device, ...] = ()
    words: Vocabulary = field(default_factory=Vocabulary)
    corrections: tuple[Correction, ...] = ()
    offered: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()

    @property
    def is_edited(self) -> bool:
        """Whether the GP changed the note's text."""
        return self.drafts != (() if self.note is None else drafts_of(self.note))

    @property
    def is_delivered(self) -> bool:
        """Whether every section with text, as it now stands, went to the clipboard, or nothing was said at all."""
        filled = {(n, s) for n, draft in enumerate(self.drafts) for s in Section if draft.text(s).strip()}
        anything = bool(filled) or not self.segments
        return self.phase is Phase.REVIEW and anything and filled <= self.copied

    @property
    def would_lose(self) -> bool:
        """Whether closing this consult now throws away something that was not copied."""
        return self.phase is not Phase.READY and not self.is_delivered

    @property
    def saved(self) -> Saved | None:
        """What is kept on the disk of a consult under review; None in any other phase."""
        if self.phase is not Phase.REVIEW or self.transcript is None:
            return None
        return Saved(
            self.transcript, self.note, self.drafts, self.freshness, self.copied, self.seen, self.corrections
        )

    def renewed(self) -> Session:
        """An empty consult; what is no part of a consult stays."""
        return Session(advice=self.advice, preparing=self.preparing, leftovers=self.leftovers, devices=self.devices,
                       words=self.words)  # fmt: skip
