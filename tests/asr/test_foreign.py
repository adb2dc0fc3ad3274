"""Whether a phrase is Dutch: cases in data/languages.tsv, a line each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from asr.foreign import is_foreign, parse, shipped
from soep.training import consults

CONSULTS = Path(consults.__file__).parent / "consults"
CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "data" / "languages.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("said", "why", "text"), CASES)
def test_what_is_dutch_and_what_is_not(said, why, text):
    assert is_foreign(text.split()) is (said == "foreign"), why


def test_no_turn_of_an_invented_consult_is_marked():
    talks = [consults.read(path).turns() for path in sorted(CONSULTS.rglob("*.txt"))]
    texts = [turn["text"] for turns in talks for turn in turns]
    assert len(texts) > 5000
    assert [text for text in texts if is_foreign(text.split())] == []


def test_there_are_cases_enough_and_no_case_twice():
    counts = Counter(said for said, _, _ in CASES)
    assert counts["nl"] >= 60 and counts["foreign"] >= 30 and set(counts) == {"nl", "foreign"}
    assert len({text for _, _, text in CASES}) == len(CASES)


def test_the_lists_share_no_word_with_dutch():
    lists = shipped()
    for words in lists.foreign.values():
        assert len(words) > 200
        assert words.isdisjoint(lists.dutch | lists.both)
    assert lists.dutch.isdisjoint(lists.both)
    assert all(len(words) > 1 for words in lists.loans)


def test_nothing_and_signs_alone_are_not_foreign():
    assert not is_foreign([])
    assert not is_foreign(["...", "?", "12", "%"])


def test_capitals_and_punctuation_do_not_matter():
    assert is_foreign(["“THANK", "you,", "very", "MUCH!”"])


def test_the_same_english_word_over_and_over_is_no_language():
    assert not is_foreign(["the"] * 12)


def test_a_loan_of_more_words_tells_nothing_where_its_parts_would():
    assert not is_foreign(["over", "the", "top", "en", "out", "of", "the", "blue"])
    assert is_foreign(["the", "top", "of", "the", "box", "was", "out", "over", "there"])


def test_rows_before_a_name_are_refused():
    with pytest.raises(ValueError):
        parse(["and the"])
    lists = parse(["# remark", "", "[en]", "and the", "[nl]", "en de", "[loans]", "by the way"])
    assert lists.foreign["en"] == {"and", "the"} and lists.foreign["de"] == frozenset()
    assert lists.dutch == {"en", "de"} and lists.loans == {("by", "the", "way")}
