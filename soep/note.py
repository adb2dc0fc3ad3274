"""The note: lines in four sections, each pointing at the words that it rests on. Pure, frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """Subjectief, Objectief, Evaluatie, Plan."""

    S = "S"
    O = "O"  # noqa: E741
    E = "E"
    P = "P"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """A span of words in one frozen Transcript, numbered from 0 over the whole transcript, both ends included."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the note. `doubts`: plain Dutch reasons why a reader should look twice; empty when there are none."""

    text: str
    evidence: tuple[Evidence, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """A deelcontact: one problem, as NHG and Nictiz define a SOEP report. `icpc`: never more specific than was said."""

    title: str
    S: tuple[Line, ...] = ()
    O: tuple[Line, ...] = ()  # noqa: E741
    E: tuple[Line, ...] = ()
    P: tuple[Line, ...] = ()
    icpc: str | None = None

    def lines(self, section: Section) -> tuple[Line, ...]:
        """The lines of one section."""
        return {Section.S: self.S, Section.O: self.O, Section.E: self.E, Section.P: self.P}[section]


@dataclass(frozen=True, slots=True)
class Note:
    """The whole note. No contacts, or contacts without lines, is an honest answer to a talk without medical content."""

    contacts: tuple[Contact, ...]
    writer: str

    @property
    def is_empty(self) -> bool:
        """Whether not a single line was written."""
        return not any(c.lines(s) for c in self.contacts for s in Section)
