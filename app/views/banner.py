"""A strip that tells the GP something and offers at most two things to do about it."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from app.views.parts import button, label, set_kind


class Kind(StrEnum):
    """How loud the strip is."""

    NOTICE = "notice"
    DOUBT = "doubt"
    ALARM = "alarm"


ICONS = {Kind.NOTICE: "ℹ", Kind.DOUBT: "⚠", Kind.ALARM: "⚠"}


class Banner(QFrame):
    """Hidden until it has something to say. `first` and `second` are its buttons, `closed` its own cross."""

    first = Signal()
    second = Signal()
    closed = Signal()

    def __init__(self, kind: Kind, first: str = "", second: str = "", *, closable: bool = True) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._icon = label(ICONS[kind], "heading")
        self._text = label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self._buttons: list[QPushButton] = []
        for text, signal in ((first, self.first), (second, self.second), ("Sluiten" if closable else "", self.closed)):
            if text:
                made = button(text, name="small")
                made.clicked.connect(signal)
                row.addWidget(made)
                self._buttons.append(made)
        set_kind(self, kind.value)
        self.hide()

    def say(self, text: str, first: str = "") -> None:
        """Show `text`; nothing to say hides the strip. `first`: what its first button is called from now on."""
        if first:
            self._buttons[0].setText(first)
            self._buttons[0].setAccessibleName(first)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What it says now."""
        return self._text.text()
