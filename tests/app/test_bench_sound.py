"""The sound to measure on and the text that goes with it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from app.bench_measure import transcribe
from app.bench_sound import blocks_of, given, medical_terms, nothing_said, read_sound, shipped
from app.errors import BenchSoundMissing, BenchTextWrong, WrongUsage
from asr.fake import FakeDetector, FakeRecognizer, voice
from tests.app.helpers import write_wav


def test_the_shipped_one_is_a_sound_with_its_text(tmp_path: Path) -> None:
    with pytest.raises(BenchSoundMissing):
        shipped(tmp_path / "weg")
    write_wav(tmp_path / "bench.wav", voice(1.0))
    with pytest.raises(BenchSoundMissing):
        shipped(tmp_path)
    turns = [{"speaker": "arts", "text": "Hoe gaat het?"}, {"speaker": "patient", "text": "Ik heb koorts."}]
    (tmp_path / "bench.json").write_text(json.dumps({"turns": turns, "terms": ["koorts"], "synthetic": True}))
    found = shipped(tmp_path)
    assert found.synthetic and found.terms == ("koorts",)
    assert found.text == "Hoe gaat het?\nIk heb koorts."


@pytest.mark.parametrize("text", [b"", b"  \n", b"\xff\xfe\xfa", b"{", b"[]", b'{"turns": [{}]}', b'{"other": 1}'])
def test_a_text_that_is_none(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / ("t.json" if text[:1] in (b"{", b"[") else "t.txt")
    path.write_bytes(text)
    with pytest.raises(BenchTextWrong):
        given(tmp_path / "a.wav", path)


def test_sound_and_text_go_together(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="horen bij elkaar"):
        given(tmp_path / "a.wav", None)
    (tmp_path / "t.txt").write_text("Sinds drie dagen koorts en hoofdpijn, daarom paracetamol.", encoding="utf-8")
    found = given(tmp_path / "a.wav", tmp_path / "t.txt")
    assert not found.synthetic and {"koorts", "paracetamol"} <= set(found.terms)


def test_terms_are_medical_words_once() -> None:
    assert medical_terms("koorts, de koorts en het weer").count("koorts") == 1
    assert "weer" not in medical_terms("mooi weer")


def test_reading_and_blocks(tmp_path: Path) -> None:
    sound = read_sound(write_wav(tmp_path / "a.wav", voice(2.5)))
    assert len(sound) == 40_000 and [len(b) for b in blocks_of(sound)] == [16_000, 16_000, 8_000]


def test_the_quiet_sounds_are_the_same_each_time_and_the_road_hears_nothing_in_the_first() -> None:
    first = nothing_said(2.0)
    assert np.array_equal(first, nothing_said(2.0)) and len(first) == 6 * 32_000
    assert np.isfinite(first).all() and float(np.abs(first).max()) <= 1.0
    assert not transcribe(first[:32_000], FakeRecognizer(), FakeDetector()).words
