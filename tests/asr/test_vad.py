from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from asr.audio import SAMPLE_RATE_HZ
from asr.errors import DetectorLoadError
from asr.vad import FRAME_SAMPLES, Silero

ROOT = Path(__file__).parents[2]


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


def test_the_detector_does_not_import_what_carries_its_weights():
    heavy = "{'av', 'ctranslate2', 'faster_whisper'}"
    script = f"import sys, asr.vad; asr.vad.Silero(); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
