"""The measure of a note against a consult case: normalisation, facts, traps, numbers. Pure, standard library only.

Agrees to the last digit with the reference scorer that the case format comes with; its quirks are kept on purpose
("een" stays a word; a number inside another number counts as spoken).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_UNITS = dict(zip(
    ("nul", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien",
     "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien"),
    (0, *range(2, 20)), strict=True,
))  # fmt: skip
_TENS = dict(zip(
    ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"), range(20, 100, 10),
    strict=True,
))  # fmt: skip


def _number_words() -> dict[str, str]:
    ones = {"een": 1, **{w: v for w, v in _UNITS.items() if 2 <= v <= 9}}
    below = {**_UNITS, **_TENS, **{f"{u}en{t}": tv + uv for u, uv in ones.items() for t, tv in _TENS.items()}}
    words: dict[str, float] = {**below, "honderd": 100, "duizend": 1000, "anderhalf": 1.5, "anderhalve": 1.5}
    for word, value in {**below, "een": 1}.items():
        words["honderd" + word] = words["honderden" + word] = 100 + value
    for word, value in _UNITS.items():
        if value >= 2:
            words[word + "honderd"] = value * 100
            words |= {word + "honderd" + w: value * 100 + v for w, v in below.items()}
    return {w: str(v) for w, v in words.items()}


_WORDS = _number_words()
_SPOKEN = {
    "half": ["0.5", "30", "6"], "kwartier": ["15"], "kwart": ["15", "0.25"], "driekwart": ["0.75", "45"], "een": ["1"],
    "eerste": ["1"], "tweede": ["2"], "derde": ["3"], "week": ["7", "1"], "dagelijks": ["1"], "beide": ["2"],
    "paar": ["2"],
    "dubbel": ["2"], "maand": ["1"], "jaar": ["1", "12"],
}  # fmt: skip


def normalise(text: str) -> str:
    """Lower case, no diacritics, number words as digits, decimal point, single blanks."""
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    text = re.sub(r"(\d),(\d)", r"\1.\2", text)
    text = re.sub(r"[a-z]+", lambda m: _WORDS.get(m.group(), m.group()), text)
    return re.sub(r"\s+", " ", text).strip()


def fact_found(fact: Mapping[str, Any], line: str) -> bool:
    """Whether a normalised line matches every group of `must` and nothing of `not`."""
    if any(re.search(p, line) for p in fact.get("not", [])):
        return False
    return all(any(re.search(a, line) for a in group) for group in fact["must"])


def trap_hit(trap: Mapping[str, Any], lines: Iterable[tuple[str, str]]) -> bool:
    """Whether a (section, normalised line) pair says what must not be in the note."""
    return any(
        trap.get("section") in (None, "", section) and any(re.search(p, line) for p in trap["bad"])
        for section, line in lines
    )


def numbers(line: str) -> set[str]:
    """The numbers of a normalised line, without trailing ".0"."""
    return {re.sub(r"\.0+$", "", n) for n in re.findall(r"\d+(?:\.\d+)?", line)}


def spoken_numbers(talk: str) -> set[str]:
    """The numbers a faithful note may use: as heard, spoken decimals joined, and common spoken durations."""
    plain = normalise(talk)
    out = numbers(plain)
    pairs = re.findall(r"(\d+(?:\.\d+)?)(?: (?:komma|punt) | )(?=(\d+)\b)", plain)
    out |= {f"{a}.{b}" for a, b in pairs if "." not in a}
    out |= {f"{a}.1" for a in re.findall(r"(\d+)(?: komma| punt)? een\b", plain)}
    lowered = talk.lower()
    for word, values in _SPOKEN.items():
        if word in lowered:
            out |= set(values)
    for word in re.findall(r"[a-z]+(?:ste|de)\b", normalise(lowered)):
        stem = re.sub(r"(ste|de)$", "", word)
        if stem in _WORDS:
            out.add(_WORDS[stem])
    return out


def alien_numbers(lines: Sequence[tuple[str, str]], talk: str) -> list[str]:
    """Numbers of the lines that were not spoken, each as "number <- line"."""
    spoken = spoken_numbers(talk)
    return [
        f"{n} <- {line}"
        for _, line in lines
        for n in numbers(line)
        if n not in spoken and not any(n in s for s in spoken)
    ]
