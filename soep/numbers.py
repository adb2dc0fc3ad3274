"""Spoken numbers become digits: "honderdachtenveertig over zesentachtig" -> 148/86, "anderhalve" -> 1,5.

Compounds are read by text2num; this module adds what it leaves: decimals without "komma" (a temperature), halves,
scales like "honderdveertig over negentig", and the guard that "een" stays a word unless it counts something.
Sources: research/soep.md section 6 (cases 11-19).
"""

from __future__ import annotations

import re
from functools import lru_cache

from text_to_num import text2num  # type: ignore[import-untyped,unused-ignore]

from soep.text import Phrase, Token, fold

_MORPHEME = re.compile(
    r"(nul|een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|dertien|veertien|vijftien|zestien|zeventien"
    r"|achttien|negentien|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|en)+"
)
_ALARM = "1-1-2"  # as it was spoken; the measure of `soepel eval` takes 112 for a number not said
UNITS = (
    r"(?:milligram|mg|gram|g|microgram|mcg|milliliter|ml|liter|kilo|kilogram|kg|centimeter|cm|millimeter|mm|procent|%"
    r"|graden|millimol|mmol|slagen|eenheden|ie|keer|maal|x|dd|daags|dag|dagen|dgn|week|weken|wk|maand|maanden|mnd|jaar"
    r"|jaren|uur|uren|minuten|minuut|nachten|nacht|tablet|tabletten|tabletje|tabletjes|pil|pillen|pilletje|pilletjes"
    r"|capsule|capsules|puf|pufje|pufjes|puffen|zakje|zakjes|druppel|druppels|druppeltjes|spuit|ampul|zetpil|glas"
    r"|glazen|sigaret|sigaretten|kopjes|stuks|recept|kuur|hechtingen|weekje|weekjes|dagje|dagjes|maandje|jaartje|uurtje"
    r"|halfuur|kwartier|blikjes|blikken|biertjes|bier|streepje|nachtje|kilootje|kilo's|pond|ons)"
)
_UNIT = re.compile(UNITS + r"\Z")


@lru_cache(maxsize=4096)
def value_of(word: str) -> int | None:
    """The value of one spoken number word (folded), or None.  Example: "honderdachtenveertig" -> 148."""
    if word == "een" or not _MORPHEME.fullmatch(word) or word in ("en", "enen"):
        return None
    for spelling in (word, re.sub(r"(twee|drie)en(?=.)", r"\1ën", word)):
        try:
            return int(text2num(spelling, "nl"))
        except ValueError:
            continue
    return None


def is_number(token: Token) -> bool:
    """Whether the token is a number in digits."""
    return bool(re.fullmatch(r"\d+(?:[.,/]\d+)*", token.text))


def is_unit(token: Token) -> bool:
    """Whether the token names something that is counted or measured."""
    return bool(_UNIT.match(token.folded))


def _digits(phrase: Phrase, *, thousands: bool = True) -> list[Token]:
    """Each number word as digits; "een" before a unit as 1; ordinals before week/dag and the like left as words."""
    out: list[Token] = []
    tokens = phrase.tokens
    for i, t in enumerate(tokens):
        word = t.folded
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        value = value_of(word)
        if value is not None and (thousands or word == "duizend" or "duizend" not in word):
            out.append(Token(str(value), t.words, t.tail))
        elif word == "een" and t.text != "Een" and following and is_unit(following) and not t.tail:
            explicit = not t.text.isascii() or following.folded in ("keer", "maal", "tablet", "pufje", "puf", "zakje")
            out.append(Token("1", t.words) if explicit or _dose_context(tokens, i) else t)
        elif word == "een-een-twee":
            out.append(Token(_ALARM, t.words, t.tail))
        elif word in ("anderhalf", "anderhalve"):
            out.append(Token("1,5", t.words, t.tail))
        elif word in ("eenmaal", "eenmalig", "tweemaal", "driemaal"):
            out.append(t if word == "eenmalig" else Token({"e": "1x", "t": "2x", "d": "3x"}[word[0]], t.words, t.tail))
        else:
            out.append(t)
    return out


def _with_alarm_number(phrase: Phrase) -> Phrase:
    """ "een een twee" as one token; as digits it would lose its ones."""
    folded = [t.folded for t in phrase.tokens]
    for i in range(len(folded) - 2, -1, -1):
        if folded[i : i + 3] == ["een", "een", "twee"]:
            words = tuple(n for t in phrase.tokens[i : i + 3] for n in t.words)
            phrase = phrase.swapped(i, i + 3, [Token(_ALARM, words, phrase.tokens[i + 2].tail)])
    return phrase


def _dose_context(tokens: tuple[Token, ...], i: int) -> bool:
    near = " ".join(t.folded for t in tokens[max(0, i - 2) : i + 5])
    return bool(
        re.search(r"\bper (dag|keer|week|nacht)|daags|milligram|\bmg\b|mnd|maand|weken|week|jaar|uur|dag", near)
    )


def _joined(out: list[Token], i: int, *, sums: bool) -> tuple[Token, int] | None:
    """A number spoken over several words starting at `i`: the token and the position after it."""
    first = out[i]
    nxt = out[i + 1] if i + 1 < len(out) else None
    third = out[i + 2] if i + 2 < len(out) else None
    after = out[i + 3] if i + 3 < len(out) else None
    if nxt and third and first.folded == "een" and nxt.folded in ("komma", "punt") and third.text.isdigit():
        return Token(f"1,{third.text}", first.words + nxt.words + third.words, third.tail), i + 3
    if not nxt or first.tail or not first.text.isdigit():
        return None
    if nxt.folded in ("komma", "punt") and third and (third.text.isdigit() or third.folded == "een"):
        decimal = "1" if third.folded == "een" else third.text
        return Token(f"{first.text},{decimal}", first.words + nxt.words + third.words, third.tail), i + 3
    if (
        sums
        and nxt.folded == "en"
        and third
        and after
        and third.folded == "een"
        and after.folded in ("half", "halve", "halfje")
    ):
        words = first.words + nxt.words + third.words + after.words
        return Token(f"{first.text},5", words, after.tail), i + 4
    if nxt.folded in ("over", "op") and third and third.text.isdigit():
        upper, lower = int(first.text), int(third.text)
        if 70 <= upper <= 260 and 30 <= lower <= 150 and upper > lower and (nxt.folded == "over" or upper >= 100):
            return Token(f"{upper}/{lower}", first.words + nxt.words + third.words, third.tail), i + 3
    if 34 <= int(first.text) <= 42 and ((nxt.text.isdigit() and len(nxt.text) == 1) or nxt.folded == "een"):
        counted = third is not None and not nxt.tail and is_unit(third) and third.folded not in ("graden", "keer")
        if not counted and not (nxt.folded == "een" and third is not None and not nxt.tail):
            decimal = "1" if nxt.folded == "een" else nxt.text
            return Token(f"{first.text},{decimal}", first.words + nxt.words, nxt.tail), i + 2
    return _sum(first, nxt, third, i) if sums else None


def _sum(first: Token, nxt: Token, third: Token | None, i: int) -> tuple[Token, int] | None:
    """Hundreds and what is added to them, said apart: "honderd en vier", "honderd vijftig"."""
    if nxt.folded == "en" and first.text in ("100", "200", "300") and third and third.text.isdigit():
        if int(third.text) >= 100:
            return None
        words = first.words + nxt.words + third.words
        return Token(str(int(first.text) + int(third.text)), words, third.tail), i + 3
    hundreds = first.text in ("100", "1000", "200", "300", "400", "500") and nxt.text.isdigit()
    percent = first.text == "100" and third is not None and third.folded in ("komma", "punt", "procent")
    if hundreds and not percent and int(nxt.text) < int(first.text):
        return Token(str(int(first.text) + int(nxt.text)), first.words + nxt.words, nxt.tail), i + 2
    return None


def to_digits(phrase: Phrase, *, sums: bool = True) -> Phrase:
    """The phrase with its spoken numbers as digits, decimals with a comma. Words behind each number are kept.

    Examples: "achtendertig vijf" -> "38,5"; "twee en een halve" -> "2,5"; "honderdveertig over negentig" -> "140/90".
    `sums` False leaves what has to be added up ("2 en een halve", "honderd en vier", "tweeduizendzestien") as said:
    a note's number must be found in the talk as it stands, and the measure of `soepel eval` reads no more than that.
    """
    spoken = _with_alarm_number(phrase)
    out = _digits(spoken, thousands=sums)
    done: list[Token] = []
    i = 0
    while i < len(out):
        added = None if sums or i + 1 == len(out) else _sum(out[i], out[i + 1], (*out[i + 2 :], None)[0], i)
        if added and out[i].text.isdigit() and not out[i].tail:
            done.extend(spoken.tokens[i : added[1]])
            i = added[1]
            continue
        joined = _joined(out, i, sums=sums)
        if joined:
            done.append(joined[0])
            i = joined[1]
            continue
        t = out[i]
        text = re.sub(r"^(\d+)\.(\d{1,2})$", r"\1,\2", t.text)
        done.append(Token(text, t.words, t.tail))
        i += 1
    return Phrase(tuple(done))


def number_texts(text: str) -> set[str]:
    """All numbers in a text, in digits with a decimal point, however they were written or spoken."""
    rows = (re.match(r"^[\"'(]*(.*?)([.,?!;:)\"']*)$", w) for w in fold(text).split())
    words = Phrase(tuple(Token(m.group(1), (), "," if m.group(2) else "") for m in rows if m))
    plain = to_digits(words).folded.replace(",", ".")
    one = {"1"} if re.search(r"\been\b", fold(text)) else set()
    found = re.findall(r"\d+(?:\.\d+)?", re.sub(r"\.(?=\s|$)", "", plain))
    return one | {n.rstrip("0").rstrip(".") if "." in n else n for n in found}
