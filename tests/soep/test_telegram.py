"""Words are left out; what can change the meaning never is."""

from __future__ import annotations

import pytest

from asr.transcript import Word
from soep.numbers import to_digits
from soep.telegram import pruned, squeezed
from soep.text import Phrase, tokenise


def phrase(said: str) -> Phrase:
    return to_digits(tokenise([Word(w) for w in said.split()], 0))


@pytest.mark.parametrize(
    ("said", "short"),
    [
        ("Nou, eh, ik heb eigenlijk al drie dagen koorts, hoor.", "3 dagen koorts"),
        ("Pijn op de borst niet, benauwd niet.", "geen pijn op borst, niet benauwd"),
        ("Astma niet, hooikoorts wel.", "geen astma, hooikoorts wel"),
        ("Het jeukt niet.", "jeukt niet"),
        ("De metoprolol laat ik nu zo.", "metoprolol laat nu zo"),
        ("Koorts. Dertig keer. Met rillingen.", "koorts, 30 keer, met rillingen"),
        ("De longen zijn schoon.", "longen schoon"),
        ("U neemt duizend milligram, vier keer per dag.", "neemt 1000 mg, 4 dd"),
        ("Die tablet neemt u om de dag.", "tablet neemt om de dag"),
        ("Mijn moeder had borstkanker.", "moeder borstkanker"),
        ("Ik ben niet benauwd, misschien een beetje links.", "niet benauwd, misschien links"),
    ],
)
def test_telegram_style(said: str, short: str) -> None:
    assert squeezed(phrase(said)).folded == short


def test_a_double_negation_stays_whole() -> None:
    assert squeezed(phrase("Ik kan niet zeggen dat het niet helpt.")).folded == "ik kan niet zeggen dat het niet helpt"


def test_clauses_without_content_go_unless_nothing_is_left() -> None:
    assert pruned(phrase("Dat vind ik eng, maar ik heb koorts.")).folded == "maar ik heb koorts."
    assert pruned(phrase("Dat vind ik eng, zeg.")).folded == "dat vind ik eng, zeg."
