"""The practice's own words: what of the list is used, and which words to offer for it. Nothing is added by itself.

Only the practice's own words are told to the recogniser beforehand. asr.vocabulary.MEDICAL is not: with whisper base it
raised the word error rate of ordinary speech from 0.442 to 0.483 (tests/benchmarks/vocabulary.py, espeak-ng), and the
writer finds misheard drug names afterwards by ear (soep.hearing), as doubts on the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from typing import TYPE_CHECKING

from app.draft import Draft, drafts_of
from asr.sounds import letters
from asr.transcript import Transcript, Word
from asr.vocabulary import Vocabulary, hotwords, learned
from soep.note import Line, Note, Section

if TYPE_CHECKING:
    from soep.write import Writer


def told(vocabulary: Vocabulary) -> int:
    """How many terms, from the first on, are told to the recogniser beforehand; all are looked for afterwards."""
    said = hotwords(vocabulary)
    return said.count(", ") + 1 if said else 0


def is_new(term: str, vocabulary: Vocabulary) -> bool:
    """Whether adding this term would change the list: it is a term, not there yet, and the list is not full."""
    return vocabulary.with_terms((term,)) != vocabulary


def offers(note: Note, drafts: Sequence[Draft], vocabulary: Vocabulary) -> tuple[str, ...]:
    """What the GP mended in the note's text that sounds like what stood there: words to offer for the list, each once.

    `drafts`: the text as the GP left it, one a contact. What the list has already is left out.
    """
    found = [
        term
        for before, after in zip(drafts_of(note), drafts, strict=False)
        for section in Section
        for was, now in mended(before.text(section), after.text(section))
        for term in learned(was, now, is_everyday)
    ]
    return tuple(term for term in dict.fromkeys(found) if is_new(term, vocabulary))


def mended(before: str, after: str) -> list[tuple[str, str]]:
    """The lines of `after` that are new, each with the line of `before` that it most looks like and that is gone."""
    old, new = before.splitlines(), after.splitlines()
    gone = [line for line in old if line not in new]
    if not gone:
        return []
    return [(max(gone, key=partial(_likeness, line)), line) for line in new if line not in old]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def is_everyday(word: str) -> bool:
    """Whether a word (letters only, lower case) is too common to offer: ordinary Dutch, or a medical word we know.

    A drug is never too common: that the GP had to mend its name shows that hearing it is not easy.
    """
    from soep import hearing, lexicon

    return hearing.shipped().is_ordinary(word) and not lexicon.shipped().has(word, lexicon.Kind.MIDDEL)


class CandidWriter:
    """A writer that looks for the practice's own words and says on a line where it put one for what was heard."""

    def __init__(self, writer: Writer, vocabulary: Vocabulary) -> None:
        self.name = writer.name
        self._writer, self._vocabulary = writer, vocabulary

    def write(self, transcript: Transcript) -> Note:
        """The writer's note, with such doubts added."""
        note = self._writer.write(transcript)
        words, terms = transcript.words, self._vocabulary.terms

        def told(lines: Sequence[Line]) -> tuple[Line, ...]:
            return tuple(_with_doubts(line, words, terms) for line in lines)

        contacts = (replace(c, S=told(c.S), O=told(c.O), E=told(c.E), P=told(c.P)) for c in note.contacts)
        return replace(note, contacts=tuple(contacts))


def _with_doubts(line: Line, words: Sequence[Word], terms: Sequence[str]) -> Line:
    heard = " ".join(w.text for e in line.evidence for w in words[e.first : e.last + 1])
    new = [t for t in terms if letters(t) in letters(line.text) and letters(t) not in letters(heard)]
    silent = [t for t in new if not any(t in doubt for doubt in line.doubts)]
    return replace(line, doubts=(*line.doubts, *(f"{t} is een eigen woord; er is iets anders gehoord" for t in silent)))


def count_sentence(vocabulary: Vocabulary) -> str:
    """How many words there are and how they are used, in Dutch."""
    number, first = len(vocabulary.terms), told(vocabulary)
    if not number:
        return "Nog geen eigen woorden."
    words = "1 woord" if number == 1 else f"{number} woorden"
    if first == number:
        return f"{words}. Soepel let er bij het uitschrijven op en zoekt er daarna naar."
    return f"{words}. Bij het uitschrijven let Soepel op de eerste {first}. Daarna zoekt het naar allemaal."
