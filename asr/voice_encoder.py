"""What a voice sounds like, as 256 numbers: stretches of sound to embeddings that lie close for one speaker.

The GE2E encoder of Resemblyzer 0.1.4 (Apache-2.0), converted once by asr/training/convert_voice_encoder.py and shipped;
the front end is its own (librosa's defaults of 2019) in numpy: 40 mels, power, not logged, 25 ms windows every 10 ms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import VoiceEncoderLoadError

WEIGHTS: Final = Path(__file__).parent / "data" / "voice_encoder.onnx"
WEIGHTS_SHA256: Final = "33dc6b2e70905978b4122f56f7e9162bb5e84752007b45c7610acd2044b616ac"
WIDTH: Final = 256
_FFT: Final = 400
_HOP: Final = 160
_MELS: Final = 40
_PART: Final = 160  # frames in one pass: the 1.6 s that the network was trained on
_LEAST_PART: Final = 80  # a last pass is worth it from here on
_LOUDNESS_DBFS: Final = -30.0
_BATCH: Final = 16

Voices = NDArray[np.float32]
"""Shape (n, 256), each row of length one."""


class VoiceEncoder(Protocol):
    """Tells voices apart: the dot product of two embeddings is near 1 for one speaker, lower for two."""

    def embed(self, stretches: Sequence[Block]) -> Voices:
        """One row per stretch of sound of any length; from about 1.5 s on it can be relied upon."""
        ...


class Ge2e:
    """The shipped encoder, run by onnxruntime on one thread. Raises VoiceEncoderLoadError, also for changed weights."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        import onnxruntime  # here: whoever never asks for voices does not pay for it

        try:
            data = weights.read_bytes()
        except OSError as error:
            raise VoiceEncoderLoadError(weights.name, "cannot be read") from error
        if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
            raise VoiceEncoderLoadError(weights.name, "not the weights that were shipped")
        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session: Any = onnxruntime.InferenceSession(
            data, providers=["CPUExecutionProvider"], sess_options=options
        )
        self._filters = mel_filters()

    def embed(self, stretches: Sequence[Block]) -> Voices:
        """The mean over passes of 1.6 s, each stretch brought to one loudness first."""
        parts: list[NDArray[np.float32]] = []
        owner: list[int] = []
        for index, stretch in enumerate(stretches):
            for part in _parts(mels(levelled(stretch), self._filters)):
                parts.append(part)
                owner.append(index)
        sums = np.zeros((len(stretches), WIDTH), dtype=np.float32)
        for start in range(0, len(parts), _BATCH):
            np.add.at(sums, owner[start : start + _BATCH], self._run(parts[start : start + _BATCH]))
        return unit(sums)

    def _run(self, parts: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        lengths = np.array([len(p) for p in parts], dtype=np.int32)
        feed = np.zeros((len(parts), int(lengths.max()), _MELS), dtype=np.float32)
        for row, part in zip(feed, parts, strict=True):
            row[: len(part)] = part
        [found] = self._session.run(None, {"mels": feed, "lengths": lengths})
        return np.asarray(found, dtype=np.float32)


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row brought to length one; a row of zeros stays zeros."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-6), dtype=np.float32)


def levelled(sound: Block) -> Block:
    """Brought to -30 dBFS, as the network was trained: its mels are not logged, so loudness would count as voice."""
    power = float(np.mean(np.square(sound, dtype=np.float64))) if len(sound) else 0.0
    if power <= 1e-12:
        return sound
    return np.asarray(sound * np.float32(10 ** (_LOUDNESS_DBFS / 20) / np.sqrt(power)), dtype=np.float32)


def mels(sound: Block, filters: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mel power, shape (frames, 40), one frame each 10 ms, centred, zeros at the edges."""
    padded = np.pad(sound, _FFT // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FFT)[::_HOP]
    window = np.hanning(_FFT + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames * window, axis=1)) ** 2
    return np.asarray(power.astype(np.float32) @ filters.T, dtype=np.float32)


def mel_filters() -> NDArray[np.float32]:
    """Slaney's mel triangles, each of equal area, 0-8 kHz. Shape (40, 201). Source: Auditory Toolbox, as in librosa."""
    top = _mel(np.array([SAMPLE_RATE_HZ / 2]))[0]
    edges = _hertz(np.linspace(0.0, top, _MELS + 2))
    at = np.linspace(0.0, SAMPLE_RATE_HZ / 2, _FFT // 2 + 1)
    up = (at[None, :] - edges[:-2, None]) / np.diff(edges)[:-1, None]
    down = (edges[2:, None] - at[None, :]) / np.diff(edges)[1:, None]
    triangles = np.maximum(0.0, np.minimum(up, down))
    return np.asarray(triangles * (2.0 / (edges[2:] - edges[:-2]))[:, None], dtype=np.float32)


def _mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Linear to 1 kHz (66.7 Hz a mel), logarithmic above."""
    return np.where(hertz < 1000.0, hertz * 3 / 200, 15 + 27 * np.log(np.maximum(hertz, 1.0) / 1000) / np.log(6.4))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(mel < 15.0, mel * 200 / 3, 1000 * 6.4 ** ((mel - 15) / 27))


def _parts(frames: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    """Passes of at most 1.6 s, one after another; a short rest is left out when it is not the only one."""
    found = [frames[start : start + _PART] for start in range(0, len(frames), _PART)]
    return found if len(found) == 1 or len(found[-1]) >= _LEAST_PART else found[:-1]
