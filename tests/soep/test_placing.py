"""Where rules know better than the classifier."""

from __future__ import annotations

import pytest

from asr.transcript import Transcript
from soep.note import Section
from soep.placing import placed
from soep.statement import Act, Label
from soep.utterances import turns_of, utterances_of

WRONG = Label(Section.P, Act.MELDING, 0.5, {"S": 0.2, "O": 0.1, "E": 0.1, "P": 0.5, "-": 0.1}, dict.fromkeys(Act, 0.1))


def section(*said: str) -> Section | None:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    utterances = utterances_of(turns_of(Transcript.from_turns(turns)))
    return placed(utterances, [WRONG] * len(utterances))[-1].section


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("arts: Honderdveertig over negentig.", Section.O),
        ("arts: Ik hoor piepen rechts onder.", Section.O),
        ("patient: Ik hoor mezelf piepen.", Section.S),
        ("patient: Ik heb koorts gehad.", Section.S),
        ("arts: Als de koorts boven de negenendertig komt, belt u.", Section.P),
        ("arts: Dat zou een longontsteking kunnen zijn, maar ik denk het niet.", Section.E),
        ("patient: Dat is pijn in de portemonnee.", None),
    ],
)
def test_placed(said: str, where: Section | None) -> None:
    assert section(said) is where


def test_an_interruption_about_somebody_else_belongs_nowhere() -> None:
    assert section("patient: Ik hoest.", "derde: Sorry, mevrouw Jansen belt over haar hemoglobine.") is None
