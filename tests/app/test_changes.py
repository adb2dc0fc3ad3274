"""The consult's state machine: its road, its guards, and random walks that try to get round them."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from app import events as happenings
from app.changes import after
from app.draft import Draft, Freshness, LineKey
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
    Leftover,
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
from app.saved import Saved
from app.session import Phase, Session
from app.speakers import with_roles_swapped
from asr.errors import MicrophoneVanished, NoMicrophone
from asr.events import Finished, Pace, Progress, SegmentsReady, Tentative
from asr.transcript import Segment, Speaker, Transcript
from asr.vocabulary import Correction, Vocabulary
from soep.note import Contact, Evidence, Line, Note, Section

SEGMENT = Segment.from_text("ik hoest", Speaker.PATIENT, start_s=0.0, end_s=1.0)
TRANSCRIPT = Transcript((SEGMENT, Segment.from_text("sinds wanneer", Speaker.ARTS)), duration_s=3.0)
NOTE = Note((Contact("Hoesten", S=(Line("hoest", (Evidence(1, 1),), ("twijfel",)),)),), "test")
LEFTOVER = Leftover(Path("a.journaal"), 1, 2.0)
ALL: tuple[Event, ...] = (
    ConsentTicked(Consent.GIVEN),
    ConsentTicked(Consent.UNASKED),
    LeftoversFound((LEFTOVER,)),
    DevicesFound(()),
    Started(),
    Heard(1.0, 0.5),
    Paused(),
    Resumed(),
    Stopped(),
    ReadingStarted(),
    ConsultRestored(Saved(TRANSCRIPT, NOTE, (Draft("Hoesten", S="hoest, zelf getypt"),))),
    NoteWritten(NOTE),
    NoteWritten(Note((), "test")),
    SectionEdited(0, Section.S, "iets anders"),
    SectionEdited(3, Section.P, "bestaat niet"),
    DoubtSeen(LineKey(0, Section.S, 0)),
    NoteCopied(),
    SectionCopied(0, Section.S),
    RolesSwapped(),
    TurnGiven(0, Speaker.DERDE),
    TurnGiven(9, Speaker.ARTS),
    WordsMended(0, 1, "wij"),
    WordsMended(40, 41, "nergens"),
    RewriteStarted(),
    RecordingInterrupted(NoMicrophone(None)),
    RecordingBroken(OSError()),
    ListeningFailed(OSError()),
    WritingFailed(OSError()),
    Noticed(OSError()),
    ErrorDismissed(),
    Advised("De processor doet het werk."),
    Preparing("Rekendraden kiezen", 0.5),
    Prepared(),
    AdviceDismissed(),
    WorkCancelled(),
    ConsultClosed(),
    SegmentsReady((SEGMENT,), 1.0),
    Tentative("mis"),
    Progress(1.0, None),
    Pace(1.0, False),
    Finished(TRANSCRIPT),
    WordsFound(Vocabulary(("Bas",))),
    CorrectionsFound((Correction(0, 1, "ik", "Ik", 1.0, True),)),
    WordsOffered(NOTE, ("Terlouw", "Bas")),
    WordsOffered(None, ("Meulenbelt",)),
    OfferDeclined("Terlouw"),
)


def after_all(*steps: Event) -> Session:
    session = Session()
    for event in steps:
        session = after(session, event)
    return session


RECORDING = (ConsentTicked(Consent.GIVEN), Started(), Heard(1.0, 0.5))
REVIEW = (*RECORDING, Stopped(), Finished(TRANSCRIPT), NoteWritten(NOTE))


def test_every_event_of_the_module_is_walked() -> None:
    assert {type(event) for event in ALL} == set(get_args(happenings.Event))


def test_the_road_from_consent_to_a_copied_note() -> None:
    session = after_all(*REVIEW)
    assert session.phase is Phase.REVIEW
    assert session.transcript is TRANSCRIPT
    assert session.segments == TRANSCRIPT.segments
    assert session.drafts[0].S == "hoest"
    assert session.would_lose
    assert not after(session, NoteCopied()).would_lose


def test_no_recording_without_consent() -> None:
    assert after(Session(), Started()) == Session()
    unticked = after_all(ConsentTicked(Consent.GIVEN), ConsentTicked(Consent.UNASKED), Started())
    assert unticked.phase is Phase.READY


def test_advice_outlives_a_consult_and_goes_when_it_is_read() -> None:
    session = after_all(Advised("De processor doet het werk."), *REVIEW, NoteCopied(), ConsultClosed())
    assert session.advice == "De processor doet het werk." and session.error is None
    assert after(session, ErrorDismissed()).advice
    assert after(session, AdviceDismissed()).advice == ""


def test_what_is_prepared_outlives_a_consult_and_keeps_nobody_from_recording() -> None:
    session = after_all(Preparing("Rekendraden kiezen", 0.5), *RECORDING)
    assert session.phase is Phase.RECORDING and session.preparing == Preparing("Rekendraden kiezen", 0.5)
    assert after(session, Prepared()).preparing is None


def test_consent_holds_for_one_consult_only() -> None:
    assert after_all(*REVIEW, NoteCopied(), ConsultClosed()).consent is Consent.UNASKED


@pytest.mark.parametrize("seed", range(60))
def test_random_walks_never_record_without_consent_and_never_go_back_on_words(seed: int) -> None:
    chance = random.Random(seed)
    session = Session()
    for _ in range(400):
        event = chance.choice(ALL)
        before, session = session, after(session, event)
        if session.phase is Phase.RECORDING:
            assert session.consent is Consent.GIVEN
            assert before.phase in (Phase.READY, Phase.PAUSED, Phase.RECORDING)
        if session.phase is Phase.REVIEW:
            assert session.drafts
        if before.phase in (Phase.RECORDING, Phase.PAUSED) and session.phase in (Phase.RECORDING, Phase.PAUSED):
            assert session.segments[: len(before.segments)] == before.segments
        if session.phase is Phase.WRITING:
            assert session.transcript is not None


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("event", ALL, ids=lambda e: type(e).__name__)
def test_no_event_breaks_any_phase(phase: Phase, event: Event) -> None:
    after(Session(phase), event)


def test_a_restored_consult_stands_there_as_it_was_left() -> None:
    worked = after_all(
        *REVIEW, SectionEdited(0, Section.P, "rust"), DoubtSeen(LineKey(0, Section.S, 0)), SectionCopied(0, Section.S)
    )
    assert worked.saved is not None
    restored = after_all(ReadingStarted(), ConsultRestored(worked.saved))
    assert restored.saved == worked.saved and restored.is_edited
    assert (restored.phase, restored.segments, restored.seen) == (Phase.REVIEW, worked.segments, worked.seen)
    assert restored.copied == {(0, Section.S)} and restored.would_lose
    stranger = after_all(ConsentTicked(Consent.GIVEN), ConsultRestored(worked.saved))
    assert stranger.phase is Phase.READY and stranger.drafts == ()


def test_only_a_consult_under_review_is_saved() -> None:
    for phase in set(Phase) - {Phase.REVIEW}:
        assert Session(phase, transcript=TRANSCRIPT).saved is None
    assert Session(Phase.REVIEW).saved is None  # nothing was transcribed


def test_illegal_events_leave_the_very_same_session() -> None:
    session = Session()
    for event in (Paused(), Resumed(), Stopped(), NoteWritten(NOTE), Finished(TRANSCRIPT), NoteCopied(), Heard(1, 1)):
        assert after(session, event) is session


def test_pause_and_resume_keep_everything() -> None:
    before = after_all(*RECORDING, SegmentsReady((SEGMENT,), 1.0))
    again = after(after(before, Paused()), Resumed())
    assert again == before


def test_a_lost_microphone_pauses_and_keeps_what_was_heard() -> None:
    error = MicrophoneVanished("usb")
    session = after_all(*RECORDING, SegmentsReady((SEGMENT,), 1.0), RecordingInterrupted(error))
    assert session.phase is Phase.PAUSED
    assert session.error is error
    assert session.segments == (SEGMENT,)
    assert after(session, Resumed()).error is None


@pytest.mark.parametrize("event", [RecordingInterrupted(NoMicrophone(None)), RecordingBroken(OSError())])
def test_a_recording_that_never_began_goes_back_to_ready(event: Event) -> None:
    session = after_all(ConsentTicked(Consent.GIVEN), Started(), event)
    assert session.error is event.error  # type: ignore[union-attr]
    assert session.phase is Phase.READY
    assert session.consent is Consent.GIVEN


def test_final_words_end_the_tentative_line() -> None:
    session = after_all(*RECORDING, Tentative("ik hoe"))
    assert session.tentative == "ik hoe"
    assert after(session, SegmentsReady((SEGMENT,), 1.0)).tentative == ""


def test_editing_after_copying_counts_as_not_copied() -> None:
    session = after_all(*REVIEW, NoteCopied(), SectionEdited(0, Section.S, "hoest, slijm"))
    assert session.would_lose
    assert session.is_edited
    assert not after(session, SectionCopied(0, Section.S)).would_lose


def test_copying_every_filled_field_counts_as_copying_the_note() -> None:
    assert not after_all(*REVIEW, SectionCopied(0, Section.S)).would_lose


def test_words_are_offered_for_this_note_only_and_leave_when_added_or_declined() -> None:
    session = after_all(*REVIEW, WordsOffered(NOTE, ("Terlouw", "Bas", "Els")))
    assert session.offered == ("Terlouw", "Bas", "Els")
    session = after(after(session, OfferDeclined("Terlouw")), WordsFound(Vocabulary(("bas",))))
    assert session.offered == ("Els",)
    assert after(session, WordsOffered(NOTE, ("Terlouw", "Els"))).offered == ("Els",)
    other = Note((Contact("Hoesten"),), "test")
    assert after(session, WordsOffered(other, ("Kwakernaat",))) is session


def test_the_list_outlives_the_consult_and_what_was_found_with_it_does_not() -> None:
    found = CorrectionsFound((Correction(0, 1, "ik", "Ik", 1.0, True),))
    steps = (*RECORDING, Stopped(), Finished(TRANSCRIPT), found, NoteWritten(NOTE), WordsFound(Vocabulary(("Bas",))))
    session = after_all(*steps, WordsOffered(NOTE, ("Terlouw",)))
    assert session.corrections == found.corrections
    closed = after(session, ConsultClosed())
    assert (closed.words.terms, closed.corrections, closed.offered) == (("Bas",), (), ())


def test_swapping_roles_makes_the_note_stale_and_keeps_the_words() -> None:
    session = after_all(*REVIEW, RolesSwapped())
    assert session.freshness is Freshness.STALE
    assert session.transcript is not None
    assert session.transcript.words == TRANSCRIPT.words
    assert [s.speaker for s in session.transcript.segments] == [Speaker.ARTS, Speaker.PATIENT]
    assert with_roles_swapped(with_roles_swapped(TRANSCRIPT)) == TRANSCRIPT


def test_swapping_back_makes_the_note_fresh_again() -> None:
    session = after_all(*REVIEW, SectionEdited(0, Section.P, "rust"), RolesSwapped(), RolesSwapped())
    assert session.freshness is Freshness.FRESH and session.transcript == TRANSCRIPT


def test_a_turn_given_to_another_makes_the_note_stale_and_given_back_fresh() -> None:
    session = after_all(*REVIEW, TurnGiven(0, Speaker.DERDE))
    assert session.freshness is Freshness.STALE
    assert [s.speaker for s in session.segments] == [Speaker.DERDE, Speaker.ARTS]
    assert after(session, TurnGiven(0, Speaker.PATIENT)).freshness is Freshness.FRESH
    for nothing in (TurnGiven(0, Speaker.DERDE), TurnGiven(2, Speaker.ARTS), TurnGiven(-1, Speaker.PATIENT)):
        assert after(session, nothing) is session


def test_a_word_set_right_makes_the_note_stale_and_keeps_what_it_points_at() -> None:
    marks = CorrectionsFound((Correction(1, 2, "hoest", "Hoestra", 0.9, False), Correction(2, 3, "a", "B", 0.9, False)))
    session = after_all(
        *RECORDING, Stopped(), Finished(TRANSCRIPT), marks, NoteWritten(NOTE), SectionEdited(0, Section.P, "rust"),
        WordsMended(0, 1, "mijn zoon"),
    )  # fmt: skip
    assert session.freshness is Freshness.STALE and session.drafts[0].P == "rust"
    assert session.segments[0].text == "mijn zoon hoest" and session.transcript is not None
    assert session.note is not None and session.note.contacts[0].S[0].evidence == (Evidence(2, 2),)
    assert [(m.first, m.after) for m in session.corrections] == [(2, 3), (3, 4)]
    again = after_all(*REVIEW)
    assert after(again, WordsMended(0, 1, "ik")) is again
    assert after(again, WordsMended(1, 3, "over twee beurten")) is again


def test_words_misheard_in_the_talk_stay_offered_when_the_note_is_written_anew() -> None:
    session = after_all(*REVIEW, RewriteStarted(), WordsOffered(None, ("Terlouw", "Els")), NoteWritten(NOTE))
    assert session.offered == ("Terlouw", "Els")
    assert after(session, ConsultClosed()).offered == ()
    session = after(after(session, OfferDeclined("Els")), WordsFound(Vocabulary(("terlouw",))))
    assert after(session, WordsOffered(None, ("Terlouw", "Els"))).offered == ()


def test_a_rewritten_note_is_fresh() -> None:
    session = after_all(*REVIEW, RolesSwapped(), RewriteStarted(), NoteWritten(NOTE))
    assert session.freshness is Freshness.FRESH


def test_a_failing_writer_leaves_the_transcript_and_room_to_type() -> None:
    session = after_all(*RECORDING, Stopped(), Finished(TRANSCRIPT), WritingFailed(OSError()))
    assert session.phase is Phase.REVIEW
    assert session.transcript is TRANSCRIPT
    assert len(session.drafts) == 1


def test_cancelling_the_transcription_goes_back_to_ready_and_keeps_what_is_no_part_of_a_consult() -> None:
    session = after_all(LeftoversFound((LEFTOVER,)), *RECORDING, Stopped(), WorkCancelled())
    assert session == Session(leftovers=(LEFTOVER,))


def test_an_empty_note_has_one_empty_draft() -> None:
    session = after_all(*RECORDING, Stopped(), Finished(Transcript(())), NoteWritten(Note((), "test")))
    assert [draft.is_empty for draft in session.drafts] == [True]
    assert not session.would_lose


def test_words_without_a_note_are_not_thrown_away_without_asking() -> None:
    assert after_all(*RECORDING, Stopped(), Finished(TRANSCRIPT), NoteWritten(Note((), "test"))).would_lose


def test_a_session_is_frozen() -> None:
    assert all(field.name for field in fields(Session))
    with pytest.raises(AttributeError):
        Session().phase = Phase.REVIEW  # type: ignore[misc]
