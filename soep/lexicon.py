"""Soepel's own word list (data/lexicon.txt): which words name a drug, complaint, finding, test or disease."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from soep.text import fold

_SIDE = re.compile(r"^(?:linker|rechter)(?=\w{3})")


class Kind(StrEnum):
    """What a word names."""

    MIDDEL = "middel"
    KLACHT = "klacht"
    LICHAAMSDEEL = "lichaamsdeel"
    BEVINDING = "bevinding"
    TEST = "test"
    ZIEKTE = "ziekte"
    LEEFSTIJL = "leefstijl"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words per kind: whole words, beginnings ("hoest*") and endings ("*pijn")."""

    whole: dict[str, frozenset[Kind]]
    beginnings: dict[str, frozenset[Kind]]
    endings: dict[str, frozenset[Kind]]

    def kinds(self, word: str) -> frozenset[Kind]:
        """The kinds of one folded word; empty when it is in no list. A drug matches whole words only."""
        word = _SIDE.sub("", word) or word
        found = set(self.whole.get(word, ()))
        for cut in range(3, len(word) + 1):
            found |= self.beginnings.get(word[:cut], frozenset())
            found |= self.endings.get(word[-cut:], frozenset())
        return frozenset(found)

    def has(self, word: str, *kinds: Kind) -> bool:
        """Whether the folded word is of one of these kinds."""
        return not self.kinds(word).isdisjoint(kinds)

    def terms(self, kind: Kind) -> tuple[str, ...]:
        """The whole words of one kind, sorted."""
        return tuple(sorted(w for w, k in self.whole.items() if kind in k))


def parse(rows: Iterable[str]) -> Lexicon:
    """A Lexicon from the rows of a word list. Raises ValueError for words before the first [kind]."""
    tables: tuple[dict[str, set[Kind]], ...] = ({}, {}, {})
    kind: Kind | None = None
    for row in rows:
        if row.startswith("#") or not row.strip():
            continue
        if row.startswith("["):
            kind = Kind(row.strip().strip("[]"))
            continue
        if kind is None:
            raise ValueError("a word stands before the first [kind]")
        for word in row.split():
            table = 1 if word.endswith("*") else 2 if word.startswith("*") else 0
            tables[table].setdefault(fold(word.strip("*")), set()).add(kind)
    whole, beginnings, endings = ({w: frozenset(k) for w, k in t.items()} for t in tables)
    return Lexicon(whole, beginnings, endings)


@cache
def shipped() -> Lexicon:
    """The word list that comes with the program."""
    return parse(resources.files("soep").joinpath("data/lexicon.txt").read_text("utf-8").splitlines())
