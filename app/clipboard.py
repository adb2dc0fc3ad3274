"""Texts for the clipboard: one section, or the whole note as `S:` / `O:` / `E:` / `P:`. Plain text, no Qt.

Several HIS helpers cut pasted text at `S:`, `O:`, `E:`, `P:` (also with `/` or `;`), so no such marker may stand inside
a line: "paracetamol p/o" becomes "paracetamol per os".
"""

from __future__ import annotations

from collections.abc import Sequence

from app.draft import Draft
from soep.note import Section
from soep.render import clean_line


def section_text(draft: Draft, section: Section) -> str:
    """The text of one section as it is pasted into its own field: no marker, no empty lines."""
    return "\n".join(line for line in map(clean_line, draft.text(section).splitlines()) if line)


def contact_text(draft: Draft) -> str:
    """One contact: `S: ...` and so on, further lines of a section below it; sections without text are left out."""
    texts = ((section, section_text(draft, section)) for section in Section)
    return "\n".join(f"{section.value}: {text}" for section, text in texts if text)


def note_text(drafts: Sequence[Draft]) -> str:
    """All contacts, an empty line between them; with more than one, each starts with its title."""
    filled = [draft for draft in drafts if not draft.is_empty]
    if len(filled) == 1:
        return contact_text(filled[0])
    return "\n\n".join(_titled(number, draft) for number, draft in enumerate(filled, 1))


def _titled(number: int, draft: Draft) -> str:
    title = clean_line(draft.title)
    return f"Deelcontact {number}{' - ' + title if title else ''}\n{contact_text(draft)}"
