"""Doubts: why a line should be looked at twice, and which marks of the listener reach it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from asr.transcript import Mark, Segment, Transcript
from soep.check import doubts
from soep.compose import Draft
from soep.note import Section
from soep.text import tokenise


def talk(*marks: Mark) -> Transcript:
    dutch, other = (Segment.from_text(t) for t in ("ik denk aan een virus", "over 2 way can come to the roof"))
    return Transcript((dutch, replace(other, marks=marks)))


def why(transcript: Transcript, first: int, after: int) -> tuple[str, ...]:
    words = transcript.words
    draft = Draft(Section.P, tokenise(words[first:after], first), 0)
    return doubts(draft, transcript, frozenset(), frozenset(), words)


def test_a_line_from_words_that_are_no_dutch_says_so() -> None:
    assert why(talk(Mark.NOT_DUTCH), 5, 13) == ("Lijkt geen Nederlands; misschien niet zo gezegd",)


def test_a_line_from_other_words_does_not() -> None:
    assert why(talk(Mark.NOT_DUTCH), 0, 5) == ()


def test_one_word_of_the_segment_is_enough() -> None:
    assert why(talk(Mark.NOT_DUTCH), 3, 6) == ("Lijkt geen Nederlands; misschien niet zo gezegd",)


@pytest.mark.parametrize("mark", [mark for mark in Mark if mark is not Mark.NOT_DUTCH])
def test_every_other_mark_reaches_the_line(mark: Mark) -> None:
    assert why(talk(mark), 5, 13) == ("Mogelijk niet goed verstaan",)
    assert len(why(talk(mark, Mark.NOT_DUTCH), 5, 13)) == 2
