"""Step 5: question and answer become one assertion before anything is extracted from them.

Adds to the labelled utterances: which turn answers which question, and what the two assert together. A question of
which the answer says only yes or no carries the content ("Koorts?" "Nee." -> "geen koorts"); an elliptical answer gets
the question's topic in front ("En roken?" "Al zes jaar niet meer." -> "roken: al 6 jaar niet meer"); what the answer
itself denies or names is not said twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from soep import polarity
from soep.lexicon import Kind, shipped
from soep.polarity import Answer
from soep.statement import Act, Label
from soep.text import Phrase, added
from soep.utterances import Utterance

_WH = re.compile(
    r"(?:^|[,.] |\b(?:en|maar|dan|of|goed|oke|ja|nou) )(?:hoe|hoeveel|hoelang|wat|waar|waarmee|waardoor"
    r"|waarvoor|waarbij|wanneer|wie|welke|welk|waarom|sinds wanneer|vertel)\b"
)
_SIDE = re.compile(r"\b(?:links|rechts|linker|rechter)")
_STOP = frozenset((
    "de", "het", "een", "en", "of", "maar", "want", "dus", "dan", "toen", "daar", "er", "die", "dat", "dit", "deze",
    "u", "uw", "je", "jij", "jou", "jouw", "ge", "ik", "mij", "me", "m'n", "mijn", "hij", "zij", "ze", "haar",
    "hem", "zijn", "we", "wij", "jullie", "ons", "heeft", "heb", "hebt", "hebben", "had", "bent", "ben", "is",
    "was", "waren", "wordt", "word", "worden", "kunt", "kun", "kan", "mag", "moet", "wil", "wilt", "zit", "zat",
    "komt", "doet", "gaat", "ga", "gaan", "zou", "zal", "hoe", "wat", "waar", "wanneer", "wie", "welke", "waarom",
    "ook", "nog", "wel", "eens", "weleens", "even", "nu", "al", "zo", "te", "van", "voor", "met", "op", "in", "aan",
    "bij", "om", "uit", "naar", "over", "door", "als", "eigenlijk", "verder", "precies", "zelf", "hier", "goed",
    "oke", "ja", "nee", "nou", "eh", "iets", "iemand", "dingen", "ding", "zoal", "lang", "vaak", "veel", "weer",
    "vertel", "zeg", "eerst", "begonnen", "begint", "gebeurd", "hebt", "last", "merkt", "denkt", "vindt", "weet",
    "ziet", "ofzo", "toch", "heel", "meer", "gehad", "geweest", "soms",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Assertion:
    """A piece of content with the utterance it hangs on. `built`: question and answer were merged into it."""

    phrase: Phrase
    at: int
    built: bool = False
    denied: bool = False


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A crude stem for telling whether two words name the same thing: the first five letters, doubled vowels single."""
    return re.sub(r"([aeou])\1", r"\1", word)[:5]


def stems(phrase: Phrase) -> set[str]:
    """Stems of the content words of a phrase."""
    return {stem(t.folded) for t in phrase if t.folded not in _STOP and len(t.folded) > 2}


def is_question(utterance: Utterance, label: Label) -> bool:
    """Whether the utterance wants an answer: a question mark, or the classifier is sure of it."""
    return utterance.asks or (label.act is Act.VRAAG and label.p(Act.VRAAG) > 0.5)


def topic(question: Phrase) -> Phrase:
    """The content words of a question, at most four.  Example: "En roken?" -> "roken"."""
    lexicon = shipped()
    tokens = [t for t in question.bare() if t.folded not in _STOP and len(t.folded) > 2]
    medical = [t for t in tokens if lexicon.kinds(t.folded)]
    chosen = medical or tokens
    return Phrase(tuple(chosen[:4])).bare()


def _elliptical(rest: Phrase) -> bool:
    lexicon = shipped()
    if len(rest) > 12:
        return False
    named = [t for t in rest if lexicon.kinds(t.folded)]
    return not named or len(rest) <= 3


def _names_something(item: Phrase) -> bool:
    """Whether a question item has content of its own, so that denying it says something."""
    lexicon = shipped()
    return any(lexicon.kinds(t.folded) for t in item) or (bool(stems(item)) and len(item) <= 5)


def lowered(phrase: Phrase) -> Phrase:
    """The first letter of the first token in lower case, unless it is an abbreviation or a number."""
    if not phrase.tokens:
        return phrase
    first = phrase.tokens[0]
    if first.text[1:2].isupper() or not first.text[:1].isupper():
        return phrase
    return phrase.swapped(0, 1, [replace(first, text=first.text[:1].lower() + first.text[1:])])


def _split_no(rest: Phrase, parts: Sequence[Phrase]) -> tuple[list[Phrase], list[Phrase]]:
    """Question items the answer does not speak of itself, and those it does."""
    said = stems(rest)
    silent = [i for i in parts if not (stems(i) & said)]
    return silent, [i for i in parts if stems(i) & said]


def _no(parts: Sequence[Phrase], rest: Phrase, answer: Answer) -> Phrase:
    silent, _ = _split_no(rest, parts)
    drugs = [i for i in silent if any(shipped().has(t.folded, Kind.MIDDEL) for t in i)]
    silent = drugs or silent
    if answer is Answer.ONLY and len(parts) > 1 and len(silent) == len(parts):
        return rest[:0]
    if _SIDE.search(rest.folded):
        silent = [i for i in silent if not _SIDE.search(i.folded)]
    if answer is Answer.ONLY and not _split_no(rest, parts)[1] and len(parts) == 1:
        return rest
    return polarity.joined([polarity.denied(lowered(i)) for i in silent if _names_something(i)])


def _yes(parts: Sequence[Phrase], rest: Phrase, answer: Answer) -> Phrase:
    silent, named = _split_no(rest, parts)
    if named and len(parts) > 1:
        return Phrase()
    wanted = silent[:3] if not named else []
    if answer is Answer.CONTRARY:
        wanted = [polarity.affirmed(i) for i in wanted]
    return polarity.joined([i for i in wanted if stems(i)])


def merge(questions: Sequence[Utterance], answers: Sequence[Utterance]) -> list[Assertion]:
    """One exchange as assertions, in spoken order. `answers` is the answering turn; may be empty of content."""
    asked = questions[-1]
    if not asked.asks and len(questions) == 1:
        return _confirmed(asked, answers)
    wh = bool(_WH.search(asked.phrase.folded)) and len(polarity.items(asked.phrase)) < 3
    first = polarity.lead(answers[0].phrase)
    rest, spoke = first.rest, answers[0].index
    for more in answers[1:2]:
        if not rest.tokens and len(more.phrase) <= 3:
            second = polarity.lead(more.phrase)
            rest, spoke = second.rest, more.index
            answers = [answers[0], *answers[2:]]
    later = [Assertion(a.phrase, a.index) for a in answers[1:]]
    everything = Phrase(tuple(t for a in answers[1:] for t in a.phrase))
    parts = [p for q in questions for p in polarity.items(q.phrase)]
    if wh and first.answer in (Answer.OPEN, Answer.YES, Answer.ONLY):
        return [_open(asked, Phrase(), rest, answers[0]), *later]
    if first.answer is Answer.UNSURE:
        told = polarity.joined(list(parts)) + added("niet bekend") if parts else Phrase()
        return [Assertion(_with_words(told, first.rest), answers[0].index, built=True), *later]
    evidence = first.taken or first.rest[:1]
    if first.answer in (Answer.NO, Answer.ONLY):
        built = _no(parts, rest + everything, first.answer)
        denied = True
    elif first.answer in (Answer.YES, Answer.CONTRARY):
        built = _yes(parts, rest + everything[:0], first.answer)
        denied = False
    else:
        return [_open(asked, Phrase(), rest, answers[0]), *later]
    out = []
    if built.tokens:
        out.append(Assertion(_with_words(built, evidence), answers[0].index, built=True, denied=denied))
    if rest.tokens:
        out.append(Assertion(rest, spoke))
    return [*out, *later]


def _confirmed(told: Utterance, answers: Sequence[Utterance]) -> list[Assertion]:
    """A doctor's summary or guess, said as a statement, with what the patient makes of it."""
    first = polarity.lead(answers[0].phrase)
    rest = [Assertion(first.rest, answers[0].index)] if first.rest.tokens else []
    later = [Assertion(a.phrase, a.index) for a in answers[1:]]
    if first.answer in (Answer.YES, Answer.OPEN) and first.taken.tokens and not stems(told.phrase) <= stems(first.rest):
        return [Assertion(_with_words(told.phrase, first.taken), answers[0].index, built=True), *rest, *later]
    if first.answer is Answer.NO and polarity.is_negative(told.phrase):
        return [Assertion(_with_words(told.phrase, first.taken), answers[0].index, built=True), *rest, *later]
    return [*rest, *later] or [Assertion(answers[0].phrase, answers[0].index)]


def _with_words(built: Phrase, evidence: Phrase) -> Phrase:
    """The built phrase, its denials (else its first token) also resting on the words of the yes or no."""
    words = tuple(w for t in evidence for w in t.words)
    if not built.tokens or not words:
        return built
    ours = [i for i, t in enumerate(built.tokens) if not t.words] or [0]
    tokens = (replace(t, words=t.words + words) if i in ours else t for i, t in enumerate(built.tokens))
    return Phrase(tuple(tokens))


def _open(asked: Utterance, taken: Phrase, rest: Phrase, answer: Utterance) -> Assertion:
    content = taken + rest
    if len(polarity.items(asked.phrase)) > 1 and not _WH.search(asked.phrase.folded):
        return Assertion(content, answer.index)
    about = topic(asked.phrase)
    if about.tokens and _elliptical(content) and not (stems(about) & stems(content)):
        return Assertion(about.tailed(",") + content, answer.index, built=True)
    return Assertion(content, answer.index)
