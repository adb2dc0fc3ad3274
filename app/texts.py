"""Text from outside, made harmless; times and transcripts, made readable."""

from __future__ import annotations

import unicodedata

from asr.transcript import Speaker, Transcript

NAMES = {Speaker.ARTS: "Arts", Speaker.PATIENT: "Patiënt", Speaker.DERDE: "Derde"}
KEPT_CONTROLS = "\n\t"
UNSEEN = {"Cc", "Cs"}  # control characters, halves of a surrogate pair
TURNS_TEXT_AROUND = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # bidi overrides: shown order lies


def plain(text: str) -> str:
    """`text` without what a terminal or a field would act upon: control characters, bidi overrides, half surrogates."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        c for c in text if c in KEPT_CONTROLS or (unicodedata.category(c) not in UNSEEN and c not in TURNS_TEXT_AROUND)
    )


def clock(seconds: float) -> str:
    """Seconds as "mm:ss", or "h:mm:ss" from an hour on."""
    whole = int(seconds)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def transcript_to_text(transcript: Transcript) -> str:
    """The transcript for reading: one segment a line, with its time and speaker as far as they are known."""
    lines = []
    for segment in transcript.segments:
        when = "" if segment.start_s is None else f"[{clock(segment.start_s)}] "
        who = f"{NAMES[segment.speaker]}: " if segment.speaker else ""
        lines.append(f"{when}{who}{segment.text}")
    return "\n".join(lines)
