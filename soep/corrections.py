"""Step 2: what a speaker takes back is taken out: "drie, nee vier dagen" -> "4 dagen".

Adds to the turns: self-corrections of numbers, durations, sides, days and drugs are resolved inside a turn, and a
patient who corrects a number of the doctor ("amlodipine tien milligram..." "Vijf.") is heard. The words that were taken
back leave the note's text; the evidence of the line still covers them. Cases: research/soep.md 16, 21.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from soep.lexicon import Kind, shipped
from soep.numbers import is_number, is_unit
from soep.text import Phrase, Token
from soep.utterances import Turn

_SIDE = re.compile(r"^(links|rechts|linker|rechter|beiderzijds)?(.*)$")
_DAY = re.compile(
    r"(?:maan|dins|woens|donder|vrij|zater|zon)dag|gister\w*|eergister\w*|vandaag|vannacht|morgen|overmorgen"
    r"|gisternacht"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
)
_SURE = re.compile(
    r"\b(?:of nee|nou nee|nee[, .]+(?:wacht|eh|uh|sorry|toch|even|doe maar|maak|maar|langer|korter|meer|minder|ik zeg"
    r"|dan|dat (?:vind|is|wordt|lijkt))"
    r"|wat zeg ik|ik bedoel|ik lieg|sorry|pardon|ik vergis|hoe zeg je|niet maand|laat ik zeggen|denken|rekenen"
    r"|nou ja|ik zeg het verkeerd|nee hoor[, ]|wacht even|doe maar|maak er)\b"
)
_MARK = re.compile(
    r"(?:(?:eh+m?|uh+m?|of|nou|ach|oh?|och|ai|ho)[,. ]+)*\b(?:nee|neen|wacht(?! (?:je|u|ik|we|tot|er|nog)\b)"
    r"|sorry|pardon|ik bedoel|wat zeg ik"
    r"|ik lieg|laat ik zeggen|laat me denken|nou ja|ondersteboven|(?:doe maar|maak er)(?= (?:toch |liever )?\d))\b"
    r"(?:[,. ]+(?:eh+|uh+|wacht|sorry|even denken|even rekenen|denken|hoe zeg je|ik bedoel|dat was|het is"
    r"|niet maand)\b)*"
)
_WEIGHED = re.compile(r"\bnee[, .]+(?:dan|dat)\b")
_CONTRADICTS = re.compile(
    r"(?:(?:nee|neen|welnee|no|nou|ho|nietes|niet waar|dat is|dat zijn|'t is|het is|het zijn)\b[, ]*)*"
)
_SHORT_REPLY = 10
_NEAR, _FAR = 4, 14
_HESITATES = re.compile(
    r"(?:eh+m?|uh+m?|wacht|momentje|even (?:denken|rekenen)|laat me denken)(?:[,. ]+(?:eh+m?|uh+m?|wacht))*"
)
_ANOTHERS = re.compile(
    r"\b(?P<number>\d+(?:,\d+)?)[,. ]+(?:[a-z']+[,. ]+){0,12}?(?:dat|die) (?:is|was) (?:[a-z']+ ){0,2}?"
    r"(?:van )?(?:m'n|mijn|z'n|zijn|haar|de|d'r|zn) (?:zus\w*|broer\w*|jongste|oudste|man|vrouw|moeder|vader|zoon\w*"
    r"|dochter\w*)\b"
)
_PLAIN = ("number",)


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that can be corrected: tokens [first, after), its kind, value and, of a number, its unit."""

    first: int
    after: int
    kind: str
    value: str
    unit: str = ""


def _things(phrase: Phrase) -> list[_Thing]:
    found = []
    tokens = phrase.tokens
    for i, token in enumerate(tokens):
        word = token.folded
        if is_number(token) or word == "halve" or (word in ("een",) and i + 1 < len(tokens) and is_unit(tokens[i + 1])):
            if i and tokens[i - 1].folded == "half" and not tokens[i - 1].tail:  # "half negen": one time of day
                found.append(_Thing(i - 1, i + 1, "number", f"half {word}", "uur"))
                continue
            unit = tokens[i + 1].folded if i + 1 < len(tokens) and not token.tail and is_unit(tokens[i + 1]) else ""
            after = i + 2 if unit else i + 1
            if word in ("een", "1") and after < len(tokens) - 1 and tokens[after].folded == "of":
                after += 2
            found.append(_Thing(i, after, "number", word, _unit_family(unit)))
        elif re.match(r"(?:links|rechts|linker|rechter)", word):
            found.append(_Thing(i, i + 1, "side", "links" if word.startswith("link") else "rechts"))
        elif _DAY.fullmatch(word):
            found.append(_Thing(i, i + 1, "day", word))
        elif Kind.MIDDEL in shipped().whole.get(word, ()):
            found.append(_Thing(i, i + 1, "drug", word))
        elif re.search(r"(?:loog|logen|arts|peut|chirurg)$", word):
            found.append(_Thing(i, i + 1, "doctor", word))
    return found


def _unit_family(unit: str) -> str:
    for stem in ("dag", "dgn", "week", "weken", "maand", "jaar", "uur", "mg", "milligram", "keer", "kilo"):
        if unit.startswith(stem):
            return {"dgn": "dag", "weken": "week", "milligram": "mg"}.get(stem, stem)
    return unit


def _pair(phrase: Phrase, things: Sequence[_Thing], mark: tuple[int, int]) -> tuple[_Thing, _Thing] | None:
    """What a correction marker takes back and what it puts in its place: the nearest two of one kind around it."""
    first, after = mark
    sentence_before = first > 0 and phrase.tokens[first - 1].tail in (".", "?")
    sure = _SURE.search(phrase[max(0, first - 1) : after + 3].folded) is not None
    told = phrase[first:after].folded in ("doe maar", "maak er")
    reach = _FAR if sure else (2 if sentence_before else _NEAR)
    for y in (t for t in things if after <= t.first <= after + reach):
        before = [
            t for t in things if t.after <= first and t.kind == y.kind and first - t.after <= (_FAR if sure else _NEAR)
        ]
        before = _of_drug(phrase, things, y, first) or [
            t
            for t in before
            if _comparable(t, y) and not (t.unit and not y.unit and first - t.after > (4 if told else 1))
        ]
        if _drug_beside(phrase, y) and not _of_drug(phrase, things, y, first):
            continue
        if not before:
            continue
        x = max(before, key=lambda t: (t.unit == y.unit, t.first))
        if x.kind in ("side", "day") and any(t.tail in (".", "?") for t in phrase.tokens[after : y.first]):
            continue
        weighed = _WEIGHED.search(phrase[first : after + 1].folded) is not None
        if weighed and x.unit != y.unit and phrase.tokens[y.first - 1].folded not in ("doe", "maak", "wordt", "we"):
            continue
        if x.kind in _PLAIN or x.value != y.value:
            return x, y
    return None


def _drug_beside(phrase: Phrase, y: _Thing) -> str:
    """The drug named right after a number ("twintig lantus"); empty when there is none."""
    following = phrase.tokens[y.after].folded if y.after < len(phrase) and y.kind == "number" else ""
    return following if Kind.MIDDEL in shipped().whole.get(following, ()) else ""


def _of_drug(phrase: Phrase, things: Sequence[_Thing], y: _Thing, before: int) -> list[_Thing]:
    """The numbers said earlier of the drug that stands right after `y`."""
    drug = _drug_beside(phrase, y)
    places = [i for i, t in enumerate(phrase.tokens[:before]) if drug and t.folded == drug]
    return [
        t for t in things
        if t.kind == "number" and t.after <= before and any(-2 <= t.first - p <= 2 for p in places)
    ]  # fmt: skip


def _comparable(x: _Thing, y: _Thing) -> bool:
    return not (x.unit and y.unit and x.unit != y.unit) or _both_durations(x, y)


def _resolve(phrase: Phrase, x: _Thing, y: _Thing, mark: tuple[int, int]) -> Phrase:
    tokens = phrase.tokens
    if x.kind == "side":
        stem = re.sub(r"^(?:linker|rechter)", "", tokens[x.first].folded)
        if stem and stem not in ("links", "rechts"):
            new = Token(
                y.value.replace("links", "linker").replace("rechts", "rechter") + stem,
                tokens[x.first].words + tokens[y.first].words,
                tokens[x.first].tail,
            )
            return phrase.without(*mark).swapped(x.first, x.after, [new])
        return phrase.without(*mark).without(x.first, x.after)
    if x.kind == "number" and x.unit and not y.unit:
        new = Token(tokens[y.first].text, tokens[x.first].words + tokens[y.first].words, tokens[x.first].tail)
        rest = phrase.without(mark[0], y.after)
        return rest.swapped(x.first, x.first + 1, [new])
    if x.kind == "number" and any(t.tail in (".", "...") for t in tokens[x.after - 1 : mark[0]]):
        said = [replace(t, words=t.words, tail="") for t in tokens[y.first : y.after]]
        said[-1] = replace(said[-1], tail=tokens[x.after - 1].tail)
        return phrase.without(*mark).swapped(x.first, x.after, said)
    return phrase.without(*mark).without(x.first, x.after)


def _within(phrase: Phrase, changed: set[int]) -> Phrase:
    """One turn with its self-corrections resolved, from left to right."""
    for _ in range(8):
        better = _one_less(phrase, changed)
        if better is None:
            return phrase
        phrase = better
    return phrase


def _one_less(phrase: Phrase, changed: set[int]) -> Phrase | None:
    """The phrase with its first correction resolved; None when there is none."""
    things = _things(phrase)
    for match in _MARK.finditer(phrase.folded):
        mark = phrase.span(match)
        pair = _pair(phrase, things, mark) or _pair(phrase, _renamed(phrase, mark), mark)
        if pair:
            changed.update(n for t in phrase[pair[1].first : pair[1].after] for n in t.words)
            return _resolve(phrase, *pair, mark)
    rid = _of_another(phrase)
    if rid:
        return rid
    for x, y in pairwise(t for t in things if t.kind == "number"):
        if _restart(phrase, x, y):
            return phrase.without(x.first, x.after)
    return None


def _renamed(phrase: Phrase, mark: tuple[int, int]) -> list[_Thing]:
    """A named thing before an "of nee" or "... nee," and the one after it ("kruisband, of nee, meniscus")."""
    first, after = mark
    said = phrase[first:after].folded
    broken = first > 0 and phrase.tokens[first - 1].tail == "..."
    if after < len(phrase) and phrase.tokens[after].folded in ("de", "het", "een", "m'n", "mijn"):
        after += 1
    if (
        first == 0
        or after >= len(phrase)
        or not (broken or re.search(r"\b(?:of nee|eh+m?,? nee|sorry|ik bedoel)", said))
    ):
        return []
    old, new = phrase.tokens[first - 1], phrase.tokens[after]
    shared = shipped().kinds(old.folded) & shipped().kinds(new.folded)
    denied = first > 1 and phrase.tokens[first - 2].folded in ("geen", "niet", "zonder")
    if not shared or denied:
        return []
    kind = "named"
    return [_Thing(first - 1, first, kind, old.folded), _Thing(after, after + 1, kind, new.folded)]


def _both_durations(x: _Thing, y: _Thing) -> bool:
    times = ("dag", "week", "maand", "jaar", "uur")
    return x.unit in times and y.unit in times


def _restart(phrase: Phrase, x: _Thing, y: _Thing) -> bool:
    """A number broken off for another: "Zestien... sta stil... zeventien kilo", "vierhonderd, eh, vijfhonderd mg"."""
    between = phrase[x.after : y.first]
    if "/" in x.value + y.value:
        return False
    if between.tokens and _HESITATES.fullmatch(between.bare().folded) and (not x.unit or x.unit == y.unit):
        return True
    broken = not x.unit and phrase.tokens[x.first].tail == "..."
    if broken and not between.tokens and not y.unit:
        return True
    return broken and bool(y.unit) and len(between) <= 6 and "." not in x.value


def _of_another(phrase: Phrase) -> Phrase | None:
    """Without a number that turns out to be somebody else's: "38,2, nee, dat was m'n dochter, Noud 37,9"."""
    match = _ANOTHERS.search(phrase.folded)
    if not match:
        return None
    first, after = phrase.span(match, "number")
    return phrase.without(first, after)


def _corrected_by_other(before: Turn, turn: Turn) -> Turn | None:
    """`before` with a number exchanged, when another speaker opens with another one: "Nee, twee weken, pa." """
    match = _CONTRADICTS.match(turn.phrase.folded)
    if not match or before.speaker is turn.speaker or before.phrase.tokens[-1].tail == "?":
        return None
    at = turn.phrase.span(match)[1] if match.end() else 0
    opened = next((i + 1 for i, t in enumerate(turn.phrase) if t.tail in (".", "...", "?")), len(turn.phrase))
    said = [t for t in _things(turn.phrase) if t.first == at and t.kind == "number" and "/" not in t.value]
    if not said or at >= opened or turn.phrase.tokens[opened - 1].tail == "?":
        return None
    y, bare = said[0], at == 0 and not said[0].unit
    if bare and turn.phrase.tokens[y.after - 1].tail not in (".", ",", "..."):
        return None
    olds = [t for t in _things(before.phrase) if t.kind == "number" and t.unit and "/" not in t.value]
    same = [t for t in olds if t.unit == y.unit] or [t for t in olds[-1:] if bare or _both_durations(t, y)]
    x = same[-1] if same else None
    echoed = any(t.text == turn.phrase.tokens[y.first].text for t in before.phrase)
    if x is None or echoed or len(before.phrase) - x.first > (4 if bare else _FAR) or opened > _SHORT_REPLY:
        return None
    swap = x.first + 1 if not y.unit else x.after
    words = tuple(w for t in before.phrase[x.first : swap] for w in t.words)
    new = [replace(t, tail="") for t in turn.phrase[y.first : y.after if y.unit else y.first + 1]]
    new[0] = replace(new[0], words=words + new[0].words)
    new[-1] = replace(new[-1], tail=before.phrase.tokens[swap - 1].tail)
    return replace(before, phrase=before.phrase.swapped(x.first, swap, new))


def repaired(turns: Iterable[Turn], corrected: set[int] | None = None) -> tuple[Turn, ...]:
    """The turns with self-corrections and corrections by the other speaker resolved.

    `corrected` receives the numbers of the words that took the place of others.
    """
    changed = corrected if corrected is not None else set()
    out: list[Turn] = []
    for turn in turns:
        turn = replace(turn, phrase=_within(turn.phrase, changed))
        if out and turn.phrase.tokens:
            better = _corrected_by_other(out[-1], turn)
            if better:
                changed.update(turn.phrase.tokens[0].words)
                out[-1] = better
        out.append(turn)
    return tuple(out)
