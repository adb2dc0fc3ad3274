"""Tokens and phrases: text that never forgets which words of the transcript it came from.

Everything between the transcript and the note is a tuple of Tokens. A token that was rewritten ("honderdveertig" to
"140") keeps the numbers of the words it stands for; a token that was added ("geen") has none. Rules look at
`Phrase.folded`, a plain string, and get token positions back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import pairwise

from asr.transcript import Word
from soep.note import Evidence

_EDGE = re.compile(r"^([^\w'’%°<>+-]*)(.*?)([^\w'’%°+]*)$", re.DOTALL)
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case, without diacritics, straight apostrophes.  Example: "Één" -> "een"."""
    text = text.translate(_APOSTROPHES).lower()
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def printable(text: str) -> str:
    """The text without control characters, bidi overrides and other invisible marks; blanks become one space."""
    kept = (c if c.isprintable() else " " for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co"))
    return " ".join("".join(kept).split())


@dataclass(frozen=True, slots=True)
class Token:
    """A word without its punctuation. `words`: the transcript's word numbers behind it; `tail`: ".", ",", "?" or "";
    `heard`: what was heard where the text is a suggestion for it."""

    text: str
    words: tuple[int, ...] = ()
    tail: str = ""
    heard: str = ""

    @property
    def folded(self) -> str:
        """The text as rules compare it."""
        return fold(self.text)


@dataclass(frozen=True)
class Phrase:
    """A run of tokens, matched by regular expressions on `folded` and edited by token position."""

    tokens: tuple[Token, ...] = ()

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def __bool__(self) -> bool:
        return bool(self.tokens)

    def __getitem__(self, span: slice) -> Phrase:
        return Phrase(self.tokens[span])

    def __add__(self, other: Phrase) -> Phrase:
        return Phrase(self.tokens + other.tokens)

    @cached_property
    def folded(self) -> str:
        """The folded tokens with their tails, joined by single spaces."""
        return " ".join(t.folded + t.tail for t in self.tokens)

    @cached_property
    def shown(self) -> str:
        """As `text`, with suggestions after what was heard.  Example: "paarse mol (paracetamol?)"."""
        return " ".join((f"{t.heard} ({t.text}?)" if t.heard else t.text) + t.tail for t in self.tokens)

    @cached_property
    def text(self) -> str:
        """The tokens with their tails, joined by single spaces."""
        return " ".join(t.text + t.tail for t in self.tokens)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for t in self.tokens:
            starts.append(at)
            at += len(t.folded) + len(t.tail) + 1
        return tuple(starts)

    def span(self, match: re.Match[str], group: int | str = 0) -> tuple[int, int]:
        """Token positions [first, after last) that a match (or one of its groups) on `folded` touches."""
        start, end = match.span(group)
        if start < 0 or start == end:
            return 0, 0
        touched = [
            i for i, s in enumerate(self._starts)
            if s < end and s + len(self.tokens[i].folded) + len(self.tokens[i].tail) > start
        ]  # fmt: skip
        return (touched[0], touched[-1] + 1) if touched else (0, 0)

    def search(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first match on `folded`."""
        return pattern.search(self.folded)

    def without(self, first: int, after: int) -> Phrase:
        """The phrase with a span of tokens taken out; a sentence end inside the span is kept on the token before."""
        kept = list(self.tokens[:first])
        gone = self.tokens[first:after]
        if kept and gone and gone[-1].tail and not kept[-1].tail:
            kept[-1] = replace(kept[-1], tail=gone[-1].tail)
        return Phrase((*kept, *self.tokens[after:]))

    def swapped(self, first: int, after: int, tokens: Iterable[Token]) -> Phrase:
        """The phrase with a span of tokens exchanged for others."""
        return Phrase((*self.tokens[:first], *tokens, *self.tokens[after:]))

    def evidence(self) -> tuple[Evidence, ...]:
        """The spans of transcript words behind this phrase."""
        return spans(w for t in self.tokens for w in t.words)

    def bare(self) -> Phrase:
        """Without the tail of the last token."""
        if not self.tokens:
            return self
        return Phrase((*self.tokens[:-1], replace(self.tokens[-1], tail="")))

    def tailed(self, tail: str) -> Phrase:
        """With this tail on the last token."""
        if not self.tokens:
            return self
        return Phrase((*self.tokens[:-1], replace(self.tokens[-1], tail=tail)))


def spans(words: Iterable[int], gap: int = 3) -> tuple[Evidence, ...]:
    """Word numbers as ordered spans; holes of at most `gap` words are bridged."""
    numbers = sorted(set(words))
    if not numbers:
        return ()
    breaks = [i + 1 for i, (a, b) in enumerate(pairwise(numbers)) if b - a > gap + 1]
    return tuple(
        Evidence(numbers[a], numbers[b - 1]) for a, b in zip([0, *breaks], [*breaks, len(numbers)], strict=True)
    )


def added(text: str) -> Phrase:
    """A phrase of our own words, without evidence of its own."""
    return Phrase(tuple(Token(t) for t in text.split()))


def _tail(mark: str) -> str:
    if "?" in mark:
        return "?"
    if "..." in mark or "…" in mark:
        return "..."
    if "." in mark or "!" in mark:
        return "."
    return "," if any(c in mark for c in ",;:") else ""


def tokenise(words: Sequence[Word], first: int) -> Phrase:
    """Transcript words (the first has number `first`) as a phrase; bare punctuation joins the word before."""
    tokens: list[Token] = []
    for number, word in enumerate(words, first):
        match = _EDGE.match(printable(word.text).translate(_APOSTROPHES))
        core, mark = (match.group(2), match.group(3)) if match else ("", "")
        if not any(c.isalnum() for c in core):
            if tokens and not tokens[-1].tail:
                tokens[-1] = replace(tokens[-1], tail=_tail(word.text))
            continue
        tokens.append(Token(core, (number,), _tail(mark)))
    return Phrase(tuple(tokens))
