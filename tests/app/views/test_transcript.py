"""The conversation on the screen: it grows, marks what is unsure, and shows where a line comes from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from app.changes import after
from app.events import Consent, ConsentTicked, Started, Stopped
from app.session import Phase, Session
from app.speakers import with_roles_swapped
from app.views.transcript import TranscriptPane
from asr.events import Finished, SegmentsReady, Tentative
from asr.transcript import Mark, Segment, Speaker, Transcript, Word
from asr.vocabulary import Correction
from soep.note import Evidence

pytestmark = pytest.mark.usefixtures("qt")

FIRST = Segment((Word("Ik", 0.0, 0.2, 0.9), Word("hoest.", 0.2, 0.6, 0.2)), Speaker.PATIENT)
SECOND = Segment((Word("Sinds", 1.0, 1.2, 0.9), Word("wanneer?", 1.2, 1.8, 0.9)), Speaker.ARTS)
RECORDING = after(after(Session(), ConsentTicked(Consent.GIVEN)), Started())


@pytest.fixture
def pane() -> TranscriptPane:
    made = TranscriptPane()
    made.resize(400, 300)
    return made


def grown(*segments: Segment) -> Session:
    return after(RECORDING, SegmentsReady(segments, 1.0))


def test_words_are_added_and_what_stands_is_left_alone(pane: TranscriptPane) -> None:
    session = grown(FIRST)
    pane.show_session(session)
    block = pane.text.document().firstBlock()
    pane.show_session(after(session, SegmentsReady((SECOND,), 2.0)))
    assert pane.text.toPlainText() == "00:00  Patiënt: Ik hoest.\n00:01  Arts: Sinds wanneer?"
    assert block.isValid()
    assert pane.text.document().firstBlock() == block


def test_a_tentative_line_is_grey_and_goes_when_the_words_are_final(pane: TranscriptPane) -> None:
    session = after(grown(FIRST), Tentative("sinds wan"))
    pane.show_session(session)
    assert pane.text.toPlainText().splitlines()[-1] == "sinds wan"
    session = after(session, Tentative("sinds wanneer"))
    pane.show_session(session)
    pane.show_session(after(session, SegmentsReady((SECOND,), 2.0)))
    assert pane.text.toPlainText() == "00:00  Patiënt: Ik hoest.\n00:01  Arts: Sinds wanneer?"


def test_a_tentative_line_before_the_first_words(pane: TranscriptPane) -> None:
    session = after(RECORDING, Tentative("ik hoe"))
    pane.show_session(session)
    assert pane.text.toPlainText() == "ik hoe"
    pane.show_session(after(session, SegmentsReady((FIRST,), 1.0)))
    assert pane.text.toPlainText() == "00:00  Patiënt: Ik hoest."


def test_evidence_is_marked_word_for_word_over_more_lines(pane: TranscriptPane) -> None:
    pane.show_session(grown(FIRST, SECOND))
    pane.highlight((Evidence(1, 2),))
    assert pane.highlighted == ("hoest.", "Sinds")
    pane.highlight((Evidence(3, 3), Evidence(0, 0)))
    assert pane.highlighted == ("wanneer?", "Ik")


def test_evidence_that_points_nowhere_marks_nothing(pane: TranscriptPane) -> None:
    pane.show_session(grown(FIRST))
    pane.highlight((Evidence(7, 9),))
    assert pane.highlighted == ()


def test_evidence_far_down_is_scrolled_into_view(pane: TranscriptPane) -> None:
    pane.show()
    pane.show_session(grown(*[SECOND] * 300))
    pane.text.verticalScrollBar().setValue(0)
    pane.highlight((Evidence(500, 501),))
    assert pane.text.rect().contains(pane.text.cursorRect())


def test_a_word_that_was_not_heard_well_is_underlined(pane: TranscriptPane) -> None:
    pane.show_session(grown(FIRST))
    cursor = QTextCursor(pane.text.document())
    cursor.setPosition(pane.text.toPlainText().index("hoest") + 2)
    assert cursor.charFormat().underlineStyle() is QTextCharFormat.UnderlineStyle.DashUnderline
    assert pane.legend.text() == "Onderstreept: niet goed verstaan." and not pane.legend.isHidden()


def test_suspect_segments_say_why(pane: TranscriptPane) -> None:
    pane.show_session(grown(Segment((Word("Bedankt"),), marks=(Mark.SUBTITLE, Mark.TOO_FAST))))
    assert "misschien niet gezegd, misschien niet zo gezegd" in pane.text.toPlainText()


def test_every_mark_has_its_words(pane: TranscriptPane) -> None:
    pane.show_session(grown(*(Segment((Word("Bedankt"),), marks=(mark,)) for mark in Mark)))
    assert pane.text.toPlainText().count("⚠") == len(Mark)
    assert "⚠ lijkt geen Nederlands" in pane.text.toPlainText()


def test_markup_and_control_characters_are_text(pane: TranscriptPane) -> None:
    pane.show_session(grown(Segment((Word("<b>vet</b>"), Word("a\x07\u202eb\nc")))))
    assert pane.text.toPlainText() == "<b>vet</b> ab c"


def test_swapping_roles_rewrites_the_names(pane: TranscriptPane) -> None:
    transcript = Transcript((FIRST, SECOND))
    session = after(after(grown(FIRST, SECOND), Stopped()), Finished(transcript))
    pane.show_session(session)
    swapped = with_roles_swapped(transcript)
    pane.show_session(Session(session.phase, segments=swapped.segments, transcript=swapped))
    assert pane.text.toPlainText() == "00:00  Arts: Ik hoest.\n00:01  Patiënt: Sinds wanneer?"


def test_a_new_consult_empties_the_pane(pane: TranscriptPane) -> None:
    pane.show_session(grown(FIRST))
    pane.show_session(Session())
    assert pane.text.toPlainText() == ""
    pane.show_session(grown(SECOND))
    pane.highlight((Evidence(0, 0),))
    assert pane.highlighted == ("Sinds",)


def format_at(pane: TranscriptPane, text: str) -> QTextCharFormat:
    cursor = pane.text.document().find(text)
    assert not cursor.isNull()
    return cursor.charFormat()


def test_an_own_word_under_another_spelling_has_a_wave_and_a_tooltip(pane: TranscriptPane) -> None:
    heard = Segment((Word("naar"), Word("meule"), Word("<b>belt</b>.")), Speaker.ARTS)
    found = (Correction(3, 5, "meule <b>belt</b>", "Meulenbelt", 0.9, True),)
    session = replace(grown(FIRST, heard), corrections=found)
    pane.show_session(session)
    assert format_at(pane, "meule").underlineStyle() is QTextCharFormat.UnderlineStyle.WaveUnderline
    assert format_at(pane, "naar").toolTip() == ""
    assert "Golflijn" in pane.legend.text()
    pane.show()
    cursor = pane.text.document().find("meule")
    at = pane.text.cursorRect(cursor).center()
    QGuiApplication.sendEvent(pane.text.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, pane.mapToGlobal(QPoint(5, 5))))
    assert "Bedoeld: Meulenbelt?" in QToolTip.text() and "&lt;b&gt;" in QToolTip.text()
    QToolTip.hideText()


def test_the_mark_stays_when_roles_change_and_goes_when_nothing_is_found(pane: TranscriptPane) -> None:
    session = replace(grown(FIRST, SECOND), corrections=(Correction(1, 2, "hoest", "Hoestra", 0.9, False),))
    pane.show_session(session)
    swapped = with_roles_swapped(Transcript((FIRST, SECOND)))
    pane.show_session(replace(session, segments=swapped.segments))
    assert "Hoestra" in format_at(pane, "hoest").toolTip()
    pane.show_session(replace(session, corrections=()))
    assert format_at(pane, "hoest").toolTip() == ""
    assert format_at(pane, "hoest").underlineStyle() is QTextCharFormat.UnderlineStyle.DashUnderline
    assert pane.text.toPlainText().endswith("Sinds wanneer?")
    pane.show_session(Session())
    assert pane.text.toPlainText() == "" and pane.legend.isHidden()


def reviewed(*segments: Segment) -> Session:
    transcript = Transcript(segments)
    done = after(after(grown(*segments), Stopped()), Finished(transcript))
    return replace(done, phase=Phase.REVIEW)


def middle_of(pane: TranscriptPane, text: str) -> QPoint:
    cursor = pane.text.document().find(text)
    cursor.setPosition(cursor.selectionStart() + 1)
    return pane.text.cursorRect(cursor).center()


def test_a_word_is_mended_by_its_menu_under_review_only(pane: TranscriptPane) -> None:
    said: list[tuple[object, ...]] = []
    pane.mend_wanted.connect(lambda *values: said.append(values))
    pane.show()
    pane.show_session(grown(FIRST, SECOND))
    assert pane.menu_at(middle_of(pane, "Sinds")) is None and "Klik rechts" not in pane.legend.text()
    session = replace(reviewed(FIRST, SECOND), corrections=(Correction(2, 3, "Sinds", "Syn", 0.9, False),))
    pane.show_session(session)
    assert pane.legend.isVisible() and "Klik rechts" in pane.legend.text()
    menu = pane.menu_at(middle_of(pane, "Sinds"))
    assert menu is not None
    texts = [a.text() for a in menu.actions() if a.text()]
    assert texts[:2] == ["‘Sinds’ wordt ‘Syn’", "‘Sinds’ verbeteren ..."]
    assert texts[2:] == ["Dit zei de patiënt", "Dit zei iemand anders"]
    menu.actions()[0].trigger()
    assert said == [(2, 3, "Syn")]
    given: list[tuple[object, ...]] = []
    pane.give_wanted.connect(lambda *values: given.append(values))
    menu.actions()[-1].trigger()
    assert given == [(1, Speaker.DERDE)]
    assert pane.menu_at(middle_of(pane, "Patiënt")) is None


def test_selected_words_are_mended_together(pane: TranscriptPane) -> None:
    pane.show()
    pane.show_session(reviewed(FIRST, SECOND))
    pane.text.setTextCursor(pane.text.document().find("Sinds wanneer"))
    menu = pane.menu_at(middle_of(pane, "hoest"))
    assert menu is not None and menu.actions()[0].text() == "‘Sinds wanneer?’ verbeteren ..."


def test_the_keyboard_reaches_every_word(pane: TranscriptPane) -> None:
    pane.show()
    pane.show_session(reviewed(FIRST, SECOND))
    pane.text.setFocus()
    start = QTextCursor(pane.text.document())
    pane.text.setTextCursor(start)
    QTest.keyClick(pane.text, Qt.Key.Key_End)
    assert pane.text.textCursor().position() > start.position()


def test_a_changed_talk_stays_where_the_reader_was(pane: TranscriptPane) -> None:
    pane.resize(300, 200)
    pane.show()
    segments = [Segment.from_text(f"zin nummer {n}", start_s=float(n), end_s=n + 1.0) for n in range(60)]
    pane.show_session(reviewed(*segments))
    QApplication.processEvents()
    bar = pane.text.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    segments[3] = Segment.from_text("zin anders 3", start_s=3.0, end_s=4.0)
    pane.show_session(reviewed(*segments))
    assert place > 0 and bar.value() == place


def test_the_legend_goes_with_the_talk(pane: TranscriptPane) -> None:
    session = replace(reviewed(FIRST, SECOND), corrections=(Correction(2, 3, "Sinds", "Syn", 0.9, False),))
    pane.show_session(session)
    assert pane.legend.text().count(".") == 3
    pane.show_session(Session())
    assert pane.legend.isHidden() and pane.text.toPlainText() == ""
