"""What became of a proposal, and whose dose it is."""

from __future__ import annotations

import pytest

from asr.transcript import Transcript
from soep.note import Section
from soep.plan import Outcome, outcome, undecided, with_drug
from soep.statement import Act, Label
from soep.utterances import Utterance, turns_of, utterances_of


def talk(*said: str) -> tuple[Utterance, ...]:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    return utterances_of(turns_of(Transcript.from_turns(turns)))


def label(act: Act) -> Label:
    return Label(Section.P, act, 0.9, {"P": 1.0}, {a: float(a is act) for a in Act})


def became(*said: str, act: Act = Act.VOORSTEL) -> Outcome:
    utterances = talk(*said)
    return outcome(0, utterances, [label(act)] + [label(Act.REACTIE)] * (len(utterances) - 1))[0]


@pytest.mark.parametrize(
    ("said", "end"),
    [
        (("arts: We zouden een foto kunnen maken.", "patient: Liever niet."), Outcome.REFUSED),
        (("arts: Ik kan oxazepam geven.", "patient: Graag."), Outcome.AGREED),
        (("arts: Oxazepam zou kunnen.", "patient: Hm.", "arts: Maar dat doen we niet."), Outcome.DROPPED),
        (("arts: Metoclopramide zou kunnen.", "patient: Mijn zus heeft een hond."), Outcome.OPEN),
        (("arts: Antibiotica is niet nodig.", "patient: Nee."), Outcome.AGREED),
    ],
)
def test_outcome(said: tuple[str, ...], end: Outcome) -> None:
    assert became(*said) is end


def test_a_decision_with_a_dose_is_not_undone_by_talk_of_something_else() -> None:
    said = ("arts: U neemt prednisolon, dertig milligram.", "patient: En dan afbouwen?", "arts: Dat hoeft niet.")
    assert became(*said, act=Act.BELEID) is Outcome.AGREED


def test_the_utterance_that_decides_is_told() -> None:
    utterances = talk("arts: We zouden een foto kunnen maken.", "patient: Liever niet.")
    assert outcome(0, utterances, [label(Act.VOORSTEL), label(Act.REACTIE)]) == (Outcome.REFUSED, utterances[1])


def test_a_dose_keeps_its_drug() -> None:
    utterances = talk("arts: Dus wordt het prednisolon. Dertig milligram, een keer per dag.")
    assert with_drug(utterances[1].phrase, utterances[1], utterances).folded.startswith("prednisolon, 30 milligram")


def test_a_drug_that_is_only_named_is_undecided() -> None:
    (named,) = talk("arts: Ja, naproxen.")
    (dosed,) = talk("arts: Naproxen, een tablet per dag.")
    assert undecided(named.phrase)
    assert not undecided(dosed.phrase)
