"""What the GP edits."""

from __future__ import annotations

import pytest

from app.draft import Draft, draft_of, drafts_of
from soep.note import Contact, Line, Note, Section


def test_a_draft_starts_as_the_lines_of_the_note() -> None:
    contact = Contact("Hoesten", S=(Line("hoest", ()), Line("koorts", ())), P=(Line("rust", ()),))
    assert draft_of(contact) == Draft("Hoesten", "hoest\nkoorts", "", "", "rust")
    assert drafts_of(Note((), "test")) == (Draft(),)


@pytest.mark.parametrize("section", Section)
def test_one_section_changes_and_the_others_stay(section: Section) -> None:
    changed = Draft("t", "s", "o", "e", "p").with_text(section, "nieuw")
    assert [changed.text(s) for s in Section] == ["nieuw" if s is section else s.value.lower() for s in Section]
