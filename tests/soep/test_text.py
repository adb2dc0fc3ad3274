"""Tokens and phrases never lose the words they came from."""

from __future__ import annotations

import re

import pytest

from asr.transcript import Word
from soep.note import Evidence
from soep.text import Phrase, Token, added, fold, printable, spans, tokenise


def phrase(text: str, first: int = 0) -> Phrase:
    return tokenise([Word(w) for w in text.split()], first)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Één", "een"), ("CAFÉ", "cafe"), ("m’n", "m'n"), ("`s", "'s"), ("naïef", "naief"), ("39,2 °C", "39,2 °c")],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\x07b\x1b[2J", "a b [2J"),
        ("links\u202erechts", "linksrechts"),
        ("a\u200bb\ufeff", "ab"),
        ("  a\n\tb ", "a b"),
        ("half \ud83d weg", "half weg"),
        ("🤒 koorts", "🤒 koorts"),
        ("", ""),
    ],
)
def test_printable(text: str, clean: str) -> None:
    assert printable(text) == clean


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("Koorts, hoest?", [("Koorts", ","), ("hoest", "?")]),
        ("Ja... nee!", [("Ja", "..."), ("nee", ".")]),
        ("(links)", [("links", "")]),
        ("39,2 graden.", [("39,2", ""), ("graden", ".")]),
        ("'s avonds", [("'s", ""), ("avonds", "")]),
        ("dus - ja", [("dus", ""), ("ja", "")]),
        ("98%", [("98%", "")]),
        ("🤒 ziek", [("ziek", "")]),
        ("<b>koorts</b>", [("<b>koorts</b", "")]),
    ],
)
def test_tokenise_takes_punctuation_off(said: str, tokens: list[tuple[str, str]]) -> None:
    assert [(t.text, t.tail) for t in phrase(said)] == tokens


def test_every_token_knows_its_word() -> None:
    assert [t.words for t in phrase("ik heb - koorts", first=7)] == [(7,), (8,), (10,)]


def test_a_match_on_the_folded_text_gives_token_positions() -> None:
    p = phrase("Ik heb geen koorts, dokter.")
    match = re.search("geen koorts", p.folded)
    assert match and p.span(match) == (2, 4)
    assert p[2:4].text == "geen koorts,"
    nothing = re.search("x*", p.folded)
    assert nothing and p.span(nothing) == (0, 0)


def test_taking_out_keeps_the_sentence_end() -> None:
    assert phrase("ik heb koorts hoor.").without(3, 4).text == "ik heb koorts."


def test_evidence_bridges_small_holes_only() -> None:
    assert spans([5, 1, 2, 12]) == (Evidence(1, 5), Evidence(12, 12))
    assert spans([]) == ()
    assert (added("geen") + phrase("koorts", first=3)).evidence() == (Evidence(3, 3),)


def test_swapping_tokens_keeps_the_rest() -> None:
    p = phrase("honderdveertig over negentig.").swapped(0, 3, [Token("140/90", (0, 1, 2), ".")])
    assert p.text == "140/90." and p.evidence() == (Evidence(0, 2),)
    assert p.bare().text == "140/90" and p.bare().tailed("?").text == "140/90?"
