"""The measure, piece by piece; against the reference scorer as a whole in test_evaluate.py."""

from __future__ import annotations

import pytest

from soep.measure import alien_numbers, fact_found, normalise, numbers, spoken_numbers, trap_hit


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("T 39,2", "t 39.2"),
        ("Eén  drieënvijftig", "een 53"),
        ("anderhalve week", "1.5 week"),
        ("honderdachtenveertig", "148"),
        ("een keer", "een keer"),
        ("tweehonderdvijftig mg", "250 mg"),
    ],
)
def test_normalise(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_a_fact_needs_every_group_on_one_line() -> None:
    fact = {"must": [["hoest"], ["3 dag", "3 dgn"]], "not": ["geen hoest"]}
    assert fact_found(fact, "3 dgn hoest")
    assert not fact_found(fact, "hoest") and not fact_found(fact, "geen hoest, 3 dgn ziek")


def test_a_trap_may_be_bound_to_a_section() -> None:
    trap = {"bad": [r"\btrombose\b"], "section": "E"}
    assert trap_hit(trap, [("E", "trombose")])
    assert not trap_hit(trap, [("S", "bang voor trombose")])
    assert trap_hit({"bad": ["x"]}, [("O", "x")])


def test_numbers_lose_an_empty_decimal() -> None:
    assert numbers("38.0 en 140/90") == {"38", "140", "90"}


@pytest.mark.parametrize(
    ("talk", "number"),
    [
        ("achtendertig vijf", "38.5"),
        ("achtendertig komma vijf", "38.5"),
        ("een half uur", "0.5"),
        ("de vierde dag", "4"),
    ],
)
def test_spoken_numbers(talk: str, number: str) -> None:
    assert number in spoken_numbers(talk)


def test_alien_numbers() -> None:
    assert alien_numbers([("P", "paracetamol 500 mg, 2x")], "twee keer per dag paracetamol") == [
        "500 <- paracetamol 500 mg, 2x"
    ]
    assert alien_numbers([("S", "4 dgn")], "vier dagen") == []
