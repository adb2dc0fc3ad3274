"""Looks: one light theme, one accent colour, and amber for what a reader should look at twice."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

ACCENT = "#0b6b6f"
ACCENT_PALE = "#d9eeee"
INK = "#1c2b2d"
INK_SOFT = "#5a6b6d"
PAPER = "#ffffff"
GROUND = "#f3f6f5"
EDGE = "#d5dddc"
DOUBT = "#8a5a00"
DOUBT_PALE = "#fff4d6"
DOUBT_EDGE = "#e6b84a"
ALARM = "#a4262c"
ALARM_PALE = "#fdecea"

SHEET = f"""
QWidget {{ color: {INK}; font-size: 11pt; }}
QMainWindow, QWidget#ground, QDialog {{ background: {GROUND}; }}
QWidget#paper {{ background: {PAPER}; }}
QFrame#card {{ background: {PAPER}; border: 1px solid {EDGE}; border-radius: 8px; }}
QLabel {{ background: transparent; }}
QLabel#brand {{ font-size: 16pt; font-weight: 600; color: {ACCENT}; }}
QLabel#heading {{ font-size: 12pt; font-weight: 600; }}
QLabel#soft {{ color: {INK_SOFT}; }}
QLabel#clock {{ font-size: 18pt; font-weight: 600; }}
QLabel#badge {{ background: {ACCENT}; color: white; border-radius: 4px; font-weight: 700; }}
QLabel#live {{ color: {ALARM}; font-size: 16pt; }}
QLabel#aloud {{ font-size: 14pt; }}
QLabel#alarm {{ color: {ALARM}; }}
QLabel#doubt {{ color: {DOUBT}; }}
QLabel[kind="doubt"] {{ color: {DOUBT}; font-weight: 600; }}
QPushButton {{ background: {PAPER}; border: 1px solid {EDGE}; border-radius: 6px; padding: 6px 12px; }}
QPushButton:hover {{ border-color: {ACCENT}; }}
QPushButton:focus {{ border: 2px solid {ACCENT}; padding: 5px 11px; }}
QPushButton:disabled {{ color: #93a1a2; background: #eef1f1; border-color: #e2e8e7; }}
QPushButton#primary {{ background: {ACCENT}; color: white; border-color: {ACCENT}; font-weight: 600; }}
QPushButton#primary:hover {{ background: #095a5d; }}
QPushButton#primary:focus {{ border: 2px solid {INK}; }}
QPushButton#primary:disabled {{ background: #b9cccc; border-color: #b9cccc; color: #f2f6f6; }}
QPushButton#small {{ padding: 3px 8px; font-size: 10pt; }}
QPushButton#small:focus {{ padding: 2px 7px; }}
QCheckBox {{ border: 2px solid transparent; border-radius: 5px; padding: 1px 4px 1px 1px; }}
QCheckBox:focus {{ border-color: {ACCENT}; }}
QCheckBox::indicator {{ width: 20px; height: 20px; }}
QComboBox {{ min-height: 24px; }}
QPlainTextEdit {{ background: {PAPER}; border: 1px solid {EDGE}; border-radius: 6px;
    selection-background-color: {ACCENT}; selection-color: white; placeholder-text-color: {INK_SOFT}; }}
QPlainTextEdit:focus {{ border: 2px solid {ACCENT}; }}
QFrame#banner {{ border-radius: 8px; border: 1px solid {EDGE}; background: {ACCENT_PALE}; }}
QFrame#banner[kind="alarm"] {{ background: {ALARM_PALE}; border-color: {ALARM}; }}
QFrame#banner[kind="doubt"], QFrame#doubtrow {{ background: {DOUBT_PALE}; border: 1px solid {DOUBT_EDGE}; }}
QFrame#doubtrow {{ border-radius: 5px; }}
QProgressBar {{ border: 1px solid {EDGE}; border-radius: 5px; background: {PAPER}; height: 10px; text-align: center; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 4px; }}
QSplitter::handle {{ background: {GROUND}; }}
QTabBar::tab {{ background: {GROUND}; border: 1px solid {EDGE}; padding: 6px 14px; margin-right: 4px;
    border-top-left-radius: 6px; border-top-right-radius: 6px; }}
QTabBar::tab:selected {{ background: {PAPER}; border-bottom: 3px solid {ACCENT}; font-weight: 600; }}
QMenu {{ background: {PAPER}; border: 1px solid {EDGE}; padding: 4px; }}
QMenu::item {{ padding: 7px 24px; border-radius: 4px; }}
QMenu::item:selected {{ background: {ACCENT}; color: white; }}
QMenu::item:disabled {{ color: #93a1a2; background: {PAPER}; }}
QToolTip {{ background: {PAPER}; color: {INK}; border: 1px solid {EDGE}; padding: 4px; }}
"""


def dress(app: QApplication) -> None:
    """Give the whole program its looks; the same on every system, also where that system is set to dark."""
    app.setStyle("Fusion")
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, GROUND),
        (QPalette.ColorRole.WindowText, INK),
        (QPalette.ColorRole.Base, PAPER),
        (QPalette.ColorRole.AlternateBase, GROUND),
        (QPalette.ColorRole.Text, INK),
        (QPalette.ColorRole.Button, PAPER),
        (QPalette.ColorRole.ButtonText, INK),
        (QPalette.ColorRole.Highlight, ACCENT),
        (QPalette.ColorRole.HighlightedText, "#ffffff"),
        (QPalette.ColorRole.PlaceholderText, INK_SOFT),
    ):
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    app.setStyleSheet(SHEET)
