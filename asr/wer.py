"""Word error rate for Dutch: how many words were swapped, left out or put in, after a fair normalisation.

The normaliser takes away what is spelling and not hearing: case, punctuation, accents, "'t" and "het", "zo'n", "oké",
digits and number words. It is kept with the figures: rates of different normalisers cannot be compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Levenshtein

NORMALIZER: Final = "soepel-nl/1"

_SAME: Final = {
    "'t": "het", "'n": "een", "'k": "ik", "'m": "hem", "'r": "er", "'s": "s", "zo'n": "zo een", "da's": "dat is",
    "d'r": "er", "m'n": "mijn", "z'n": "zijn", "oké": "ok", "oke": "ok", "okay": "ok", "ie": "hij", "'ns": "eens",
}  # fmt: skip
_FILLERS: Final = frozenset({"eh", "ehm", "uh", "uhm", "hm", "hmm", "mm"})
_NUMBERS: Final = (
    "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
    "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TENS: Final = ("", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Counts of one comparison, or of several added up. `reference`: words that should have been heard."""

    substituted: int = 0
    deleted: int = 0
    inserted: int = 0
    reference: int = 0

    @property
    def errors(self) -> int:
        """All of them."""
        return self.substituted + self.deleted + self.inserted

    @property
    def rate(self) -> float:
        """Errors per reference word; without reference words 0.0, or 1.0 when something was heard all the same."""
        if self.reference == 0:
            return 1.0 if self.inserted else 0.0
        return self.errors / self.reference

    def __add__(self, other: WordErrors) -> WordErrors:
        return WordErrors(
            self.substituted + other.substituted, self.deleted + other.deleted,
            self.inserted + other.inserted, self.reference + other.reference,
        )  # fmt: skip


def normalized(text: str) -> list[str]:
    """The words to compare."""
    plain = unicodedata.normalize("NFC", text).lower().replace("’", "'").replace("‘", "'")
    words: list[str] = []
    for raw in re.findall(r"'?[\w]+(?:'[\w]+)*", re.sub(r"(?<=\d)[.,](?=\d)", " komma ", plain)):
        word = _SAME.get(raw, raw.lstrip("'"))
        for part in word.split():
            bare = unicodedata.normalize("NFD", part)
            bare = "".join(c for c in bare if not unicodedata.combining(c)).replace("'", "")
            if bare and bare not in _FILLERS:
                words.append(_spelled(bare))
    return words


def word_errors(reference: str, heard: str) -> WordErrors:
    """The least number of changes (Levenshtein over words) from `reference` to `heard`."""
    return _distance(normalized(reference), normalized(heard))


def _spelled(word: str) -> str:
    """Digits up to 999 as the Dutch word; longer numbers stay as they are."""
    if not (word.isascii() and word.isdigit()) or len(word) > 3:
        return word
    value = int(word)
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _below_hundred(rest)
    head = ("" if hundreds == 1 else _NUMBERS[hundreds]) + "honderd"
    return head + (_below_hundred(rest) if rest else "")


def _below_hundred(value: int) -> str:
    if value < 20:
        return _NUMBERS[value]
    tens, ones = divmod(value, 10)
    if not ones:
        return _TENS[tens]
    return _NUMBERS[ones] + "en" + _TENS[tens]


def _distance(reference: Sequence[str], heard: Sequence[str]) -> WordErrors:
    tags = Counter(op.tag for op in Levenshtein.editops(reference, heard))
    return WordErrors(tags["replace"], tags["delete"], tags["insert"], len(reference))
