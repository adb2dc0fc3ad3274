"""Step 7: spoken sentences become telegram style, by leaving words out; nothing is put in their place but units.

Adds to a statement: fillers, small words and clauses without medical content are gone, units are short. What can change
the meaning is never left out: negations, numbers, sides, times, "misschien" and the like, whose mother it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from soep.lexicon import Kind, shipped
from soep.numbers import is_number, is_unit
from soep.text import Phrase, Token

_CALLED = r"(?:meneer|mevrouw|dokter|schat|lieverd|jongen|meid|man)"
_VOCATIVE = rf"^{_CALLED}(?=[,.])|(?<=[,.] ){_CALLED}(?=[,.]|$)"
_PHRASES = tuple(
    re.compile(p)
    for p in (
        r"\b(?:om eerlijk te zijn|eerlijk gezegd|zeg maar|weet je wel|weet je|weet u"
        r"|moet ik (?:eerlijk )?zeggen|laat ik zeggen|hoe zeg je dat"
        r"|zal ik maar zeggen|om het zo te zeggen|als het ware|in principe|dat is waar|wat ik zeg|zoals ik zei"
        r"|ik moet zeggen|ik zeg|zei ik"
        r"|hoe heet het|hoe heet dat|hoe heet ie|en zo|of zo|ofzo|enzo|en dergelijke|noem maar op"
        r"|je kent het wel|kijk|luister|ziet u|zie je"
        r"|wat denkt u|snapt u|begrijpt u|hoor|joh|goh|jeetje|he he|ja ja|tja|nou ja|nou|ach|och|poe|haha|hihi"
        r"|eh+m?|uh+m?|hm+|mm+|amai|allez|zo zo"
        r"|man man man|god|jemig|helaas|gelukkig|inderdaad"
        r"|wat (?:mij|ons|u) betreft|laten we zeggen|denk ik|dacht ik zo"
        r"|als ik eerlijk ben|ik tel even op|jezus|zoals gezegd"
        r"|natuurlijk|gewoon|eigenlijk|toch|effe|efkes"
        r"|even|eventjes|hoor|trouwens|overigens|zelfs|juist|precies|echt|best|heus|nogal|alvast|namelijk"
        r"|blijkbaar|kennelijk|zeker|gauw|lekker)\b",
        _VOCATIVE,
        r"^(?:(?:en|maar|dus|want|dan|toen|ja|oke|okee|goed|prima|mooi|nee hoor|of|ook|verder|daarnaast"
        r"|trouwens|zo|kijk|nu|o|oh|ah|helder)\b[,. ]*)+(?=\S)",
        r"\b(?:ik|we|wij|u|je|jij|ge) (?:denk|denken|vind|weet|geloof|merk|voel|zie|hoor)(?:t|en)? dat\b",
        r"\b(?:dat is|het is|dit is|er is|er zijn|dat zijn|is er|zijn er|'t is|het zijn|dat was|het was)\b",
        r"\b(?:ik|u|je|jij|ge|hij|ze|zij|we) (?:heb|heeft|hebt|hebben|had|hadden|ben|bent|is|was|waren)\b",
        r"\b(?:heb|heeft|hebt|hebben|ben|bent|had|was) (?:ik|u|je|jij|ge|hij|ze|zij|we|ie)\b",
    )
)
_DROP = frozenset((
    "de", "het", "een", "'t", "'n", "ik", "u", "je", "jij", "jou", "ge", "gij", "me", "mij", "we", "wij", "jullie",
    "mijn", "m'n", "uw", "jouw", "ons", "onze", "er", "daar", "dat", "die", "dit", "deze", "hier", "z'n", "zich",
    "heb", "heeft", "hebt", "hebben", "ben", "bent", "is", "zijn", "waren", "wordt", "word", "worden", "hem", "dus",
    "en", "maar", "ook", "dan", "toen", "nou", "al", "gaat", "ga", "gaan", "hoor", "eens", "zo", "heel", "erg",
    "zeer", "hele", "te", "om", "laat", "doe", "doet", "hij", "ze", "zij", "ie", "was", "waren", "had", "hadden",
    "zat", "want", "zo'n", "net", "nou", "wat", "even", "beetje", "kwam", "komen", "zal", "staat",
    "ligt", "blijft", "komt", "krijgt", "krijg", "kreeg", "krijgen", "kunt", "kun", "zie", "zit", "zitten", "doen",
    "gedaan", "maken", "moet", "weer", "verder", "helemaal", "geef", "geeft", "geven", "ging", "heet", "zeg",
    "zeggen", "alles", "zoiets",
))  # fmt: skip
_KEEP_AL = re.compile(r"^(?:al|wel|erg|heel|zo|ook)$")
_KIN = re.compile(
    r"^(?:moeder|vader|ma|pa|mama|papa|broer\w*|zus\w*|zoon\w*|dochter\w*|man|vrouw|echtgeno\w+|partner|opa"
    r"|oma|tante|oom|buur\w+|collega\w*|vriend\w*"
    r"|kind\w*|neef\w*|nicht\w*|schoon\w+|familie|ouders|baas|chef|zwager|kleinkind\w*)$"
)
_MORE = re.compile(
    r"^(?:meer|minder|anders|beter|erger|liever|eerder|vaker|langer|korter|hoger|lager|groter|kleiner|dikker|later|vroeger"
    r"|sneller|zwaarder|lichter|slechter|ouder|jonger)$"
)
_LEAVES = ("laat", "laten", "houd", "houden", "hou", "blijft", "blijven")
_AS_IS = ("zo", "staan", "liggen", "zitten", "gelijk", "hetzelfde", "achterwege", "weg", "rusten")
_POSSESSIVE = ("mijn", "m'n", "uw", "je", "zijn", "z'n", "haar", "hun", "onze", "jouw", "de")
_GUARDED = re.compile(
    r"^(?:niet|geen|nooit|niks|niets|nergens|zonder|nee|wel|misschien|waarschijnlijk|mogelijk|links|rechts"
    r"|linker\w*|rechter\w*|beide\w*|soms|vaak|steeds"
    r"|altijd|vooral|alleen|als|bij|na|voor|tegen|sinds|tot|of|zou|zouden|kunnen|kan|eventueel"
    r"|onwaarschijnlijk|\w*geleden|over|per|om|zo nodig|max\w*)$"
)
_UNITS = {
    "milligram": "mg",
    "microgram": "mcg",
    "milliliter": "ml",
    "kilo": "kg",
    "kilogram": "kg",
    "centimeter": "cm",
    "procent": "%",
}
_TIMES = re.compile(r"\b(\d+(?:,\d+)?(?:x|(?: (?:keer|maal))))(?: (?:per|op een|in de|op) dag| daags)\b")
_TERMS = re.compile(
    r"^(?:(?:en|maar|of|dus)[, ]+)*(?:als(?! (?:u|ik|je) (?:dat )?(?:wilt? weten|eerlijk))|wanneer|zodra"
    r"|tenzij|behalve|mits"
    r"|alleen|vooral|waarschijnlijk|misschien|mogelijk)\b"
    r"|\b(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|voorjaar|zomer|najaar"
    r"|herfst|winter|links|rechts|negatief|positief)\b|\b(?:sla|laat|wacht|schrijf|doe|geef) (?:ik|we)\b"
)
_DENIABLE = (Kind.KLACHT, Kind.ZIEKTE, Kind.BEVINDING)
_ADJECTIVE = re.compile(
    r"(?:ig|lijk|isch|uwd|moe|zwanger|verkouden|ziek|bang|ziekig|rood|dik|warm|bleek|doof|stijf|gevoelig)$"
)
_VERB = re.compile(r"(?:[kdpgf]t|ert|elt|ont|eet|ijt|uit)$")
_NAMES = re.compile(r"^(?:op|in|bij|van|aan|met|de|het|borst|buik|hoofd|rug|keel|been|benen|arm|armen|oor|oren)$")
_TOO_MUCH = re.compile(r"\b(?:te (?:veel|hoog|groot|zwaar|slap|laag|weinig))\b.*$")
_DOUBLE = re.compile(r"\b(?:niet|geen) (?:zeggen|ontkennen|beweren|volhouden)\b.*\b(?:niet|geen)\b")
_CONTENT = re.compile(
    r"\d|^(?:niet|geen|nooit|niks|niets|nergens|zonder)$|geleden|^(?:gister|eergister|vannacht|vanochtend"
    r"|vandaag|sinds|sindsdien|\w+dag|'s)"
)


def _gone(tokens: list[Token], i: int) -> bool:
    word = tokens[i].folded
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if word not in _DROP or is_number(tokens[i]) or _stays(tokens, i):
        return False
    if after is not None and _KIN.match(after.folded) and word in _POSSESSIVE:
        return True
    if word == "een" and after is not None and is_unit(after):
        return False
    before = tokens[i - 1].folded if i else ""
    if word in ("en", "een") and any(t.folded in ("half", "halve") for t in tokens[i + 1 : i + 3]):
        return False
    if (word == "de" and before == "om") or (word == "om" and after is not None and after.folded == "de"):
        return False
    if word == "wat" and i == 0:
        return False
    if _bears(tokens, i):
        return False
    if word == "haar" or (word in ("hij", "ze", "zij") and not i):
        return True
    if word == "al" and after is not None and (is_number(after) or is_unit(after)):
        return True
    return not (word == "zo" and after is not None and after.folded == "nodig")


def _bears(tokens: list[Token], i: int) -> bool:
    """Whether a small word carries the sense here: "meer dan", "te hoog", "een per dag", "ook als", "geen x en y"."""
    token, word = tokens[i], tokens[i].folded
    after = tokens[i + 1].folded if i + 1 < len(tokens) and not token.tail else ""
    back = [t.folded for t in tokens[max(0, i - 6) : i]]
    if word == "dan":
        return bool(i) and not tokens[i - 1].tail and any(_MORE.match(b) for b in back)
    if word == "te":
        return bool(after) and not after.endswith("en")
    if word in ("een", "eens"):
        return not token.text.isascii() or after in ("per", "kant")
    if word == "ook":
        return after in ("als", "in", "'s", "bij", "zonder")
    if word == "en":
        clause = next((n for n in range(i - 1, -1, -1) if tokens[n].tail), -1)
        return any(t.folded in ("geen", "niet", "zonder") for t in tokens[clause + 1 : i])
    return word == "heel" and not after


def _stays(tokens: list[Token], i: int) -> bool:
    """Whether the word is half of "laat .. zo", "blijft .. staan" and the like, which say that something goes on."""
    word = tokens[i].folded
    if word in _LEAVES:
        return any(t.folded in _AS_IS for t in tokens[i + 1 : i + 7])
    return word in _AS_IS and any(t.folded in _LEAVES for t in tokens[max(0, i - 6) : i])


def without_fillers(phrase: Phrase) -> Phrase:
    """The phrase without words and set phrases that carry nothing."""
    for pattern in _PHRASES:
        for _ in range(6):
            match = phrase.search(pattern)
            if not match or match.start() == match.end():
                break
            first, after = phrase.span(match)
            if after <= first or (after - first >= len(phrase) and pattern is not _PHRASES[0]):
                break
            phrase = phrase.without(first, after)
    return phrase


def clauses(phrase: Phrase) -> list[Phrase]:
    """The phrase cut at punctuation and before "en", "maar", "want", "dus", "omdat"."""
    cut, start = [], 0
    for i, token in enumerate(phrase.tokens):
        if i > start and token.folded in ("maar", "want", "omdat", "terwijl", "dus") and not phrase.tokens[i - 1].tail:
            cut.append(phrase[start:i])
            start = i
        if token.tail:
            cut.append(phrase[start : i + 1])
            start = i + 1
    if start < len(phrase):
        cut.append(phrase[start:])
    return cut


def weight(clause: Phrase) -> int:
    """How much medical content a clause has: words of the lexicon, numbers, negations and times."""
    lexicon = shipped()
    found = 0
    for t in clause:
        if lexicon.kinds(t.folded) or is_number(t):
            found += 2
        elif _CONTENT.search(t.folded) or _KIN.match(t.folded):
            found += 1
    return found


def pruned(phrase: Phrase, weigh: Callable[[Phrase], int] = weight) -> Phrase:
    """Without the clauses that have no content, unless that would leave nothing."""
    parts = clauses(phrase)
    if len(parts) < 2:
        return phrase
    kept = [p for p in parts if (weigh(p) > 0 and not _TOO_MUCH.search(p.folded)) or _TERMS.search(p.folded)]
    if not kept:
        return phrase
    out = Phrase(tuple(t for p in kept for t in p))
    return out.tailed(phrase.tokens[-1].tail)


def _short_units(phrase: Phrase) -> Phrase:
    tokens = [
        replace(t, text=_UNITS[t.folded]) if t.folded in _UNITS and i and is_number(phrase.tokens[i - 1]) else t
        for i, t in enumerate(phrase.tokens)
    ]
    phrase = Phrase(tuple(tokens))
    for _ in range(4):
        match = phrase.search(_TIMES)
        if not match:
            return phrase
        first, after = phrase.span(match)
        number = re.sub(r"\D.*", "", phrase.tokens[first].text) or phrase.tokens[first].text
        words = tuple(w for t in phrase.tokens[first:after] for w in t.words)
        phrase = phrase.swapped(
            first, after, [Token(number, words[:1]), Token("dd", words[1:], phrase.tokens[after - 1].tail)]
        )
    return phrase


def squeezed(phrase: Phrase) -> Phrase:
    """The phrase in telegram style. A double negation is left as it was said, as are at most three words."""
    if _DOUBLE.search(phrase.folded):
        return _tidied(phrase)
    short = without_fillers(phrase)
    tokens = list(short.tokens)
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        if _gone(tokens, i) and not _GUARDED.match(token.folded):
            if kept and not kept[-1].tail and (token.tail or (token.folded == "en" and i + 1 < len(tokens))):
                kept[-1] = replace(kept[-1], tail=token.tail or ",")
            continue
        kept.append(token)
    result = _short_units(Phrase(tuple(kept)))
    return _denied_first(_tidied(result))


def _denied_first(phrase: Phrase) -> Phrase:
    """A denial at the end of a short clause goes to its front: "koorts niet" -> "geen koorts"."""
    out: list[Token] = []
    for clause in clauses(phrase):
        *named, last = clause.tokens
        plain = bool(named) and not _VERB.search(named[0].folded)
        plain = plain and all(_NAMES.match(t.folded) or shipped().has(t.folded, *_DENIABLE) for t in named)
        if last.folded == "niet" and 1 <= len(named) <= 4 and plain and shipped().has(named[0].folded, *_DENIABLE):
            text = "niet" if _ADJECTIVE.search(named[0].folded) else "geen"
            out += [Token(text, last.words), *_ended([_small(named[0]), *named[1:]], last.tail)]
        else:
            out.extend(clause.tokens)
    return Phrase(tuple(out))


def _ended(tokens: list[Token], tail: str) -> list[Token]:
    return [*tokens[:-1], replace(tokens[-1], tail=tail)]


def _small(token: Token) -> Token:
    """A word in small letters when only its first letter is a capital."""
    sentence_case = token.text[:1].isupper() and token.text[1:].islower()
    return replace(token, text=token.text.lower()) if sentence_case else token


def _tidied(phrase: Phrase) -> Phrase:
    """Inner sentence ends become commas, what follows them small letters; repeated words are said once, no tail."""
    out: list[Token] = []
    for token in phrase:
        tail = "," if token.tail in (".", "...", "?") else token.tail
        if out and out[-1].tail:
            token = _small(token)
        if out and out[-1].folded == token.folded and not is_number(token):
            out[-1] = replace(out[-1], tail=tail)
            continue
        out.append(replace(token, tail=tail))
    return Phrase(tuple(out)).bare()
