"""The main window: intents reach the controller, the clipboard gets the text, questions come before losses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPlainTextEdit, QPushButton

from app.draft import drafts_of
from app.events import AdviceDismissed, Consent, ErrorDismissed, Heard, Leftover
from app.session import Phase, Session
from app.store.errors import JournalFull
from app.views import window as module
from app.views.copying import HINTS
from app.views.window import MainWindow, describe
from asr.transcript import Segment, Speaker
from asr.vocabulary import Vocabulary
from soep.note import Contact, Evidence, Line, Note, Section

pytestmark = pytest.mark.usefixtures("qt")

NOTE = Note((Contact("Hoest", S=(Line("hoest", (Evidence(1, 1),)),), P=(Line("paracetamol p/o", ()),)),), "test")
SEGMENTS = (Segment.from_text("ik hoest", Speaker.PATIENT, start_s=0.0, end_s=1.0),)
REVIEW = Session(Phase.REVIEW, segments=SEGMENTS, note=NOTE, drafts=drafts_of(NOTE))


class Notebook:
    """Stands for the controller: writes down every intent."""

    def __init__(self) -> None:
        self.intents: list[tuple[object, ...]] = []

    @property
    def words(self) -> Notebook:
        return self

    voice = words

    def __getattr__(self, name: str) -> object:
        return lambda *values: self.intents.append((name, *values))


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def window(notebook: Notebook) -> MainWindow:
    made = MainWindow()
    made.attach(notebook)  # type: ignore[arg-type]
    made.show()
    return made


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What the GP says to the questions to come; asking more than that fails."""
    made: list[bool] = []
    monkeypatch.setattr(module, "confirm", lambda *_: made.pop(0))
    return made


def test_buttons_become_intents(window: MainWindow, notebook: Notebook) -> None:
    window.record.consent.click()
    window.show_session(Session(consent=Consent.GIVEN))
    window.record.record.click()
    window.show_session(Session(Phase.RECORDING, Consent.GIVEN, heard=Heard(1.0, 0.1)))
    window.record.pause.click()
    window.record.stop.click()
    assert notebook.intents == [("tick_consent", True), ("record", None), ("pause",), ("stop",)]


def test_copying_one_field_and_all(window: MainWindow, notebook: Notebook) -> None:
    window.show_session(REVIEW)
    window.note.fields[Section.P].copy.click()
    assert QGuiApplication.clipboard().text() == "paracetamol per os"
    window.note.copy_all.click()
    assert QGuiApplication.clipboard().text() == "S: hoest\nP: paracetamol per os"
    assert notebook.intents == [("copied", 0, Section.P), ("copied_all",)]


def test_the_clipboard_is_plain_and_not_for_history(window: MainWindow) -> None:
    window.show_session(REVIEW)
    window.note.copy_all.click()
    data = QGuiApplication.clipboard().mimeData()
    assert not data.hasHtml()
    assert set(HINTS) <= set(data.formats())


def test_a_mended_word_is_offered_and_only_a_click_adds_it(window: MainWindow, notebook: Notebook) -> None:
    window.show_session(REVIEW)
    assert not window.offer.isVisible()
    window.show_session(replace(REVIEW, offered=("Meulenbelt", "Terlouw")))
    assert window.offer.isVisible()
    assert window.offer.text == "Woord toevoegen aan eigen woorden: Meulenbelt?"
    assert notebook.intents == []
    buttons = {b.text(): b for b in window.offer.findChildren(QPushButton)}
    buttons["Toevoegen"].click()
    buttons["Sluiten"].click()
    assert notebook.intents == [("add", "Meulenbelt"), ("decline", "Meulenbelt")]


def test_own_words_are_changed_in_a_dialog(
    window: MainWindow, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    answers: list[str | None] = ["Bas\nEls\n", None]

    def ask(_: object, text: str) -> str | None:
        shown.append(text)
        return answers.pop(0)

    monkeypatch.setattr(module, "ask_words", ask)
    window.show_session(Session(words=Vocabulary(("Bas",))))
    window.settings.words.trigger()
    window.settings.words.trigger()
    assert shown == ["Bas\n", "Bas\n"]
    assert notebook.intents == [("save", "Bas\nEls\n")]
    window.show_session(Session(Phase.RECORDING, Consent.GIVEN))
    assert not window.settings.isEnabled()


def test_the_own_voice_is_learnt_with_the_chosen_microphone_outside_a_consult(
    window: MainWindow, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr(module, "learn_voice", lambda *values: asked.append(values))
    window.settings.voice.trigger()
    assert asked == [(window, notebook, None, "Standaardmicrofoon")]
    window.show_session(REVIEW)
    assert window.settings.isEnabled() and not window.settings.voice.isEnabled()


def test_a_line_marks_its_place_in_the_talk(window: MainWindow) -> None:
    window.show_session(REVIEW)
    window.note.fields[Section.S].editor.go_to(0)
    assert window.transcript.highlighted == ("hoest",)


def test_a_new_consult_asks_when_something_would_be_lost(
    window: MainWindow, notebook: Notebook, answers: list[bool]
) -> None:
    window.show_session(REVIEW)
    answers.append(False)
    window.new.click()
    assert notebook.intents == []
    answers.append(True)
    window.new.click()
    assert notebook.intents == [("new_consult",)]


def test_nothing_is_asked_when_nothing_would_be_lost(
    window: MainWindow, notebook: Notebook, answers: list[bool]
) -> None:
    copied = frozenset((0, section) for section in Section)
    window.show_session(Session(Phase.REVIEW, segments=SEGMENTS, note=NOTE, drafts=drafts_of(NOTE), copied=copied))
    window.new.click()
    assert notebook.intents == [("new_consult",)]
    event = QCloseEvent()
    window.closeEvent(event)
    assert event.isAccepted()


@pytest.mark.parametrize("phase", [Phase.RECORDING, Phase.PAUSED, Phase.FINISHING, Phase.READING, Phase.WRITING])
@pytest.mark.parametrize("agreed", [True, False])
def test_closing_in_the_middle_asks(window: MainWindow, answers: list[bool], phase: Phase, agreed: bool) -> None:
    window.show_session(Session(phase, Consent.GIVEN))
    answers.append(agreed)
    event = QCloseEvent()
    window.closeEvent(event)
    assert event.isAccepted() is agreed
    assert answers == []


@pytest.mark.parametrize(("phase", "said"), [(Phase.REVIEW, "kunt u verder"), (Phase.READING, "nog geen verslag")])
def test_closing_promises_no_more_than_is_kept(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, phase: Phase, said: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(module, "confirm", lambda *values: asked.append(values[2]) or False)
    window.show_session(replace(REVIEW, phase=phase))
    event = QCloseEvent()
    window.closeEvent(event)
    assert not event.isAccepted() and said in asked[0]


def test_an_error_is_one_dutch_message_that_can_be_closed(window: MainWindow, notebook: Notebook) -> None:
    window.show_session(Session(error=JournalFull(3.0, 0.0)))
    assert window.alarm.isVisible()
    assert window.alarm.text.startswith("De schijf is vol")
    next(b for b in window.alarm.findChildren(QPushButton) if b.text() == "Sluiten").click()
    assert notebook.intents == [("dismiss", ErrorDismissed())]
    window.show_session(Session())
    assert not window.alarm.isVisible()


def test_advice_is_a_quiet_strip_that_can_be_closed(window: MainWindow, notebook: Notebook) -> None:
    assert not window.advice.isVisible()
    window.show_session(Session(advice="De videokaart (T1000) liep vast; de processor doet het werk."))
    assert window.advice.isVisible() and "T1000" in window.advice.text
    assert window.advice.property("kind") == "notice" and not window.alarm.isVisible()
    assert window.record.consent.isEnabled()
    next(b for b in window.advice.findChildren(QPushButton) if b.text() == "Sluiten").click()
    assert notebook.intents == [("dismiss", AdviceDismissed())]
    window.show_session(Session(Phase.RECORDING, Consent.GIVEN, advice="iets"))
    assert not window.advice.isVisible()
    window.show_session(Session())
    assert not window.advice.isVisible()


def test_an_unfinished_recording_is_offered(window: MainWindow, notebook: Notebook, answers: list[bool]) -> None:
    leftovers = (Leftover(Path("a"), 1_700_000_000_000, 60.0), Leftover(Path("b"), 1_700_000_600_000, 312.0))
    window.show_session(Session(leftovers=leftovers))
    assert window.leftovers.isVisible()
    assert "(05:12)" in describe(leftovers)
    window.leftovers.first.emit()
    answers.extend([False, True])
    window.leftovers.second.emit()
    window.leftovers.second.emit()
    assert notebook.intents == [("recover", Path("b")), ("throw_away", Path("b"))]
    window.show_session(Session(Phase.RECORDING, leftovers=leftovers))
    assert not window.leftovers.isVisible()


def test_a_note_that_was_not_finished_is_offered_as_such(window: MainWindow, notebook: Notebook) -> None:
    left = Leftover(Path("a"), 1_700_000_000_000, 60.0, has_note=True)
    window.show_session(Session(leftovers=(left,)))
    assert window.leftovers.text.startswith("Het verslag van ") and "bewaard" in window.leftovers.text
    next(b for b in window.leftovers.findChildren(QPushButton) if b.text() == "Verder").click()
    assert notebook.intents == [("recover", Path("a"))]
    window.show_session(Session(leftovers=(replace(left, has_note=False),)))
    assert "Uitwerken" in {b.text() for b in window.leftovers.findChildren(QPushButton)}


def test_opening_a_file(window: MainWindow, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "choose_audio", lambda _: Path("gesprek.wav"))
    window.open.click()
    assert notebook.intents == [("new_consult",), ("open_file", Path("gesprek.wav"))]
    monkeypatch.setattr(module, "choose_audio", lambda _: None)
    window.open.click()
    assert len(notebook.intents) == 2


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700), (940, 640)])
@pytest.mark.parametrize("session", [Session(), REVIEW, Session(Phase.PAUSED, Consent.GIVEN, heard=Heard(4000.0, 0.1))])
def test_no_button_or_tick_is_clipped(window: MainWindow, size: tuple[int, int], session: Session) -> None:
    window.resize(*size)
    window.show_session(session)
    QGuiApplication.sendPostedEvents()
    assert (window.width(), window.height()) == size
    for kind in (QPushButton, QCheckBox):
        for widget in window.findChildren(kind):
            if widget.isVisible():
                assert widget.width() >= widget.sizeHint().width(), widget.text()


def test_everything_that_takes_focus_has_a_name(window: MainWindow) -> None:
    for session in (Session(), REVIEW):
        window.show_session(session)
        for kind in (QPushButton, QCheckBox, QComboBox, QPlainTextEdit):
            for widget in window.findChildren(kind):
                assert widget.accessibleName() or getattr(widget, "text", str)(), widget


def test_no_label_takes_text_for_markup(window: MainWindow) -> None:
    window.show_session(REVIEW)
    from PySide6.QtCore import Qt

    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in window.findChildren(QLabel))


def test_the_keyboard_starts_where_the_gp_starts(window: MainWindow) -> None:
    assert window.focusWidget() is window.record.consent
    window.show_session(Session(Phase.RECORDING, Consent.GIVEN))
    assert window.focusWidget() is window.record.stop
    window.show_session(REVIEW)
    assert window.focusWidget() is window.note.fields[Section.S].editor
