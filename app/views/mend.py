"""The menu of a word in the talk: put right what was misheard, or who said it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.texts import plain
from app.views.dialogs import ask_right
from asr.transcript import Speaker
from asr.vocabulary import Correction

SAID_BY = {
    Speaker.ARTS: "Dit zei de arts",
    Speaker.PATIENT: "Dit zei de patiënt",
    Speaker.DERDE: "Dit zei iemand anders",
}
STOPS = ".,;:?!"
MOST_SHOWN = 40  # characters of what was heard, in the menu

Spans = Sequence[tuple[int, int]]


def words_at(spans: Spans, start: int, end: int) -> tuple[int, int] | None:
    """The words [first, after) that the characters from `start` to `end` touch; None when that is no word.

    `spans`: where each word stands, in order. A place just behind a word counts as on it.
    """
    first = bisect_left(spans, start, key=ends)
    after = bisect_right(spans, end, key=begins)
    return (first, after) if first < after else None


def begins(span: tuple[int, int]) -> int:
    """Where a word begins."""
    return span[0]


def ends(span: tuple[int, int]) -> int:
    """Where it ends."""
    return span[1]


class WordMenu(QMenu):
    """Reports `mended(first, after, text)` when the GP chose what was said in the place of words [first, after).

    `given(speaker)`: the turn in which they stand is somebody else's than `speaker`, whose it seemed to be.
    """

    mended = Signal(int, int, str)
    given = Signal(object)

    def __init__(self, owner: QWidget | None, words: Sequence[str], first: int, after: int,
                 corrections: Sequence[Correction], speaker: Speaker | None = None) -> None:  # fmt: skip
        """`words`: all of the talk; `corrections`: all marks beside it; `speaker`: whose turn this seemed to be."""
        super().__init__(owner)
        heard = " ".join(words[first:after])
        for found in corrections:
            if found.first < after and first < found.after:
                term = self.addAction(f"‘{shown(found.heard)}’ wordt ‘{shown(found.term)}’")
                said = found.term + stop_of(words[found.after - 1])
                term.triggered.connect(partial(self.mended.emit, found.first, found.after, said))
        ask = self.addAction(f"‘{shown(heard)}’ verbeteren ...")
        ask.triggered.connect(partial(self._ask, first, after, heard))
        self.addSeparator()
        for other, text in SAID_BY.items():
            if other is not speaker:
                self.addAction(text).triggered.connect(partial(self.given.emit, other))

    def _ask(self, first: int, after: int, heard: str) -> None:
        said = ask_right(self.parentWidget(), heard)
        if said is not None and said.strip():
            self.mended.emit(first, after, said)


def stop_of(word: str) -> str:
    """The punctuation at the end of a word, which stays when the word is replaced."""
    return word[len(word.rstrip(STOPS)) :]


def shown(text: str) -> str:
    """Text for a menu: short, harmless, and without the sign that underlines a letter there."""
    text = plain(text).replace("\n", " ")
    short = text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"
    return short.replace("&", "&&")
