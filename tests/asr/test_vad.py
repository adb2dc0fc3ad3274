from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asr.audio import SAMPLE_RATE_HZ
from asr.errors import DetectorLoadError
from asr.vad import FRAME_SAMPLES, Silero


def noise(seconds: float, level: float = 0.1) -> np.ndarray:
    return (level * np.random.default_rng(1).standard_normal(round(seconds * SAMPLE_RATE_HZ))).astype(np.float32)


def test_noise_and_silence_are_no_voice():
    detector = Silero()
    assert detector.push(np.zeros(80_000, dtype=np.float32)).max() < 0.3
    assert np.mean(detector.push(noise(10)) > 0.5) < 0.01


def test_pieces_give_the_same_as_the_whole():
    detector, sound = Silero(), noise(3)
    whole = detector.push(sound)
    detector.reset()
    pieces = np.concatenate([detector.push(sound[at : at + 700]) for at in range(0, len(sound), 700)])
    assert np.allclose(whole, pieces, atol=1e-5)
    assert len(whole) == len(sound) // FRAME_SAMPLES


def test_reset_forgets():
    detector = Silero()
    first = detector.push(noise(1))
    detector.reset()
    assert np.array_equal(first, detector.push(noise(1)))


def test_an_empty_block_is_harmless():
    assert len(Silero().push(np.zeros(0, dtype=np.float32))) == 0


@pytest.mark.parametrize("content", [None, b"", b"geen onnx"])
def test_bad_weights(tmp_path: Path, content: bytes | None):
    path = tmp_path / "vad.onnx"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DetectorLoadError):
        Silero(path)
