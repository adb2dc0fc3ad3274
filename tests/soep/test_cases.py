"""Cases read from files, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from soep.cases import case_of, read_case, read_cases
from soep.errors import CaseMalformed, NoCases

GOOD: dict[str, Any] = {
    "id": "x",
    "title": "proef",
    "patient": {"age": 3, "sex": "V"},
    "turns": [{"speaker": "arts", "text": "Hallo."}, {"speaker": None, "text": "Ik hoest."}],
    "facts": [{"id": "s1", "section": "S", "text": "hoest", "weight": 2, "must": [["hoest"]], "not": ["geen hoest"]}],
    "traps": [{"id": "t1", "text": "koorts", "bad": ["koorts"]}],
}


def test_a_case_as_json(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(GOOD))
    (case,) = read_cases(tmp_path)
    assert (case.id, case.talk) == ("x", "Hallo. Ik hoest.")
    assert [s.text for s in case.transcript().segments] == ["Hallo.", "Ik hoest."]
    assert [s.speaker for s in case.without_speakers().transcript().segments] == [None, None]


def test_a_labelled_consult_is_a_case(tmp_path: Path) -> None:
    (tmp_path / "y.txt").write_text(
        "id: y\ntitle: Hoest\npatient: 3 V\ntags: x\n\n== gesprek\narts\n  -:groet Hallo.\n"
        "patient\n  S:melding Ik hoest.\n"
        "== feiten\ns1 | S | 2 | hoest | hoest ;; kuch\n== vallen\nt1 | koorts | - | koorts\n== verslag\nS: hoest\n"
    )
    (case,) = read_cases(tmp_path)
    assert case.facts[0]["must"] == [["hoest", "kuch"]] and case.turns[1]["speaker"] == "patient"


def test_a_folder_without_cases(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NoCases):
            read_cases(folder)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"id": 3}, "id"),
        ({"turns": "x"}, "turns"),
        ({"turns": [3]}, "turns[0]"),
        ({"turns": [{"speaker": "hond", "text": "waf"}]}, "turns[0].speaker"),
        ({"turns": [{"speaker": "arts"}]}, "turns[0].text"),
        ({"facts": [{"section": "X", "text": "a", "must": []}]}, "facts[0].section"),
        ({"facts": [{"section": "S", "text": "a", "must": [["("]]}]}, "facts[0].must"),
        ({"facts": [{"section": "S", "text": "a", "must": ["a"]}]}, "facts[0].must"),
        ({"facts": [{"section": "S", "text": "a", "weight": 7, "must": []}]}, "facts[0].weight"),
        ({"facts": [{"section": "S", "text": "a", "must": [], "not": ["*"]}]}, "facts[0].not"),
        ({"traps": [{"text": "a"}]}, "traps[0].bad"),
        ({"traps": [{"bad": []}]}, "traps[0].text"),
    ],
)
def test_a_case_that_is_none_says_where(change: dict[str, Any], where: str) -> None:
    with pytest.raises(CaseMalformed) as problem:
        case_of({**GOOD, **change}, Path("x.json"))
    assert problem.value.where == where


@pytest.mark.parametrize(
    ("name", "text"), [("a.json", "{"), ("a.json", "[]"), ("a.txt", "zomaar tekst"), ("a.txt", "")]
)
def test_a_file_that_is_no_case(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(CaseMalformed):
        read_case(tmp_path / name)
