"""What each event does to a consult: `after(session, event)`, the only place where a Session changes.

An event that does not fit the phase leaves the session unchanged. No path leads to RECORDING without consent.
"""

from __future__ import annotations

from dataclasses import fields, replace

from app import mending
from app.draft import Draft, Freshness, drafts_of
from app.events import (
    AdviceDismissed,
    Advised,
    Consent,
    ConsentTicked,
    ConsultClosed,
    ConsultRestored,
    CorrectionsFound,
    DevicesFound,
    DoubtSeen,
    ErrorDismissed,
    Event,
    Heard,
    LeftoversFound,
    ListeningFailed,
    NoteCopied,
    NoteWritten,
    Noticed,
    OfferDeclined,
    Paused,
    Prepared,
    Preparing,
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
    TurnGiven,
    WordsFound,
    WordsMended,
    WordsOffered,
    WorkCancelled,
    WritingFailed,
)
from app.session import Phase, Session
from app.speakers import with_roles_swapped, with_speaker
from app.words import is_new
from asr.events import Finished, Pace, Progress, SegmentsReady, Tentative
from asr.transcript import Transcript
from soep.note import Section

LISTENING = frozenset({Phase.RECORDING, Phase.PAUSED, Phase.FINISHING, Phase.READING})
CAN_CLOSE = frozenset({Phase.READY, Phase.PAUSED, Phase.REVIEW})


def after(session: Session, event: Event) -> Session:
    """The session after the event; the very same object when the event does not fit the phase."""
    match event:
        case SegmentsReady() | Tentative() | Progress() | Pace() | Finished() | ListeningFailed():
            return _after_listening(session, event)
        case NoteWritten() | WritingFailed() | RolesSwapped() | TurnGiven() | WordsMended() | RewriteStarted():
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
        case Preparing():
            return replace(session, preparing=event)
        case Prepared():
            return replace(session, preparing=None)
        case LeftoversFound():
            return replace(session, leftovers=event.leftovers)
        case DevicesFound():
            return replace(session, devices=event.devices)
        case WorkCancelled():
            return _after_cancel(session)
        case ConsultRestored() if session.phase is Phase.READING:
            kept = {field.name: getattr(event.saved, field.name) for field in fields(event.saved)}
            fresh = event.saved.freshness is Freshness.FRESH
            kept["basis"] = event.saved.transcript if fresh else None
            restored = replace(session, phase=Phase.REVIEW, progress=None, pace=None, **kept)
            return replace(restored, segments=event.saved.transcript.segments, tentative="")
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
        case RecordingInterrupted() | RecordingBroken() if phase is Phase.RECORDING and session.heard is None:
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
            written = replace(fresh, basis=session.transcript, freshness=Freshness.FRESH)
            return replace(written, copied=frozenset(), seen=frozenset())
        case WritingFailed() if session.phase is Phase.WRITING:
            return replace(session, phase=Phase.REVIEW, error=event.error, drafts=session.drafts or (Draft(),))
        case RolesSwapped() if session.phase is Phase.REVIEW and session.transcript is not None:
            return _with_transcript(session, with_roles_swapped(session.transcript))
        case TurnGiven() if session.phase is Phase.REVIEW and session.transcript is not None:
            given = with_speaker(session.transcript, event.segment, event.speaker)
            return session if given is session.transcript else _with_transcript(session, given)
        case WordsMended() if session.phase is Phase.REVIEW and session.transcript is not None:
            return _mended(session, session.transcript, event)
        case RewriteStarted() if session.phase is Phase.REVIEW and session.transcript is not None:
            return replace(session, phase=Phase.WRITING)
        case _:
            return session


def _with_transcript(session: Session, transcript: Transcript) -> Session:
    """Another transcript under the same note; the note is fresh again when it is the one that it was written from."""
    freshness = Freshness.FRESH if transcript == session.basis else Freshness.STALE
    return replace(session, transcript=transcript, segments=transcript.segments, freshness=freshness)


def _mended(session: Session, transcript: Transcript, event: WordsMended) -> Session:
    changed = mending.mended(transcript, event.first, event.after, event.text)
    if changed is transcript:
        return session
    place = (event.first, event.after, len(changed.words) - len(transcript.words) + event.after - event.first)
    note = None if session.note is None else mending.moved(session.note, *place)
    marks = mending.left(session.corrections, *place)
    return _with_transcript(replace(session, note=note, corrections=marks), changed)


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
        case WordsOffered() if event.note is None or (session.phase is Phase.REVIEW and session.note is event.note):
            terms = dict.fromkeys((*session.offered, *event.terms))
            new = tuple(t for t in terms if t not in session.declined and is_new(t, session.words))
            return session if new == session.offered else replace(session, offered=new)
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
