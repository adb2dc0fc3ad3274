"""Labelled consult files: reading them, and saying where they are wrong."""

from __future__ import annotations

import pytest

from soep.training.consults import ConsultFormatError, parse

HEAD = "id: a1\ntitle: Hoest\npatient: 3,5 V\ntags: a ; b\n"
TALK = (
    "== gesprek\narts\n  S:vraag    Koorts?\npatient\n  S:antwoord Nee.\n  S:melding  Ik hoest.\n"
    "arts\n  -:groet   Dag.\n"
)
FACTS = "== feiten\ns1 | S | 2 | geen koorts | geen koorts ;; koorts: nee && hoest !! wel koorts\n"
TRAPS = "== vallen\nt1 | koorts | - | koorts\nt2 | trombose | E | trombose\n"
NOTE = "== verslag\nS: hoest, geen koorts\n"
WHOLE = HEAD.replace("3,5", "3.5") + TALK + FACTS + TRAPS + NOTE


def test_everything_is_read() -> None:
    consult = parse(WHOLE)
    assert (consult.id, consult.age, consult.sex, consult.tags) == ("a1", 3.5, "V", ("a", "b"))
    assert consult.turns() == [
        {"speaker": "arts", "text": "Koorts?"},
        {"speaker": "patient", "text": "Nee. Ik hoest."},
        {"speaker": "arts", "text": "Dag."},
    ]
    assert consult.facts[0]["must"] == [["geen koorts", "koorts: nee"], ["hoest"]]
    assert consult.facts[0]["not"] == ["wel koorts"]
    assert consult.traps[0].get("section") is None and consult.traps[1]["section"] == "E"
    assert consult.reference == (("S", "hoest, geen koorts"),)
    assert [u.act for u in consult.utterances] == ["vraag", "antwoord", "melding", "groet"]


def test_the_case_has_what_the_measure_needs() -> None:
    assert set(parse(WHOLE).case()) == {"id", "title", "patient", "turns", "facts", "traps"}


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("S:vraag ", "S:zang ", "unknown act"),
        ("S:vraag ", "X:vraag ", "not an utterance"),
        ("arts\n  S", "iemand\n  S", "not an utterance"),
        ("== gesprek", "== praatje", "unknown part"),
        ("s1 | S | 2", "s1 | S | 9", "a fact is"),
        ("s1 | S | 2", "s1 | Q | 2", "a fact is"),
        ("| koorts | - | koorts", "| koorts | ? | koorts", "a trap is"),
        ("geen koorts ;;", "( ;;", "line"),
        ("id: a1\n", "", "head"),
        ("3.5", "oud", "head"),
    ],
)
def test_a_mistake_is_named(right: str, wrong: str, said: str) -> None:
    assert right in WHOLE
    with pytest.raises(ConsultFormatError, match=said):
        parse(WHOLE.replace(right, wrong))
