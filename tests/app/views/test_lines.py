"""The editor of one section: lines remember where they came from, whatever happens around them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from app.views.lines import LineEditor

pytestmark = pytest.mark.usefixtures("qt")

LINES = ("hoest sinds 4 dgn", "koorts, thuis 38,5", "niet benauwd")


@pytest.fixture
def editor() -> LineEditor:
    made = LineEditor()
    made.resize(400, 100)
    made.show()
    made.show_lines(LINES, "\n".join(LINES))
    return made


def origins(editor: LineEditor) -> list[int]:
    return [block.userState() for block in editor.blocks()]


def chosen(editor: LineEditor) -> list[int]:
    seen: list[int] = []
    editor.line_chosen.connect(seen.append)
    return seen


def put_cursor(editor: LineEditor, row: int, column: int = 0) -> None:
    cursor = QTextCursor(editor.document().findBlockByNumber(row))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, column)
    editor.setTextCursor(cursor)


def test_every_line_knows_its_origin(editor: LineEditor) -> None:
    assert origins(editor) == [0, 1, 2]


def test_a_typed_line_has_none_and_the_others_keep_theirs(editor: LineEditor) -> None:
    put_cursor(editor, 0, len(LINES[0]))
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClicks(editor, "geen slijm")
    assert [b.text() for b in editor.blocks()] == [LINES[0], "geen slijm", LINES[1], LINES[2]]
    assert origins(editor)[0] == 0
    assert origins(editor)[2:] == [1, 2]
    assert len([o for o in origins(editor) if o == 0]) == 1


def test_an_edited_line_keeps_its_origin(editor: LineEditor) -> None:
    put_cursor(editor, 1, 6)
    QTest.keyClicks(editor, " gehad")
    assert origins(editor) == [0, 1, 2]


def test_a_removed_line_is_no_longer_present(editor: LineEditor) -> None:
    put_cursor(editor, 1)
    cursor = editor.textCursor()
    cursor.select(QTextCursor.SelectionType.LineUnderCursor)
    cursor.removeSelectedText()
    assert editor.present == {0, 2}


def test_a_text_that_was_edited_before_is_tied_by_wording(editor: LineEditor) -> None:
    editor.show_lines(LINES, f"zelf getypt\n{LINES[2]}\n{LINES[0]}")
    assert origins(editor) == [-1, 2, 0]


def test_a_click_chooses_the_line(editor: LineEditor) -> None:
    seen = chosen(editor)
    put_cursor(editor, 2)
    QTest.mouseClick(editor.viewport(), Qt.MouseButton.LeftButton, pos=editor.cursorRect().center())
    assert seen == [2]


def test_the_arrow_keys_choose_too(editor: LineEditor) -> None:
    seen = chosen(editor)
    put_cursor(editor, 0)
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert seen == [1]


def test_showing_lines_reports_no_edit(editor: LineEditor) -> None:
    edits: list[str] = []
    editor.edited.connect(edits.append)
    editor.show_lines(("een",), "een")
    assert edits == []
    QTest.keyClicks(editor, "x")
    assert edits == ["xeen"]


def test_undo_is_the_gps_own(editor: LineEditor) -> None:
    put_cursor(editor, 0)
    QTest.keyClicks(editor, "x")
    editor.undo()
    assert editor.toPlainText() == "\n".join(LINES)


def test_only_plain_text_goes_in_and_out(editor: LineEditor) -> None:
    pasted = QMimeData()
    pasted.setHtml("<b>vet</b>")
    pasted.setText("vet")
    editor.selectAll()
    assert editor.createMimeDataFromSelection().formats() == ["text/plain"]
    editor.insertFromMimeData(pasted)
    assert editor.toPlainText() == "vet"


def test_the_editor_is_as_high_as_its_text(editor: LineEditor) -> None:
    low = editor.height()
    editor.show_lines(LINES * 4, "\n".join(LINES * 4))
    assert editor.height() > low
    bar = editor.verticalScrollBar()
    assert bar.maximum() == 0
