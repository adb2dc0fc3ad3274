"""Step 8: statements become lines: grouped by topic, joined while short, said once.

Adds the order a GP reads in: complaint and course, self-care and medication, history, family, questions; findings and
measurements; conclusion; plan, with the vangnet last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from soep.exchange import stems
from soep.note import Line, Section
from soep.persons import Person, subject
from soep.plan import named
from soep.statement import Act, Statement
from soep.text import Phrase, Token, added

_TOPICS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (3, re.compile(r"\b(?:allergi\w*|overgevoelig\w*)\b")),
    (
        2,
        re.compile(
            r"\b(?:slikt?|gebruikt?|ingenomen|pillen|tablet\w*|medicijn\w*|medicatie|mg|paracetamol\w*|ibuprofen"
            r"|puf\w*|zalf|creme|spray|druppels)\b"
        ),
    ),
    (4, re.compile(r"\b(?:jaar geleden|vroeger|als kind|eerder|ooit|vorig jaar|geopereerd|operatie|destijds|vaker)\b")),
    (6, re.compile(r"\b(?:rook\w*|roken|sigaret\w*|alcohol|bier\w*|wijn\w*|drugs|wiet|blowen)\b")),
)
_FAMILY, _ASKS = 5, 7
_NUMBER = re.compile(r"\d+(?:[,/]\d+)?")
_HEADS = {(Section.P, 1): "vangnet:", (Section.S, _ASKS): "hulpvraag/zorg:"}
_LONGEST = {Section.S: 30, Section.O: 24, Section.E: 24, Section.P: 26}


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it is checked: its text with words, and the topic it was grouped by."""

    section: Section
    phrase: Phrase
    topic: int
    doubts: tuple[str, ...] = ()


def topic_of(statement: Statement) -> int:
    """The place of a statement within its section; lower is earlier."""
    if statement.section is Section.P:
        return 1 if statement.act is Act.VANGNET else 0
    if statement.section is not Section.S:
        return 0
    if statement.act is Act.ZORG:
        return _ASKS
    if subject(statement.phrase) is Person.FAMILY:
        return _FAMILY
    folded = statement.phrase.folded
    return next((rank for rank, pattern in _TOPICS if pattern.search(folded)), 0)


def without_repeats(statements: Iterable[Statement]) -> list[Statement]:
    """Statements that add no content word to an earlier one of their section are left out, and so is an earlier one
    of the last three turns to which a later one only adds. Linear: only statements that share a word are compared."""
    kept: list[Statement | None] = []
    words: list[set[str]] = []
    holders: dict[tuple[Section, str], list[int]] = {}
    for s in statements:
        said = _said(s)
        if not said:
            continue
        rarest = min((holders.get((s.section, w), []) for w in said), key=len)
        if any(kept[i] is not None and said <= words[i] for i in rarest):
            continue
        for i in range(len(kept) - 1, -1, -1):
            k = kept[i]
            if k is not None and s.turn - k.turn > 3:
                break
            if k is not None and k.section is s.section and words[i] <= said:
                kept[i] = None
        for w in said:
            holders.setdefault((s.section, w), []).append(len(kept))
        kept.append(s)
        words.append(said)
    return [k for k in kept if k is not None]


def _said(statement: Statement) -> set[str]:
    return stems(statement.phrase) | set(_NUMBER.findall(statement.phrase.folded))


def drafts(statements: Sequence[Statement]) -> list[Draft]:
    """Statements as drafts of lines, grouped by section and topic, neighbours joined up to about 20 words."""
    out: list[Draft] = []
    for section in Section:
        mine = [s for s in statements if s.section is section]
        for rank in sorted({topic_of(s) for s in mine}):
            line: list[Statement] = []
            for s in (s for s in mine if topic_of(s) == rank):
                size = sum(len(x.phrase) for x in line)
                apart = section is Section.P and bool(line) and _new_subject(line, s)
                if line and (size + len(s.phrase) > _LONGEST[section] or apart):
                    out.append(_draft(section, line, rank))
                    line = []
                line.append(s)
            if line:
                out.append(_draft(section, line, rank))
    return out


def _new_subject(line: Sequence[Statement], following: Statement) -> bool:
    """Whether a plan statement speaks of another drug or test than the line so far, or comes much later."""
    if following.turn - line[-1].turn > 2:
        return True
    names = named(following.phrase)
    before = {n for s in line for n in named(s.phrase)}
    return bool(names) and bool(before or following.turn != line[-1].turn) and not names & before


def _draft(section: Section, line: Sequence[Statement], rank: int) -> Draft:
    tokens: list[Token] = []
    for i, s in enumerate(line):
        phrase = s.phrase if i + 1 == len(line) else s.phrase.tailed(";")
        tokens.extend(phrase.tokens)
    doubts = tuple(dict.fromkeys(d for s in line for d in s.doubts))
    head = _HEADS.get((section, rank), "")
    return Draft(section, added(head) + Phrase(tuple(tokens)), rank, doubts)


def line_of(draft: Draft) -> Line:
    """A draft as a line of the note, first letter upper case."""
    text = draft.phrase.bare().shown
    text = re.sub(r"(?<=\d) dd\b", "dd", text)
    text = text[:1].upper() + text[1:]
    return Line(text, draft.phrase.evidence(), draft.doubts)
