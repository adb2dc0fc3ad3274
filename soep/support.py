"""Whether a line's evidence really holds the line's words: the measure behind "valid evidence" of `soepel eval`.

Independent of how the line was made, so that it can catch the writer: numbers must be in the evidence as values, words
as themselves, as another form of themselves (stem), as part of a compound, as the short form of what was said, or as
what a misheard word was taken for. Words of the scaffold, which a note may add by itself, are listed by name.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

from soep.measure import spoken_numbers
from soep.numbers import number_texts
from soep.text import fold

_SCAFFOLD = (
    # what was decided about something, and whose words it is
    "vangnet besproken overwogen patient wil niet geen gedaan ziet af kort uitleg advies bij zonder wel heteroanamnese",
    "idee ongerust over hulpvraag zorg vraag volgens arts gestopt onwaarschijnlijk mogelijk gb bijzonderheden dd vg",
    # answers that were merged with their question
    "voorgeschiedenis niets nooit nergens niemand niks onbekend bekend opgemerkt weet ja nee",
    # small words
    "de het een en of maar dan als om op in aan met van voor na door uit tot te per er is was zijn heeft had ook nog",
    "nu al zo sinds contact os",
)
SCAFFOLD = frozenset(word for row in _SCAFFOLD for word in row.split())
SHORT = {
    "rr": "bloeddruk|over|tensie|op", "temp": "temperatuur|graden|koorts|verhoging", "t": "temperatuur|graden|koorts",
    "sat": "saturatie|zuurstof", "spo2": "saturatie|zuurstof", "pols": "pols|hartslag", "hf": "pols|hart",
    "dgn": "dag|etma", "dg": "dag", "d": "dag", "wk": "week|weken", "wkn": "week|weken", "mnd": "maand",
    "jr": "jaar|jare",
    "mg": "milli", "mcg": "micro", "ml": "milli", "kg": "kilo", "cm": "centi", "mm": "milli", "u": "uur|uren",
    "x": "keer|maal|een", "dd": "per|daags|dagelijks|keer|elke|ochtend|avond", "zn": "nodig", "pcm": "parace",
    "li": "link", "re": "recht", "bdz": "beide", "ivm": "vanwege|omdat|voor|door", "iom": "overleg",
    "po": "slik|tablet",     "beiderzijds": "beide|allebei", "min": "minu",
    "%": "procent", "/min": "minu", "c": "graden", "os": "slik|tablet",
}  # fmt: skip
_SIDES = re.compile(r"^(linker|rechter)(?=\w{3})")
_WORD = re.compile(r"[a-z][a-z'0-9-]*|%|/min")
_SUGGESTION = re.compile(r"\([^()]*\?\)")  # "paarse mol (paracetamol?)": what may have been meant, no claim
_DOUBLED = re.compile(r"(.)\1")
_LIKENESS, _LIKENESS_FRAMED = 0.78, 0.7


def unsupported(line: str, evidence: str) -> list[str]:
    """The words and numbers of a line that its evidence (the quotes, joined) does not hold; empty when it holds all."""
    line = _SUGGESTION.sub("", line)
    said = _words(evidence)
    pairs = [a + b for a, b in pairwise(said)]
    joined = pairs + [pair + c for pair, c in zip(pairs, said[2:], strict=False)]
    spoken = number_texts(evidence) | spoken_numbers(evidence)
    lacking = [n for n in sorted(number_texts(line)) if n not in spoken and not _composed(n, spoken)]
    vocabulary = frozenset(said)
    return lacking + [w for w in _words(line) if not _held(w, vocabulary, tuple(said), tuple(joined))]


def _composed(number: str, spoken: set[str]) -> bool:
    """Whether a number with a decimal was spoken in parts ("achtendertig vijf")."""
    return all(part in spoken for part in number.split("."))


def _words(text: str) -> list[str]:
    return [w.strip("'-") for w in _WORD.findall(fold(text)) if w.strip("'-")]


def _held(word: str, vocabulary: frozenset[str], said: tuple[str, ...], joined: tuple[str, ...]) -> bool:
    if word in SCAFFOLD or word in vocabulary or len(word) == 1:
        return True
    if word in SHORT and any(s.startswith(part) for part in SHORT[word].split("|") for s in said):
        return True
    if number_texts(word) and number_texts(word) <= number_texts(" ".join(said)):
        return True
    side = _SIDES.match(word)
    if side and any(s.startswith(side[1][:4]) for s in said):
        word = word[side.end() :]
    return any(_same(word, s) for s in vocabulary) or any(_alike(word, s) for s in joined)


@lru_cache(maxsize=65536)
def _same(word: str, said: str) -> bool:
    """Two forms of one word, one inside the other, or as alike as a word and its mishearing."""
    a, b = _sounded(word), _sounded(said)
    shorter = min(len(a), len(b))
    stem = max(3, shorter - 1 if shorter < 6 else shorter - 2)
    if shorter >= 3 and a[:stem] == b[:stem]:
        return True
    if shorter >= 4 and (a in b or b in a):
        return True
    return _alike(word, said)


def _sounded(word: str) -> str:
    """Without what a Dutch ending changes: doubled letters, v and z for f and s.  Example: "brieven" -> "briefen"."""
    return _DOUBLED.sub(r"\1", word).replace("v", "f").replace("z", "s")


def _alike(word: str, said: str) -> bool:
    if min(len(word), len(said)) < 4 or abs(len(word) - len(said)) > 4:
        return False
    framed = len(word) >= 8 and word[:2] == said[:2] and word[-2:] == said[-2:]
    enough = _LIKENESS_FRAMED if framed else _LIKENESS
    return SequenceMatcher(None, word, said, autojunk=False).ratio() >= enough
