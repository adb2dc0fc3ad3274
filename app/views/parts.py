"""Small building blocks of every view: labels that never take text for markup, buttons that show their shortcut."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget


def label(text: str = "", name: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text; `name` chooses its look in the style sheet."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    made.setObjectName(name)
    return made


def button(text: str, shortcut: str = "", name: str = "", *, tip: str = "") -> QPushButton:
    """A button whose key is part of its text, so that the key can be learned by looking: "Stop (Ctrl+E)"."""
    made = QPushButton(f"{text}  ({shortcut})" if shortcut else text)
    made.setObjectName(name)
    made.setAccessibleName(text)
    if tip:
        made.setToolTip(tip)
        made.setAccessibleDescription(tip)
    return made


def bind(owner: QWidget, keys: str, *targets: QPushButton) -> None:
    """Let `keys` click the first of `targets` that is on the screen, from anywhere in `owner`'s window."""

    def press() -> None:
        for target in targets:
            if target.isVisible():
                target.click()
                return

    QShortcut(QKeySequence(keys), owner).activated.connect(press)


def card() -> QFrame:
    """A white surface with a soft edge."""
    made = QFrame()
    made.setObjectName("card")
    return made


def set_kind(widget: QWidget, kind: str) -> None:
    """Choose another look for a widget that is already on the screen."""
    widget.setProperty("kind", kind)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class ElidedLabel(QLabel):
    """One line of plain text that shortens itself with an ellipsis instead of pushing its neighbours away."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show `text`; where it does not fit, the whole is in the tooltip."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrow: the text gives way."""
        return QSize(40, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Fit the text again when the width changes."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip("" if shown == self._whole else self._whole)
