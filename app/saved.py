"""A consult under review as it is kept on the disk: what was said, the note, and everything the GP did with it since.

JSON in the schema soepel.consult/1; what seals it is app.store.sheet.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from app.draft import Draft, Freshness, LineKey
from asr import transcript_json
from asr.errors import TranscriptFormatError
from asr.transcript import Transcript
from asr.vocabulary import Correction
from soep.note import Contact, Evidence, Line, Note, Section

SCHEMA: Final = "soepel.consult/1"


@dataclass(frozen=True, slots=True)
class Saved:
    """One consult under review; the fields are the Session's."""

    transcript: Transcript
    note: Note | None
    drafts: tuple[Draft, ...]
    freshness: Freshness = Freshness.FRESH
    copied: frozenset[tuple[int, Section]] = frozenset()
    seen: frozenset[LineKey] = frozenset()
    corrections: tuple[Correction, ...] = ()


class Encoder:
    """Writes one version of a consult after another as ASCII JSON; a transcript that stays is written out once.

    An hour of talk is 0.8 MB and takes 80 ms; json holds up every thread while it writes, so it goes piece by piece.
    """

    def __init__(self) -> None:
        self._written: tuple[Transcript, str] | None = None

    def encode(self, saved: Saved) -> bytes:
        """One version, whole."""
        written = self._written
        if written is None or written[0] is not saved.transcript:
            written = self._written = (saved.transcript, _transcript_text(saved.transcript))
        return f'{_compact(_document(saved))[:-1]},"transcript":{written[1]}}}'.encode("ascii")


def to_bytes(saved: Saved) -> bytes:
    """One consult, once."""
    return Encoder().encode(saved)


def _document(saved: Saved) -> dict[str, Any]:
    """All but the transcript."""
    return {
        "schema": SCHEMA,
        "note": None if saved.note is None else _note_dict(saved.note),
        "drafts": [asdict(draft) for draft in saved.drafts],
        "freshness": saved.freshness.value,
        "copied": sorted([contact, section.value] for contact, section in saved.copied),
        "seen": sorted([key.contact, key.section.value, key.line] for key in saved.seen),
        "corrections": [asdict(found) for found in saved.corrections],
    }


def _transcript_text(transcript: Transcript) -> str:
    whole = transcript_json.to_dict(transcript)
    segments = ",".join(map(_compact, whole.pop("segments")))
    return f'{_compact(whole)[:-1]},"segments":[{segments}]}}'


def _compact(data: dict[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"))


def from_bytes(data: bytes) -> Saved:
    """What `to_bytes` made, read back. Raises ValueError when it is something else."""
    try:
        document = json.loads(data)
        if document["schema"] != SCHEMA:
            raise ValueError(document["schema"])
        return Saved(
            transcript_json.from_dict(document["transcript"]),
            None if document["note"] is None else _note(document["note"]),
            tuple(Draft(**draft) for draft in document["drafts"]) or (Draft(),),
            Freshness(document["freshness"]),
            frozenset((int(contact), Section(section)) for contact, section in document["copied"]),
            frozenset(LineKey(int(contact), Section(name), int(line)) for contact, name, line in document["seen"]),
            tuple(Correction(**found) for found in document["corrections"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError, TranscriptFormatError) as problem:
        raise ValueError("not a consult") from problem


def _note_dict(note: Note) -> dict[str, Any]:
    """Whole and unchanged, unlike soep.render, which cleans what leaves the program."""
    return {
        "writer": note.writer,
        "contacts": [
            {"title": c.title, "icpc": c.icpc} | {s.value: [asdict(line) for line in c.lines(s)] for s in Section}
            for c in note.contacts
        ],
    }


def _note(data: dict[str, Any]) -> Note:
    return Note(tuple(_contact(contact) for contact in data["contacts"]), str(data["writer"]))


def _contact(data: dict[str, Any]) -> Contact:
    lines = {section.value: tuple(_line(line) for line in data[section.value]) for section in Section}
    return Contact(title=data["title"], icpc=data["icpc"], **lines)


def _line(data: dict[str, Any]) -> Line:
    evidence = tuple(Evidence(int(span["first"]), int(span["last"])) for span in data["evidence"])
    return Line(str(data["text"]), evidence, tuple(map(str, data["doubts"])))
