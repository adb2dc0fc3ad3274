"""The editor of one section: plain text, in which every line remembers which line of the note it came from.

The number of the note's line is kept as the text block's user state, so it stays with the line while others are typed,
moved or removed around it. A line the GP typed has none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.views.style import ACCENT_PALE, DOUBT, DOUBT_PALE

MARGIN = 24
TYPED = -1
LEAST_LINES = 1


class LineEditor(QPlainTextEdit):
    """Reports `edited(text)` and `line_chosen(n)`: the cursor came to a line that came from line n of the note."""

    edited = Signal(str)
    line_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[str, ...] = ()
        self._doubtful: frozenset[int] = frozenset()
        self._chosen = TYPED
        self._gutter = _Gutter(self)
        self.setViewportMargins(MARGIN, 0, 0, 0)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(6)
        self.textChanged.connect(self._after_edit)
        self.updateRequest.connect(self._gutter.update)
        self.blockCountChanged.connect(self._fit)

    def show_lines(self, lines: Sequence[str], text: str) -> None:
        """Show `text` and tie its lines to the note's `lines`: by place when nothing was edited, else by wording."""
        self._lines = tuple(lines)
        self._chosen = TYPED
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
        rows = text.split("\n")
        left = list(range(len(lines)))
        for number, block in enumerate(self._blocks()):
            origin = number if rows == list(lines) else next((n for n in left if lines[n] == block.text()), TYPED)
            block.setUserState(origin)
            if origin in left:
                left.remove(origin)
        self._fit()

    def show_doubts(self, doubtful: Collection[int]) -> None:
        """Mark these lines of the note, wherever they now stand in the text."""
        self._doubtful = frozenset(doubtful)
        self._paint_lines()

    @property
    def present(self) -> frozenset[int]:
        """The lines of the note that still stand in the text, edited or not."""
        return frozenset(block.userState() for block in self._blocks() if block.text().strip()) - {TYPED}

    def go_to(self, line: int) -> None:
        """Put the cursor on this line of the note and report it as chosen."""
        for block in self._blocks():
            if block.userState() == line:
                self.setTextCursor(QTextCursor(block))
                self.setFocus()
                self._choose()
                return

    def choose_none(self) -> None:
        """Take away the mark of the chosen line."""
        if self._chosen != TYPED:
            self._chosen = TYPED
            self._paint_lines()

    def is_doubtful(self, block: QTextBlock) -> bool:
        """Whether this line should be looked at twice."""
        return block.userState() in self._doubtful

    def geometry_of(self, block: QTextBlock) -> QRect:
        """Where this line stands in the viewport."""
        return self.blockBoundingGeometry(block).translated(self.contentOffset()).toRect()

    def blocks(self) -> list[QTextBlock]:
        """All lines, from the top."""
        return self._blocks()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a line chooses it."""
        super().mouseReleaseEvent(event)
        self._choose()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """So does walking there with the arrow keys."""
        super().keyReleaseEvent(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._choose()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy plain text only."""
        made = QMimeData()
        made.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew, so the height may change."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), MARGIN, inside.height()))
        self._fit()

    def _blocks(self) -> list[QTextBlock]:
        found, block = [], self.document().begin()
        while block.isValid():
            found.append(block)
            block = block.next()
        return found

    def _after_edit(self) -> None:
        self._drop_twins()
        self._fit()
        self._paint_lines()
        self.edited.emit(self.toPlainText())

    def _drop_twins(self) -> None:
        """Splitting a line copies its number; only the first part keeps it."""
        known: set[int] = set()
        for block in self._blocks():
            if block.userState() in known:
                block.setUserState(TYPED)
            known.add(block.userState())

    def _choose(self) -> None:
        line = self.textCursor().block().userState()
        if line != TYPED:
            self._chosen = line
            self._paint_lines()
            self.line_chosen.emit(line)

    def _paint_lines(self) -> None:
        marks = []
        for block in self._blocks():
            colour = ACCENT_PALE if block.userState() == self._chosen != TYPED else ""
            if not colour and self.is_doubtful(block):
                colour = DOUBT_PALE
            if colour:
                mark = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                mark.format.setBackground(QColor(colour))
                marks.append(mark)
        self.setExtraSelections(marks)
        self._gutter.update()

    def _fit(self) -> None:
        """As high as its text, so that the whole section is read at a glance and nothing scrolls inside it."""
        rows = max(LEAST_LINES, round(self.document().size().height()))
        margins = 2 * round(self.document().documentMargin()) + 2 * self.frameWidth() + 4
        height = rows * self.fontMetrics().lineSpacing() + margins
        if height != self.height():
            self.setFixedHeight(height)


class _Gutter(QWidget):
    """The margin left of the text, with a warning sign at each doubtful line."""

    def __init__(self, editor: LineEditor) -> None:
        super().__init__(editor)
        self._editor = editor

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(DOUBT))
        painter.setFont(self._editor.font())
        for block in self._editor.blocks():
            if self._editor.is_doubtful(block):
                place = self._editor.geometry_of(block)
                row = QRect(0, place.top(), MARGIN, self._editor.fontMetrics().lineSpacing())
                painter.drawText(row, Qt.AlignmentFlag.AlignCenter, "⚠")
        painter.end()
