"""The dialog with the practice's own words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.views.words import WordsDialog, ask_words

pytestmark = pytest.mark.usefixtures("qt")


def press(name: str) -> None:
    """Press a button of the dialog that comes up, after pasting a line."""

    def work() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, WordsDialog)
        dialog.editor.appendPlainText("Terlouw, Kwakernaat")
        next(b for b in dialog.findChildren(QPushButton) if b.text() == name).click()

    QTimer.singleShot(0, work)


def test_it_counts_what_is_kept() -> None:
    dialog = WordsDialog(None, "Bas\nMeulenbelt\n")
    assert dialog.count.text().startswith("2 woorden.")
    dialog.editor.setPlainText("Bas\nbas\n12\n")
    assert dialog.count.text().startswith("1 woord.")
    dialog.editor.setPlainText("\n".join(f"naam{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(600)))
    assert "vol" in dialog.count.text()


def test_saving_gives_the_text_and_cancelling_gives_nothing() -> None:
    parent = QWidget()
    press("Opslaan")
    assert ask_words(parent, "Bas\n") == "Bas\n\nTerlouw, Kwakernaat"
    press("Annuleren")
    assert ask_words(parent, "Bas\n") is None


def test_nothing_is_clipped_and_everything_has_a_name() -> None:
    dialog = WordsDialog(None, "")
    dialog.show()
    for widget in dialog.findChildren(QPushButton):
        assert widget.width() >= widget.sizeHint().width()
    for text in dialog.findChildren(QLabel):
        assert text.height() >= text.heightForWidth(text.width())
    assert dialog.editor.accessibleName()
