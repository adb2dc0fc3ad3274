"""The dialog that measures this computer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QBuffer, QIODevice, QTimer
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.benchbook import Measuring, Outcome
from app.errors import NothingMeasured
from app.views.speed import NEVER, SpeedDialog, measure_speed

pytestmark = pytest.mark.usefixtures("qt")

SENTENCES = ("base loopt hier live mee.", "Advies: gebruik base.")
FOUND = Outcome("2026-11-22T00:58:00+00:00", SENTENCES)
STATES = (
    Measuring(),
    Measuring(runs=True, what="base: bestand", share=0.5),
    Measuring(runs=True, stopping=True, what="base: bestand", share=0.5),
    Measuring(outcome=Outcome(FOUND.made_at, SENTENCES * 4, advised="small", stopped=True)),
    Measuring(outcome=FOUND, chosen="large-v3-turbo"),
    Measuring(error=NothingMeasured(("Het model base is beschadigd.",))),
)


@pytest.fixture
def dialog() -> SpeedDialog:
    made = SpeedDialog(None)
    made.show()
    return made


def pressable(dialog: SpeedDialog) -> set[str]:
    return {b.text() for b in dialog.findChildren(QPushButton) if b.isVisible() and b.isEnabled()}


def a_picture() -> bytes:
    drawn = QPixmap(1200, 400)
    drawn.fill(QColor("#1f8a5b"))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawn.save(buffer, "PNG")
    return buffer.data().data()


def test_before_during_and_while_it_is_broken_off(dialog: SpeedDialog) -> None:
    assert dialog.status.text() == NEVER and not dialog.bar.isVisible()
    assert pressable(dialog) == {"Kort meten", "Volledig meten", "Sluiten"}
    dialog.show_measuring(Measuring(runs=True, what="base: bestand", share=0.5))
    assert dialog.status.text() == "Bezig met base: bestand ..."
    assert (dialog.bar.value(), dialog.bar.maximum()) == (500, 1000)
    assert pressable(dialog) == {"Afbreken", "Sluiten"} and dialog.focusWidget() is dialog.stop
    dialog.show_measuring(Measuring(runs=True, what="Videokaart proberen", share=None))
    assert dialog.bar.maximum() == 0 and "videokaart" in dialog.status.text()
    dialog.show_measuring(Measuring(runs=True, stopping=True, what="base: bestand", share=0.5))
    assert "afgebroken" in dialog.status.text() and pressable(dialog) == {"Sluiten"}


def test_the_outcome_in_words_and_as_a_picture(dialog: SpeedDialog) -> None:
    dialog.show_measuring(Measuring(outcome=Outcome(FOUND.made_at, SENTENCES, a_picture(), stopped=True)))
    assert dialog.status.text().startswith("Gemeten op 2") and "afgebroken" in dialog.status.text()
    assert all(sentence in dialog.verdict.text() for sentence in SENTENCES)
    assert dialog.picture.isVisible() and dialog.picture.pixmap().deviceIndependentSize().width() <= dialog.width()
    dialog.show_measuring(Measuring(outcome=Outcome("eens", SENTENCES, b"no picture")))
    assert dialog.picture.pixmap().isNull() and dialog.status.text() == "Gemeten op eens"


def test_an_advised_model_can_be_chosen(dialog: SpeedDialog) -> None:
    wanted: list[str] = []
    dialog.choose_wanted.connect(wanted.append)
    dialog.show_measuring(Measuring(outcome=FOUND))
    assert not dialog.choose.isVisible()
    dialog.show_measuring(Measuring(outcome=Outcome(FOUND.made_at, SENTENCES, advised="small")))
    dialog.choose.click()
    assert wanted == ["small"] and dialog.choose.text() == "Voortaan small gebruiken"
    dialog.show_measuring(Measuring(outcome=FOUND, chosen="small"))
    assert dialog.chosen.isVisible() and "volgende start" in dialog.chosen.text


def test_an_error_is_one_dutch_message(dialog: SpeedDialog) -> None:
    dialog.show_measuring(STATES[-1])
    assert dialog.alarm.isVisible() and "beschadigd" in dialog.alarm.text
    assert not dialog.status.isVisible() and "Kort meten" in pressable(dialog)


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_clipped_and_everything_has_a_name(dialog: SpeedDialog, state: Measuring) -> None:
    dialog.show_measuring(state)
    QApplication.processEvents()
    for text in dialog.findChildren(QLabel):
        if text.isVisible() and text.text():
            assert text.height() >= text.heightForWidth(text.width()), text.text()
    for widget in dialog.findChildren(QPushButton):
        if widget.isVisible():
            assert widget.width() >= widget.sizeHint().width() and widget.accessibleName()


class Book:
    """Stands for the benchbook."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def watch(self, show: Callable[[Measuring], None] | None) -> None:
        self.told.append("watched" if show else "left")

    def measure(self, *, quick: bool) -> None:
        self.told.append(("measure", quick))

    def cancel(self) -> None:
        self.told.append("cancel")

    def choose(self, model: str) -> None:
        self.told.append(("choose", model))


def test_buttons_become_intents_and_closing_is_told() -> None:
    book, parent = Book(), QWidget()

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SpeedDialog)
        dialog.quick.click()
        dialog.full.click()
        dialog.show_measuring(Measuring(runs=True))
        dialog.stop.click()
        dialog.show_measuring(Measuring(outcome=Outcome(FOUND.made_at, SENTENCES, advised="small")))
        dialog.choose.click()
        dialog.away.click()

    QTimer.singleShot(0, press)
    measure_speed(parent, book)  # type: ignore[arg-type]
    assert book.told == ["watched", ("measure", True), ("measure", False), "cancel", ("choose", "small"), "left"]
