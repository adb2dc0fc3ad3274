"""The conversation: grows during the consult, shows what was heard badly, and where a line of the note comes from.

Only the words are numbered, as Evidence numbers them: `_spans[n]` is where word n stands in the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QTextEdit, QVBoxLayout

from app.session import Phase, Session
from app.texts import NAMES, clock, plain
from app.views.mend import WordMenu, words_at
from app.views.parts import button, label
from app.views.style import ACCENT, DOUBT, DOUBT_EDGE, DOUBT_PALE, INK_SOFT
from asr.transcript import Mark, Segment, Word
from asr.vocabulary import Correction
from soep.note import Evidence

UNSURE = 0.5  # a word below this probability is underlined
MARKED = "#bfe3e3"
MARKS = {
    Mark.REPETITION: "herhaling, misschien niet zo gezegd",
    Mark.SUBTITLE: "misschien niet gezegd",
    Mark.LOW_CONFIDENCE: "slecht te verstaan",
    Mark.PERHAPS_NO_SPEECH: "misschien geen spraak",
    Mark.TOO_FAST: "misschien niet zo gezegd",
    Mark.NOT_DUTCH: "lijkt geen Nederlands",
}
EMPTY = {
    Phase.READY: "Hier verschijnt wat er gezegd wordt.",
    Phase.RECORDING: "De eerste woorden verschijnen na ongeveer een halve minuut.",
    Phase.REVIEW: "Er is geen spraak gehoord.",
}


def style(colour: str = "", *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    """A character format in one of the theme's colours."""
    made = QTextCharFormat()
    if colour:
        made.setForeground(QColor(colour))
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    made.setFontItalic(italic)
    return made


def is_unsure(word: Word) -> bool:
    """Whether the recogniser itself was in doubt."""
    return word.probability is not None and word.probability < UNSURE


def word_style(word: Word) -> QTextCharFormat:
    """Plain for a word that was heard well, lightly underlined for one that was not."""
    made = style()
    if is_unsure(word):
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        made.setUnderlineColor(QColor(DOUBT_EDGE))
    return made


def correction_style(correction: Correction) -> QTextCharFormat:
    """A wave under words that may be one of the practice's own; pointing at them tells which."""
    made = QTextCharFormat()
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
    made.setUnderlineColor(QColor(ACCENT))
    said = f"Gehoord: ‘{plain(correction.heard)}’. Bedoeld: {plain(correction.term)}?"
    made.setToolTip(f"<qt>{escape(said)}</qt>")  # a tooltip takes text for markup when it looks like it
    return made


class TranscriptPane(QFrame):
    """Renders the conversation; reports `swap_wanted` when arts and patient were mixed up.

    `mend_wanted(first, after, text)`: the words [first, after) were misheard, `text` was said. `give_wanted(segment,
    speaker)`: this segment was said by somebody else than stood there.
    """

    swap_wanted = Signal()
    mend_wanted = Signal(int, int, str)
    give_wanted = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._segments: tuple[Segment, ...] = ()
        self._spans: list[tuple[int, int]] = []
        self._corrections: tuple[Correction, ...] = ()
        self._tentative_at: int | None = None
        self._tentative = ""
        self._has_roles = self._has_doubts = self._reviewing = False
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setUndoRedoEnabled(False)
        by = Qt.TextInteractionFlag
        self.text.setTextInteractionFlags(by.TextSelectableByMouse | by.TextSelectableByKeyboard)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.text.customContextMenuRequested.connect(self._on_menu)
        self.text.setAccessibleName("Gesprek")
        self.text.document().setDocumentMargin(10)
        self.swap = button("Wissel arts ↔ patiënt", name="small", tip="De namen staan verkeerd om")
        self.swap.clicked.connect(self.swap_wanted)
        self.legend = label(name="soft", wrap=True)
        self.legend.hide()
        head = QHBoxLayout()
        head.addWidget(label("Gesprek", "heading"))
        head.addStretch(1)
        head.addWidget(self.swap)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self.text, 1)
        whole.addWidget(self.legend)

    def show_session(self, session: Session) -> None:
        """Show this session: only what is new is written, unless the words themselves changed."""
        self.text.setPlaceholderText(EMPTY.get(session.phase, ""))
        if session.corrections != self._corrections:
            self._show_corrections(session.corrections)
        if session.segments is not self._segments:
            self._show_segments(session.segments)
        if session.tentative != self._tentative:
            self._show_tentative(session.tentative)
        reviewing = session.phase is Phase.REVIEW
        self.swap.setVisible(self._has_roles and reviewing)
        self._reviewing = reviewing
        self._show_legend()

    def menu_at(self, at: QPoint) -> WordMenu | None:
        """The menu of the words that are selected, or of the word at this place; None where there is none to mend."""
        cursor = self.text.textCursor()
        if not cursor.hasSelection():
            cursor = self.text.cursorForPosition(at)
        found = words_at(self._spans, cursor.selectionStart(), cursor.selectionEnd())
        if found is None or not self._reviewing:
            return None
        words = [(word.text, number) for number, segment in enumerate(self._segments) for word in segment.words]
        turn = words[found[0]][1]
        speaker = self._segments[turn].speaker
        made = WordMenu(self.text, [text for text, _ in words], *found, self._corrections, speaker)
        made.mended.connect(self.mend_wanted)
        made.given.connect(partial(self.give_wanted.emit, turn))
        return made

    def _on_menu(self, at: QPoint) -> None:
        menu = self.menu_at(at)
        if menu is not None:
            menu.exec(self.text.viewport().mapToGlobal(at))
            menu.deleteLater()

    def highlight(self, evidence: Sequence[Evidence]) -> None:
        """Mark these words and bring the first of them into view; nothing removes the marks."""
        marks = []
        for first, last in self._stretches(evidence):
            mark = QTextEdit.ExtraSelection()
            mark.cursor, mark.format = self._cursor(first, last), style()
            mark.format.setBackground(QColor(MARKED))
            marks.append(mark)
        self.text.setExtraSelections(marks)
        if marks:
            start = QTextCursor(self.text.document())
            start.setPosition(min(m.cursor.selectionStart() for m in marks))
            self.text.setTextCursor(start)
            self.text.centerCursor()

    @property
    def highlighted(self) -> tuple[str, ...]:
        """The marked stretches of text."""
        return tuple(m.cursor.selectedText() for m in self.text.extraSelections())

    def _stretches(self, evidence: Sequence[Evidence]) -> list[tuple[int, int]]:
        """Where these words stand, one stretch for each line of the talk: times and names in between stay unmarked."""
        found: list[tuple[int, int]] = []
        for span in evidence:
            block = -1
            for first, last in self._spans[max(0, span.first) : span.last + 1]:
                before, block = block, self.text.document().findBlock(first).blockNumber()
                if before == block:
                    found[-1] = (found[-1][0], last)
                else:
                    found.append((first, last))
        return found

    def _cursor(self, first: int, last: int) -> QTextCursor:
        cursor = QTextCursor(self.text.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _show_segments(self, segments: tuple[Segment, ...]) -> None:
        follow = self._is_at_end()
        self._drop_tentative()
        place = None
        if segments[: len(self._segments)] != self._segments:
            place = self.text.verticalScrollBar().value()
            self._clear()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        for segment in segments[len(self._segments) :]:
            self._write(cursor, segment)
        cursor.endEditBlock()
        self._segments = segments
        self._mark_corrections()
        self._has_roles = any(s.speaker in NAMES for s in segments)
        self._has_doubts = any(is_unsure(w) for s in segments for w in s.words)
        self._show_tentative(self._tentative)
        if place is None:
            self._scroll(follow)
        else:  # the same talk with something changed in it: the reader stays where the eye is
            self.text.verticalScrollBar().setValue(place)

    def _show_legend(self) -> None:
        lines = (
            "Onderstreept: niet goed verstaan." if self._has_doubts else "",
            "Golflijn: misschien een eigen woord." if self._corrections else "",
            "Klik rechts om een woord of spreker te verbeteren." if self._reviewing and self._spans else "",
        )
        self.legend.setText(" ".join(filter(None, lines)))
        self.legend.setVisible(any(lines))

    def _clear(self) -> None:
        self.text.clear()
        self._segments, self._spans = (), []
        self._has_roles = self._has_doubts = False

    def _show_corrections(self, corrections: tuple[Correction, ...]) -> None:
        if self._corrections:  # marks go away with the text only, which is then written again
            self._clear()
        self._corrections = corrections
        self._mark_corrections()

    def _mark_corrections(self) -> None:
        for found in self._corrections:
            if found.after <= len(self._spans):
                cursor = self._cursor(self._spans[found.first][0], self._spans[found.after - 1][1])
                cursor.mergeCharFormat(correction_style(found))

    def _write(self, cursor: QTextCursor, segment: Segment) -> None:
        if self._spans or not self.text.document().isEmpty():
            cursor.insertBlock()
        if segment.start_s is not None:
            cursor.insertText(f"{clock(segment.start_s)}  ", style(INK_SOFT))
        if segment.speaker is not None:
            cursor.insertText(f"{NAMES[segment.speaker]}: ", style(ACCENT, bold=True))
        for number, word in enumerate(segment.words):
            if number:
                cursor.insertText(" ", style())
            first = cursor.position()
            cursor.insertText(plain(word.text).replace("\n", " "), word_style(word))
            self._spans.append((first, cursor.position()))
        if segment.marks:
            why = ", ".join(dict.fromkeys(MARKS[mark] for mark in segment.marks))
            made = style(DOUBT, italic=True)
            made.setBackground(QColor(DOUBT_PALE))
            cursor.insertText("  ", style())
            cursor.insertText(f" ⚠ {why} ", made)

    def _show_tentative(self, text: str) -> None:
        follow = self._is_at_end()
        self._drop_tentative()
        self._tentative = text
        if not text:
            return
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self._tentative_at = cursor.position()
        if not self.text.document().isEmpty():
            cursor.insertBlock()
        cursor.insertText(plain(text).replace("\n", " "), style(INK_SOFT, italic=True))
        self._scroll(follow)

    def _drop_tentative(self) -> None:
        if self._tentative_at is not None:
            end = self.text.document().characterCount() - 1
            self._cursor(self._tentative_at, end).removeSelectedText()
            self._tentative_at = None

    def _is_at_end(self) -> bool:
        bar = self.text.verticalScrollBar()
        return bar.value() >= bar.maximum() - 1

    def _scroll(self, follow: bool) -> None:
        if follow:
            bar = self.text.verticalScrollBar()
            bar.setValue(bar.maximum())
