"""What `soepel note` is given: JSON of two kinds, or text in the encodings that people have."""

from __future__ import annotations

import json

import pytest

from app.errors import NotATranscript, TextUnreadable
from app.turns import read_transcript
from asr.transcript import Segment, Speaker, Transcript
from asr.transcript_json import to_dict


def test_turns() -> None:
    turns = [{"speaker": "arts", "text": "Wat kan ik doen?"}, {"speaker": None, "text": ""}, {"text": "Koorts."}]
    read = read_transcript(json.dumps({"id": "v01", "turns": turns, "facts": []}).encode(), "v01.json")
    assert [(s.speaker, s.text) for s in read.segments] == [
        (Speaker.ARTS, "Wat kan ik doen?"),
        (None, ""),
        (None, "Koorts."),
    ]


def test_a_transcript_comes_back() -> None:
    transcript = Transcript((Segment.from_text("Goede morgen.", Speaker.ARTS, start_s=0.0, end_s=1.0),))
    assert read_transcript(json.dumps(to_dict(transcript)).encode(), "-").segments == transcript.segments


def test_text_with_and_without_speakers() -> None:
    read = read_transcript("ARTS: Hallo\n\n  patiënt : Koorts.\nMoeder: ja\nderde:ja\n".encode(), "x.txt")
    assert [(s.speaker, s.text) for s in read.segments] == [
        (Speaker.ARTS, "Hallo"),
        (Speaker.PATIENT, "Koorts."),
        (None, "Moeder: ja"),
        (Speaker.DERDE, "ja"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    read = read_transcript("patiënt: één keer".encode(encoding), "x.txt")
    assert read.segments[0].speaker is Speaker.PATIENT and read.segments[0].text == "één keer"


def test_text_that_looks_like_json_is_text_unless_it_claims_to_be_json() -> None:
    assert read_transcript(b"{haha} zei hij", "x.txt").segments[0].text == "{haha} zei hij"
    for source in ("x.json", "-"):
        with pytest.raises(NotATranscript):
            read_transcript(b"{haha} zei hij", source)


@pytest.mark.parametrize("data", [b"RIFF\0\0\0\0WAVE", b"\x81\x8d", b"\xff\xfe\x00\xd8"])
def test_bytes_that_are_no_text(data: bytes) -> None:
    with pytest.raises(TextUnreadable):
        read_transcript(data, "x.wav")


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "3", "null", "{}", '{"turns": 3}', '{"turns": [3]}', '{"turns": [{"text": 3}]}', '{"turns": [{}]}',
        '{"turns": [{"text": "x", "speaker": "hond"}]}', '{"turns": [{"text": "x", "speaker": []}]}',
        '{"schema": "soepel.transcript/9", "segments": []}', '{"schema": "soepel.note/1", "turns": []}', "[" * 100_000,
    ],
)  # fmt: skip
def test_json_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(NotATranscript):
        read_transcript(text.encode(), "x.json")


def test_control_characters_do_not_survive() -> None:
    turn = {"speaker": "patient", "text": "koorts\u0000 \u001b[31mrood\u202e \ud800x"}
    (segment,) = read_transcript(json.dumps({"turns": [turn]}).encode(), "x.json").segments
    assert segment.text == "koorts [31mrood x"
