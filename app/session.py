"""The consult as a value: which phase it is in and what there is to show. It changes only in `after(session, event)`.

    READY -> RECORDING <-> PAUSED -> FINISHING -> WRITING -> REVIEW -> (new consult) READY
    READY -> READING (a file, or a recording that was left unfinished) -> WRITING -> REVIEW

An event that does not fit the phase leaves the session unchanged. No path leads to RECORDING without consent.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.draft import Draft, drafts_of
from app.events import (
    AdviceDismissed,
    Advised,
    Consent,
    ConsentTicked,
    ConsultClosed,
    CorrectionsFound,
    DevicesFound,
    DoubtSeen,
    ErrorDismissed,
    Event,
    Heard,
    Leftover,
    LeftoversFound,
    LineKey,
    ListeningFailed,
    NoteCopied,
    NoteWritten,
    Noticed,
    OfferDeclined,
    Paused,
    ReadingStarted,
    RecordingBroken,
    RecordingInterrupted,
    Resumed,
    RewriteStarted,
    RolesSwapped,
    SectionCopied,
    SectionEdited,
    Started,
    Stopped,
    WordsFound,
    WordsOffered,
    WorkCancelled,
    WritingFailed,
)
from app.words import is_new
from asr.events import Finished, Pace, Progress, SegmentsReady, Tentative
from asr.microphone import Device
from asr.transcript import Segment, Speaker, Transcript
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


class Freshness(StrEnum):
    """Whether the note belongs to the transcript as it now stands."""

    FRESH = "fresh"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Session:
    """One consult. `segments` are the final words so far; `transcript` is there once all is transcribed.

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
    freshness: Freshness = Freshness.FRESH
    copied: frozenset[tuple[int, Section]] = frozenset()
    seen: frozenset[LineKey] = frozenset()
    error: Exception | None = None
    advice: str = ""
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

    def renewed(self) -> Session:
        """An empty consult; what is no part of a consult stays."""
        return Session(advice=self.advice, leftovers=self.leftovers, devices=self.devices, words=self.words)


LISTENING = frozenset({Phase.RECORDING, Phase.PAUSED, Phase.FINISHING, Phase.READING})
CAN_CLOSE = frozenset({Phase.READY, Phase.PAUSED, Phase.REVIEW})


def after(session: Session, event: Event) -> Session:
    """The session after the event; the very same object when the event does not fit the phase."""
    match event:
        case SegmentsReady() | Tentative() | Progress() | Pace() | Finished() | ListeningFailed():
            return _after_listening(session, event)
        case NoteWritten() | WritingFailed() | RolesSwapped() | RewriteStarted():
            return _after_writing(session, event)
        case SectionEdited() | DoubtSeen() | NoteCopied() | SectionCopied():
            return _after_review(session, event)
        case WordsFound() | CorrectionsFound() | WordsOffered() | OfferDeclined():
            return _after_words(session, event)
        case Noticed():
            return replace(session, error=event.error)
        case ErrorDismissed():
            return replace(session, error=None)
        case Advised():
            return replace(session, advice=event.text)
        case AdviceDismissed():
            return replace(session, advice="")
        case LeftoversFound():
            return replace(session, leftovers=event.leftovers)
        case DevicesFound():
            return replace(session, devices=event.devices)
        case WorkCancelled():
            return _after_cancel(session)
        case ConsultClosed() if session.phase in CAN_CLOSE:
            return session.renewed()
        case _:
            return _after_recording(session, event)


def _after_recording(session: Session, event: Event) -> Session:
    phase = session.phase
    match event:
        case ConsentTicked() if phase is Phase.READY:
            return replace(session, consent=event.consent)
        case Started() if phase is Phase.READY and session.consent is Consent.GIVEN:
            return replace(session.renewed(), phase=Phase.RECORDING, consent=Consent.GIVEN)
        case ReadingStarted() if phase is Phase.READY:
            return replace(session.renewed(), phase=Phase.READING)
        case Heard() if phase in (Phase.RECORDING, Phase.PAUSED, Phase.FINISHING):
            return replace(session, heard=event)
        case Paused() if phase is Phase.RECORDING:
            return replace(session, phase=Phase.PAUSED)
        case Resumed() if phase is Phase.PAUSED and session.consent is Consent.GIVEN:
            return replace(session, phase=Phase.RECORDING, error=None)
        case Stopped() if phase in (Phase.RECORDING, Phase.PAUSED):
            return replace(session, phase=Phase.FINISHING)
        case RecordingInterrupted() if phase is Phase.RECORDING and session.heard is None:
            return replace(session.renewed(), consent=session.consent, error=event.error)
        case RecordingInterrupted() if phase is Phase.RECORDING:
            return replace(session, phase=Phase.PAUSED, error=event.error)
        case RecordingBroken() if phase in (Phase.RECORDING, Phase.PAUSED):
            return replace(session, phase=Phase.FINISHING, error=event.error)
        case RecordingInterrupted() | RecordingBroken():
            return replace(session, error=event.error)
        case _:
            return session


def _after_listening(session: Session, event: Event) -> Session:
    if session.phase not in LISTENING:
        return session
    match event:
        case SegmentsReady():
            return replace(session, segments=session.segments + event.segments, tentative="")
        case Tentative():
            return replace(session, tentative=event.text)
        case Progress():
            return replace(session, progress=event)
        case Pace():
            return replace(session, pace=event)
        case Finished() if session.phase in (Phase.FINISHING, Phase.READING):
            done = replace(session, phase=Phase.WRITING, transcript=event.transcript, progress=None, pace=None)
            return replace(done, segments=event.transcript.segments, tentative="")
        case ListeningFailed() if session.phase in (Phase.RECORDING, Phase.PAUSED):
            return replace(session, error=event.error, tentative="", pace=None)
        case ListeningFailed():
            return replace(session.renewed(), consent=session.consent, error=event.error)
        case _:
            return session


def _after_writing(session: Session, event: Event) -> Session:
    match event:
        case NoteWritten() if session.phase is Phase.WRITING:
            fresh = replace(session, phase=Phase.REVIEW, note=event.note, drafts=drafts_of(event.note))
            return replace(fresh, freshness=Freshness.FRESH, copied=frozenset(), seen=frozenset(), offered=())
        case WritingFailed() if session.phase is Phase.WRITING:
            return replace(session, phase=Phase.REVIEW, error=event.error, drafts=session.drafts or (Draft(),))
        case RolesSwapped() if session.phase is Phase.REVIEW and session.transcript is not None:
            swapped = with_roles_swapped(session.transcript)
            return replace(session, transcript=swapped, segments=swapped.segments, freshness=Freshness.STALE)
        case RewriteStarted() if session.phase is Phase.REVIEW and session.transcript is not None:
            return replace(session, phase=Phase.WRITING)
        case _:
            return session


def _after_review(session: Session, event: Event) -> Session:
    if session.phase is not Phase.REVIEW:
        return session
    match event:
        case SectionEdited() if 0 <= event.contact < len(session.drafts):
            return _edited(session, event)
        case DoubtSeen():
            return replace(session, seen=session.seen | {event.key})
        case NoteCopied():
            return replace(session, copied=frozenset((n, s) for n in range(len(session.drafts)) for s in Section))
        case SectionCopied():
            return replace(session, copied=session.copied | {(event.contact, event.section)})
        case _:
            return session


def _after_words(session: Session, event: Event) -> Session:
    match event:
        case WordsFound():
            offered = tuple(term for term in session.offered if is_new(term, event.words))
            return replace(session, words=event.words, offered=offered)
        case CorrectionsFound() if session.phase is Phase.WRITING:
            return replace(session, corrections=event.corrections)
        case WordsOffered() if session.phase is Phase.REVIEW and session.note is event.note:
            return replace(session, offered=tuple(t for t in event.terms if t not in session.declined))
        case OfferDeclined():
            offered = tuple(term for term in session.offered if term != event.term)
            return replace(session, offered=offered, declined=session.declined | {event.term})
        case _:
            return session


def _edited(session: Session, event: SectionEdited) -> Session:
    draft = session.drafts[event.contact].with_text(event.section, event.text)
    if draft == session.drafts[event.contact]:
        return session
    drafts = (*session.drafts[:event.contact], draft, *session.drafts[event.contact + 1:])
    return replace(session, drafts=drafts, copied=session.copied - {(event.contact, event.section)})


def _after_cancel(session: Session) -> Session:
    match session.phase:
        case Phase.FINISHING | Phase.READING:
            return session.renewed()
        case Phase.WRITING:
            return replace(session, phase=Phase.REVIEW, drafts=session.drafts or (Draft(),))
        case _:
            return session


def with_roles_swapped(transcript: Transcript) -> Transcript:
    """The same words with arts and patient changed over; others and the unknown stay as they are."""
    other = {Speaker.ARTS: Speaker.PATIENT, Speaker.PATIENT: Speaker.ARTS}
    segments = tuple(
        s if s.speaker is None else replace(s, speaker=other.get(s.speaker, s.speaker)) for s in transcript.segments
    )
    return replace(transcript, segments=segments)
