"""The menu of a word in the talk."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QLabel, QLineEdit

from app.views import mend
from app.views.dialogs import ask_right
from app.views.mend import WordMenu, shown, words_at
from asr.transcript import Speaker
from asr.vocabulary import Correction

pytestmark = pytest.mark.usefixtures("qt")

SPANS = [(10, 12), (13, 18), (30, 33)]  # three words, with a time and a name in between


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [(10, 10, (0, 1)), (11, 11, (0, 1)), (12, 12, (0, 1)), (13, 13, (1, 2)), (11, 14, (0, 2)), (0, 99, (0, 3)),
     (5, 5, None), (25, 25, None), (40, 41, None), (18, 31, (1, 3))],
)  # fmt: skip
def test_which_words_a_place_or_a_selection_touches(start: int, end: int, found: tuple[int, int] | None) -> None:
    assert words_at(SPANS, start, end) == found


def test_a_misheard_own_word_is_one_choice_away(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = (Correction(3, 5, "meule & belt", "Meulenbelt", 0.9, True), Correction(7, 8, "bas", "Bas", 1.0, True))
    words = ["ik", "ga", "naar", "meule", "belt.", "en", "bas", "naar"]
    menu = WordMenu(None, words, 4, 5, marks)
    said: list[tuple[object, ...]] = []
    menu.mended.connect(lambda *values: said.append(values))
    suggestion, ask = menu.actions()[:2]
    assert suggestion.text() == "‘meule && belt’ wordt ‘Meulenbelt’" and ask.text() == "‘belt.’ verbeteren ..."
    suggestion.trigger()
    answers = ["belde", None, "  "]
    monkeypatch.setattr(mend, "ask_right", lambda *_: answers.pop(0))
    for _ in range(3):
        ask.trigger()
    assert said == [(3, 5, "Meulenbelt."), (4, 5, "belde")]


@pytest.mark.parametrize("speaker", [None, *Speaker])
def test_a_turn_can_be_given_to_anybody_else(speaker: Speaker | None) -> None:
    menu = WordMenu(None, ["belt"], 0, 1, (), speaker)
    given: list[Speaker] = []
    menu.given.connect(given.append)
    for action in menu.actions()[2:]:  # after what is about the word, and a line
        action.trigger()
    assert given == [other for other in Speaker if other is not speaker]


def test_the_menu_shows_text_as_text() -> None:
    assert shown("a\x07\u202eb\n&c") == "ab &&c"
    assert len(shown("x" * 100)) == 40


@pytest.mark.parametrize(("button", "answer"), [("accept", "paracetamol"), ("reject", None)])
def test_asking_what_was_said(button: str, answer: str | None) -> None:
    def work() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QInputDialog)
        field = box.findChild(QLineEdit)
        assert field is not None and field.text() == "<b>mol</b>"
        assert all("<b>" not in text.text() for text in box.findChildren(QLabel))
        field.setText("paracetamol")
        getattr(box, button)()

    QTimer.singleShot(0, work)
    assert ask_right(None, "<b>mol</b>") == answer
