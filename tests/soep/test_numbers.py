"""Spoken numbers become digits, each still knowing the words it was spoken with."""

from __future__ import annotations

import pytest

from asr.transcript import Word
from soep.numbers import number_texts, to_digits, value_of
from soep.text import tokenise

SPOKEN = [
    ("bel een een twee", "bel 1-1-2"),
    ("een komma vijf", "1,5"),
    ("honderd en vier", "104"),
    ("achtendertig vijf", "38,5"),
    ("achtendertig komma vijf graden", "38,5 graden"),
    ("zevenendertig twee", "37,2"),
    ("negenendertig en een half", "39,5"),
    ("honderdveertig over negentig", "140/90"),
    ("honderdachtenveertig over zesentachtig", "148/86"),
    ("anderhalve week", "1,5 week"),
    ("anderhalf uur", "1,5 uur"),
    ("twee en een halve tablet", "2,5 tablet"),
    ("vijfhonderd milligram", "500 milligram"),
    ("tweeëndertig jaar", "32 jaar"),
    ("drieëntwintig", "23"),
    ("duizend eenheden", "1000 eenheden"),
    ("één tablet per dag", "1 tablet per dag"),
    ("tweemaal daags", "2x daags"),
    ("38.5", "38,5"),
]
LEFT = [
    "een beetje moe",
    "een been",
    "veel last",
    "achter",
    "drieling",
    "de eerste week",
    "vierkant",
    "zesde",
]


@pytest.mark.parametrize(("spoken", "digits"), SPOKEN)
def test_to_digits(spoken: str, digits: str) -> None:
    assert to_digits(tokenise([Word(w) for w in spoken.split()], 0)).text == digits


@pytest.mark.parametrize(
    "said", ["honderd en vier", "tweeduizendzestien", "honderd vijftig", "een pols van honderd en vier."]
)
def test_a_sum_stays_in_words_in_a_note(said: str) -> None:
    phrase = tokenise([Word(w) for w in said.split()], 0)
    assert to_digits(phrase, sums=False).text == said
    assert to_digits(phrase).text != said


@pytest.mark.parametrize("said", LEFT)
def test_what_is_no_number_stays(said: str) -> None:
    assert to_digits(tokenise([Word(w) for w in said.split()], 0)).text == said


@pytest.mark.parametrize(("spoken", "digits"), SPOKEN)
def test_no_word_is_lost(spoken: str, digits: str) -> None:
    words = spoken.split()
    made = to_digits(tokenise([Word(w) for w in words], 10))
    assert sorted(w for t in made for w in t.words) == list(range(10, 10 + len(words)))


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("vijftien", 15),
        ("vijftig", 50),
        ("honderdachtenveertig", 148),
        ("een", None),
        ("en", None),
        ("koorts", None),
        ("", None),
    ],
)
def test_value_of(word: str, value: int | None) -> None:
    assert value_of(word) == value


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("T 38,5 en RR 140/90", {"38.5", "140", "90"}),
        ("achtendertig vijf", {"38.5"}),
        ("vijftig... nee, vijfentwintig milligram", {"50", "25"}),
        ("2,50 euro", {"2.5"}),
        ("geen getal", set()),
    ],
)
def test_number_texts(text: str, numbers: set[str]) -> None:
    assert number_texts(text) == numbers
