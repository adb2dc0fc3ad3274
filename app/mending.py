"""Words of the talk that the GP sets right: the transcript, the note's evidence and the marks beside it move along.

A Transcript never changes; this makes another one. Evidence is a span of word numbers, so where one word becomes two,
everything behind it moves up by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.texts import plain
from asr.foreign import is_foreign
from asr.transcript import Mark, Segment, Transcript, Word
from asr.vocabulary import Correction
from soep.note import Contact, Evidence, Line, Note, Section

MOST_CHARACTERS = 200
SURE = 1.0  # the GP says so


def heard(transcript: Transcript, first: int, after: int) -> str:
    """What stands there now: the words [first, after)."""
    return " ".join(word.text for word in transcript.words[first:after])


def mended(transcript: Transcript, first: int, after: int, text: str) -> Transcript:
    """The same talk with the words [first, after) of one segment replaced by `text`.

    The very same object when that changes nothing or cannot be: no words, too many, or a span that is no part of one
    segment. The new words carry the times of the old ones.
    """
    said = plain(text).split()
    if not said or len(text) > MOST_CHARACTERS or " ".join(said) == heard(transcript, first, after):
        return transcript
    segments = list(transcript.segments)
    for number, (start, segment) in enumerate(zip(transcript.first_word_of(), segments, strict=True)):
        if start <= first < after <= start + len(segment.words):
            segments[number] = _replaced(segment, first - start, after - start, said)
            return replace(transcript, segments=tuple(segments))
    return transcript


def _replaced(segment: Segment, first: int, after: int, said: Sequence[str]) -> Segment:
    old = segment.words[first:after]
    made = tuple(Word(text, old[0].start_s, old[-1].end_s, SURE) for text in said)
    words = (*segment.words[:first], *made, *segment.words[after:])
    is_dutch = not is_foreign([word.text for word in words])
    marks = tuple(mark for mark in segment.marks if not (is_dutch and mark is Mark.NOT_DUTCH))
    return replace(segment, words=words, marks=marks)


def moved(note: Note, first: int, after: int, count: int) -> Note:
    """The same note after the words [first, after) became `count` words: its evidence points where it pointed."""

    def line(of: Line) -> Line:
        return replace(of, evidence=tuple(_moved(e, first, after, count) for e in of.evidence))

    def lines(of: Sequence[Line]) -> tuple[Line, ...]:
        return tuple(map(line, of))

    def contact(of: Contact) -> Contact:
        return replace(of, S=lines(of.S), O=lines(of.O), E=lines(of.E), P=lines(of.P))

    return replace(note, contacts=tuple(map(contact, note.contacts)))


def _moved(evidence: Evidence, first: int, after: int, count: int) -> Evidence:
    begins, ends = evidence.first, evidence.last
    if begins >= after:
        begins += count - (after - first)
    elif begins > first:
        begins = first  # it began within what was replaced
    if ends >= after:
        ends += count - (after - first)
    elif ends >= first:
        ends = first + count - 1
    return Evidence(begins, ends)


def is_moved(note: Note, other: Note) -> bool:
    """Whether these are one note whose evidence points elsewhere."""
    return note.writer == other.writer and _bare(note) == _bare(other)


def _bare(note: Note) -> list[tuple[str, str | None, list[tuple[str, str, tuple[str, ...]]]]]:
    return [
        (c.title, c.icpc, [(s.value, line.text, line.doubts) for s in Section for line in c.lines(s)])
        for c in note.contacts
    ]


def left(corrections: Sequence[Correction], first: int, after: int, count: int) -> tuple[Correction, ...]:
    """The marks that are left: those in what was replaced are gone, those behind it move along."""
    by = count - (after - first)
    return tuple(
        found if found.after <= first else replace(found, first=found.first + by, after=found.after + by)
        for found in corrections
        if found.after <= first or found.first >= after
    )
