"""Where there is a voice: Silero's detector over a stream, state carried along, so memory stays flat."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from asr.audio import Block
from asr.errors import DetectorLoadError

FRAME_SAMPLES: Final = 512  # 32 ms at 16 kHz: Silero v5/v6's only frame length
_CONTEXT: Final = 64
_BATCH: Final = 32  # frames per call: about one block


class VoiceDetector(Protocol):
    """Speech probability per frame of FRAME_SAMPLES samples, over one stream at a time."""

    def reset(self) -> None:
        """A new stream begins."""

    def push(self, block: Block) -> NDArray[np.float32]:
        """Probabilities in [0, 1] of the frames that became whole with this block, shape (n,)."""


def shipped() -> Path:
    """The weights in faster-whisper's folder. It is not imported for them: that takes a second, and brings av along.

    Raises DetectorLoadError.
    """
    found = find_spec("faster_whisper")
    if found is None or found.origin is None:
        raise DetectorLoadError("faster_whisper is not installed")
    return Path(found.origin).parent / "assets" / "silero_vad_v6.onnx"


class Silero:
    """The Silero v6 weights that faster-whisper carries, run by onnxruntime on one thread.

    Raises DetectorLoadError when the weights are missing or do not load. Source of the calling convention:
    faster_whisper/vad.py (the file there is fed whole recordings, which costs 970 MiB for an hour; this is not).
    """

    def __init__(self, weights: Path | None = None) -> None:
        import onnxruntime  # here and not above: everything imports this module
        from onnxruntime.capi import onnxruntime_pybind11_state as ort

        options = onnxruntime.SessionOptions()
        options.inter_op_num_threads = options.intra_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        path = weights or shipped()
        try:
            self._session: Any = onnxruntime.InferenceSession(
                str(path), providers=["CPUExecutionProvider"], sess_options=options
            )
        except (ort.Fail, ort.InvalidGraph, ort.InvalidProtobuf, ort.NoSuchFile, ort.RuntimeException) as error:
            raise DetectorLoadError(str(error)) from error
        self.reset()

    def reset(self) -> None:
        """A new stream begins."""
        self._h = np.zeros((1, 1, 128), dtype=np.float32)
        self._c = np.zeros((1, 1, 128), dtype=np.float32)
        self._context = np.zeros(_CONTEXT, dtype=np.float32)
        self._rest = np.zeros(0, dtype=np.float32)

    def push(self, block: Block) -> NDArray[np.float32]:
        """Probabilities of the frames that became whole, shape (n,)."""
        samples = np.concatenate((self._rest, block))
        whole = len(samples) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = samples[whole:].copy()
        parts = [
            self._run(samples[at : min(at + _BATCH * FRAME_SAMPLES, whole)])
            for at in range(0, whole, _BATCH * FRAME_SAMPLES)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)

    def _run(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        frames = samples.reshape(-1, FRAME_SAMPLES)
        before = np.vstack((self._context, frames[:-1, -_CONTEXT:]))
        self._context = frames[-1, -_CONTEXT:].copy()
        feed = {"input": np.concatenate((before, frames), axis=1), "h": self._h, "c": self._c}
        output, self._h, self._c = self._session.run(None, feed)
        return np.asarray(output, dtype=np.float32).reshape(-1)
