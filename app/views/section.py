"""One section of the note: its letter, its text, the doubts about its lines, and a button that copies it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.views.lines import LineEditor
from app.views.parts import button, label
from soep.note import Line, Section

NAMES = {Section.S: "Subjectief", Section.O: "Objectief", Section.E: "Evaluatie", Section.P: "Plan"}
KEYS = {Section.S: "Ctrl+1", Section.O: "Ctrl+2", Section.E: "Ctrl+3", Section.P: "Ctrl+4"}
COPIED_SHOWN_MS = 1800


class SectionField(QWidget):
    """Reports `edited(text)`, `copy_wanted`, `line_chosen(n)` and `doubt_seen(n)`, lines numbered as in the note."""

    edited = Signal(str)
    copy_wanted = Signal()
    line_chosen = Signal(int)
    doubt_seen = Signal(int)

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.section = section
        self._lines: tuple[Line, ...] = ()
        self._seen: frozenset[int] = frozenset()
        self._listed: tuple[int, ...] = ()
        self.editor = LineEditor()
        self.editor.setAccessibleName(f"{section.value}: {NAMES[section]}")
        self.editor.edited.connect(self._on_edit)
        self.editor.line_chosen.connect(self.line_chosen)
        self.copy = button("Kopieer", KEYS[section], "small")
        self.copy.setAccessibleName(f"Kopieer {NAMES[section]}")
        self.copy.clicked.connect(self.copy_wanted)
        self._copy_text = self.copy.text()
        self._doubts = QVBoxLayout()
        self._doubts.setSpacing(4)
        head = QHBoxLayout()
        badge = label(section.value, "badge")
        badge.setFixedSize(28, 24)
        badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head.addWidget(badge)
        head.addWidget(label(NAMES[section], "heading"))
        head.addStretch(1)
        head.addWidget(self.copy)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(5)
        whole.addLayout(head)
        whole.addWidget(self.editor)
        whole.addLayout(self._doubts)

    def show_lines(self, lines: Sequence[Line], text: str) -> None:
        """A new note: show `text`, which began as these lines."""
        self._lines = tuple(lines)
        self.editor.show_lines([line.text for line in lines], text)
        self._listed = ()
        self._list_doubts()

    def show_seen(self, seen: Collection[int]) -> None:
        """The doubts about these lines are settled."""
        self._seen = frozenset(seen)
        self._list_doubts()

    @property
    def open_doubts(self) -> tuple[int, ...]:
        """The lines of the note that still need a look."""
        present = self.editor.present
        return tuple(n for n, line in enumerate(self._lines) if line.doubts and n in present and n not in self._seen)

    def say_copied(self) -> None:
        """Tell for a moment that the text is on the clipboard."""
        self.copy.setText("Gekopieerd ✓")
        QTimer.singleShot(COPIED_SHOWN_MS, self, self._restore_copy)

    def _restore_copy(self) -> None:
        self.copy.setText(self._copy_text)

    def _on_edit(self, text: str) -> None:
        self._list_doubts()
        self.edited.emit(text)

    def _list_doubts(self) -> None:
        wanted = self.open_doubts
        self.editor.show_doubts(wanted)
        if wanted == self._listed:
            return
        self._listed = wanted
        while (item := self._doubts.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for n in wanted:
            row = DoubtRow(n, self._lines[n])
            row.chosen.connect(self.editor.go_to)
            row.seen.connect(self.doubt_seen)
            self._doubts.addWidget(row)


class DoubtRow(QFrame):
    """Why one line should be looked at twice. A click goes to the line, the button settles it."""

    chosen = Signal(int)
    seen = Signal(int)

    def __init__(self, number: int, line: Line) -> None:
        super().__init__()
        self.setObjectName("doubtrow")
        self._number = number
        text: QLabel = label(f"⚠  {line.text} — {'; '.join(line.doubts)}", "doubt", wrap=True)
        done = button("Klopt", name="small", tip="Ik heb deze regel nagekeken")
        done.setAccessibleName(f"Klopt: {line.text}")
        done.clicked.connect(self._on_seen)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 3, 4, 3)
        row.addWidget(text, 1)
        row.addWidget(done)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip("Toon deze regel en waar het gezegd is")

    def mousePressEvent(self, _: QMouseEvent) -> None:
        """Go to the line."""
        self.chosen.emit(self._number)

    def _on_seen(self) -> None:
        self.seen.emit(self._number)
