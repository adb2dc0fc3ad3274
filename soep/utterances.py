"""Step 1: the transcript as turns and utterances, every token still knowing its words.

A turn is what one speaker says until another begins; an utterance is about one sentence of it. Adds to the transcript:
turn and sentence borders (also where the recogniser gave no punctuation) and numbers in digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from asr.transcript import Segment, Speaker, Transcript
from soep.numbers import to_digits
from soep.text import Phrase, Token, tokenise

_LONG = 34
_JOINT = re.compile(r"^(?:en|maar|want|dus|dan|toen|daarna|verder|ook)$")


@dataclass(frozen=True, slots=True)
class Turn:
    """Consecutive words of one speaker (None: not known), numbers already in digits."""

    index: int
    speaker: Speaker | None
    phrase: Phrase
    voice: int | None = None


@dataclass(frozen=True, slots=True)
class Utterance:
    """About one sentence of a turn. `index` counts utterances over the whole consult."""

    index: int
    turn: int
    speaker: Speaker | None
    phrase: Phrase

    @property
    def asks(self) -> bool:
        """Whether it ends in a question mark."""
        return bool(self.phrase.tokens) and self.phrase.tokens[-1].tail == "?"

    @property
    def by_doctor(self) -> bool:
        """Whether the doctor says it."""
        return self.speaker is Speaker.ARTS


def turns_of(transcript: Transcript) -> tuple[Turn, ...]:
    """The transcript's turns; segments that follow one another with the same known speaker are one turn."""
    turns: list[Turn] = []
    for first, segment in zip(transcript.first_word_of(), transcript.segments, strict=True):
        phrase = to_digits(tokenise(segment.words, first), sums=False)
        if not phrase.tokens:
            continue
        last = turns[-1] if turns else None
        if last and _same(last, segment):
            turns[-1] = replace(last, phrase=last.phrase + phrase)
        else:
            turns.append(Turn(len(turns), segment.speaker, phrase, segment.voice))
    return tuple(turns)


def _same(turn: Turn, segment: Segment) -> bool:
    if turn.speaker is not None or segment.speaker is not None:
        return turn.speaker is segment.speaker
    return turn.voice is not None and turn.voice == segment.voice


def sentences(phrase: Phrase) -> tuple[Phrase, ...]:
    """A turn's phrase cut at sentence ends; a stretch of over 34 words without one is cut at a joining word."""
    cut: list[Phrase] = []
    start = 0
    for i, token in enumerate(phrase.tokens):
        if token.tail in (".", "?") or (token.tail == "..." and _ends(phrase.tokens, i)):
            cut.append(phrase[start : i + 1])
            start = i + 1
    if start < len(phrase):
        cut.append(phrase[start:])
    return tuple(piece for sentence in cut for piece in _shorter(sentence))


def _ends(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether an ellipsis ends a sentence: what follows starts with a capital that is no name or number."""
    return i + 1 < len(tokens) and tokens[i + 1].text[:1].isupper()


def _shorter(sentence: Phrase) -> Iterable[Phrase]:
    while len(sentence) > _LONG:
        joints = [i for i in range(8, len(sentence) - 4) if _JOINT.match(sentence.tokens[i].folded)]
        if not joints:
            break
        at = min(joints, key=lambda i: abs(i - _LONG // 2))
        yield sentence[:at]
        sentence = sentence[at:]
    yield sentence


def utterances_of(turns: Iterable[Turn]) -> tuple[Utterance, ...]:
    """All utterances of these turns, in order."""
    out: list[Utterance] = []
    for turn in turns:
        for phrase in sentences(turn.phrase):
            out.append(Utterance(len(out), turn.index, turn.speaker, phrase))
    return tuple(out)
