"""The dialog of the doctor's own voice."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.errors import VoiceTooQuiet
from app.messages import sentence
from app.reading import READ_ALOUD
from app.views.voice import QUIET, SAID, VoiceDialog, learn_voice
from app.voicebook import Enrolment, Step

pytestmark = pytest.mark.usefixtures("qt")

STATES = (
    Enrolment(),
    Enrolment(Step.UNKNOWN),
    Enrolment(Step.KNOWN),
    Enrolment(Step.UNREADABLE),
    Enrolment(Step.LISTENING, 0.3, 7.2, 0.0),
    Enrolment(Step.LISTENING, 0.0, 7.2, 9.0),
    Enrolment(Step.LEARNING, 0.0, 20.0),
    Enrolment(Step.UNKNOWN, error=VoiceTooQuiet()),
)


@pytest.fixture
def dialog() -> VoiceDialog:
    made = VoiceDialog(None, "Standaardmicrofoon")
    made.show()
    return made


def pressable(dialog: VoiceDialog) -> set[str]:
    return {b.text() for b in dialog.findChildren(QPushButton) if b.isVisible()}


def test_what_can_be_pressed_when(dialog: VoiceDialog) -> None:
    dialog.show_enrolment(Enrolment(Step.UNKNOWN))
    assert pressable(dialog) == {"Opnemen", "Sluiten"}
    dialog.show_enrolment(Enrolment(Step.KNOWN))
    assert pressable(dialog) == {"Opnieuw opnemen", "Stem wissen", "Sluiten"}
    dialog.show_enrolment(Enrolment(Step.LISTENING))
    assert pressable(dialog) == {"Afbreken", "Sluiten"}
    dialog.show_enrolment(Enrolment(Step.LEARNING))
    assert pressable(dialog) == {"Sluiten"}


def test_it_shows_how_much_was_read_and_says_when_nothing_is_heard(dialog: VoiceDialog) -> None:
    dialog.show_enrolment(Enrolment(Step.LISTENING, 0.3, 7.2, 0.0))
    assert dialog.meter.isVisible() and dialog.bar.value() == 7 and dialog.bar.maximum() == 20
    assert dialog.count.text() == "7 van 20 seconden"
    assert dialog.status.text() == SAID[Step.LISTENING]
    dialog.show_enrolment(Enrolment(Step.LISTENING, 0.0, 7.2, 6.0))
    assert dialog.status.text() == QUIET
    dialog.show_enrolment(Enrolment(Step.KNOWN))
    assert not dialog.meter.isVisible() and dialog.status.text() == SAID[Step.KNOWN]


def test_an_error_is_told_until_the_next_try(dialog: VoiceDialog) -> None:
    dialog.show_enrolment(Enrolment(Step.UNKNOWN, error=VoiceTooQuiet()))
    assert dialog.alarm.isVisible() and dialog.alarm.text == sentence(VoiceTooQuiet())
    dialog.show_enrolment(Enrolment(Step.LISTENING))
    assert not dialog.alarm.isVisible()


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_clipped_and_the_text_stands_there_whole(dialog: VoiceDialog, state: Enrolment) -> None:
    dialog.show_enrolment(state)
    QApplication.processEvents()
    for text in dialog.findChildren(QLabel):
        if text.isVisible():
            assert text.height() >= text.heightForWidth(text.width()), text.text()
    for widget in dialog.findChildren(QPushButton):
        if widget.isVisible():
            assert widget.width() >= widget.sizeHint().width()
    assert READ_ALOUD in {text.text() for text in dialog.findChildren(QLabel) if text.isVisible()}


def test_the_keyboard_goes_to_what_comes_next(dialog: VoiceDialog) -> None:
    dialog.show_enrolment(Enrolment(Step.UNKNOWN))
    assert dialog.focusWidget() is dialog.record
    dialog.show_enrolment(Enrolment(Step.LISTENING))
    assert dialog.focusWidget() is dialog.stop
    dialog.show_enrolment(Enrolment(Step.KNOWN))
    assert dialog.focusWidget() is dialog.away  # Enter does not begin all over again


class Book:
    """Stands for the voicebook."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def watch(self, show: Callable[[Enrolment], None] | None) -> None:
        self.told.append("watched" if show else "left")
        if show:
            show(Enrolment(Step.KNOWN))

    def record(self, device: object) -> None:
        self.told.append(("record", device))

    def cancel(self) -> None:
        self.told.append("cancel")

    def remove(self) -> None:
        self.told.append("remove")


def test_buttons_become_intents_and_closing_is_told() -> None:
    book, parent = Book(), QWidget()

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, VoiceDialog)
        dialog.record.click()
        dialog.remove.click()
        dialog.show_enrolment(Enrolment(Step.LISTENING))
        dialog.stop.click()
        dialog.away.click()

    QTimer.singleShot(0, press)
    learn_voice(parent, book, None, "Standaardmicrofoon")  # type: ignore[arg-type]
    assert book.told == ["watched", ("record", None), "remove", "cancel", "left"]
