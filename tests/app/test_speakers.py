"""Roles of voices, with scripted answers about the text."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.speakers import doctor_probability, roles_of, with_roles
from asr.transcript import Segment, Speaker, Transcript, Word

ARTS, PATIENT, DERDE = Speaker.ARTS, Speaker.PATIENT, Speaker.DERDE


def by_first_word(texts: Sequence[str]) -> list[float]:
    """What a text's first word says: vraag (doctor), klacht (not the doctor), anything else unknown."""
    return [{"vraag": 0.9, "klacht": 0.1}.get(t.split()[0], 0.5) for t in texts]


def talk(*turns: tuple[str, int | None]) -> Transcript:
    return Transcript(tuple(Segment(tuple(Word(w) for w in text.split()), voice=v) for text, v in turns))


def roles(transcript: Transcript) -> list[Speaker | None]:
    return [s.speaker for s in with_roles(transcript, by_first_word).segments]


def test_a_voice_gets_the_role_that_its_words_speak_for() -> None:
    found = roles(talk(("vraag een twee", 1), ("klacht een twee", 0), ("zomaar iets anders", 1), ("ja", 0)))
    assert found == [ARTS, PATIENT, ARTS, PATIENT]


def test_an_unsure_voice_stays_without_a_role() -> None:
    assert roles(talk(("vraag een twee", 1), ("klacht een twee", 0), ("ja", None))) == [ARTS, PATIENT, None]


def test_words_that_do_not_tell_give_no_roles() -> None:
    assert roles(talk(("iets een twee", 0), ("anders een twee", 1))) == [None, None]


def test_one_voice_gets_no_role() -> None:
    assert roles(talk(("vraag een twee", 0), ("klacht een twee", 0))) == [None, None]


def test_the_less_heard_third_voice_is_a_third_person() -> None:
    found = roles(talk(("vraag een twee", 0), ("klacht een twee drie vier vijf zes", 1), ("klacht een twee", 2)))
    assert found == [ARTS, PATIENT, DERDE]


def test_of_two_others_heard_as_much_it_is_not_known_who_the_patient_is() -> None:
    assert roles(talk(("vraag een twee", 0), ("klacht een twee", 1), ("klacht een drie", 2))) == [ARTS, None, None]


def test_a_doctor_who_sounds_like_two_people() -> None:
    doctor = [("vraag een twee", 0), ("vraag een twee", 2), ("vraag een drie", 0), ("vraag een drie", 2)]
    assert roles(talk(*doctor, ("klacht een twee", 1))) == [ARTS] * 4 + [PATIENT]


def test_an_enrolled_voice_is_believed_over_its_words() -> None:
    plain = talk(("klacht een twee", 0), ("vraag een twee", 1))
    first = Segment(plain.segments[0].words, speaker=ARTS, voice=0)
    known = Transcript((first, plain.segments[1]))
    assert roles_of(known, by_first_word) == {0: ARTS, 1: PATIENT}


def test_words_are_never_touched() -> None:
    transcript = talk(("vraag een twee", 1), ("klacht een twee", 0))
    assert with_roles(transcript, by_first_word).words == transcript.words
    assert with_roles(Transcript(()), by_first_word) == Transcript(())


@pytest.mark.slow
def test_the_real_classifier_tells_a_question_from_a_complaint() -> None:
    doctor, patient, nothing = doctor_probability(
        ["Ik schrijf u een neusspray voor en dan zie ik u terug over twee weken.",
         "Ik heb sinds een week zo'n last van mijn keel, dokter.", ""]
    )  # fmt: skip
    assert doctor > 0.5 > patient
    assert nothing == 0.5
