"""The button "Instellingen" and what is behind it: what a GP sets once and seldom looks at again."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

VOICE = "Laat Soepel herkennen wie de arts is"
SPEED = "Welk spraakmodel past bij deze computer?"
LATER = "Dit kan weer als het consult is afgesloten"


class SettingsButton(QPushButton):
    """A button with a menu. `words`, `voice` and `speed` are its entries, each an action to connect to."""

    def __init__(self) -> None:
        super().__init__("Instellingen")
        self.setAccessibleName("Instellingen")
        menu = QMenu(self)
        self.words = self._entry(menu, "Eigen woorden ...", "Namen en middelen die u vaak zegt")
        self.voice = self._entry(menu, "Uw stem ...", VOICE)
        self.speed = self._entry(menu, "Snelheid meten ...", SPEED)
        menu.setToolTipsVisible(True)
        self.setMenu(menu)

    def allow(self, *, alone: bool) -> None:
        """`alone`: no consult is in hand, so that the microphone and the processor are free."""
        for entry, tip in ((self.voice, VOICE), (self.speed, SPEED)):
            entry.setEnabled(alone)
            entry.setToolTip(tip if alone else LATER)

    def _entry(self, menu: QMenu, text: str, tip: str) -> QAction:
        made = menu.addAction(text)
        made.setToolTip(tip)
        return made
