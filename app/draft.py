"""What the GP sees and edits: the note as plain text, one text per section, and what was settled. Values only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from soep.note import Contact, Note, Section


class Freshness(StrEnum):
    """Whether the note belongs to the transcript as it now stands."""

    FRESH = "fresh"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class LineKey:
    """One line of the note: contact and line numbered from 0."""

    contact: int
    section: Section
    line: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The editable text of one contact; lines are separated by newlines. Field names are the sections' values."""

    title: str = ""
    S: str = ""
    O: str = ""  # noqa: E741
    E: str = ""
    P: str = ""

    def text(self, section: Section) -> str:
        """The text of one section."""
        return {Section.S: self.S, Section.O: self.O, Section.E: self.E, Section.P: self.P}[section]

    def with_text(self, section: Section, text: str) -> Draft:
        """The same draft with another text in one section."""
        match section:
            case Section.S:
                return replace(self, S=text)
            case Section.O:
                return replace(self, O=text)
            case Section.E:
                return replace(self, E=text)
            case Section.P:
                return replace(self, P=text)

    @property
    def is_empty(self) -> bool:
        """Whether nothing but space stands in any section."""
        return not any(self.text(section).strip() for section in Section)


def draft_of(contact: Contact) -> Draft:
    """The draft with which the GP starts: every line of the contact on its own line."""
    texts = {section: "\n".join(line.text for line in contact.lines(section)) for section in Section}
    return Draft(contact.title, texts[Section.S], texts[Section.O], texts[Section.E], texts[Section.P])


def drafts_of(note: Note) -> tuple[Draft, ...]:
    """One draft a contact; a single empty one when the note has no contacts, so that there is room to type."""
    return tuple(draft_of(contact) for contact in note.contacts) or (Draft(),)
