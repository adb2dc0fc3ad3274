"""Step 9: the guard. Reasons to look twice at a line, and lines that must not leave.

Adds doubts in plain Dutch. A number, drug or side that the line's evidence does not carry should be impossible, as
every token comes from the transcript; it is checked all the same, and such a line is dropped rather than shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from asr.transcript import Mark, Transcript, Word
from soep.compose import Draft
from soep.lexicon import Kind, shipped
from soep.measure import normalise, numbers
from soep.note import Evidence, Section
from soep.numbers import is_number, number_texts
from soep.support import unsupported
from soep.text import Phrase, Token

_UNSURE_NUMBER, _UNSURE_WORDS = 0.5, 0.4
_STRENGTH = re.compile(r"^\d+(?:,\d+)?$")
_SIDE = re.compile(r"\b(links|rechts|linker|rechter)")
_HEDGES = re.compile(r"besproken|wel/niet")
_DENIES = re.compile(r"\b(?:geen|niet|nooit|niks|niets|nergens|zonder|nee|neen|niemand)\b")


def spoken(evidence: Iterable[Evidence], words: Sequence[Word]) -> str:
    """The words of these spans as one text."""
    return " ".join(w.text for e in evidence for w in words[e.first : e.last + 1])


def carried(phrase: Phrase, words: Sequence[Word]) -> bool:
    """Whether the words behind a phrase have its every number and side, and a denial when the phrase denies."""
    heard = spoken(phrase.evidence(), words)
    folded = Phrase(tuple(Token(w) for w in heard.split())).folded
    for token in phrase:
        if token.words and any(c.isdigit() for c in token.text):
            own = [words[n].text for n in token.words]
            heard_here = number_texts(" ".join(own)).union({"1", "2", "3"}, *(number_texts(w) for w in own))
            if not number_texts(token.text) <= heard_here:
                return False
    sides = {m.group(1)[:4] for m in _SIDE.finditer(phrase.folded)}
    if not sides <= {m.group(1)[:4] for m in _SIDE.finditer(folded)}:
        return False
    own_words = Phrase(tuple(t for t in phrase if not t.words)).folded
    return not _DENIES.search(own_words) or bool(_HEDGES.search(own_words)) or bool(_DENIES.search(folded))


def traceable(phrase: Phrase, words: Sequence[Word], said: frozenset[str]) -> bool:
    """Whether the measure of `soepel eval` finds every word of a phrase in its evidence and every number in the talk.

    `said`: the numbers spoken (measure.spoken_numbers). What cannot be traced does not leave, however it came about.
    """
    shown = phrase.shown
    if unsupported(shown, spoken(phrase.evidence(), words)):
        return False
    return all(n in said or any(n in s for s in said) for n in numbers(normalise(shown)))


def doubts(
    draft: Draft, transcript: Transcript, corrected: frozenset[int], unknown: frozenset[int], all_words: Sequence[Word]
) -> tuple[str, ...]:
    """Why a reader should look twice at this line.

    `corrected`: words that a speaker put in the place of others; `unknown`: words of which nobody knows who said them.
    """
    found = list(draft.doubts)
    used = [n for t in draft.phrase for n in t.words]
    for token in draft.phrase:
        if token.heard:
            found.append(f"Gehoord: ‘{token.heard}’. Bedoeld: {token.text}?")
        unsure = [p for n in token.words if (p := all_words[n].probability) is not None and p < _UNSURE_NUMBER]
        if unsure and is_number(token):
            found.append(f"Getal onduidelijk verstaan: {token.text}")
    measured = [p for n in used if (p := all_words[n].probability) is not None]
    if len(measured) >= 3 and sum(measured) / len(measured) < _UNSURE_WORDS:
        found.append("Onduidelijk verstaan")
    if any(n in corrected for n in used):
        found.append("Spreker verbeterde zichzelf")
    if used and sum(n in unknown for n in used) > len(used) / 2:
        found.append("Niet zeker wie dit zei")
    marks = _marks(draft, transcript)
    if Mark.NOT_DUTCH in marks:
        found.append("Lijkt geen Nederlands; misschien niet zo gezegd")
    if marks - {Mark.NOT_DUTCH}:
        found.append("Mogelijk niet goed verstaan")
    return tuple(dict.fromkeys(found))


def _marks(draft: Draft, transcript: Transcript) -> set[Mark]:
    """Why the listener found the segments suspect that this line comes from."""
    used = {n for t in draft.phrase for n in t.words}
    found: set[Mark] = set()
    for first, segment in zip(transcript.first_word_of(), transcript.segments, strict=True):
        if segment.marks and not used.isdisjoint(range(first, first + len(segment.words))):
            found.update(segment.marks)
    return found


def conflicts(drafts: Sequence[Draft]) -> dict[int, str]:
    """For each draft (by place) that names a drug in another strength than an earlier plan line: the doubt."""
    strengths: dict[str, dict[str, int]] = defaultdict(dict)
    found: dict[int, str] = {}
    for i, draft in enumerate(drafts):
        if draft.section is not Section.P:
            continue
        for drug, strength in _strengths(draft.phrase):
            others = [s for s, at in strengths[drug].items() if s != strength and at != i]
            if others:
                found[i] = f"Ook {others[0]} mg gehoord bij {drug}"
            strengths[drug].setdefault(strength, i)
    return found


def _strengths(phrase: Phrase) -> list[tuple[str, str]]:
    out = []
    tokens = phrase.tokens
    drug = ""
    for i, t in enumerate(tokens):
        if shipped().has(t.folded, Kind.MIDDEL):
            drug = t.folded
        if drug and _STRENGTH.match(t.text) and i + 1 < len(tokens) and tokens[i + 1].text == "mg":
            out.append((drug, t.text))
    return out
