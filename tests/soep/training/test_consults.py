"""Labelled consult files: reading them, and saying where they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from soep.training.consults import ConsultFormatError, parse, scenes

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


def test_an_utterance_may_say_that_it_does_not_stand() -> None:
    told = WHOLE.replace("S:melding  Ik hoest.", "S:melding~toen  Ik hoestte.")
    assert [u.fate for u in parse(told).utterances] == ["vast", "vast", "toen", "vast"]
    with pytest.raises(ConsultFormatError, match="unknown fate 'morgen'"):
        parse(told.replace("~toen", "~morgen"))


def test_scenes_are_parts_of_consults_with_labels_only(tmp_path: Path) -> None:
    family = tmp_path / "k1.txt"
    family.write_text(
        "id: k1\ntitle: Foto\n\n-- gemaakt\narts\n  P:beleid  We maken een foto.\n"
        "-- niet gemaakt\narts\n  P:voorstel~weg  Een foto?\npatient\n  P:reactie  Nee.\n",
        "utf-8",
    )
    made, refused = scenes(family)
    assert (made.id, refused.id, refused.title) == ("k1-1", "k1-2", "Foto")
    assert [(u.speaker, u.fate) for u in refused.utterances] == [("arts", "weg"), ("patient", "vast")]
    family.write_text("id: k1\n-- fout\narts\n  P:onzin  Nee.\n", "utf-8")
    with pytest.raises(ConsultFormatError, match="scene 1"):
        scenes(family)
