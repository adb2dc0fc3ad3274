"""Words set right: the talk, the evidence and the marks agree afterwards."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from app.mending import MOST_CHARACTERS, heard, is_moved, left, mended, moved
from asr.transcript import Mark, Segment, Speaker, Transcript, Word
from asr.vocabulary import Correction
from soep.note import Contact, Evidence, Line, Note


def spoken(text: str, start_s: int, speaker: Speaker) -> Segment:
    return Segment(tuple(Word(w, start_s + n, start_s + n + 0.5, 0.4) for n, w in enumerate(text.split())), speaker)


TALK = Transcript(
    (spoken("ik slik paarse mol nu", 0, Speaker.PATIENT), spoken("hoe vaak dan", 9, Speaker.ARTS)), duration_s=20.0
)


def text(transcript: Transcript) -> str:
    return " | ".join(s.text for s in transcript.segments)


def test_fewer_more_and_other_words() -> None:
    one = mended(TALK, 2, 4, "paracetamol")
    assert text(one) == "ik slik paracetamol nu | hoe vaak dan"
    assert one.words[2] == Word("paracetamol", 2, 3.5) and one.words[2].probability == 1.0
    assert [s.speaker for s in one.segments] == [s.speaker for s in TALK.segments] and one.duration_s == 20.0
    assert text(mended(TALK, 7, 8, "  per\tdag\n nu ")) == "ik slik paarse mol nu | hoe vaak per dag nu"
    assert text(mended(TALK, 0, 5, "ja")) == "ja | hoe vaak dan"


def test_the_mark_of_another_language_goes_once_the_words_are_dutch() -> None:
    segment = Segment.from_text("over 2 way can come to the roof")
    talk = Transcript((replace(segment, marks=(Mark.LOW_CONFIDENCE, Mark.NOT_DUTCH)),))
    assert mended(talk, 1, 2, "twee").segments[0].marks == (Mark.LOW_CONFIDENCE, Mark.NOT_DUTCH)
    assert mended(talk, 1, 8, "twee weken komt u terug").segments[0].marks == (Mark.LOW_CONFIDENCE,)


@pytest.mark.parametrize(
    ("first", "after", "said"),
    [(2, 4, ""), (2, 4, " \u202e\x07 "), (2, 4, "paarse mol"), (4, 6, "x"), (8, 9, "x"), (3, 3, "x"), (-1, 1, "x"),
     (0, 1, "x" * (MOST_CHARACTERS + 1))],
)  # fmt: skip
def test_what_cannot_be_changes_nothing(first: int, after: int, said: str) -> None:
    assert mended(TALK, first, after, said) is TALK


def test_control_characters_do_not_come_in() -> None:
    assert mended(TALK, 0, 1, "a\u202e\x07b").words[0].text == "ab"


def quoted(note: Note, transcript: Transcript) -> list[str]:
    return [heard(transcript, e.first, e.last + 1) for c in note.contacts for line in c.S for e in line.evidence]


@pytest.mark.parametrize("seed", range(40))
def test_evidence_outside_still_quotes_the_same_words_and_inside_quotes_the_new_ones(seed: int) -> None:
    chance = random.Random(seed)
    words = [f"w{n}" for n in range(12)]
    talk = Transcript((Segment(tuple(map(Word, words))),))
    first = chance.randrange(12)
    after = chance.randrange(first + 1, 13)
    new = [f"n{n}" for n in range(chance.randrange(1, 5))]
    spans = [(a, chance.randrange(a, 12)) for a in (chance.randrange(12) for _ in range(8))]
    note = Note((Contact("x", S=tuple(Line("l", (Evidence(*span),)) for span in spans)),), "test")
    changed = mended(talk, first, after, " ".join(new))
    for span, quote in zip(spans, quoted(moved(note, first, after, len(new)), changed), strict=True):
        expected = [w for n, w in enumerate(words) if span[0] <= n <= span[1] and not first <= n < after]
        kept = [w for w in quote.split() if w in words]
        assert kept == expected
        assert set(quote.split()) - set(words) == (set(new) if span[0] < after and span[1] >= first else set())


def test_marks_in_what_was_replaced_go_and_those_behind_it_move() -> None:
    marks = tuple(Correction(a, b, "x", "Y", 1.0, False) for a, b in ((0, 1), (2, 4), (3, 5), (4, 5), (6, 8)))
    assert [(m.first, m.after) for m in left(marks, 2, 4, 1)] == [(0, 1), (3, 4), (5, 7)]


def test_a_note_that_only_points_elsewhere_is_told_from_another() -> None:
    note = Note((Contact("x", S=(Line("hoest", (Evidence(3, 4),), ("twijfel",)),)),), "test")
    assert is_moved(note, moved(note, 0, 1, 3)) and moved(note, 0, 1, 3) != note
    other = Note((Contact("x", S=(Line("hoest", (Evidence(3, 4),)),)),), "test")
    assert not is_moved(note, other)
