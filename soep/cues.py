"""Step 4a: what the coming turns say of an utterance and how it is put, as numbers for the classifier.

Adds what a sentence embedding cannot see: another number, side, day or drug for the same thing later on, a refusal or
a "nee" that follows, a relative named before, words of the past, of fear, of what mostly happens (research/soep.md
section 6, 16-24, 35-38).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from soep.exchange import stems
from soep.lexicon import Kind, shipped
from soep.numbers import is_number, is_unit
from soep.persons import Person, kin_in
from soep.plan import ACCEPTS, DECIDED, DROPS, MODAL, REFUSES, named
from soep.polarity import Answer, lead
from soep.utterances import Utterance

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


def cues(utterances: Sequence[Utterance]) -> NDArray[np.float32]:
    """What the coming turns say of each utterance and how it is put. Shape (n, cues), values 0 or 1."""
    return np.array(
        [_outlook(utterances, i) + _manner(utterances, i) for i in range(len(utterances))], dtype=np.float32
    )
