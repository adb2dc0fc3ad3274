"""The level meter: how loud the microphone hears the room, on a scale of decibels."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.views.style import ACCENT, DOUBT_EDGE, EDGE

FLOOR_DB = -60.0
LOUD = 0.97  # a peak so near full scale is about to be cut off
FALL = 0.8  # how much of the bar is left one block later: the eye follows a bar that falls slowly


def share_of(peak: float) -> float:
    """A block's peak in [0, 1] as the part of the bar that is lit: -60 dB and below is 0, full scale is 1."""
    if not peak > 0.0:
        return 0.0
    return min(1.0, max(0.0, 1.0 - 20.0 * math.log10(peak) / FLOOR_DB))


class Meter(QWidget):
    """A horizontal bar. `show_level(0.0)` empties it slowly, `clear()` at once."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self._loud = False
        self.setAccessibleName("Geluidsniveau van de microfoon")
        self.setFixedSize(QSize(150, 12))

    def show_level(self, peak: float) -> None:
        """Show one block's peak, in [0, 1]."""
        self._share = max(share_of(peak), self._share * FALL)
        self._loud = peak >= LOUD
        self.update()

    def clear(self) -> None:
        """No sound is coming in."""
        self._share, self._loud = 0.0, False
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(EDGE))
        painter.setBrush(QColor("#ffffff"))
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(frame, 5, 5)
        lit = QRectF(frame.left(), frame.top(), frame.width() * self._share, frame.height())
        if lit.width() > 2:
            painter.setBrush(QColor(DOUBT_EDGE if self._loud else ACCENT))
            painter.drawRoundedRect(lit, 5, 5)
        painter.end()
