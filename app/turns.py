"""What `soepel note` is given, read into a Transcript: transcript JSON, turns, or plain text with speaker prefixes."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import Any

from app.errors import NotATranscript, TextUnreadable
from app.texts import plain
from asr.errors import TranscriptFormatError
from asr.transcript import Segment, Speaker, Transcript
from asr.transcript_json import from_dict

PREFIX = re.compile(r"^\s*(arts|huisarts|dokter|patient|patiënt|derde|ouder|partner)\s*:\s*", re.IGNORECASE)
WHO = {
    "arts": Speaker.ARTS,
    "huisarts": Speaker.ARTS,
    "dokter": Speaker.ARTS,
    "patient": Speaker.PATIENT,
    "patiënt": Speaker.PATIENT,
    "derde": Speaker.DERDE,
    "ouder": Speaker.DERDE,
    "partner": Speaker.DERDE,
}


def read_transcript(data: bytes, source: str) -> Transcript:
    """A Transcript from a file's bytes.

    JSON is a transcript (schema soepel.transcript/1) or an object with "turns"; anything else is text with one turn a
    line and an optional `arts:`, `patient:` or `derde:` in front. `source` is the file's name, or "-".
    Raises TextUnreadable for bytes that are no text and NotATranscript for JSON of another form.
    """
    text = decode(data, source)
    must_be_json = Path(source).suffix.lower() == ".json"
    if must_be_json or text.lstrip().startswith(("{", "[")):
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as problem:
            if must_be_json or source == "-":
                raise NotATranscript(source, "JSON") from problem
        else:
            try:
                return from_document(document)
            except TranscriptFormatError as problem:
                raise NotATranscript(source, problem.where) from problem
    return from_lines(text)


def decode(data: bytes, source: str) -> str:
    """Bytes to text: UTF-8, UTF-16 when it is marked as such, else Windows' own code page (Notepad's files)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in data:
        raise TextUnreadable(source)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise TextUnreadable(source)


def from_document(document: Any) -> Transcript:
    """A Transcript from parsed JSON. Raises TranscriptFormatError."""
    if isinstance(document, dict) and "turns" in document and "schema" not in document:
        return from_turns(document["turns"])
    return from_dict(document)


def from_turns(turns: Any) -> Transcript:
    """A Transcript from a list of {"speaker", "text"}, one segment each, so that segment 0 is turn 0.

    Raises TranscriptFormatError, also for an unknown speaker.
    """
    if not isinstance(turns, list):
        raise TranscriptFormatError("turns", "not a list")
    segments = []
    for number, turn in enumerate(turns):
        if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
            raise TranscriptFormatError(f"turns[{number}].text", "not a text")
        try:
            speaker = Speaker(turn["speaker"]) if turn.get("speaker") is not None else None
        except ValueError as problem:
            raise TranscriptFormatError(f"turns[{number}].speaker", "not arts, patient, derde or null") from problem
        segments.append(Segment.from_text(plain(turn["text"]), speaker))
    return Transcript(tuple(segments))


def from_lines(text: str) -> Transcript:
    """A Transcript from text: every line that holds words is a turn."""
    segments = []
    for line in text.splitlines():
        match = PREFIX.match(line)
        speaker = WHO[match[1].lower()] if match else None
        segments.append(Segment.from_text(plain(line[match.end() :] if match else line), speaker))
    return Transcript(tuple(s for s in segments if s.words))
