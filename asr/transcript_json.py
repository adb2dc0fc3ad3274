"""The transcript as data in the schema soepel.transcript/1, and back; what comes back is read as hostile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from asr.errors import TranscriptFormatError
from asr.transcript import Engine, Mark, Segment, Speaker, Transcript, Word

SCHEMA: Final = "soepel.transcript/1"
_MOST_SEGMENTS: Final = 200_000
_LONGEST_TEXT: Final = 100_000  # characters in one segment
_LATEST_S: Final = 7 * 86_400.0
_ENGINE_TEXT: Final = ("model", "version", "compute_type", "device")
_ENGINE_COUNT: Final = ("threads", "beam_size")


def to_dict(transcript: Transcript) -> dict[str, Any]:
    """Only what json.dumps takes. Words of which nothing was measured are left out: the text holds them."""
    engine = transcript.engine
    names = ("name", *_ENGINE_TEXT, *_ENGINE_COUNT)
    return {
        "schema": SCHEMA,
        "language": transcript.language,
        "duration_s": transcript.duration_s,
        "engine": {n: getattr(engine, n) for n in names if getattr(engine, n) is not None},
        "segments": [_segment_dict(number, s) for number, s in enumerate(transcript.segments)],
    }


def from_dict(data: object) -> Transcript:
    """The transcript that `data` (as json.loads gives it) describes. Raises TranscriptFormatError with the place."""
    top = _mapping(data, "transcript")
    if top.get("schema") != SCHEMA:
        raise TranscriptFormatError("schema", f"is not {SCHEMA}")
    segments = top.get("segments")
    if not isinstance(segments, list):
        raise TranscriptFormatError("segments", "is not a list")
    if len(segments) > _MOST_SEGMENTS:
        raise TranscriptFormatError("segments", f"more than {_MOST_SEGMENTS}")
    return Transcript(
        tuple(_segment(s, f"segments[{i}]") for i, s in enumerate(segments)),
        _text(top.get("language", "nl"), "language", 20),
        _seconds(top.get("duration_s", 0.0), "duration_s") or 0.0,
        _engine(top.get("engine", {"name": "unknown"})),
    )


def _segment_dict(number: int, segment: Segment) -> dict[str, Any]:
    measured = bool(segment.words) and all(w.probability is not None for w in segment.words)
    data: dict[str, Any] = {
        "id": number,
        "start_s": segment.start_s,
        "end_s": segment.end_s,
        "speaker": segment.speaker.value if segment.speaker else None,
        "text": segment.text,
        "words": [_word_dict(w) for w in segment.words] if measured else [],
    }
    if segment.voice is not None:
        data["voice"] = segment.voice
    if segment.marks:
        data["marks"] = [m.value for m in segment.marks]
    return data


def _word_dict(word: Word) -> dict[str, Any]:
    return {"text": word.text, "start_s": word.start_s, "end_s": word.end_s, "probability": word.probability}


def _segment(data: object, where: str) -> Segment:
    item = _mapping(data, where)
    text = _text(item.get("text"), f"{where}.text", _LONGEST_TEXT)
    speaker = _speaker(item.get("speaker"), f"{where}.speaker")
    start_s, end_s = _span(item, where)
    listed = item.get("words", [])
    if not isinstance(listed, list) or len(listed) > _LONGEST_TEXT:
        raise TranscriptFormatError(f"{where}.words", "is not a list of reasonable length")
    if listed:
        words = tuple(_word(w, f"{where}.words[{i}]") for i, w in enumerate(listed))
        if " ".join(w.text for w in words).split() != text.split():
            raise TranscriptFormatError(f"{where}.words", "do not make up the text")
    else:
        words = Segment.from_text(text, speaker, start_s=start_s, end_s=end_s).words
    return Segment(words, speaker, _voice(item.get("voice"), f"{where}.voice"), _marks(item.get("marks", []), where))


def _word(data: object, where: str) -> Word:
    item = _mapping(data, where)
    text = _text(item.get("text"), f"{where}.text", 1000)
    if len(text.split()) != 1 or text != text.strip():
        raise TranscriptFormatError(f"{where}.text", "is not one word")
    probability = _number(item.get("probability"), f"{where}.probability", 1.0)
    return Word(text, *_span(item, where), probability)


def _span(item: Mapping[str, Any], where: str) -> tuple[float | None, float | None]:
    start_s = _seconds(item.get("start_s"), f"{where}.start_s")
    end_s = _seconds(item.get("end_s"), f"{where}.end_s")
    if start_s is not None and end_s is not None and end_s < start_s:
        raise TranscriptFormatError(f"{where}.end_s", "is before start_s")
    return start_s, end_s


def _engine(data: object) -> Engine:
    item = _mapping(data, "engine")
    texts: dict[str, Any] = {k: _text(item[k], f"engine.{k}", 200) for k in _ENGINE_TEXT if item.get(k) is not None}
    texts |= {k: _count(item[k], f"engine.{k}") for k in _ENGINE_COUNT if item.get(k) is not None}
    return Engine(_text(item.get("name", "unknown"), "engine.name", 200), **texts)


def _speaker(value: object, where: str) -> Speaker | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in {s.value for s in Speaker}:
        raise TranscriptFormatError(where, "is not arts, patient, derde or null")
    return Speaker(value)


def _marks(value: object, where: str) -> tuple[Mark, ...]:
    known = {m.value for m in Mark}
    if not isinstance(value, list) or not all(isinstance(m, str) and m in known for m in value):
        raise TranscriptFormatError(f"{where}.marks", "is not a list of known marks")
    return tuple(Mark(m) for m in value)


def _voice(value: object, where: str) -> int | None:
    return None if value is None else _count(value, where)


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TranscriptFormatError(where, "is not an object")
    return value


def _text(value: object, where: str, longest: int) -> str:
    if not isinstance(value, str):
        raise TranscriptFormatError(where, "is not text")
    if len(value) > longest:
        raise TranscriptFormatError(where, f"is longer than {longest} characters")
    return value


def _count(value: object, where: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:
        raise TranscriptFormatError(where, "is not a whole number")
    return value


def _seconds(value: object, where: str) -> float | None:
    return _number(value, where, _LATEST_S)


def _number(value: object, where: str, most: float) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
        raise TranscriptFormatError(where, f"is not a number from 0 to {most:g}")
    return float(value)
