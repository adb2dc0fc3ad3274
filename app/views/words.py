"""The dialog with the practice's own words: a plain text, one word or short name a line, made for pasting."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from app.views.parts import button, label
from app.words import count_sentence
from asr.vocabulary import MOST_TERMS, Vocabulary

HELP = (
    "Eén woord of naam per regel. Plakken mag. Bijvoorbeeld namen van collega's, instellingen en middelen.\n"
    "Zet er alleen woorden in die u vaak zegt, de belangrijkste bovenaan: bij een lange lijst worden gewone woorden "
    "iets minder goed verstaan.\n"
    "Zet er geen namen van patiënten in. De lijst blijft op deze computer, maar is niet versleuteld."
)


class WordsDialog(QDialog):
    """Shows the list as text. After `exec` says yes, `text` is what the GP wants to keep."""

    def __init__(self, parent: QWidget | None, text: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Eigen woorden")
        self.editor = QPlainTextEdit()
        self.editor.setAccessibleName("Eigen woorden, één per regel")
        self.editor.setPlainText(text)
        self.editor.setTabChangesFocus(True)
        self.editor.textChanged.connect(self._count)
        self.count = label(name="soft", wrap=True)
        self.save = button("Opslaan", name="primary")
        self.save.clicked.connect(self.accept)
        self.cancel = button("Annuleren")
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.count, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(10)
        whole.addWidget(label(HELP, wrap=True))
        whole.addWidget(self.editor, 1)
        whole.addLayout(foot)
        self.resize(560, 520)
        self._count()

    @property
    def text(self) -> str:
        """The list as it stands in the dialog."""
        return self.editor.toPlainText()

    def _count(self) -> None:
        kept = Vocabulary.parse(self.text)
        full = f" De lijst is vol: er passen er {MOST_TERMS} in." if len(kept.terms) == MOST_TERMS else ""
        self.count.setText(count_sentence(kept) + full)


def ask_words(parent: QWidget, text: str) -> str | None:
    """Let the GP change the list; None when it stays as it is."""
    dialog = WordsDialog(parent, text)
    kept = dialog.text if dialog.exec() == QDialog.DialogCode.Accepted else None
    dialog.deleteLater()
    return kept
