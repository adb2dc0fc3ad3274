"""Talk with recognition errors: as many as asked, the same every time, and of the kinds that are described."""

from __future__ import annotations

from pathlib import Path

import pytest

from asr.wer import word_errors
from soep.cases import Case, read_cases
from soep.degrade import degraded

CASES = read_cases(Path(__file__).parent / "cases" / "consults")


def text_of(turns: object) -> str:
    return " ".join(t["text"] for t in turns)  # type: ignore[attr-defined]


@pytest.mark.parametrize("rate", [0.05, 0.15, 0.3])
def test_about_as_many_words_are_wrong_as_asked(rate: float) -> None:
    found = sum(
        (word_errors(text_of(c.turns), text_of(degraded(c.turns, rate, f"7:{c.id}"))).rate for c in CASES), start=0.0
    ) / len(CASES)
    assert rate * 0.75 <= found <= rate * 1.35


def test_no_errors_change_nothing() -> None:
    for case in CASES:
        assert text_of(degraded(case.turns, 0.0, "1")) == " ".join(text_of(case.turns).split())


def test_a_seed_gives_the_same_errors_and_another_seed_others() -> None:
    case = CASES[0]
    first = degraded(case.turns, 0.15, "1")
    assert first == degraded(case.turns, 0.15, "1") and first != degraded(case.turns, 0.15, "2")


def test_speakers_and_turns_stay() -> None:
    for case in CASES:
        heard = degraded(case.turns, 0.5, "3")
        assert [t["speaker"] for t in heard] == [t["speaker"] for t in case.turns]


def one(said: str, rate: float = 1.0) -> set[str]:
    """What one sentence becomes under many seeds."""
    return {degraded([{"speaker": None, "text": said}], rate, str(seed))[0]["text"] or "" for seed in range(60)}


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("vijftien", "vijftig"),
        ("vijftig", "vijftien"),
        ("15", "50"),
        ("paracetamol", "paarse tamol"),
        ("maar", "naar"),
        ("de", ""),
        ("hoesten", "hoest"),
        ("bloedonderzoek", "bloed onderzoek"),
    ],
)
def test_the_kinds_of_errors(said: str, heard: str) -> None:
    assert heard in one(said)


def test_what_decides_the_meaning_is_hit_less_often() -> None:
    seeds = range(400)
    spared = sum(degraded([{"speaker": None, "text": "niet"}], 1.0, str(s))[0]["text"] == "niet" for s in seeds)
    assert spared > 0.4 * len(seeds)


def test_sentence_ends_get_lost() -> None:
    turns = [{"speaker": None, "text": "Ik hoest. Al lang. " * 50}]
    assert text_of(degraded(turns, 0.3, "1")).count(".") < 90


@pytest.mark.parametrize("said", ["", "   ", "...", "🤒", "a"])
def test_odd_turns_do_no_harm(said: str) -> None:
    assert len(degraded([{"speaker": None, "text": said}], 1.0, "1")) == 1


def test_a_case_keeps_its_facts() -> None:
    assert isinstance(CASES[0].without_speakers(), Case) and CASES[0].without_speakers().facts == CASES[0].facts
