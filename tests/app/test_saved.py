"""A consult under review goes to bytes and comes back the same."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import app.saved as saved_module
from app.draft import Draft, Freshness, LineKey
from app.saved import Encoder, Saved, from_bytes, to_bytes
from asr.transcript import Engine, Mark, Segment, Speaker, Transcript, Word
from asr.vocabulary import Correction
from soep.note import Contact, Evidence, Line, Note, Section

SAID = Transcript(
    (
        Segment((Word("ik", 0.0, 0.2, 0.9), Word("hoest,", 0.25, 0.61, 0.31)), Speaker.PATIENT, 1, (Mark.TOO_FAST,)),
        Segment.from_text("sinds wanneer", None, start_s=1.0, end_s=2.0),
        Segment.from_text("drie dagen"),
    ),
    duration_s=12.25,
    engine=Engine("whisper", model="base", threads=2),
)
NOTE = Note(
    (
        Contact("Hoest", S=(Line("hoest S: 3 dgn", (Evidence(0, 1), Evidence(4, 5)), ("slecht",)),), icpc="R05"),
        Contact("Huid", P=(Line("zalf\u202e <b>", ()),)),
    ),
    "rules",
)
WHOLE = Saved(
    SAID, NOTE, (Draft("Hoest", S="hoest é \ud83d half\n\n  x", P='"'), Draft("Huid")), Freshness.STALE,
    frozenset({(0, Section.S), (1, Section.P)}), frozenset({LineKey(0, Section.S, 0)}),
    (Correction(0, 1, "ik", "Bik", 0.75, False),),
)  # fmt: skip


@pytest.mark.parametrize("saved", [WHOLE, replace(WHOLE, note=None), Saved(Transcript(()), Note((), "x"), (Draft(),))])
def test_it_comes_back_the_same(saved: Saved) -> None:
    back = from_bytes(to_bytes(saved))
    assert back == saved
    assert [w.probability for w in back.transcript.words] == [w.probability for w in saved.transcript.words]


def test_the_transcript_is_written_out_once_and_anew_when_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Transcript] = []
    real = saved_module.transcript_json.to_dict
    monkeypatch.setattr(saved_module.transcript_json, "to_dict", lambda t: written.append(t) or real(t))
    encoder = Encoder()
    other = replace(WHOLE, transcript=replace(SAID, duration_s=99.0))
    for saved in (WHOLE, replace(WHOLE, drafts=(Draft(P="rust"),)), other, replace(other, copied=frozenset()), WHOLE):
        assert from_bytes(encoder.encode(saved)) == saved
    assert [t.duration_s for t in written] == [12.25, 99.0, 12.25]


def test_what_is_no_consult_is_refused() -> None:
    whole = json.loads(to_bytes(WHOLE))
    wrong = [whole | {key: value} for key, value in (
        ("schema", "soepel.consult/2"), ("transcript", {}), ("note", {"writer": "x"}), ("drafts", [{"Q": ""}]),
        ("freshness", "old"), ("copied", [[0, "Q"]]), ("seen", [[0]]), ("corrections", 3), ("drafts", None),
    )]  # fmt: skip
    for data in (*wrong, [], None, "x"):
        with pytest.raises(ValueError):
            from_bytes(json.dumps(data).encode())
    for raw in (b"", b"{", b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(ValueError):
            from_bytes(raw)
