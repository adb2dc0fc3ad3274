from __future__ import annotations

import contextlib
import copy
import json
import random

import pytest

from asr.errors import TranscriptFormatError
from asr.transcript import Engine, Mark, Segment, Speaker, Transcript, Word
from asr.transcript_json import SCHEMA, from_dict, to_dict

TRANSCRIPT = Transcript(
    (
        Segment((Word("Wat", 0.0, 0.2, 0.9), Word("scheelt?", 0.2, 0.7, 0.8)), Speaker.ARTS, 1, (Mark.TOO_FAST,)),
        Segment.from_text("Ik hoest al drie dagen.", Speaker.PATIENT, start_s=1.0, end_s=3.0),
        Segment.from_text("Hij slaapt slecht."),
    ),
    "nl",
    3.5,
    Engine("faster-whisper", "base", "1.2.1", "int8_float32", "cpu", 2, 5),
)


def test_there_and_back():
    data = json.loads(json.dumps(to_dict(TRANSCRIPT)))
    again = from_dict(data)
    assert again == TRANSCRIPT
    assert again.segments[0].words[1].probability == 0.8


def test_the_fixed_shape():
    data = to_dict(TRANSCRIPT)
    assert data["schema"] == SCHEMA
    assert list(data) == ["schema", "language", "duration_s", "engine", "segments"]
    first, second, third = data["segments"]
    assert list(first) == ["id", "start_s", "end_s", "speaker", "text", "words", "voice", "marks"]
    assert list(second) == ["id", "start_s", "end_s", "speaker", "text", "words"]
    assert first["words"][0] == {"text": "Wat", "start_s": 0.0, "end_s": 0.2, "probability": 0.9}
    assert second["words"] == [] and second["text"] == "Ik hoest al drie dagen."
    assert third["speaker"] is None and third["start_s"] is None


def test_an_empty_transcript():
    assert from_dict(to_dict(Transcript(()))) == Transcript(())


def test_only_what_is_needed():
    made = from_dict({"schema": SCHEMA, "segments": [{"text": "Ja hoor."}]})
    assert made.segments[0].text == "Ja hoor."
    assert made.engine.name == "unknown"


def broken(path: str, value: object) -> object:
    data = json.loads(json.dumps(to_dict(TRANSCRIPT)))
    at = data
    *keys, last = [int(k) if k.isdigit() else k for k in path.split("/")]
    for key in keys:
        at = at[key]
    at[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "soepel.note/1"),
        ("schema", None),
        ("language", 3),
        ("duration_s", "3.5"),
        ("duration_s", float("nan")),
        ("duration_s", -1),
        ("engine", []),
        ("engine/name", {}),
        ("engine/threads", -1),
        ("engine/beam_size", True),
        ("segments", {}),
        ("segments/0", "tekst"),
        ("segments/0/text", None),
        ("segments/0/text", "Iets anders dan de woorden"),
        ("segments/0/speaker", "dokter"),
        ("segments/0/speaker", ["arts"]),
        ("segments/0/start_s", float("inf")),
        ("segments/0/start_s", 9.0),
        ("segments/0/end_s", "1"),
        ("segments/0/voice", "een"),
        ("segments/0/marks", ["vreemd"]),
        ("segments/0/marks", "repetition"),
        ("segments/0/marks", [{}]),
        ("segments/0/words", "Wat scheelt?"),
        ("segments/0/words/0", 5),
        ("segments/0/words/0/text", "twee woorden"),
        ("segments/0/words/0/text", ""),
        ("segments/0/words/0/start_s", float("nan")),
        ("segments/0/words/0/probability", 1.5),
        ("segments/0/words/0/probability", "0.9"),
        ("segments/0/text", "x" * 200_000),
        ("segments/0/start_s", 10**400),
    ],
)
def test_what_is_wrong_is_named(path, value):
    with pytest.raises(TranscriptFormatError) as caught:
        from_dict(broken(path, value))
    assert caught.value.where and caught.value.reason


@pytest.mark.parametrize("data", [None, [], 3, "tekst", True, {}, {"schema": SCHEMA}])
def test_not_a_transcript_at_all(data):
    with pytest.raises(TranscriptFormatError):
        from_dict(data)


def test_too_many_segments():
    with pytest.raises(TranscriptFormatError):
        from_dict({"schema": SCHEMA, "segments": [{}] * 200_001})


def test_anything_in_any_place_gives_a_transcript_or_the_one_error():
    chance = random.Random(4)
    junk = [None, True, -1, 1e308, float("nan"), "", "arts", [], {}, [[[]]], {"text": {}}, "\x00\ud800", 10**30]
    for _ in range(2000):
        data = copy.deepcopy(json.loads(json.dumps(to_dict(TRANSCRIPT))))
        for _ in range(chance.randint(1, 3)):
            at = data
            while True:
                key = chance.choice(list(at) if isinstance(at, dict) else range(len(at)))
                if isinstance(at[key], (dict, list)) and at[key] and chance.random() < 0.8:
                    at = at[key]
                    continue
                at[key] = chance.choice(junk)
                break
        with contextlib.suppress(TranscriptFormatError):
            assert isinstance(from_dict(data), Transcript)
