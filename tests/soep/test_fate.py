"""What stands at the end of a consult: the cues, and what a note does with a statement that may not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from asr.transcript import Transcript
from soep import classify, fate
from soep.note import Section
from soep.statement import Act, Label
from soep.text import Phrase, Token
from soep.training import consults
from soep.utterances import Utterance, turns_of, utterances_of

PLAN = Label(Section.P, Act.BELEID, 0.9, {"P": 1.0}, {a: float(a is Act.BELEID) for a in Act})


def talk(*said: str) -> tuple[Utterance, ...]:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    return utterances_of(turns_of(Transcript.from_turns(turns)))


def fates(**known: float) -> dict[str, float]:
    return {**dict.fromkeys(fate.FATES, 0.0), **known}


def phrase(said: str) -> Phrase:
    return Phrase(tuple(Token(w) for w in said.split()))


def test_the_heads_know_the_fates_of_the_consult_files_in_their_order() -> None:
    assert tuple(sorted(consults.FATES)) == fate.FATES


@pytest.mark.parametrize(
    ("stands", "falls"),
    [
        (
            ("patient: Al vier maanden.", "arts: Heeft u koorts?"),
            ("patient: Al vier maanden.", "arts: Hier staat, dat is eigenlijk vijf maanden."),
        ),
        (
            ("arts: Doxycycline, 1 keer per dag.", "patient: Prima, doe maar."),
            ("arts: Doxycycline, 1 keer per dag.", "patient: Liever niet, nooit meer."),
        ),
        (("arts: We maken een foto.", "arts: Dag."), ("arts: We maken een foto.", "arts: Nee, dan doen we dat niet.")),
        (("patient: Mijn knie doet zeer.",), ("patient: Mijn moeder had suikerziekte.",)),
    ],
)
def test_what_follows_and_how_it_is_put_shows_in_the_cues(stands: tuple[str, ...], falls: tuple[str, ...]) -> None:
    assert (fate.cues(talk(*falls))[0] != fate.cues(talk(*stands))[0]).any()


def test_cues_are_truth_values_and_look_no_further_than_five_turns() -> None:
    said = ["arts: Doxycycline, 1 keer per dag."] + ["patient: Hm.", "arts: Ja."] * 4
    near, far = talk(*said), talk(*said, "arts: Die doxycycline doen we toch niet.")
    assert set(np.unique(fate.cues(near))) <= {0.0, 1.0}
    assert (fate.cues(near)[0] == fate.cues(far)[0]).all()


def test_every_label_gets_a_distribution_over_the_fates() -> None:
    utterances = talk("arts: Ik dacht aan een foto.", "patient: Liever niet.", "arts: Dan niet.")
    embedded = classify.embed(utterances)
    labels = fate.with_fates(utterances, classify.labels(utterances, embedded), embedded)
    assert [set(x.fates) for x in labels] == [set(fate.FATES)] * 3
    assert all(sum(x.fates.values()) == pytest.approx(1.0, abs=1e-4) for x in labels)
    assert fate.with_fates((), [], embedded[:0]) == []


def test_a_plan_that_may_not_go_through_is_unsure_but_a_safety_net_never_is() -> None:
    dropped = replace(PLAN, fates=fates(weg=0.6, vast=0.4))
    assert fate.unsure(dropped) and not fate.unsure(replace(PLAN, fates=fates(vast=1.0)))
    assert not fate.unsure(replace(dropped, act=Act.VANGNET))


@pytest.mark.parametrize(
    ("said", "known", "false"),
    [
        ("pijn links", {"weg": 0.8, "vast": 0.2}, True),
        ("pijn links", {"vast": 1.0}, False),
        ("geen pijn links", {"weg": 0.8, "vast": 0.2}, False),
        ("stents", {"ander": 0.9, "vast": 0.1}, True),
        ("zus stents", {"ander": 0.9, "vast": 0.1}, False),
        ("bang voor kanker", {"idee": 0.9, "vast": 0.1}, False),
    ],
)
def test_a_story_that_does_not_stand_is_left_out(said: str, known: dict[str, float], false: bool) -> None:
    assert fate.misleads(phrase(said), Section.S, replace(PLAN, fates=fates(**known))) is false
