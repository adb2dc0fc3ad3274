"""The menu of a word in the talk: put right what was misheard."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.texts import plain
from app.views.dialogs import ask_right
from asr.vocabulary import Correction

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
    """Reports `mended(first, after, text)` when the GP chose what was said in the place of words [first, after)."""

    mended = Signal(int, int, str)

    def __init__(self, owner: QWidget, first: int, after: int, heard: str, corrections: Sequence[Correction]) -> None:
        super().__init__(owner)
        for found in corrections:
            if found.first < after and first < found.after:
                term = self.addAction(f"‘{shown(found.heard)}’ wordt ‘{shown(found.term)}’")
                term.triggered.connect(partial(self.mended.emit, found.first, found.after, found.term))
        ask = self.addAction(f"‘{shown(heard)}’ verbeteren ...")
        ask.triggered.connect(partial(self._ask, first, after, heard))

    def _ask(self, first: int, after: int, heard: str) -> None:
        said = ask_right(self.parentWidget(), heard)
        if said is not None and said.strip():
            self.mended.emit(first, after, said)


def shown(text: str) -> str:
    """Text for a menu: short, harmless, and without the sign that underlines a letter there."""
    text = plain(text).replace("\n", " ")
    short = text if len(text) <= MOST_SHOWN else f"{text[: MOST_SHOWN - 1]}…"
    return short.replace("&", "&&")
