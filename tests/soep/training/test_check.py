"""The check of consult files before they are trained on."""

from __future__ import annotations

from pathlib import Path

from soep.training.check import problems

CONSULTS = Path(__file__).parents[3] / "soep" / "training" / "consults"


def test_train_and_tune_consults_are_right() -> None:
    files = sorted([*CONSULTS.glob("train/*.txt"), *CONSULTS.glob("tune/*.txt")])
    assert len(files) >= 60
    assert {path.name: found for path in files if (found := problems(path))} == {}


def test_a_short_consult_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text(
        "id: x\ntitle: x\npatient: 3 V\n\n== gesprek\narts\n  -:groet Hallo.\n== feiten\ns1 | S | 1 | hoest | hoest\n"
        "== vallen\nt1 | koorts | - | koorts\n== verslag\nS: koorts\n"
    )
    found = " ".join(problems(path))
    for said in ("1 words", "1 facts", "1 traps", "s1 (hoest) is not found", "t1 (koorts) is hit"):
        assert said in found
    path.write_text("onzin")
    assert problems(path)
