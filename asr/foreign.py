"""Whether heard words are Dutch at all: Whisper turns to English now and then, though it is told to write Dutch.

Adds a judgement of a phrase by common words (data/foreign.txt). Only a stretch of another language counts: a loan word,
a drug or a name among Dutch words tells nothing. Handy #679 and voiceink #330 report the same of other recognisers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

_LANGUAGES: Final = ("en", "de", "fr")
_DUTCH, _UNKNOWN, _DUTCH_SPELLING = -1.5, -0.3, -1.0
_LIKE_FOREIGN: Final = 0.5
_ENOUGH: Final = 2.5  # score of a stretch
_DIFFERENT: Final = 3  # common words in it
_SPELT_DUTCH: Final = re.compile(r"ij|aa|uu|oe[^sr]|eeu|lijk|heid|tjes?$")
_SPELT: Final = {
    "en": re.compile(r"^wh|ght|ould|.{3}(?:tion|ness|ful)s?$|.{3}ly$|.{2}th$|n't$"),
    "de": re.compile(r"[äüß]|(?:ung|keit|lich)(?:en)?$"),
    "fr": re.compile(r"^[jldmn]'[aeiouhéê]|.{3}(?:eux|euse|oir|ère|ême)s?$"),
}


@dataclass(frozen=True, slots=True)
class Lists:
    """Lower-case words: of each other language, of Dutch, of both, and phrases that are at home in Dutch."""

    foreign: dict[str, frozenset[str]]
    dutch: frozenset[str]
    both: frozenset[str]
    loans: frozenset[tuple[str, ...]]


def parse(rows: Iterable[str]) -> Lists:
    """The lists in rows like those of data/foreign.txt. Raises ValueError for words before the first [name]."""
    found: dict[str, list[str]] = {}
    name = ""
    for row in rows:
        line = row.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            name = line.strip("[]")
        elif not name:
            raise ValueError("words before the first [name]")
        else:
            found.setdefault(name, []).extend([line] if name == "loans" else line.split())
    words = {key: frozenset(found.get(key, ())) for key in (*_LANGUAGES, "nl", "both")}
    loans = frozenset(tuple(line.split()) for line in found.get("loans", ()))
    return Lists({key: words[key] for key in _LANGUAGES}, words["nl"], words["both"], loans)


@cache
def shipped() -> Lists:
    """The lists that come with the program."""
    return parse((resources.files("asr") / "data" / "foreign.txt").read_text(encoding="utf-8").splitlines())


def is_foreign(words: Sequence[str]) -> bool:
    """Whether a phrase, or a stretch within it, is English, German or French. `words`: as heard, punctuation and all.

    A stretch needs three different common words of one language that outweigh its Dutch ones. A phrase without any
    Dutch word needs two that are half of it; one of up to three words must have no other.
    """
    plain = list(_without_loans([_plain(w) for w in words], shipped().loans))
    return any(_is_all(plain, key) or _has_stretch(plain, key) for key in _LANGUAGES)


def _plain(word: str) -> str:
    return word.lower().replace("’", "'").strip(' .,;:!?…"“”‘«»()[]{}-–—¿¡')


def _without_loans(words: Sequence[str], loans: frozenset[tuple[str, ...]]) -> Iterator[str]:
    """The words, with "" for each one of a phrase that is at home in Dutch; the longest such phrase goes first."""
    longest = max(map(len, loans), default=0)
    at = 0
    while at < len(words):
        size = next((n for n in range(longest, 0, -1) if tuple(words[at : at + n]) in loans), 0)
        if size:
            yield from [""] * size
        else:
            yield words[at]
        at += size or 1


def _is_all(words: Sequence[str], language: str) -> bool:
    """Whether the phrase has nothing Dutch and at least two common words of this language, which are half of it."""
    lists = shipped()
    letters = [w for w in words if any(map(str.isalpha, w))]
    theirs = [w for w in letters if w in lists.foreign[language]]
    if len(set(theirs)) < 2 or any(_score(w, language, lists) <= _DUTCH_SPELLING for w in letters):
        return False
    if len(words) <= 3:
        return all(w in lists.foreign[language] or w in lists.both for w in words)
    return 4 * len(theirs) >= len(letters)


def _has_stretch(words: Sequence[str], language: str) -> bool:
    """Whether the best run of words scores enough (Kadane's sum, begun anew wherever it falls to zero)."""
    lists = shipped()
    total, seen = 0.0, set[str]()
    for word in words:
        total += _score(word, language, lists)
        if total <= 0:
            total, seen = 0.0, set()
        elif word in lists.foreign[language]:
            seen.add(word)
        if total >= _ENOUGH and len(seen) >= _DIFFERENT:
            return True
    return False


def _score(word: str, language: str, lists: Lists) -> float:
    """How much a word speaks for this language (1 at most), or for Dutch (below zero)."""
    if word in lists.foreign[language]:
        return 1.0
    if word in lists.both or not any(map(str.isalpha, word)):
        return 0.0
    if word in lists.dutch:
        return _DUTCH
    if _SPELT[language].search(word):
        return _LIKE_FOREIGN
    return _DUTCH_SPELLING if _SPELT_DUTCH.search(word) else _UNKNOWN
