"""Words that were probably misheard: "paarse mol" where paracetamol was said. Suggestions, never changes.

Adds to a phrase: which of its tokens sound like a drug (or a long medical term, or a word of the practice) and are not
ordinary Dutch there. How alike they must sound depends on what stands there: a word that is none (strict least of all),
ordinary words that follow one another oddly (only beside words such as "slikt" or "mg"), a recogniser that was unsure.
Numbers take part in nothing. The thresholds were set on half of tests/soep/data/mishearings.tsv and the consults in
training/consults/train; the figures on the other half are in tests/soep/test_hearing.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from asr.sounds import Match, SoundIndex, letters
from asr.transcript import Word
from soep.lexicon import Kind, Lexicon
from soep.lexicon import shipped as shipped_lexicon
from soep.numbers import value_of
from soep.text import Phrase, Token

_LEAST: Final = 0.66  # below this nothing is a candidate
_ONE_WORD: Final = 0.73  # a single word that is none
_SOME_WORDS: Final = 0.76  # several, at least one of which is none
_ORDINARY: Final = 0.79  # several ordinary words; only beside drug talk
_GLUE: Final = 0.13  # more, when one of the ordinary words is "de", "een", "is" ..
_OTHER_TERM: Final = 0.05  # more, for a term that is no drug
_SHORT: Final = 0.04  # more, for a term of at most _SHORT_LETTERS
_TALK: Final = 0.09  # less, beside drug talk
_UNSURE: Final = 0.03  # less, when the recogniser was unsure
_UNSURE_BELOW: Final = 0.5  # word probability
_SHORT_LETTERS: Final = 7
_SURE: Final = 0.86  # as in asr/vocabulary.py
_SHORTEST_DRUG, _SHORTEST_OTHER = 5, 9  # letters
_TERM: Final = 6  # letters of a known medical word that is not looked through
_REACH: Final = 5  # tokens between a word of drug talk and the drug
_DRUG_TALK: Final = re.compile(
    r"slik\w*|geslikt|gebruik\w*|neemt?|nemen|inneem\w*|innemen|ingenomen|genomen|schrijf|voorschrijven|voorgeschreven|"
    r"recept\w*|tablet\w*|pil|pillen|pilletje\w*|capsule\w*|kuur\w*|mg|milligram|microgram|ml|milliliter|mcg|druppels|"
    r"dosering|dosis|daags|dd|gestart|starten|medicijn\w*|medicatie|middel|"
    r"apotheek|apotheker|puf\w*|inhal\w*|zalf\w*|creme|spray\w*|neusspray|pleister\w*|injectie\w*|pijnstiller\w*|"
    r"allergisch|bijwerking\w*|ophogen|afbouwen"
)
_GLUE_WORDS: Final = frozenset((
    "de", "het", "een", "en", "is", "in", "ik", "u", "je", "hij", "ze", "zij", "we", "wij", "er", "die", "dat", "dit",
    "deze", "van", "voor", "met", "op", "aan", "te", "om", "of", "als", "maar", "dan", "toch", "wel", "niet", "nog",
    "nu", "al", "ook", "zo", "ja", "nee", "hoor", "meer", "geen", "mijn", "uw", "haar", "hem", "zijn", "heb", "hebt",
    "heeft", "had", "was", "ben", "bent", "wat", "wie", "daar", "hier", "naar", "bij", "uit", "af", "tot", "per",
    "door", "over", "na", "weer", "dus", "want", "eens", "alle", "alleen", "dokter", "meneer", "mevrouw", "eh",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Tokens [first, after) of a phrase, heard as `heard`, may stand for `term`; `score` in [0, 1] by sound."""

    first: int
    after: int
    heard: str
    term: str
    score: float
    sure: bool = False  # only ever for a word of the practice

    @property
    def shown(self) -> str:
        """What a line shows: the heard form stays.  Example: "paarse mol (paracetamol?)"."""
        return f"{self.heard} ({self.term}?)"

    @property
    def doubt(self) -> str:
        """Why a reader should look twice, in Dutch."""
        return f"Gehoord: ‘{self.heard}’. Bedoeld: {self.term}?"


class Ear:
    """Knows the terms of a lexicon and a practice's own words, and which words are ordinary Dutch."""

    def __init__(self, lexicon: Lexicon, ordinary: frozenset[str], own: Iterable[str] = ()) -> None:
        """`ordinary`: as `ordinary_words` gives them. `own`: words or short phrases of the practice."""
        self._lexicon = lexicon
        self._drugs = frozenset(t for t in lexicon.terms(Kind.MIDDEL) if len(t) >= _SHORTEST_DRUG)
        self._own = frozenset(own)
        self._own_words = frozenset(letters(w) for t in self._own for w in t.split())
        self._ordinary = ordinary | self._own_words
        self._index = SoundIndex([*sorted(self._drugs), *sorted(self._own), *_others(lexicon)])

    def suggestions(self, phrase: Phrase, words: Sequence[Word] = (), *,
                    after_talk: bool = False) -> tuple[Suggestion, ...]:  # fmt: skip
        """What was probably misheard, in order, none overlapping, none across a comma or the end of a sentence.

        `words`: all words of the transcript that the tokens point into; with them their probabilities count.
        `after_talk`: the utterance before was about drugs (`talks_of_drugs`), so that this may be an answer.
        """
        heard = [t.folded for t in phrase.tokens]
        known = [self.is_ordinary(w) for w in heard]
        talk = [bool(_DRUG_TALK.fullmatch(w)) for w in heard]
        unsure = [_is_unsure(t, words) for t in phrase.tokens]
        found: list[Match] = []
        for start, end in self._stretches(phrase, known, [t or after_talk for t in talk]):
            for m in self._index.near(heard[start:end], _LEAST):
                first, after = start + m.first, start + m.after
                beside = after_talk or any(talk[max(0, first - _REACH) : first]) or any(talk[after : after + _REACH])
                need = self._needed(m.term, heard[first:after], known[first:after], beside, any(unsure[first:after]))
                if need is not None and m.score >= need:
                    found.append(Match(first, after, m.term, m.score))
        return tuple(
            Suggestion(
                m.first, m.after, phrase[m.first : m.after].bare().text, m.term, round(m.score, 2),
                sure=m.term in self._own and m.score >= _SURE and len(m.term) > _SHORT_LETTERS,
            )
            for m in _best(found)
        )  # fmt: skip

    def talks_of_drugs(self, phrase: Phrase) -> bool:
        """Whether a phrase has words that go with drugs ("slikt", "tablet", "mg") or names one."""
        return any(t.folded in self._drugs or _DRUG_TALK.fullmatch(t.folded) for t in phrase.tokens)

    def is_ordinary(self, word: str) -> bool:
        """Whether a folded word is ordinary Dutch, one letter, a term of the lexicon or a word of the practice."""
        plain = letters(word)
        return len(plain) < 2 or plain in self._ordinary or bool(self._lexicon.kinds(word))

    def _stands_alone(self, word: str) -> bool:
        """Whether a word was heard as itself and is part of nothing else: a number, or a term we know."""
        if value_of(word) is not None or word in self._drugs or letters(word) in self._own_words:
            return True
        return len(word) >= _TERM and bool(self._lexicon.kinds(word))

    def _stretches(self, phrase: Phrase, known: Sequence[bool], talk: Sequence[bool]) -> Iterator[tuple[int, int]]:
        """Where to look: around words that are none and around drug talk, cut at punctuation and at known terms."""
        wanted = [False] * len(known)
        for i, (k, t) in enumerate(zip(known, talk, strict=True)):
            if t or not k:
                reach = _REACH + 2 if t else 2
                for near in range(max(0, i - reach), min(len(known), i + reach + 1)):
                    wanted[near] = True
        start = 0
        for i, token in enumerate(phrase.tokens):
            if not wanted[i] or self._stands_alone(token.folded):
                if start < i:
                    yield start, i
                start = i + 1
            elif token.tail:
                yield start, i + 1
                start = i + 1
        if start < len(known):
            yield start, len(known)

    def _needed(self, term: str, heard: Sequence[str], known: Sequence[bool], beside: bool,
                unsure: bool) -> float | None:  # fmt: skip
        """How alike these words must sound to the term; None: no likeness is enough."""
        drug = term in self._drugs or term in self._own
        if not drug and len(heard) > 1:
            return None
        short = len(term) <= _SHORT_LETTERS
        beside = beside and drug
        need = (0.0 if drug else _OTHER_TERM) + _SHORT * short - _TALK * beside - _UNSURE * unsure
        if not all(known):
            return max(_LEAST, need + (_ONE_WORD if len(heard) == 1 else _SOME_WORDS))
        glued = any(w in _GLUE_WORDS for w in heard)
        if len(heard) == 1 or not beside or (glued and short) or "".join(heard) == letters(term):
            return None
        return need + _ORDINARY + _GLUE * glued


def marked(phrase: Phrase, suggestions: Iterable[Suggestion]) -> Phrase:
    """The phrase with each suggestion as one token that keeps what was heard; where it is sure, just the term."""
    for s in sorted(suggestions, key=lambda s: -s.first):
        gone = phrase.tokens[s.first : s.after]
        words = tuple(n for t in gone for n in t.words)
        phrase = phrase.swapped(s.first, s.after, [Token(s.term, words, gone[-1].tail, "" if s.sure else s.heard)])
    return phrase


def ordinary_words(rows: Iterable[str]) -> frozenset[str]:
    """The words of a list, "#" rows left out, letters only."""
    return frozenset(letters(w) for row in rows if not row.startswith("#") for w in row.split())


@cache
def shipped_ordinary() -> frozenset[str]:
    """The list that comes with the program (data/ordinary.txt)."""
    return ordinary_words(resources.files("soep").joinpath("data/ordinary.txt").read_text("utf-8").splitlines())


@cache
def shipped() -> Ear:
    """An ear for the shipped word list, without words of a practice."""
    return Ear(shipped_lexicon(), shipped_ordinary())


def _others(lexicon: Lexicon) -> list[str]:
    """Long names of diseases; a beginning that stands for a whole family counts as a name."""
    kinds = {Kind.ZIEKTE}
    tables: tuple[Mapping[str, frozenset[Kind]], ...] = (lexicon.whole, lexicon.beginnings)
    return sorted({w for table in tables for w, k in table.items() if k & kinds and len(w) >= _SHORTEST_OTHER})


def _is_unsure(token: Token, words: Sequence[Word]) -> bool:
    heard = (words[n].probability for n in token.words if n < len(words))
    return any(p is not None and p < _UNSURE_BELOW for p in heard)


def _best(found: Sequence[Match]) -> list[Match]:
    taken: set[int] = set()
    kept = []
    for m in sorted(found, key=lambda m: (-m.score, m.after - m.first, m.first)):
        if taken.isdisjoint(range(m.first, m.after)):
            taken.update(range(m.first, m.after))
            kept.append(m)
    return sorted(kept, key=lambda m: m.first)
