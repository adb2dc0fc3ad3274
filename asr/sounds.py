"""Words that sound alike: a key for how a Dutch speaker says a word, and terms found back by ear in running text.

The key writes one letter per sound, so that spellings of the same sound fall together (ij/ei, au/ou, g/ch, c/k/s,
x/ks, ph/f, th/t, y/i, ae/e, qu/kw, doubled letters, silent h, -en/-e, final d and b). Closeness is an edit distance
over these sounds in which a consonant weighs twice as much as a vowel and a swap of neighbours (p and b, t and d,
m and n, l and r) half; the spelling counts for a quarter.

Finding: each term is filed under its rough consonants, and under those with one or two left out, so that a stretch of
one to three words meets only the few terms that can be near. No dictionary, no state, nothing of ours imported.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

_SPELLINGS: Final = {
    "sch": "sx", "ouw": "A", "auw": "A", "eeuw": "ew", "ieuw": "iw", "uw": "yw", "dt": "t",
    "ij": "E", "ei": "E", "ey": "E", "ai": "E", "au": "A", "ou": "A", "ui": "U", "uy": "U", "eu": "O", "oe": "u",
    "ae": "e", "aa": "a", "ee": "e", "oo": "o", "uu": "y", "ie": "i",
    "ch": "x", "ph": "f", "th": "t", "rh": "r", "gh": "x", "qu": "kw", "ck": "k", "x": "ks", "q": "k",
    "g": "x", "z": "s", "v": "f", "y": "i", "u": "y", "h": "", "c": "k",
}  # fmt: skip
_SOFT_C: Final = re.compile(r"c(?=[eiy])")
_SPELLING: Final = re.compile("|".join(sorted(_SPELLINGS, key=len, reverse=True)))
_DOUBLED: Final = re.compile(r"([^aeou])\1+")
_REPEATED: Final = re.compile(r"(.)\1+")
_VOWELS: Final = "aeiouyAEUO@"
# A consonant as two letters (its family, itself), a vowel as one: then plain Levenshtein has the weights named above.
_FAMILIES: Final = {"P": "pb", "T": "td", "K": "kx", "S": "s", "F": "fw", "N": "mn", "L": "lr", "J": "j"}
_WEIGHED: Final = str.maketrans({
    **{c: family + c for family, sounds in _FAMILIES.items() for c in sounds},
    **dict.fromkeys("ieE@", "e"), **dict.fromkeys("oAu", "o"), **dict.fromkeys("yUO", "y"), "a": "a",
})  # fmt: skip
_ROUGH: Final = str.maketrans({**{c: f for f, sounds in _FAMILIES.items() for c in sounds}, **dict.fromkeys(_VOWELS)})
_SPELLING_SHARE: Final = 0.25
_MOST_WORDS: Final = 3
_FEWEST: Final = 2  # rough consonants of a term
_MOST: Final = 16
_LONG: Final = 6  # rough consonants from which two may be missing


@dataclass(frozen=True, slots=True)
class Match:
    """Words [first, after) of a text sound like `term`; `score` in [0, 1], 1 is the same sound and spelling."""

    first: int
    after: int
    term: str
    score: float


def letters(text: str) -> str:
    """Only the letters a to z, lower case, without accents.  Example: "Één-" -> "een"."""
    plain = text.lower()
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return plain if plain.isascii() and plain.isalpha() else "".join(c for c in plain if "a" <= c <= "z")


def key(word: str) -> str:
    """How one word sounds, a letter per sound.  Example: "thyrax" -> "tiraks"; "@" is the ending -e or -en."""
    plain = _DOUBLED.sub(r"\1", letters(word).replace("cce", "kse").replace("cci", "ksi"))
    ending = ""
    for last in ("en", "e"):
        if len(plain) > len(last) + 1 and plain.endswith(last) and plain[-len(last) - 1] not in "aeiou":
            plain, ending = plain[: -len(last)], "@"
            break
    said = _SPELLING.sub(_sound, _SOFT_C.sub("s", plain + ("e" if ending and plain.endswith("c") else "")))
    if ending:
        return _once(said.removesuffix("e") + ending)
    return _once(said[:-1] + {"d": "t", "b": "p"}.get(said[-1:], said[-1:]))


def closeness(heard: str, term: str) -> float:
    """How alike two pieces of text sound, in [0, 1]; blanks between words do not count."""
    plain, other = letters(heard), letters(term)
    if not plain or not other:
        return 0.0
    sound = Levenshtein.normalized_similarity(_weighed(_joined(heard)), _weighed(_joined(term)))
    return _with_spelling(sound, plain, other)


class SoundIndex:
    """Terms (words or short phrases), filed by ear; those with fewer than two consonants are left out."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = tuple(dict.fromkeys(t for t in terms if _FEWEST <= len(_rough(_joined(t))) <= _MOST))
        self._said = [(_weighed(_joined(t)), letters(t)) for t in self._terms]
        self._filed: dict[str, list[int]] = defaultdict(list)
        for number, term in enumerate(self._terms):
            rough = _rough(_joined(term))
            for name in _shortened(rough, 2 if len(rough) >= _LONG else 1):
                self._filed[name].append(number)

    def matches(self, words: Sequence[str], least: float, *, longest: int = _MOST_WORDS) -> tuple[Match, ...]:
        """Where up to `longest` adjacent words sound like a term, at least `least`; the best ones, none overlapping.

        Words with a digit in them take part in nothing. A term that stands there literally is found too (score 1).
        """
        found = sorted(self.near(words, least, longest=longest), key=lambda m: (-m.score, m.after - m.first, m.first))
        taken: set[int] = set()
        kept = []
        for match in found:
            if taken.isdisjoint(range(match.first, match.after)):
                taken.update(range(match.first, match.after))
                kept.append(match)
        return tuple(sorted(kept, key=lambda m: m.first))

    def near(self, words: Sequence[str], least: float, *, longest: int = _MOST_WORDS) -> Iterator[Match]:
        """The best term for every stretch of up to `longest` words, overlapping ones included; see `matches`."""
        spelled = [letters(w) if not any(c.isdigit() for c in w) else "" for w in words]
        sounds = {w: (k := key(w), _rough(k)) for w in set(spelled)}
        known: dict[str, tuple[int, float] | None] = {}
        for first in range(len(words)):
            said = rough = plain = ""
            for after in range(first + 1, min(first + longest, len(words)) + 1):
                word = spelled[after - 1]
                if not word:
                    break
                said, rough, plain = _chain(said, sounds[word][0]), _chain(rough, sounds[word][1]), plain + word
                if plain not in known:
                    known[plain] = self._best(said, rough, plain, least)
                best = known[plain]
                if best:
                    yield Match(first, after, self._terms[best[0]], best[1])

    def _best(self, said: str, rough: str, plain: str, least: float) -> tuple[int, float] | None:
        if not _FEWEST <= len(rough) <= _MOST:
            return None
        filed = self._filed
        near = {number for name in _shortened(rough, 1) if name in filed for number in filed[name]}
        if not near:
            return None
        sounds = {number: self._said[number][0] for number in sorted(near)}
        alike = process.extract(
            _weighed(said), sounds, scorer=Levenshtein.normalized_similarity,
            score_cutoff=_needed_sound(least), limit=None,
        )  # fmt: skip
        best: tuple[int, float] | None = None
        for _, sound, number in alike:
            score = _with_spelling(sound, plain, self._said[number][1])
            if score >= least and (best is None or score > best[1]):
                best = number, score
        return best


def _joined(text: str) -> str:
    return reduce(_chain, (key(w) for w in re.split(r"[\s-]+", text)))


def _sound(match: re.Match[str]) -> str:
    return _SPELLINGS[match[0]]


def _once(said: str) -> str:
    return _REPEATED.sub(r"\1", said)


def _chain(before: str, after: str) -> str:
    """Two strings in a row; a letter that ends the one and begins the other once."""
    return before + after[1:] if before and after and before[-1] == after[0] else before + after


def _weighed(said: str) -> str:
    return said.translate(_WEIGHED)


def _rough(said: str) -> str:
    """The consonants by family, neighbours of one family once."""
    return _once(said.translate(_ROUGH))


def _shortened(rough: str, by: int) -> set[str]:
    """The string itself and all that leave out up to `by` letters."""
    found = edge = {rough}
    for _ in range(by):
        edge = {c[:i] + c[i + 1 :] for c in edge for i in range(len(c))}
        found = found | edge
    return found


def _needed_sound(least: float) -> float:
    """Below this likeness of sound no spelling makes up for it."""
    return max(0.0, (least - _SPELLING_SHARE) / (1 - _SPELLING_SHARE))


def _with_spelling(sound: float, plain: str, other: str) -> float:
    return (1 - _SPELLING_SHARE) * sound + _SPELLING_SHARE * Levenshtein.normalized_similarity(plain, other)
