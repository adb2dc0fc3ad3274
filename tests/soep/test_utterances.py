"""The transcript as turns and utterances."""

from __future__ import annotations

from asr.transcript import Segment, Speaker, Transcript
from soep.utterances import turns_of, utterances_of


def talk(*said: tuple[Speaker | None, str], voices: tuple[int | None, ...] = ()) -> Transcript:
    given = voices or (None,) * len(said)
    segments = (
        Segment(Segment.from_text(text).words, who, voice) for (who, text), voice in zip(said, given, strict=True)
    )
    return Transcript(tuple(segments))


def test_segments_of_one_speaker_are_one_turn() -> None:
    turns = turns_of(talk((Speaker.ARTS, "Hallo."), (Speaker.ARTS, "Ga zitten."), (Speaker.PATIENT, "Dank u.")))
    assert [(t.speaker, t.phrase.text) for t in turns] == [
        (Speaker.ARTS, "Hallo. Ga zitten."),
        (Speaker.PATIENT, "Dank u."),
    ]


def test_segments_of_nobody_known_stay_apart_unless_one_voice_says_them() -> None:
    said = ((None, "Hallo."), (None, "Ga zitten."))
    assert len(turns_of(talk(*said))) == 2
    assert len(turns_of(talk(*said, voices=(1, 1)))) == 1
    assert len(turns_of(talk(*said, voices=(1, 2)))) == 2


def test_empty_segments_vanish() -> None:
    assert turns_of(talk((Speaker.ARTS, ""), (None, "... ?"))) == ()


def test_a_turn_is_cut_at_sentence_ends() -> None:
    found = utterances_of(turns_of(talk((Speaker.PATIENT, "Ik hoest. Al drie dagen! Is dat erg?"))))
    assert [u.phrase.text for u in found] == ["Ik hoest.", "Al 3 dagen.", "Is dat erg?"]
    assert [u.index for u in found] == [0, 1, 2] and {u.turn for u in found} == {0}


def test_a_stretch_without_punctuation_is_cut_too_and_keeps_every_word() -> None:
    said = "ik heb al dagen pijn in mijn buik en dan moet ik spugen maar daarna gaat het weer dus ik dacht " * 4
    transcript = talk((Speaker.PATIENT, said))
    found = utterances_of(turns_of(transcript))
    assert len(found) > 2 and max(len(u.phrase) for u in found) <= 34
    assert sorted(w for u in found for t in u.phrase for w in t.words) == list(range(len(transcript.words)))
