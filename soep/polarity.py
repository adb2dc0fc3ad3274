"""Yes, no, or something else: how an answer begins, and how a question reads once it has been answered.

Adds the two directions that embeddings are blind to. `lead` takes the yes or no off an answer; `denied` and `affirmed`
turn the items of a question into assertions ("Heeft u koorts gehad?" + no -> "geen koorts"). A negative question that
is answered with no stays negative; "jawel" makes it positive. Cases: research/soep.md section 6, 1-10.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from soep.lexicon import shipped
from soep.text import Phrase, Token, added


class Answer(Enum):
    """What the beginning of an answer says."""

    YES = "yes"
    NO = "no"
    CONTRARY = "contrary"
    UNSURE = "unsure"
    ONLY = "only"
    OPEN = "open"


_SIGHS = r"nou|eh+m?|uh+m?|hm+|mm+|tja|ach|och|oh?|poe|pff+|ah|haha|joh|zeg|dokter|meneer|mevrouw|goh|amai|en"
_NOISE = rf"(?:(?:nou ja|eerlijk(?: gezegd)?|{_SIGHS})[,. ]*)*"
_YES = (
    r"(?:ja|jaa|jawel hoor|jazeker|klopt|inderdaad|zeker|absoluut|mm-?hm|precies|juist|helaas wel|allebei"
    r"|eigenlijk wel|dat wel|wel|ja hoor|yep|jep|ja ja)"
)
_NO = (
    r"(?:nee+|neen|welnee|nope|nah|no(?=[,.])|niet?(?=[,.]|$)"
    r"|nooit|geen van (?:beide|alle|drieen|die|allen)\w*|helemaal niet|totaal niet|gelukkig niet"
    r"|ook niet|dat niet|niet echt|eigenlijk niet|nergens(?: voor| van| last van)?|niks|niets|volgens mij niet"
    r"|integendeel|godzijdank niet"
    r"|was (?:het|'t|dat) maar(?: zo'n feest| waar)?)"
)
_BARE = (  # "Nooit zwanger." denies its own noun only
    r"(?!(?:nooit|niks|niets|nergens) (?!hoor|nee|joh|dokter|gelukkig|helemaal|echt|eigenlijk|last van$|van$|voor$"
    r"|gehad|gemerkt|van gemerkt|aan de hand)\w)"
)
_UNSURE = re.compile(
    r"^"
    + _NOISE
    + r"(?:nee[, ]+)?(?:niet dat ik weet|(?:dat )?weet ik (?:zo )?niet|geen idee|zou ik niet weten"
    + r"|ik weet (?:het )?niet|niet gemerkt|niet op gelet)"
)
_LEADS = (
    (Answer.CONTRARY, re.compile(r"^" + _NOISE + r"(?:jawel|toch wel)\b[,. ]*")),
    (Answer.ONLY, re.compile(r"^" + _NOISE + r"(?:(?:nee|ja|nou)[,. ]+)?(?=alleen\b|enkel\b|alleen maar\b)")),
    (
        Answer.NO,
        re.compile(
            r"^"
            + _NOISE
            + _BARE
            + _NO
            + r"\b(?:[,. ]+(?:hoor|nee|joh|dokter|gelukkig niet|helemaal niet|dat niet|ook niet|niet echt"
            + r"|eigenlijk niet|nooit)\b)*[,. ]*"
        ),
    ),
    (
        Answer.YES,
        re.compile(
            r"^" + _NOISE + _YES + r"\b(?:[,. ]+(?:hoor|ja|dokter|klopt|zeker|inderdaad|dat wel|wel|precies)\b)*[,. ]*"
        ),
    ),
)
_TURNED = re.compile(
    r"^[,. ]*(?:(?:of|nou|eh|wacht|even denken)[,. ]*)*(?:o ja|oh ja|ja|eigenlijk (?:toch )?wel|toch wel"
    r"|jawel)\b[,. ]*"
)
_TURNED_NO = re.compile(r"^[,. ]*(?:of|nou|eh|wacht)[,. ]*(?:nee|eigenlijk niet|toch niet)\b[,. ]*")
_STARTS_AUX = re.compile(
    r"^(?:(?:en|of|maar|ook|verder|nog|dan|oke|goed|ja|nou|dus|eh|mooi|prima|even|vertel|zeg|okee|begrijpelijk"
    r"|helder)[,. ]+)*"
    r"(?:(?:heeft|hebt|heb|had|hadden|hebben|bent|ben|is|zijn|was|waren|wordt|word|kunt|kun|kan|konden|kon|mag"
    r"|moet|moest|wilt|wil"
    r"|zit|zat|zitten|komt|kwam|doet|voelt|voel|zou|zal|heeft-ie)\b ?)"
    r"(?:(?:u|je|jij|ge|gij|hij|ie|ze|zij|er|het|dat|die|jullie|uw|jouw|dit|daar|hierbij|daarbij|iemand)\b ?)*"
)
_STARTS_VERB = re.compile(
    r"^(?:(?:en|of|maar|ook|verder|nog|dan|oke|goed|ja|nou)[,. ]+)*([a-z]{3,}t?) (?:u|je|jij|ge|hij|ie|ze|zij"
    r"|het|dat|die|er)\b ?"
)
_EARLY = re.compile(
    r"^(?:(?:en|of|er|ook|verder|nog|wel|weleens|wel eens|toevallig|daar|daarbij|bij|dan|met|zelf|eigenlijk|eens|nu|zo"
    r"|misschien|soms|zich|je|ervan|erbij|u|uw)\b[, ]*)+"
)
_INTRO = re.compile(
    r"^(?:(?:en|of|maar|dan|verder|nog)[, ]+)*(?:met|qua|wat betreft) (?:je|uw|de|het|haar|zijn|jouw)\b"
)
_LATE = re.compile(
    r"[, ]*\b(?:gehad|erbij|daarbij|bij|ook|of zo|ofzo|enzo|en zo|toevallig|of zoiets|zijn|gezien|gemerkt"
    r"|of niet|toch|he|eigenlijk|verder|nog)$"
)
_NEGATIVE = re.compile(r"\b(?:geen|niet|nooit|niks|niets|nergens|zonder)\b")
_INDEFINITE = {
    "iets": "niets",
    "ergens": "nergens",
    "ooit": "nooit",
    "weleens": "nooit",
    "een": "geen",
    "enige": "geen",
    "iemand": "niemand",
}
_ADJECTIVE = re.compile(
    r"^(?:ge\w{2,}(?:d|t|en)|ver\w{2,}(?:d|t)|be\w{3,}(?:d|t)|\w+(?:ig|isch|loos|baar|achtig)|misselijk"
    r"|benauwd|moe|ziek|zwanger|suf|slap|licht"
    r"|kortademig|dubbel\w*|afgevallen|aangekomen|flauwgevallen|doof|blind|warm|koud|rood|dik|stijf|ingeent"
    r"|allergisch|somber|bang"
    r"|wakker|incontinent|hees|bekend|vaker|eerder|al|meer|erg|goed|normaal|in|op|naar|uit|door|aan|onder"
    r"|tegen|van|met|'s|sinds"
    r"|\w+en)$"
)
_VERB = re.compile(
    r"^(?!(?:gewicht|vocht|angst|zicht|dorst|kracht|lucht|nacht|last|rust|borst|snot|lijst|tekort|oedeem\w*"
    r"|virus\w*|\w+heid|dicht|kort|vast|licht|zwart|wit"
    r"|niet|wat|dat|met|uit|ooit|bloot|groot|nat|heet|fout|test|dieet|recht|slecht|echt|laat|eetlust|buit"
    r"|kaart|soort)$)\w{2,}t$"
    r"|^(?:gebruik|rook|drink|slik|slaap|vergeet)$"
)
_NOUNS_EN = re.compile(
    r"^(?:\w+(?:ingen|heden|aren|eren|ellen|ekken|ippen|appen|oeken|achten)|rillingen|tintelingen|tranen"
    r"|bloeden|winden|wonden|oren|ogen|benen|tenen|klieren|vlekken|bulten|blaren|kinderen|medicijnen|pillen"
    r"|allergieen|ziektes|ziekten|klachten|stuipen|krampen|steken|problemen|zorgen|opvliegers|spugen)$"
)


_DETERMINERS = ("een", "de", "het", "je", "uw", "in", "aan", "op")
_PREPOSITION = re.compile(r"\b(?:in|aan|op|bij|naar|uit|van|met)\b")


@dataclass(frozen=True, slots=True)
class Lead:
    """How an answer begins, and what is left of it once the yes or no is taken off."""

    answer: Answer
    rest: Phrase
    taken: Phrase


def lead(phrase: Phrase) -> Lead:
    """Take the yes or no off the beginning of an answer. The last word wins: "nee... ja, eigenlijk wel" is YES."""
    if _UNSURE.search(phrase.folded):
        return Lead(Answer.UNSURE, phrase, Phrase())
    for answer, pattern in _LEADS:
        match = pattern.match(phrase.folded)
        if not match:
            continue
        _, after = phrase.span(match) if match.end() else (0, 0)
        taken, rest = phrase[:after], phrase[after:]
        if taken.tokens and _only_wel(taken) and rest.tokens and shipped().kinds(rest.tokens[0].folded):
            return Lead(Answer.OPEN, phrase, Phrase())
        turned = (_TURNED if answer is Answer.NO else _TURNED_NO).match(rest.folded)
        if turned and turned.end() and answer in (Answer.NO, Answer.YES):
            _, more = rest.span(turned)
            return Lead(Answer.YES if answer is Answer.NO else Answer.NO, rest[more:], phrase[: after + more])
        return Lead(answer, rest, taken)
    return Lead(Answer.OPEN, phrase, Phrase())


def _only_wel(taken: Phrase) -> bool:
    """Whether a "wel" was taken that belongs to what follows: "Gebraakt?" "Wel misselijk, niet gespuugd." """
    last = taken.tokens[-1]
    return last.folded == "wel" and not last.tail and len(taken) == 1


def items(question: Phrase) -> tuple[Phrase, ...]:
    """A yes/no question cut at commas and "of", each item without the words that only ask.

    Example: "Heeft u koorts, of moet u hoesten?" -> ("koorts", "hoesten").
    """
    pieces: list[Phrase] = []
    start = 0
    for i, token in enumerate(question.tokens):
        joins = (
            token.folded in ("of", "en") and i > start and i + 1 < len(question) and not _continues(question, start, i)
        )
        if joins:
            pieces.append(question[start:i])
            start = i + 1
        elif token.tail:
            pieces.append(question[start : i + 1])
            start = i + 1
    pieces.append(question[start:])
    if len(pieces) > 1:
        pieces = [p for p in pieces if not _INTRO.match(p.folded)] or pieces
    stripped = (_stripped(p.bare()) for p in pieces)
    return tuple(p for p in stripped if any(len(t.folded) > 1 for t in p))


def _continues(question: Phrase, start: int, at: int) -> bool:
    """Whether "of" joins two nouns of one item ("in een arm of been") rather than two items."""
    after = question.tokens[at + 1]
    if at + 2 < len(question) and not after.tail:
        return False
    before = [t.folded for t in question.tokens[start:at]]
    return len(before) >= 3 and before[-2] in _DETERMINERS and bool(_PREPOSITION.search(" ".join(before[:-1])))


def _stripped(item: Phrase) -> Phrase:
    for pattern in (_STARTS_AUX, _EARLY):
        match = pattern.match(item.folded + " ")
        if match and match.end():
            _, after = item.span(match)
            if after < len(item) or pattern is _STARTS_AUX:
                item = item[after:]
    verb = _STARTS_VERB.match(item.folded + " ")
    if verb:
        first, after = item.span(verb, 1)
        _, end = item.span(verb)
        item = item[first:after] + item[end:]
        while len(item) > 2 and item.tokens[1].folded in ("ook", "er", "nog", "wel", "weleens", "wel"):
            item = item.without(1, 2)
    while len(item) > 1:
        match = _LATE.search(item.folded)
        if not match:
            break
        first, _ = item.span(match)
        item = item[:first] if item.tokens[first].folded in match.group().split() else item[: first + 1]
    return item.bare()


def is_negative(phrase: Phrase) -> bool:
    """Whether the phrase already denies something."""
    return bool(_NEGATIVE.search(phrase.folded))


def denied(item: Phrase) -> Phrase:
    """One question item denied. Examples: "koorts" -> "geen koorts"; "misselijk" -> "niet misselijk"."""
    if is_negative(item) or not item.tokens:
        return item
    for i, token in enumerate(item.tokens[:4]):
        if token.folded in _INDEFINITE:
            return item.swapped(i, i + 1, [replace(token, text=_INDEFINITE[token.folded])])
    first = item.tokens[0].folded
    if (
        first.endswith("t")
        and len(item) > 1
        and item.tokens[1].folded in ("door", "uit", "op", "af", "naar", "mee", "goed", "over")
    ):
        return item[:1] + added("niet") + item[1:]
    if _VERB.match(first) and not first.startswith(("ge", "ver", "be")):
        return item[:1] + added("niet") + item[1:]
    if first in ("last", "pijn", "problemen", "klachten"):
        return added("geen") + item
    adjective = _ADJECTIVE.match(first) and not _NOUNS_EN.match(first)
    return added("niet" if adjective else "geen") + item


def affirmed(item: Phrase) -> Phrase:
    """One question item that holds after all: a negative question answered with "jawel" loses its denial."""
    kept = [t for t in item.tokens if not _NEGATIVE.fullmatch(t.folded)]
    return Phrase(tuple(kept))


def joined(phrases: list[Phrase], tail: str = ",") -> Phrase:
    """Phrases after one another with a tail between them."""
    tokens: list[Token] = []
    for i, p in enumerate(phrases):
        tokens.extend((p.tailed(tail) if i + 1 < len(phrases) else p).tokens)
    return Phrase(tuple(tokens))
