"""Step 8c: several complaints become several contacts, each with its own S, O, E and P.

Adds a contact number to each statement. A second problem needs to be announced ("twee dingen", "en dan nog die hand",
"nu ik er toch ben") and to come back in the findings, the conclusion or the plan; otherwise it is one contact.
Statements go to the problem whose words they share, else to where they were said. Shared lines (allergy,
medication) stay with the first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from soep.exchange import stem
from soep.lexicon import Kind, shipped
from soep.note import Section
from soep.persons import Person, subject
from soep.statement import Act, Statement
from soep.telegram import clauses
from soep.text import Phrase
from soep.utterances import Utterance

_CUE = re.compile(
    r"\b(?:twee dingen|2 dingen|nog (?:iets|wat) anders|andere (?:vraag|ding|klacht)|tweede (?:vraag|ding"
    r"|klacht|punt|probleem)|nog een (?:vraag|ding|klacht)|ook nog (?:iets|wat|een|die|dat|naar)"
    r"|en dan (?:nog|heb ik|die|dat|de|het)|nu ik er toch|nu u er toch|nu je er toch|als ik er (?:toch|nu)"
    r"|dan (?:de|het|die|dat|je|uw) \w+ (?:nog|dan)?\b|en die (?:\w+)\?|vertel (?:dan )?(?:maar )?(?:over"
    r"|eens over)|verder (?:had|heb) ik nog|het andere)\b"
)
_ANNOUNCES = re.compile(r"\b(?:(?:twee|2) (?:dingen|problemen|klachten|vragen|zaken|punten))\b")
_TELL = re.compile(r"\bvertel (?:dan )?(?:maar )?(?:eens )?over\b")
_EARLY, _SHORT_TURN = 0.25, 6
_SHARED = re.compile(r"\b(?:allergi\w*|slikt?|medicijn\w*|medicatie|gebruikt?|rook\w*|roken|alcohol|heteroanamnese)\b")
_ANCHORS = (Kind.KLACHT, Kind.LICHAAMSDEEL, Kind.ZIEKTE)
_LEAST_EACH = 2
_COMPLAINT = re.compile(
    r"^(?:\w+pijn|hoest|hoesten|koorts|duizeligheid|jeuk|uitslag|moeheid|vermoeidheid|diarree|verstopping"
    r"|obstipatie|benauwdheid|hartkloppingen"
    r"|slapeloosheid|somberheid|bloedneuzen|tintelingen|knobbeltje|moedervlek|wrat\w*|opvliegers|zuurbranden"
    r"|oorsuizen|jicht)$"
)
_GRAVE = re.compile(r"kanker|carcino|melano|tumor|trombose|embolie|infarct|bloeding|sepsis|maligni")
_DISMISSED = re.compile(
    r"\b(?:geen|niet|nooit|zonder|onwaarschijnlijk|uitgesloten|bang|zorgen|misschien|eventueel|overwogen"
    r"|kunnen|zou|of)\b"
)
_TURN = re.compile(r"^(?:(?:goed|en|oke|zo|nou|ja)[,. ]+)*(?:dan|nu) (?:nog )?(?:even )?(?:de|het|die|dat|je|uw) ")
_GENERAL = frozenset((
    "pijn", "pijnlijk", "bloed", "bloeddruk", "koorts", "slaap", "slapen", "hoofd", "eten", "drinken", "moe",
    "rood", "dik", "druk", "klachten", "zwelling", "gewicht", "plassen", "huid", "lopen", "hart", "longen",
    "ontsteking", "infectie", "virus", "ziekte", "ogen", "kracht", "warm", "last", "buik",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Problem:
    """A complaint: where it begins to be spoken of, and the stems of its words."""

    start: int
    anchors: frozenset[str]


def anchors(phrase: Phrase) -> set[str]:
    """Stems of the words that name a complaint, a body part or a disease."""
    lexicon = shipped()
    return {stem(t.folded) for t in phrase if lexicon.has(t.folded, *_ANCHORS) and t.folded not in _GENERAL}


def second_problem(utterances: Sequence[Utterance], statements: Sequence[Statement]) -> Problem | None:
    """The second problem of a consult, when it was announced and led to something; else None."""
    subjective = [s for s in statements if s.section is Section.S]
    outcome = {a for s in statements if s.section is not Section.S for a in anchors(s.phrase)}
    concluded = {a for s in statements if s.section is Section.E for a in anchors(s.phrase)}
    several = any(_ANNOUNCES.search(u.phrase.folded) for u in utterances[: int(len(utterances) * _EARLY) + 1])
    for u in utterances[1:]:
        turned = u.by_doctor and len(u.phrase) <= 8 and _TURN.search(u.phrase.folded)
        if not turned and not _CUE.search(u.phrase.folded):
            continue
        if not turned and _ANNOUNCES.search(u.phrase.folded) and u.index > len(utterances) * _EARLY:
            continue
        before = {a for s in subjective if s.at < u.index for a in anchors(s.phrase)} if u.index > 8 else set()
        own = turned or _TELL.search(u.phrase.folded)
        fresh = anchors(u.phrase) if own else _named_after(u, utterances) - before
        first = {a for s in subjective[:2] for a in anchors(s.phrase)} if turned else set()
        fresh = fresh - (first if len(subjective) > 2 and not several else set())
        announced = {a for s in subjective for a in anchors(s.phrase)} - {
            a for s in subjective[:1] for a in anchors(s.phrase)
        }
        told = turned and fresh & outcome and (fresh & announced or len(subjective) <= 2)
        taken_up = several and own and bool(fresh) and len(u.phrase) <= _SHORT_TURN
        if fresh & concluded or told or taken_up or (not turned and len(fresh & outcome) >= 2):
            begin = _begin(u, utterances, fresh)
            if begin is not None:
                return Problem(begin, frozenset(fresh))
    return None


def _named_after(u: Utterance, utterances: Sequence[Utterance]) -> set[str]:
    window = [x for x in utterances[u.index : u.index + 4] if x.turn <= u.turn + 2]
    return {a for x in window for a in anchors(x.phrase)}


def _begin(u: Utterance, utterances: Sequence[Utterance], fresh: set[str]) -> int | None:
    """Where the second problem is really taken up: the cue itself, or later when it was only announced at the start."""
    if u.index > len(utterances) * 0.15 or len(utterances) < 15:
        return u.index
    later = [x.index for x in utterances if x.index > u.index + 6 and anchors(x.phrase) & fresh]
    return later[0] if later else None


def contact_of(statements: Sequence[Statement], problem: Problem | None) -> list[int]:
    """For each statement the number of its contact: 0, or 1 for the second problem."""
    if problem is None:
        return [0] * len(statements)
    first_anchors = {
        a for s in statements if s.section is Section.S and s.at < problem.start for a in anchors(s.phrase)
    }
    second = set(problem.anchors) | {
        a
        for s in statements
        if s.section is Section.S and s.at >= problem.start
        for a in anchors(s.phrase)
        if a not in first_anchors
    }
    out, last = [], 0
    for s in statements:
        own = anchors(s.phrase)
        to_second, to_first = len(own & second), len(own & (first_anchors - second))
        if s.section is Section.S and (_SHARED.search(s.phrase.folded) or s.act is Act.ZORG):
            number = 1 if to_second > to_first else 0
        elif to_second != to_first:
            number = int(to_second > to_first)
        else:
            number = int(s.at >= problem.start) if s.section is Section.S else last
        last = number if s.section is not Section.S else last
        out.append(number)
    sections = {s.section for s, n in zip(statements, out, strict=True) if n}
    complete = Section.S in sections and not sections.isdisjoint((Section.E, Section.P))
    return out if complete and out.count(1) >= _LEAST_EACH else [0] * len(statements)


def title(statements: Sequence[Statement]) -> str:
    """A short title: the conclusion's disease, else the first complaint, else what is most spoken of, else "Consult".

    Never a grave disease: those are named to be ruled out more often than found, and a title is read first.
    """
    lexicon = shipped()
    for section in (Section.E, Section.S):
        for s in (s for s in statements if s.section is section):
            for clause in clauses(s.phrase):
                if _DISMISSED.search(clause.folded):
                    continue
                for t in clause:
                    disease = (
                        section is Section.E and lexicon.has(t.folded, Kind.ZIEKTE) and not _GRAVE.search(t.folded)
                    )
                    if (disease and t.folded not in _GENERAL) or _COMPLAINT.match(t.folded):
                        return t.text[:1].upper() + t.text[1:]
    told = Counter(
        t.folded
        for s in statements
        if s.section is Section.S and subject(s.phrase) is Person.PATIENT
        for t in s.phrase
        if lexicon.has(t.folded, Kind.KLACHT, Kind.LICHAAMSDEEL) and t.folded not in _GENERAL
    )
    most = max(told.items(), key=lambda row: row[1], default=None)
    return most[0][:1].upper() + most[0][1:] if most else "Consult"
