"""Step 11, the last: the note leaves the program, as JSON (`soepel.note/1`) or as text for a reader.

Adds nothing to the note; makes it harmless. Control characters, invisible marks and writing-direction overrides never
leave, and no section marker stands inside a line: several HIS helpers cut pasted text at `S:` `O:` `E:` `P:`, also with
`/` or `;`. Source of the marker rule: research/soep.md 2.6.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from asr.transcript import Transcript
from soep.note import Contact, Evidence, Line, Note, Section
from soep.text import printable

SCHEMA = "soepel.note/1"
NOTHING_HEARD = "Geen medische inhoud gehoord; er is geen verslag gemaakt."
_SPELLED = ((re.compile(r"\bp\s*/\s*o\b", re.I), "per os"), (re.compile(r"\be\s*/\s*o\b", re.I), "en/of"))
_PLURAL_S = re.compile(r"(?<=')(s)\s*[:;/]+", re.I)  # "foto's; geen" is no marker to a reader, but is one to a splitter
_MARKER = re.compile(r"(?<![^\W\d_])([soep])\s*[:;/]+\s*", re.I)
_ICPC = re.compile(r"[A-Z]\d\d(?:\.\d\d)?")


def clean_line(text: str) -> str:
    """One line without section markers, control characters, bidi overrides and line breaks.

    Examples: "pcm p/o" -> "pcm per os"; "S: koorts" -> "S - koorts"; "foto's; klaar" -> "foto's, klaar".
    """
    text = printable(text)
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    text = _MARKER.sub(r"\1 - ", _PLURAL_S.sub(r"\1,", text))
    return " ".join(text.split())


def note_to_dict(note: Note, transcript: Transcript) -> dict[str, Any]:
    """The note as JSON-ready data of schema `soepel.note/1`.

    A span of evidence that crosses segments becomes one entry per segment: `segment` is its number in the transcript,
    times are seconds in the recording (null where not known), `quote` the words as heard.
    """
    places = _Places(transcript)
    return {
        "schema": SCHEMA,
        "language": "nl",
        "writer": note.writer,
        "contacts": [_contact(c, places) for c in note.contacts],
    }


def note_to_text(note: Note, *, titles: bool = True) -> str:
    """The note for reading and copying: `S:`, `O:`, `E:`, `P:` with a line each, one block per contact.

    Further lines of a section stand below its first, without a marker; sections without lines are left out. With
    several contacts each block starts with its title. A note without lines is one sentence that says so.
    """
    blocks = [(c, text) for c in note.contacts if (text := _contact_text(c))]
    if not blocks:
        return NOTHING_HEARD
    if len(blocks) == 1 or not titles:
        return "\n\n".join(text for _, text in blocks)
    return "\n\n".join(f"{number}. {clean_line(c.title)}\n{text}" for number, (c, text) in enumerate(blocks, 1))


def _contact_text(contact: Contact) -> str:
    parts = []
    for section in Section:
        lines = [clean for line in contact.lines(section) if (clean := clean_line(line.text))]
        if lines:
            parts.append(f"{section.value}: " + "\n   ".join(lines))
    return "\n".join(parts)


def _contact(contact: Contact, places: _Places) -> dict[str, Any]:
    icpc = contact.icpc if contact.icpc and _ICPC.fullmatch(contact.icpc) else None
    head: dict[str, Any] = {"title": clean_line(contact.title), "icpc": icpc}
    return head | {s.value: [_line(line, places) for line in contact.lines(s)] for s in Section}


def _line(line: Line, places: _Places) -> dict[str, Any]:
    return {
        "text": clean_line(line.text),
        "evidence": [entry for span in line.evidence for entry in places.entries(span)],
        "doubts": [printable(doubt) for doubt in line.doubts],
    }


class _Places:
    """Where in the transcript each word stands."""

    def __init__(self, transcript: Transcript) -> None:
        self._words = transcript.words
        filled = [(first, n) for n, first in enumerate(transcript.first_word_of()) if transcript.segments[n].words]
        self._firsts = [first for first, _ in filled]
        self._numbers = [number for _, number in filled]

    def entries(self, span: Evidence) -> Iterator[dict[str, Any]]:
        """One entry per segment that the span touches; words beyond the transcript are left out."""
        first, end = max(0, span.first), min(span.last + 1, len(self._words))
        while first < end:
            at = bisect_right(self._firsts, first) - 1
            after = self._firsts[at + 1] if at + 1 < len(self._firsts) else len(self._words)
            words = self._words[first : min(after, end)]
            yield {
                "segment": self._numbers[at],
                "start_s": words[0].start_s,
                "end_s": words[-1].end_s,
                "quote": printable(" ".join(w.text for w in words)),
            }
            first = after
