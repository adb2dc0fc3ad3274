from __future__ import annotations

import pytest

from asr.wer import WordErrors, normalized, word_errors


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ik heb 't koud.", "ik heb het koud"),
        ("Oké, zo’n 3 dagen", "ok zo een drie dagen"),
        ("38,5 graden", "achtendertig komma vijf graden"),
        ("25 milligram, 140 over 90", "vijfentwintig milligram honderdveertig over negentig"),
        ("reeel", "reëel"),
        ("eh ja, uh nee", "ja nee"),
    ],
)
def test_spelling_is_not_hearing(one, other):
    assert word_errors(one, other).errors == 0


def test_counts_by_kind():
    errors = word_errors("geen pijn in de borst", "een pijn de borst nu")
    assert (errors.substituted, errors.deleted, errors.inserted, errors.reference) == (1, 1, 1, 5)
    assert errors.rate == pytest.approx(0.6)


def test_negation_is_never_normalised_away():
    assert word_errors("niet benauwd", "benauwd").deleted == 1
    assert word_errors("geen koorts", "een koorts").substituted == 1


def test_nothing_said():
    assert word_errors("", "").rate == 0.0
    assert word_errors("", "ondertiteld door").rate == 1.0


def test_figures_add_up():
    assert WordErrors(1, 2, 3, 10) + WordErrors(1, 0, 0, 10) == WordErrors(2, 2, 3, 20)


def test_normalized_words():
    assert normalized("Nou... dat -- 'k weet 't niet!") == ["nou", "dat", "ik", "weet", "het", "niet"]
