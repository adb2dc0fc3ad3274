"""Step 4a: what the coming turns say of an utterance and how it is put, as numbers for the classifier.

Adds what a sentence embedding cannot see: another number, side, day or drug for the same thing later on, a refusal or
a "nee" that follows, a relative named before, words of the past, of fear, of what mostly happens (research/soep.md
section 6, 16-24, 35-38).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
_DENIES = re.compile(r"\b(?:niet|geen|zonder)\b")
_DAY = re.compile(
    r"\b(?:maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|gisteren|eergisteren|vandaag|vannacht)\b"
)
_UNDOES = re.compile(
    r"\b(?:nee|toch niet|bij nader inzien|laat maar|of nee|wacht|sorry|ik vergis|klopt niet|maar|doe maar|liever"
    r"|in plaats|eerst|pas als|later|vergeet|was het|het was|bedoel)\b"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What is looked for in one utterance, once."""

    utterance: Utterance
    numbers: dict[str, set[str]]
    stems: set[str]
    names: set[str]
    sides: set[str]
    days: set[str]
    refuses: bool
    drops: bool
    accepts: bool
    denies: bool
    settles: bool
    undoes: bool
    begins_undoing: bool


def _said(u: Utterance) -> _Said:
    text = u.phrase.folded
    return _Said(
        u,
        _counted(u),
        stems(u.phrase),
        set(named(u.phrase)),
        {m.group(1)[:4] for m in _SIDE.finditer(text)},
        set(_DAY.findall(text)),
        REFUSES.search(text) is not None,
        DROPS.search(text) is not None,
        ACCEPTS.search(text) is not None,
        _DENIES.search(text) is not None,
        _SETTLES.search(text) is not None,
        _UNDOES.search(text) is not None,
        _UNDOES.match(text) is not None,
    )


def _counted(u: Utterance) -> dict[str, set[str]]:
    """The numbers of an utterance by what they count."""
    out: dict[str, set[str]] = {}
    tokens = u.phrase.tokens
    for i, t in enumerate(tokens):
        if is_number(t):
            unit = tokens[i + 1].folded if i + 1 < len(tokens) and is_unit(tokens[i + 1]) else ""
            out.setdefault(unit[:4], set()).add(t.text)
    return out


def _ahead(said: Sequence[_Said], at: int) -> list[_Said]:
    """The utterances that may still decide about `at`: at most twelve, in the five turns after it."""
    last = said[at].utterance.turn + _TURNS_AHEAD
    return [x for x in said[at + 1 : at + 1 + _MOST_AHEAD] if x.utterance.turn <= last]


def _other(own: Utterance, u: Utterance) -> bool:
    if own.speaker is None or u.speaker is None:
        return u.turn != own.turn and (u.turn - own.turn) % 2 == 1
    return u.speaker is not own.speaker


def _differs(own: _Said, later: _Said) -> bool:
    """Whether another number is said for the same thing."""
    return any(unit in later.numbers and not later.numbers[unit] <= values for unit, values in own.numbers.items())


def _outlook(said: Sequence[_Said], at: int) -> list[float]:
    """What the coming turns say about the utterance, as numbers in [0, 1]."""
    own = said[at]
    window = _ahead(said, at)
    theirs = [x for x in window if _other(own.utterance, x.utterance)]
    mine = [x for x in window if not _other(own.utterance, x.utterance)]
    reply, phrase = theirs[:2], own.utterance.phrase
    first = lead(theirs[0].utterance.phrase).answer if theirs else Answer.OPEN
    alike = [x for x in window if x.stems & own.stems]
    same = [x for x in window if x.names & own.names]
    other = [_differs(own, x) for x in window]
    out = [
        any(x.refuses for x in reply),
        any(x.refuses for x in theirs),
        any(x.drops for x in mine),
        any(x.accepts for x in reply),
        first is Answer.NO,
        first is Answer.YES,
        bool(theirs) and theirs[0].utterance.asks,
        bool(own.names),
        bool(same),
        bool(own.names) and any(x.names - own.names for x in window),
        any(x.undoes for x in same),
        any(x.drops for x in alike),
        any(x.denies for x in alike),
        any(other[:6]),
        any(o and (x in alike or len(x.utterance.phrase) < 6) for o, x in zip(other, window, strict=True)),
        any(o and x.undoes for o, x in zip(other[:5], window, strict=False)),
        any(o and x.begins_undoing for o, x in zip(other[:4], window, strict=False)),
        any(_differs(own, x) for x in reply),
        any(_differs(own, x) for x in same),
        any(o and x.settles for o, x in zip(other, window, strict=True)),
        bool(own.numbers) and any(x.begins_undoing and x.numbers for x in window[:4]),
        bool(own.days) and any(x.days - own.days and x.undoes for x in window[:5]),
        bool(own.sides) and any(x.sides - own.sides for x in window),
        any(x.begins_undoing for x in reply),
        any(x.undoes for x in mine[:2]),
        bool(mine) and mine[0].begins_undoing,
        phrase.text.endswith("...") or (bool(phrase.tokens) and phrase.tokens[-1].tail == "..."),
        bool(window) and len(window[0].utterance.phrase) <= 4,
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
    said = [_said(u) for u in utterances]
    return np.array([_outlook(said, i) + _manner(utterances, i) for i in range(len(said))], dtype=np.float32)
