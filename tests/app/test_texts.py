"""Readable text, and text made harmless."""

from __future__ import annotations

from app.texts import clock, plain, transcript_to_text
from asr.transcript import Segment, Speaker, Transcript


def test_plain() -> None:
    assert plain("één ☃ 🤒\n\tx") == "één ☃ 🤒\n\tx"
    assert plain("a\x00b\x1b]0;x\x07\x7f\u202ec\udcff\r") == "ab]0;xc"


def test_clock() -> None:
    assert [clock(s) for s in (0, 59.9, 61, 3599, 3661)] == ["00:00", "00:59", "01:01", "59:59", "1:01:01"]


def test_a_transcript_for_reading() -> None:
    segments = (Segment.from_text("Hallo.", Speaker.ARTS, start_s=61.2, end_s=62), Segment.from_text("Koorts."))
    assert transcript_to_text(Transcript(segments)) == "[01:01] Arts: Hallo.\nKoorts."
