"""Step 3b: whose it is. The patient's own, a family member's, or somebody else's.

Adds to a phrase whom it is about, so that a mother's breast cancer never becomes the patient's. Also tells when
somebody speaks for the patient (heteroanamnese), and for whom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from asr.transcript import Speaker
from soep.text import Phrase
from soep.utterances import Utterance

_BLOOD = (
    r"(?:moeder|vader|mama|papa|mams|paps|mam|pap|ma|pa|broer\w*|zus|zusje|zussen|zuster|opa|oma|grootvader|grootmoeder"
    r"|tante|oom|neef|nicht|familie|ouders)"
)
_HOUSE = (
    r"(?:man|vrouw|echtgeno\w+|partner|vriend|vriendin|zoon|zoontje|dochter|dochtertje|kinderen|kind"
    r"|kleinkind\w*|verloofde|ventje)"
)
_OTHERS = (
    r"(?:buurman|buurvrouw|buren|collega\w*|baas|chef|kennis|schoonmoeder|schoonvader|schoonzus|zwager"
    r"|hond|kat|poes|juf|kapper|trainer|overbuur\w*)"
)
_OWNED = (
    r"(?:m'n|mijn|uw|je|jouw|zijn|haar|z'n|ons|onze|de|een|hun|in de|die|der) (?:oudste |jongste |eigen "
    r"|beste |andere |oude |kleine |grote |tweeling\w* )?"
)
_PERSON = re.compile(r"\b" + _OWNED + r"(?P<who>" + f"{_BLOOD}|{_HOUSE}|{_OTHERS}" + r")\b")
_BARE = re.compile(r"\b(?P<who>" + f"{_BLOOD}|{_OTHERS}|collega" + r")\b")
_SELF = re.compile(r"\b(?:ik|ikzelf|zelf|mij|me)\b")


_INFORMANT = re.compile(
    r"\b(?:u|jij|je|ik) (?:bent|ben) (?:dus )?(?:de |het |zijn |haar |m'n |mijn |d'r |z'n )?"
    r"(?P<a>moeder|vader|dochter|zoon|man|vrouw|partner|oma|opa|mantelzorger|verzorgende|zus|broer|vriendin"
    r"|vriend|pleegmoeder)\b"
    r"|\b(?P<b>mama|papa)\b|\b(?:als|de) (?P<c>moeder|vader|dochter|zoon|partner|verzorgende)\b"
)
_BARE_KIN = re.compile(
    r"(?:nee[, ]+)?(?:ik ben )?(?:de|haar|zijn|z'n|d'r) "
    r"(?P<d>moeder|vader|dochter|zoon|man|vrouw|partner|oma|opa|zus|broer)\b"
)
_SHARE = 0.4


class Person(Enum):
    """Whom something is about."""

    PATIENT = "patient"
    FAMILY = "family"
    HOUSEHOLD = "household"
    OTHER = "other"


def kin_in(phrase: Phrase) -> tuple[Person, str] | None:
    """The first other person a phrase speaks of, with the word used; None when there is none."""
    match = _PERSON.search(phrase.folded) or _BARE.search(phrase.folded)
    if not match:
        return None
    who = match.group("who")
    if re.fullmatch(_BLOOD, who):
        return Person.FAMILY, who
    return (Person.HOUSEHOLD if re.fullmatch(_HOUSE, who) else Person.OTHER), who


def subject(phrase: Phrase) -> Person:
    """Whom the phrase is about: the other person when one is named before any "ik", else the patient."""
    found = _PERSON.search(phrase.folded) or _BARE.search(phrase.folded)
    own = _SELF.search(phrase.folded)
    if not found or (own and own.start() < found.start()):
        return Person.PATIENT
    kin = kin_in(phrase)
    return kin[0] if kin else Person.PATIENT


def informant(utterances: Sequence[Utterance]) -> tuple[Utterance, Phrase] | None:
    """Who speaks for the patient, when a companion tells most of it: the utterance that says who, and the word.

    The phrase is empty when nobody said who the companion is.
    """
    told = [u for u in utterances if u.speaker in (Speaker.PATIENT, Speaker.DERDE)]
    others = [u for u in told if u.speaker is Speaker.DERDE]
    if len(others) < 1 or len(others) < _SHARE * len(told):
        return None
    for u in utterances:
        match = _INFORMANT.search(u.phrase.folded)
        if match:
            reply = (
                _BARE_KIN.match(utterances[u.index + 1].phrase.folded)
                if u.asks and u.index + 1 < len(utterances)
                else None
            )
            if reply:
                u, match = utterances[u.index + 1], reply
            group = next(g for g in match.re.groupindex if match.group(g))
            first, after = u.phrase.span(match, group)
            return u, u.phrase[first:after].bare()
    return others[0], Phrase()
