"""Talk as a recogniser with a given word error rate would have heard it: for measuring only, seeded.

The mix of errors follows what Whisper does to Dutch conversation: short words vanish, vowels and final consonants are
taken for their neighbours, endings drop, compounds fall apart or words grow together, drug names become ordinary words,
now and then a filler appears, and sentence ends get lost. A number may be hit too, half as often as another word, and
becomes the number that sounds like it ("vijftien" and "vijftig", 15 and 50, "twee" and "drie"): what was said can then
no longer be read from the talk. Speakers and the order of turns stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from soep.lexicon import Kind, shipped
from soep.text import fold

Turn = Mapping[str, str | None]

_NUMBER_PAIRS = (
    ("dertien", "dertig"), ("veertien", "veertig"), ("vijftien", "vijftig"), ("zestien", "zestig"), ("twee", "drie"),
    ("zeventien", "zeventig"), ("achttien", "tachtig"), ("negentien", "negentig"), ("zes", "zeven"),
)  # fmt: skip
_NUMBERS = dict(_NUMBER_PAIRS) | {b: a for a, b in _NUMBER_PAIRS}
_DRUGS = {
    "paracetamol": "paarse tamol", "ibuprofen": "iboe proffen", "amoxicilline": "a moxi cellen",
    "omeprazol": "o mee prazel", "pantoprazol": "panto prasol", "metformine": "met formina",
    "metoprolol": "meto prolool", "amlodipine": "amlo die pien", "salbutamol": "sal boeta mol",
    "doxycycline": "doxi sikline", "prednisolon": "preet nisolon", "naproxen": "na proxen",
    "diclofenac": "diklo fenak", "simvastatine": "sim vast satine", "nitrofurantoine": "nitro foerantoine",
}  # fmt: skip
_ALIKE = {
    "de": "die", "die": "de", "het": "dat", "een": "en", "en": "een", "ik": "die", "u": "nu", "je": "ze", "ze": "je",
    "er": "daar", "is": "es", "nu": "u", "dan": "dat", "dat": "dan", "wel": "veel", "ook": "op", "op": "ook",
    "maar": "naar", "naar": "maar", "om": "on", "met": "het", "van": "dan", "zo": "so", "al": "als", "als": "al",
}  # fmt: skip
_NEIGHBOURS = (
    ("ij", "ei"), ("ei", "ij"), ("ou", "au"), ("au", "ou"), ("d$", "t"), ("(?<=[a-z])t$", "d"), ("^v", "f"),
    ("^z", "s"), ("^g", "ch"), ("ch", "g"), ("ie", "i"), ("oe", "o"), ("aa", "a"), ("ee", "e"), ("oo", "o"),
    ("uu", "u"), ("eu", "u"), ("ui", "uu"), ("(?<=[^aeiou])a(?=[^aeiou])", "e"), ("(?<=[^aeiou])e(?=[^aeiou])", "i"),
    ("(?<=[^aeiou])i(?=[^aeiou])", "e"), ("(?<=[^aeiou])o(?=[^aeiou])", "a"), ("m$", "n"), ("n$", "m"), ("^b", "p"),
    ("^p", "b"), ("ll", "l"), ("s$", ""),
)  # fmt: skip
_SOUNDS = tuple((re.compile(a), b) for a, b in _NEIGHBOURS)
_ENDING = re.compile(r"(?<=[a-z]{3})(?:en|t|e|n)$")
_FIRST = "bloed|hoofd|buik|keel|oor|knie|enkel|schouder|huis|long|maag|darm|huid|slaap|hart|adem|ziekenhuis|nier|blaas"
_CUT = re.compile(rf"^({_FIRST}|[a-z]{{4,}}?[^aeiou](?=[^aeiou][aeiou]))([a-z]{{4,}})$")
_FILLERS = ("eh", "ja", "dus", "en", "nou")
_MEANING = {"niet", "geen", "nee", "ja", "nooit", "wel", "jawel"}


def degraded(turns: Iterable[Turn], rate: float, seed: str) -> tuple[Turn, ...]:
    """The turns with about `rate` (in [0, 1]) of their words wrong; the same seed gives the same errors."""
    dice = Random(seed)
    given = [(turn["speaker"], (turn["text"] or "").split()) for turn in turns]
    budget = rate * sum(len(words) for _, words in given)
    places = [(t, w) for t, (_, words) in enumerate(given) for w in range(len(words))]
    dice.shuffle(places)
    for t, w in places:
        if budget < 0.5:
            break
        words = given[t][1]
        if words[w] and " " not in words[w]:
            words[w], cost = _misheard(words[w], dice)
            budget -= cost
    out = []
    for speaker, words in given:
        kept = _grown_together([w for w in words if w], rate, dice)
        out.append({"speaker": speaker, "text": _run_on(kept, rate, dice)})
    return tuple(out)


def _misheard(word: str, dice: Random) -> tuple[str, float]:
    """A word as it was heard ("" when it was not), and how many word errors that is; 0 when the word was spared."""
    match = re.fullmatch(r"(\W*)(.*?)(\W*)", word, re.DOTALL)
    before, core, after = match.groups() if match else ("", word, "")
    plain = fold(core)
    spared = 0.6 if plain in _MEANING else 0.5 if _is_number(plain) else 0.0
    if not plain or dice.random() < spared:
        return word, 0.0
    if len(plain) <= 4 and not _is_number(plain) and dice.random() < 0.5:
        return "", 1.0
    heard = _heard(plain, dice)
    if heard == plain:
        return word, 0.0
    if dice.random() < 0.06:
        heard = f"{dice.choice(_FILLERS)} {heard}"
    if core[:1].isupper():
        heard = heard[:1].upper() + heard[1:]
    return before + heard + after, float(len(heard.split()))


def _heard(word: str, dice: Random) -> str:
    if _is_number(word):
        return _number(word)
    if shipped().whole.get(word, frozenset()) >= {Kind.MIDDEL}:
        return _DRUGS.get(word) or _by_sound(_split(word) or word, dice)
    if word in _ALIKE:
        return _ALIKE[word]
    chance = dice.random()
    if len(word) >= 9 and chance < 0.3:
        return _split(word) or _by_sound(word, dice)
    if chance < 0.5:
        return _ENDING.sub("", word, count=1) if _ENDING.search(word) else _by_sound(word, dice)
    return _by_sound(word, dice)


def _by_sound(word: str, dice: Random) -> str:
    """The word with one sound taken for its neighbour."""
    fitting = [(pattern, to) for pattern, to in _SOUNDS if pattern.search(word)]
    if not fitting:
        return word
    pattern, to = dice.choice(fitting)
    return pattern.sub(to, word, count=1) or word


def _split(word: str) -> str:
    """A long word in two at a border of syllables, or "" when there is none."""
    match = _CUT.match(word)
    return " ".join(match.groups()) if match else ""


def _is_number(word: str) -> bool:
    return word in _NUMBERS or word[:1].isdigit()


def _number(word: str) -> str:
    if word in _NUMBERS:
        return _NUMBERS[word]
    if re.fullmatch(r"1[3-9]", word):
        return word[1] + "0"
    if re.fullmatch(r"[3-9]0", word):
        return "1" + word[0]
    return word


def _grown_together(words: Sequence[str], rate: float, dice: Random) -> list[str]:
    """Now and then a word joined to the one after it (a tenth of the rate)."""
    out: list[str] = []
    for word in words:
        fits = out and out[-1].isalpha() and word[0].islower() and 6 <= len(out[-1] + word) <= 14
        if fits and dice.random() < rate / 10:
            out[-1] += word
        else:
            out.append(word)
    return out


def _run_on(words: Sequence[str], rate: float, dice: Random) -> str:
    """The words as text; a sentence end inside it is lost as often as a word is."""
    out: list[str] = []
    lost = False
    for number, word in enumerate(words):
        if lost:
            word = word[:1].lower() + word[1:]
        lost = number + 1 < len(words) and word[-1] in ".?!," and dice.random() < rate
        out.append(word.rstrip(".?!,") if lost else word)
    return " ".join(w for w in out if w)
