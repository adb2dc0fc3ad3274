"""The note on the screen: reading, doubts, mending and copying, one contact or more."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from app.changes import after
from app.draft import Freshness, LineKey, drafts_of
from app.events import DoubtSeen, NoteCopied, SectionEdited
from app.session import Phase, Session
from app.views.note import NOTHING, NOTHING_HEARD, NotePane
from asr.transcript import Segment
from soep.note import Contact, Evidence, Line, Note, Section

pytestmark = pytest.mark.usefixtures("qt")

FIRST = Contact(
    "Hoesten",
    S=(Line("hoest sinds 4 dgn", (Evidence(0, 3),)), Line("med: metoprolol", (Evidence(5, 5),), ("slecht verstaan",))),
    P=(Line("vangnet", (Evidence(7, 9),), ("getal onduidelijk",)),),
)
SECOND = Contact("Moedervlek", O=(Line("naevus arm li", (Evidence(12, 14),)),))


def review(*contacts: Contact) -> Session:
    note = Note(contacts, "test")
    return Session(Phase.REVIEW, note=note, drafts=drafts_of(note), segments=(Segment.from_text("ik hoest"),))


@pytest.fixture
def pane() -> NotePane:
    made = NotePane()
    made.resize(640, 600)
    made.show()
    return made


def heard(signal: object) -> list[tuple[object, ...]]:
    seen: list[tuple[object, ...]] = []
    signal.connect(lambda *values: seen.append(values))  # type: ignore[attr-defined]
    return seen


def texts(pane: NotePane) -> list[str]:
    return [field.editor.toPlainText() for field in pane.fields.values()]


def test_the_four_fields_hold_their_lines(pane: NotePane) -> None:
    pane.show_session(review(FIRST))
    assert texts(pane) == ["hoest sinds 4 dgn\nmed: metoprolol", "", "", "vangnet"]
    assert not pane.tabs.isVisible()


def test_a_line_asks_for_its_evidence(pane: NotePane) -> None:
    wanted = heard(pane.evidence_wanted)
    pane.show_session(review(FIRST))
    pane.fields[Section.S].editor.go_to(1)
    assert wanted == [((Evidence(5, 5),),)]


def test_doubts_are_listed_walked_through_and_settled(pane: NotePane) -> None:
    settled, wanted = heard(pane.doubt_seen), heard(pane.evidence_wanted)
    session = review(FIRST)
    pane.show_session(session)
    assert pane._count.text() == "⚠ 2 regels om na te kijken"
    pane.next_doubt.click()
    pane.next_doubt.click()
    assert [evidence for (evidence,) in wanted] == [(Evidence(5, 5),), (Evidence(7, 9),)]
    pane.fields[Section.S].doubt_seen.emit(1)
    assert settled == [(LineKey(0, Section.S, 1),)]
    pane.show_session(after(session, DoubtSeen(LineKey(0, Section.S, 1))))
    assert pane._count.text() == "⚠ 1 regel om na te kijken"


def test_a_doubtful_line_that_is_removed_needs_no_look(pane: NotePane) -> None:
    session = review(FIRST)
    pane.show_session(session)
    pane.fields[Section.P].editor.clear()
    assert pane.fields[Section.P].open_doubts == ()


def test_typing_reports_and_is_never_overwritten(pane: NotePane) -> None:
    session = review(FIRST)
    edits = heard(pane.edited)
    pane.show_session(session)
    editor = pane.fields[Section.E].editor
    QTest.keyClicks(editor, "bronchitis")
    assert edits[-1] == (0, Section.E, "bronchitis")
    session = after(session, SectionEdited(0, Section.E, "bronchitis"))
    pane.show_session(session)
    assert editor.toPlainText() == "bronchitis"
    assert editor.textCursor().position() == len("bronchitis")
    editor.undo()
    assert editor.toPlainText() == ""


def test_contacts_have_tabs_and_keep_their_own_edits(pane: NotePane) -> None:
    session = review(FIRST, SECOND)
    edits = heard(pane.edited)
    pane.show_session(session)
    assert pane.tabs.isVisible()
    pane.tabs.setCurrentIndex(1)
    assert texts(pane) == ["", "naevus arm li", "", ""]
    QTest.keyClicks(pane.fields[Section.P].editor, "controle")
    assert edits[-1] == (1, Section.P, "controle")
    session = after(session, SectionEdited(1, Section.P, "controle"))
    pane.show_session(session)
    pane.tabs.setCurrentIndex(0)
    assert texts(pane)[3] == "vangnet"
    pane.tabs.setCurrentIndex(1)
    assert texts(pane)[3] == "controle"


def test_copying_reports_contact_and_section(pane: NotePane) -> None:
    wanted = heard(pane.copy_wanted)
    pane.show_session(review(FIRST, SECOND))
    pane.tabs.setCurrentIndex(1)
    pane.fields[Section.O].copy.click()
    assert wanted == [(1, Section.O)]
    assert pane.fields[Section.O].copy.text() == "Gekopieerd ✓"


def test_it_says_when_all_was_copied_and_when_nothing_was_found(pane: NotePane) -> None:
    session = review(FIRST)
    pane.show_session(after(session, NoteCopied()))
    assert pane._copied.text()
    pane.show_session(session)
    assert not pane._copied.text()
    pane.show_session(review())
    assert pane.empty.text == NOTHING
    pane.show_session(Session(Phase.REVIEW, note=Note((), "test"), drafts=drafts_of(Note((), "test"))))
    assert pane.empty.text == NOTHING_HEARD


def test_nothing_can_be_copied_where_nothing_stands(pane: NotePane) -> None:
    pane.show_session(review())
    assert not pane.copy_all.isEnabled()
    pane.show_session(review(FIRST))
    assert pane.copy_all.isEnabled()
    assert [field.copy.isEnabled() for field in pane.fields.values()] == [True, False, False, True]


def test_a_stale_note_says_so(pane: NotePane) -> None:
    session = review(FIRST)
    pane.show_session(Session(Phase.REVIEW, note=session.note, drafts=session.drafts, freshness=Freshness.STALE))
    assert pane.stale.isVisible()


@pytest.mark.parametrize("phase", [p for p in Phase if p is not Phase.REVIEW])
def test_before_the_review_there_is_nothing_to_edit(pane: NotePane, phase: Phase) -> None:
    pane.show_session(Session(phase))
    assert not pane.fields[Section.S].isVisible()
    assert not pane.copy_all.isVisible()
