"""The practice's own words: kept as plain text, told to the recogniser beforehand, found back by ear afterwards.

A transcript is never changed. What a word of the list corrects is a Correction beside it, by word number: whoever shows
or uses the transcript may follow it, and dropping it takes it back. It is worked out again from transcript and list at
any time, so nothing of it is stored.

Whisper reads words to expect as text that went before. They help it to spell and they tempt it to invent (SYSTRAN
faster-whisper pull request 731 and issue 853), so they are few: at most _MOST_HOTWORDS, and _LONGEST_HOTWORDS
characters, which is about 100 of Whisper's tokens. Gain and harm are measured by tests/benchmarks/vocabulary.py; with
whisper base and 16 own terms, recall of the spoken terms rose from 0.00 to 0.62 (0.69 with the sure corrections), and
the word error rate of speech without any went from 0.44 to 0.48 (espeak-ng) and from 0.32 to 0.33 (real voices).
No hotword was invented.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final, Self

from asr.sounds import SoundIndex, closeness, letters
from asr.transcript import Transcript, Word

MOST_TERMS: Final = 500
MEDICAL: Final = (  # common in a Dutch practice and often misheard; hotwords when the practice's own leave room
    "omeprazol", "metoprolol", "nitrofurantoïne", "amoxicilline", "levothyroxine", "lisinopril", "amlodipine",
    "simvastatine", "metformine", "pantoprazol", "salbutamol", "prednisolon", "citalopram", "oxazepam", "amitriptyline",
    "tamsulosine", "diclofenac",
)  # fmt: skip
_LONGEST_TERM: Final = 60  # characters
_MOST_WORDS: Final = 5  # in one term
_MOST_HOTWORDS: Final = 40
_LONGEST_HOTWORDS: Final = 240  # characters; names take a token per 2.5 characters or so
_SURE: Final = 0.86
_LIKELY: Final = 0.76
_SHORT_LETTERS: Final = 6  # a term this short is never sure, unless it was spelled another way only
_FEWEST_LETTERS: Final = 4  # of a term that is looked for by ear, and of one that is learned
_MOST_LEARNED: Final = 3  # words
_LEARNABLE: Final = 0.45  # closeness of what was corrected to what it became
_SEPARATORS: Final = re.compile(r"[\n\r,;\t]+")
_MARKS: Final = " ,;\"'“”‘’«»().:!?-–•*·"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words and short phrases as the practice writes them, in its own order, each once."""

    terms: tuple[str, ...] = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The list in pasted text: one term per line, or separated by commas, semicolons or tabs.

        What is no term (no letter, over 60 characters or 5 words) is left out, doubles too (case and accents do not
        tell terms apart), and all after the first MOST_TERMS.
        """
        found: dict[str, str] = {}
        for piece in _SEPARATORS.split(text):
            term = " ".join("".join(c if c.isprintable() else " " for c in piece).split()).strip(_MARKS)
            if letters(term) and len(term) <= _LONGEST_TERM and len(term.split()) <= _MOST_WORDS:
                found.setdefault(_same(term), term)
        return cls(tuple(found.values())[:MOST_TERMS])

    @property
    def text(self) -> str:
        """One term per line; `parse` reads it back."""
        return "".join(f"{t}\n" for t in self.terms)

    def with_terms(self, terms: Iterable[str]) -> Self:
        """The list with more terms at the end."""
        return self.parse(self.text + "\n".join(terms))

    def without(self, term: str) -> Self:
        """The list without one term."""
        return type(self)(tuple(t for t in self.terms if _same(t) != _same(term)))


@dataclass(frozen=True, slots=True)
class Correction:
    """Words [first, after) of a transcript, heard as `heard`, are `term` of the list (`sure`) or may be."""

    first: int
    after: int
    heard: str
    term: str
    score: float
    sure: bool


def load(path: Path) -> Vocabulary:
    """The list in a text file, UTF-8 or what Windows writes; empty when there is no file. Raises OSError."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Vocabulary()
    try:
        return Vocabulary.parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Vocabulary.parse(data.decode("cp1252", "replace"))


def save(vocabulary: Vocabulary, path: Path) -> None:
    """Write the list whole or not at all. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    try:
        beside.write_text(vocabulary.text, encoding="utf-8")
        os.replace(beside, path)
    finally:
        with contextlib.suppress(OSError):  # gone already when it was renamed
            beside.unlink()


def none(_: str) -> bool:
    """The default for `ordinary`: no word is known to be ordinary Dutch."""
    return False


def hotwords(vocabulary: Vocabulary, also: Sequence[str] = ()) -> str:
    """What to tell the recogniser (the `prompt` of asr.listen.listen): own terms, then `also` (MEDICAL); or ""."""
    chosen: list[str] = []
    for term in dict.fromkeys((*vocabulary.terms, *also)):
        if len(chosen) == _MOST_HOTWORDS or len(", ".join((*chosen, term))) > _LONGEST_HOTWORDS:
            break
        chosen.append(term)
    return ", ".join(chosen) + "." if chosen else ""


def corrections(transcript: Transcript, vocabulary: Vocabulary,
                ordinary: Callable[[str], bool] = none) -> tuple[Correction, ...]:  # fmt: skip
    """Where the transcript holds a term of the list under another spelling, in order, none overlapping.

    `ordinary`: whether a word (letters only, lower case) is ordinary Dutch; such words are not corrected when nothing
    else stands with them (`is_ordinary` of soep.hearing.shipped() answers it). Numbers take part in nothing.
    """
    terms = [t for t in vocabulary.terms if len(letters(t)) >= _FEWEST_LETTERS and not re.search(r"\d", t)]
    if not terms:
        return ()
    index = SoundIndex(terms)
    found: list[Correction] = []
    for first, segment in zip(transcript.first_word_of(), transcript.segments, strict=True):
        for stretch in _stretches(segment.words):
            texts = [w.text for w in segment.words[stretch.start : stretch.stop]]
            for m in index.matches(texts, _LIKELY):
                heard = " ".join(texts[m.first : m.after]).strip(_MARKS)
                if heard == m.term or all(ordinary(letters(w)) for w in heard.split()):
                    continue
                sure = letters(heard) == letters(m.term) or (m.score >= _SURE and len(m.term) > _SHORT_LETTERS)
                at = first + stretch.start
                found.append(Correction(at + m.first, at + m.after, heard, m.term, round(m.score, 2), sure))
    return tuple(found)


def texts(transcript: Transcript, followed: Iterable[Correction]) -> tuple[str, ...]:
    """Each segment's text with these corrections in it; punctuation after the words stays."""
    by_first = {c.first: c for c in followed}
    lines = []
    for first, segment in zip(transcript.first_word_of(), transcript.segments, strict=True):
        words: list[str] = []
        number = first
        while number < first + len(segment.words):
            here = by_first.get(number)
            last = segment.words[(here.after if here else number + 1) - 1 - first].text
            words.append(here.term + last[len(last.rstrip(_MARKS)) :] if here else last)
            number = here.after if here else number + 1
        lines.append(" ".join(words))
    return tuple(lines)


def learned(before: str, after: str, ordinary: Callable[[str], bool] = none) -> tuple[str, ...]:
    """Words to offer for the list, from a text and what the GP made of it.

    A term is offered where one to three words became others that sound like them: that was misheard. What does not
    sound alike is a change of mind; case, punctuation, numbers, endings, short words and ordinary words (see
    `corrections`) teach nothing.
    """
    old, new = before.split(), after.split()
    changes = SequenceMatcher(None, [letters(w) for w in old], [letters(w) for w in new], autojunk=False).get_opcodes()
    offered: dict[str, str] = {}
    for tag, i1, i2, j1, j2 in changes:
        heard, meant = " ".join(old[i1:i2]), " ".join(new[j1:j2]).strip(_MARKS)
        if tag != "replace" or max(i2 - i1, j2 - j1) > _MOST_LEARNED or not _teaches(heard, meant):
            continue
        if not all(ordinary(letters(w)) for w in meant.split()):
            offered.setdefault(_same(meant), meant)
    return tuple(offered.values())


def _teaches(heard: str, meant: str) -> bool:
    was, now = letters(heard), letters(meant)
    if len(now) <= _FEWEST_LETTERS or re.search(r"\d", heard + meant):
        return False
    stem = min(len(was), len(now)) - 1
    ending = abs(len(was) - len(now)) <= 3 and was[:stem] == now[:stem]
    one_word = " " not in heard + meant
    return not (one_word and ending) and closeness(heard, meant) >= _LEARNABLE


def _same(term: str) -> str:
    """What two spellings of one term share."""
    return " ".join(letters(w) + "".join(re.findall(r"\d", w)) for w in term.split())


def _stretches(words: Sequence[Word]) -> Iterator[range]:
    """Runs of words without a comma or a sentence end between them."""
    start = 0
    for i, word in enumerate(words):
        if word.text.endswith((".", ",", "?", "!", ";", ":", "…")) or i + 1 == len(words):
            yield range(start, i + 1)
            start = i + 1
