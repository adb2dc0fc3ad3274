"""Questions to the GP, in Dutch, each with a safe answer on Enter and on Escape."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from app.texts import plain

AUDIO = "Geluid (*.wav *.flac *.ogg *.opus *.mp3 *.m4a *.aac *.webm *.mp4);;Alle bestanden (*)"


def confirm(parent: QWidget, title: str, text: str, yes: str, no: str) -> bool:
    """Ask; only a click on `yes` is a yes."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay)
    box.setEscapeButton(stay)
    box.exec()
    agreed = box.clickedButton() is agree
    box.deleteLater()
    return agreed


def tell(text: str) -> None:
    """Say something before there is a window."""
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Soepel")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.addButton("Sluiten", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def choose_audio(parent: QWidget) -> Path | None:
    """Let the GP choose a sound file; None when nothing was chosen."""
    name, _ = QFileDialog.getOpenFileName(parent, "Geluidsbestand openen", "", AUDIO)
    return Path(name) if name else None


def ask_passphrase(parent: QWidget | None, text: str) -> str | None:
    """Ask for a passphrase; None when the GP gave up."""
    typed, agreed = QInputDialog.getText(parent, "Soepel", text, QLineEdit.EchoMode.Password)
    return typed if agreed else None


def ask_right(parent: QWidget | None, heard: str) -> str | None:
    """Ask what was said where `heard` was understood; None when it stays as it is."""
    box = QInputDialog(parent)
    box.setWindowTitle("Woord verbeteren")
    box.setLabelText("Wat is hier gezegd?")
    box.setTextValue(plain(heard))
    box.setOkButtonText("Verbeteren")
    box.setCancelButtonText("Annuleren")
    agreed = box.exec() == QDialog.DialogCode.Accepted
    said = box.textValue()
    box.deleteLater()
    return said if agreed else None
