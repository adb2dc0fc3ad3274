"""The front end's numbers, and the shipped weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asr.errors import VoiceEncoderLoadError
from asr.voice_encoder import WEIGHTS, Ge2e, levelled, mel_filters, mels


def tone(hertz: float, seconds: float = 1.6) -> np.ndarray:
    at_s = np.arange(round(seconds * 16_000)) / 16_000
    return (0.3 * np.sin(2 * np.pi * hertz * at_s)).astype(np.float32)


def test_the_filters_are_slaneys() -> None:
    filters = mel_filters()
    assert filters.shape == (40, 201)
    np.testing.assert_allclose(filters.sum(axis=1) * 40.0, 1.0, atol=0.3)  # equal area, up to the grid of 40 Hz
    assert np.all(np.diff(filters.argmax(axis=1)) >= 0)


@pytest.mark.parametrize(("hertz", "band"), [(300.0, 3), (1000.0, 12), (4000.0, 31)])
def test_a_tone_lands_in_its_band(hertz: float, band: int) -> None:
    found = mels(tone(hertz), mel_filters())
    assert found.shape == (161, 40)
    assert abs(int(found.mean(axis=0).argmax()) - band) <= 1


def test_loudness_does_not_matter() -> None:
    np.testing.assert_allclose(levelled(tone(300.0)), levelled(0.01 * tone(300.0)), atol=1e-5)
    assert not levelled(np.zeros(100, dtype=np.float32)).any()


def test_one_row_each_of_length_one_whatever_its_length() -> None:
    sounds = [tone(200.0, 0.2), tone(300.0, 5.0), np.zeros(0, dtype=np.float32), tone(300.0, 5.0)]
    rows = Ge2e().embed(sounds)
    assert rows.shape == (4, 256)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-4)
    np.testing.assert_allclose(rows[1], rows[3], atol=1e-5)
    assert Ge2e().embed([]).shape == (0, 256)


def test_changed_or_missing_weights_are_refused(tmp_path: Path) -> None:
    data = bytearray(WEIGHTS.read_bytes())
    data[1000] ^= 1
    (tmp_path / "x.onnx").write_bytes(data)
    with pytest.raises(VoiceEncoderLoadError):
        Ge2e(tmp_path / "x.onnx")
    with pytest.raises(VoiceEncoderLoadError):
        Ge2e(tmp_path / "none.onnx")
