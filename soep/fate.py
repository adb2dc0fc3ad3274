"""Step 4c: what stands at the end of the consult, and what was let go, put right, or never about this patient.

Adds to each label how likely it would mislead a reader who finds the utterance in the note: a plan dropped three turns
later, a number put right by the other speaker, an illness explained or somebody else's, a fear. Two heads look further
ahead than the others (research/soep.md section 6, 16-24, 35-38). They are linear: boosted trees on their guesses and
their neighbours' found no more (average precision for plans 0.56 and 0.57, on consults held out).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from soep import classify
from soep.classify import Rows
from soep.exchange import stems
from soep.lexicon import Kind, shipped
from soep.note import Section
from soep.numbers import is_number, is_unit
from soep.persons import Person, kin_in
from soep.plan import ACCEPTS, DECIDED, DROPS, MODAL, REFUSES, named
from soep.polarity import Answer, is_negative, lead
from soep.statement import Act, Label
from soep.text import Phrase
from soep.utterances import Utterance

FATES = ("algemeen", "ander", "idee", "open", "toen", "vast", "weg")
_UNSURE_PLAN = 0.25
_NOTED = 0.3
_TURNS_AHEAD, _MOST_AHEAD, _BACK = 5, 12, 4
_SIDE = re.compile(r"\b(links|rechts|linker|rechter)")
_PAST = re.compile(
    r"\b(?:vroeger|toen|ooit|destijds|vorige?|geleden|indertijd|als kind|eerder|vorig jaar|had ik|was ik|waren)\b"
)
_GENERAL = re.compile(
    r"\b(?:meestal|vaak|soms|mensen|je hebt|vroeger gaven|bijvoorbeeld|normaal|betekent|komt doordat|stel|stel dat"
    r"|sommige\w*|bij de meeste|iedereen|men|kinderen|dat heet|zoiets als|alsof|net als|net zo)\b"
)
_IDEA = re.compile(
    r"\b(?:bang|straks|dadelijk|gelezen|internet|google\w*|zei(?:den)?|zegt|zeggen|denk je|dacht|volgens|misschien"
    r"|vast|toch niet|het zal toch|als het maar|zou het)\b"
)
_SETTLES = re.compile(
    r"\b(?:dus|hier staat|ik zie|kaart|dossier|afspraak|precies|eigenlijk|doe maar|maken we|wordt het|houden we)\b"
)
_DAY = re.compile(
    r"\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|gisteren|eergisteren|vandaag|vannacht)\b"
)
_UNDOES = re.compile(
    r"\b(?:nee|toch niet|bij nader inzien|laat maar|of nee|wacht|sorry|ik vergis|klopt niet|maar|doe maar|liever"
    r"|in plaats|eerst|pas als|later|vergeet|was het|het was|bedoel)\b"
)


def ahead(utterances: Sequence[Utterance], at: int) -> list[Utterance]:
    """The utterances that may still decide about `at`: at most twelve, in the five turns after it."""
    own = utterances[at]
    return [u for u in utterances[at + 1 : at + 1 + _MOST_AHEAD] if u.turn <= own.turn + _TURNS_AHEAD]


def _other(own: Utterance, u: Utterance) -> bool:
    if own.speaker is None or u.speaker is None:
        return u.turn != own.turn and (u.turn - own.turn) % 2 == 1
    return u.speaker is not own.speaker


def _counted(u: Utterance) -> dict[str, set[str]]:
    """The numbers of an utterance by what they count."""
    out: dict[str, set[str]] = {}
    tokens = u.phrase.tokens
    for i, t in enumerate(tokens):
        if is_number(t):
            unit = tokens[i + 1].folded if i + 1 < len(tokens) and is_unit(tokens[i + 1]) else ""
            out.setdefault(unit[:4], set()).add(t.text)
    return out


def _differs(own: dict[str, set[str]], later: dict[str, set[str]]) -> bool:
    return any(unit in later and not later[unit] <= values for unit, values in own.items())


def _days(u: Utterance) -> set[str]:
    return set(_DAY.findall(u.phrase.folded))


def _same_kind(own: set[str], later: set[str]) -> bool:
    """Whether a later utterance names another drug or test."""
    return bool(later - own)


def _outlook(utterances: Sequence[Utterance], at: int) -> list[float]:
    """What the coming turns say about the utterance, as numbers in [0, 1]."""
    own = utterances[at]
    window = ahead(utterances, at)
    theirs = [u for u in window if _other(own, u)]
    mine = [u for u in window if not _other(own, u)]
    names, words, numbers = named(own.phrase), stems(own.phrase), _counted(own)
    sides = {m.group(1)[:4] for m in _SIDE.finditer(own.phrase.folded)}
    reply = theirs[:2]
    first = lead(theirs[0].phrase).answer if theirs else Answer.OPEN
    later = [(u, stems(u.phrase) & words, named(u.phrase)) for u in window]
    out = [
        any(REFUSES.search(u.phrase.folded) for u in reply),
        any(REFUSES.search(u.phrase.folded) for u in theirs),
        any(DROPS.search(u.phrase.folded) for u in mine),
        any(ACCEPTS.search(u.phrase.folded) for u in reply),
        first is Answer.NO,
        first is Answer.YES,
        bool(theirs) and theirs[0].asks,
        bool(names),
        any(names & n for _, _, n in later),
        any(_same_kind(names, n) for _, _, n in later if names),
        any(names & n and _UNDOES.search(u.phrase.folded) for u, _, n in later),
        any(shared and DROPS.search(u.phrase.folded) for u, shared, _ in later),
        any(shared and re.search(r"\b(?:niet|geen|zonder)\b", u.phrase.folded) for u, shared, _ in later),
        any(_differs(numbers, _counted(u)) for u in window[:6]),
        any(_differs(numbers, _counted(u)) and (stems(u.phrase) & words or len(u.phrase) < 6) for u in window),
        any(_differs(numbers, _counted(u)) and _UNDOES.search(u.phrase.folded) for u in window[:5]),
        any(_differs(numbers, _counted(u)) and _UNDOES.match(u.phrase.folded) for u in window[:4]),
        any(_differs(numbers, _counted(u)) for u in theirs[:2]),
        any(_differs(numbers, _counted(u)) and names & n for u, _, n in later),
        any(_differs(numbers, _counted(u)) and _SETTLES.search(u.phrase.folded) for u in window),
        bool(numbers) and any(_UNDOES.match(u.phrase.folded) and _counted(u) for u in window[:4]),
        bool(_DAY.search(own.phrase.folded))
        and any(
            _DAY.search(u.phrase.folded) and _days(u) - _days(own) and _UNDOES.search(u.phrase.folded)
            for u in window[:5]
        ),
        bool(sides) and any({m.group(1)[:4] for m in _SIDE.finditer(u.phrase.folded)} - sides for u in window),
        any(_UNDOES.match(u.phrase.folded) for u in reply),
        any(_UNDOES.search(u.phrase.folded) for u in mine[:2]),
        bool(mine) and _UNDOES.match(mine[0].phrase.folded) is not None,
        own.phrase.text.endswith("...") or (bool(own.phrase.tokens) and own.phrase.tokens[-1].tail == "..."),
        bool(window) and len(window[0].phrase) <= 4,
    ]
    return [float(x) for x in out]


def _manner(utterances: Sequence[Utterance], at: int) -> list[float]:
    """How the utterance itself is put, and of whom the turns before it spoke."""
    own = utterances[at]
    folded = own.phrase.folded
    lexicon = shipped()
    back = [utterances[i] for i in range(max(0, at - _BACK), at)]
    kin = [kin_in(u.phrase) for u in (*back[-3:], own)]
    out = [bool(p.search(folded)) for p in (MODAL, DECIDED, DROPS, REFUSES, _PAST, _GENERAL, _IDEA, _UNDOES)]
    out += [
        bool(k and k[0] is who)
        for k in ([None] * 4 + kin)[-4:]
        for who in (Person.FAMILY, Person.HOUSEHOLD, Person.OTHER)
    ]
    out += [
        bool(re.search(r"\b(?:ik|me|mij|m'n|mijn)\b", folded)),
        bool(re.match(r"(?:en |maar |want |ja |nee )*(?:die|hij|zij|ze|dat)\b", folded)),
        bool(re.search(r"\bals (?:u|je|het|dat|die|de|ik|hij|ze)\b", folded)),
        any(lexicon.has(t.folded, Kind.ZIEKTE) for t in own.phrase),
        any(lexicon.has(t.folded, Kind.MIDDEL) for t in own.phrase),
        any(_PAST.search(u.phrase.folded) for u in back[-2:]),
    ]
    return [float(x) for x in out]


def cues(utterances: Sequence[Utterance]) -> Rows:
    """What the coming turns say of each utterance and how it is put. Shape (n, cues), values 0 or 1."""
    return np.array(
        [_outlook(utterances, i) + _manner(utterances, i) for i in range(len(utterances))], dtype=np.float32
    )


def rows(utterances: Sequence[Utterance], embedded: Rows) -> Rows:
    """The heads' input: the classifier's, the two utterances after the next, and the cues. Shape (n, features)."""
    size = classify.EMBEDDING_SIZE
    after = embedded[:, 2 * size :]
    second = np.concatenate([after[1:], np.zeros_like(after[:1])])
    third = np.concatenate([after[2:], np.zeros_like(after[:2])])[: len(after)]
    return np.concatenate([classify.rows(utterances, embedded), second, third, cues(utterances)], axis=1)


def with_fates(utterances: Sequence[Utterance], labels: Sequence[Label], embedded: Rows) -> list[Label]:
    """The labels with how likely each fate is: one head knows plans, the other what is told, found and concluded."""
    if not utterances:
        return []
    given = rows(utterances, embedded)
    plan, story = classify.probabilities("fate_plan", given), classify.probabilities("fate_story", given)
    return [
        replace(x, fates=dict(zip(FATES, map(float, p if x.section is Section.P else s), strict=True)))
        for x, p, s in zip(labels, plan, story, strict=True)
    ]


def misleads(phrase: Phrase, section: Section, label: Label) -> bool:
    """Whether a reader would take for true what was put right, explained in general or somebody else's."""
    p = label.fates
    if not p or section is Section.P or is_negative(phrase):
        return False
    return p["vast"] + p["toen"] + p["idee"] + (p["ander"] if kin_in(phrase) else 0.0) < _NOTED


def unsure(label: Label) -> bool:
    """Whether a plan may not go through, so that it must not read as agreed."""
    gone = label.fates.get("weg", 0.0) + label.fates.get("open", 0.0)
    return gone > _UNSURE_PLAN and label.act is not Act.VANGNET
