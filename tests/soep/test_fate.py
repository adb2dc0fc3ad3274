"""What a note does with a statement that may not stand at the end of the consult."""

from __future__ import annotations

from dataclasses import replace

import pytest

from asr.transcript import Transcript
from soep import fate
from soep.note import Section
from soep.statement import FATES, Act, Label
from soep.text import Phrase, Token
from soep.utterances import Utterance, turns_of, utterances_of

PLAN = Label(Section.P, Act.BELEID, 0.9, {"P": 1.0}, {a: float(a is Act.BELEID) for a in Act})


def talk(*said: str) -> tuple[Utterance, ...]:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    return utterances_of(turns_of(Transcript.from_turns(turns)))


def fates(**known: float) -> dict[str, float]:
    return {**dict.fromkeys(FATES, 0.0), **known}


def phrase(said: str) -> Phrase:
    return Phrase(tuple(Token(w) for w in said.split()))


def test_a_plan_that_may_not_go_through_is_unsure_but_a_safety_net_never_is() -> None:
    dropped = replace(PLAN, fates=fates(weg=0.6, vast=0.4))
    assert fate.unsure(dropped) and not fate.unsure(replace(PLAN, fates=fates(vast=1.0)))
    assert not fate.unsure(replace(dropped, act=Act.VANGNET))


def test_a_plan_that_most_likely_fell_is_left_out_but_a_safety_net_never_is() -> None:
    fell = replace(PLAN, fates=fates(weg=0.5, algemeen=0.3, vast=0.2))
    assert fate.misleads(phrase("foto van de enkel"), Section.P, fell)
    assert not fate.misleads(phrase("foto van de enkel"), Section.P, replace(PLAN, fates=fates(weg=0.4, vast=0.6)))
    assert not fate.misleads(phrase("bel bij koorts"), Section.P, replace(fell, act=Act.VANGNET))


@pytest.mark.parametrize(
    ("said", "known", "false"),
    [
        ("pijn links", {"weg": 0.8, "vast": 0.2}, True),
        ("pijn links", {"vast": 1.0}, False),
        ("geen pijn links", {"weg": 0.8, "vast": 0.2}, False),
        ("stents", {"ander": 0.9, "vast": 0.1}, True),
        ("zus stents", {"ander": 0.9, "vast": 0.1}, False),
        ("thuis 38,5", {"weg": 0.8, "vast": 0.2}, False),
        ("misschien kanker", {"idee": 0.6, "weg": 0.4}, True),
        ("vorig jaar een longontsteking", {"toen": 0.9, "vast": 0.1}, False),
    ],
)
def test_a_story_that_does_not_stand_is_left_out(said: str, known: dict[str, float], false: bool) -> None:
    assert fate.misleads(phrase(said), Section.S, replace(PLAN, fates=fates(**known))) is false
