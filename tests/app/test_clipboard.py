"""Texts for the clipboard: the layout, and no marker inside a line."""

from __future__ import annotations

import re

import pytest

from app.clipboard import clean_line, note_text, section_text
from app.draft import Draft
from soep.note import Section

MARKER = re.compile(r"(?i)(?<![^\W\d_])[soep]\s*[:;/]")


@pytest.mark.parametrize(
    ("typed", "pasted"),
    [
        ("paracetamol p/o", "paracetamol per os"),
        ("paracetamol P / O 3 dd 500 mg", "paracetamol per os 3 dd 500 mg"),
        ("ibuprofen e/o paracetamol", "ibuprofen en/of paracetamol"),
        ("zie o: lichamelijk onderzoek", "zie o - lichamelijk onderzoek"),
        ("S: hoest", "S - hoest"),
        ("s/p appendectomie", "s - p appendectomie"),
        ("E; pneumonie", "E - pneumonie"),
        ("RR 140/90, pols 80/min", "RR 140/90, pols 80/min"),
        ("hoesten: sinds 4 dgn", "hoesten: sinds 4 dgn"),
        ("  veel   ruimte\t", "veel ruimte"),
        ("rechts\u202elinks\x07", "rechtslinks"),
        ("co\u00f6peratief \u2265 38,5 \u00b0C", "co\u00f6peratief \u2265 38,5 \u00b0C"),
    ],
)
def test_a_line_is_cleaned(typed: str, pasted: str) -> None:
    assert clean_line(typed) == pasted
    assert not MARKER.search(clean_line(typed))
    assert clean_line(pasted) == pasted


def test_a_section_is_its_lines() -> None:
    assert section_text(Draft(S="hoest\n\n koorts \n"), Section.S) == "hoest\nkoorts"


def test_one_contact_has_its_markers_at_the_start_of_lines_only() -> None:
    assert note_text([Draft("Hoesten", "hoest\nkoorts", "", "luchtweginfectie", "vangnet")]) == (
        "S: hoest\nkoorts\nE: luchtweginfectie\nP: vangnet"
    )


def test_more_contacts_are_told_apart() -> None:
    text = note_text([Draft("Hoesten", S="hoest"), Draft("Moedervlek o: arm", P="controle")])
    assert text == "Deelcontact 1 - Hoesten\nS: hoest\n\nDeelcontact 2 - Moedervlek o - arm\nP: controle"


def test_nothing_gives_nothing() -> None:
    assert note_text([]) == ""
    assert note_text([Draft("Leeg")]) == ""
