"""Yes, no, or something else, and what a question reads like once it has been answered."""

from __future__ import annotations

import pytest

from asr.transcript import Word
from soep.numbers import to_digits
from soep.polarity import Answer, affirmed, denied, is_negative, items, lead
from soep.text import Phrase, tokenise


def phrase(text: str) -> Phrase:
    return to_digits(tokenise([Word(w) for w in text.split()], 0))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("Nee.", Answer.NO),
        ("Was het maar waar.", Answer.NO),
        ("Wel misselijk, niet gespuugd.", Answer.OPEN),
        ("Ja, wel pijn.", Answer.YES),
        ("Nee hoor.", Answer.NO),
        ("Nee, gelukkig niet.", Answer.NO),
        ("Eh, nee.", Answer.NO),
        ("Nooit.", Answer.NO),
        ("Geen van beide.", Answer.NO),
        ("Ja.", Answer.YES),
        ("Ja hoor, al een week.", Answer.YES),
        ("Mm-hm.", Answer.YES),
        ("Klopt.", Answer.YES),
        ("Jawel.", Answer.CONTRARY),
        ("Nou, toch wel.", Answer.CONTRARY),
        ("Alleen hoesten.", Answer.ONLY),
        ("Nee, alleen hoesten.", Answer.ONLY),
        ("Niet dat ik weet.", Answer.UNSURE),
        ("Geen idee.", Answer.UNSURE),
        ("Drie dagen.", Answer.OPEN),
    ],
)
def test_lead(said: str, answer: Answer) -> None:
    assert lead(phrase(said)).answer is answer


@pytest.mark.parametrize("said", ["Nee... ja, eigenlijk wel benauwd.", "Nee ja, eigenlijk wel een beetje benauwd."])
def test_the_last_word_wins(said: str) -> None:
    assert lead(phrase(said)).answer is Answer.YES
    assert "benauwd" in lead(phrase(said)).rest.folded


def test_what_follows_the_yes_or_no_is_kept() -> None:
    assert lead(phrase("Nee, alleen 's nachts.")).rest.folded.startswith("alleen")
    assert lead(phrase("Ja, sinds gisteren.")).rest.folded == "sinds gisteren."


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("Heeft u koorts?", ["koorts"]),
        ("Hoesten, slijm, benauwd?", ["Hoesten", "slijm", "benauwd"]),
        ("Heeft u koorts gehad?", ["koorts"]),
        ("Bent u misselijk?", ["misselijk"]),
    ],
)
def test_items(asked: str, found: list[str]) -> None:
    assert [p.text for p in items(phrase(asked))] == found


@pytest.mark.parametrize(
    ("item", "text"),
    [
        ("koorts", "geen koorts"),
        ("misselijk", "niet misselijk"),
        ("benauwd", "niet benauwd"),
        ("pijn op de borst", "geen pijn op de borst"),
        ("geen pijn", "geen pijn"),
        ("iets", "niets"),
    ],
)
def test_denied(item: str, text: str) -> None:
    assert denied(phrase(item)).text == text


def test_denying_twice_changes_nothing() -> None:
    once = denied(phrase("koorts"))
    assert denied(once).text == once.text and is_negative(once)


def test_affirmed_takes_the_denial_away() -> None:
    assert affirmed(phrase("geen pijn op de borst")).text == "pijn op de borst"
