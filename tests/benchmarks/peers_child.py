"""One peer on one sound file, in the peers' own environment: prints {"seconds", "cpu_s", "text"}. See peers.py."""

from __future__ import annotations

import json
import sys
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from whisper_weights import write_ggml, write_torch

WARM_UP_S = 10
WINDOW_S = 28.0


def main(peer: str, model_dir: Path, kept: Path, sound_path: Path, threads: int, beam: int, vad: str) -> None:
    """Converts the weights once into `kept`, warms up on 10 s, then times the whole file.

    `vad` is what faster-whisper's voice detector is told here, as JSON; only sherpa-onnx needs it.
    """
    with wave.open(str(sound_path)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(np.float32) / 32768
    if peer.startswith("sherpa-onnx"):
        run = sherpa(model_dir, kept, threads, peer.split()[-1], json.loads(vad))
    else:
        run = {"openai-whisper": openai, "whisper.cpp": cpp}[peer](model_dir, kept, threads, beam)
    run(sound[: WARM_UP_S * 16_000])
    began, cpu = time.perf_counter(), time.process_time()
    text = run(sound)
    print(json.dumps({"seconds": time.perf_counter() - began, "cpu_s": time.process_time() - cpu, "text": text}))


def openai(model_dir: Path, kept: Path, threads: int, beam: int) -> Callable[[np.ndarray], str]:
    """openai-whisper's own loop in float32, without its re-decoding at higher temperatures."""
    import torch
    import whisper

    torch.set_num_threads(threads)
    model = whisper.load_model(str(torch_weights(model_dir, kept)), device="cpu")
    how = {"beam_size": beam} if beam > 1 else {}

    def run(sound: np.ndarray) -> str:
        found = model.transcribe(
            sound, language="nl", fp16=False, temperature=0.0, condition_on_previous_text=False, **how
        )
        return str(found["text"])

    return run


def torch_weights(model_dir: Path, kept: Path) -> Path:
    """The .pt for openai-whisper, written once."""
    path = kept / "whisper.pt"
    if not path.exists():
        write_torch(model_dir, path)
    return path


def cpp(model_dir: Path, kept: Path, threads: int, beam: int) -> Callable[[np.ndarray], str]:
    """whisper.cpp through pywhispercpp, matrices in float16, without its re-decoding at higher temperatures."""
    from pywhispercpp.model import Model

    path = kept / "ggml-whisper.bin"
    if not path.exists():
        write_ggml(model_dir, path)
    strategy = {"params_sampling_strategy": 1, "beam_search": {"beam_size": beam, "patience": -1.0}} if beam > 1 else {}
    model = Model(
        str(path), n_threads=threads, language="nl", temperature_inc=0.0, no_context=True, print_progress=False,
        print_realtime=False, redirect_whispercpp_logs_to=None, **strategy,
    )  # fmt: skip

    def run(sound: np.ndarray) -> str:
        return " ".join(segment.text for segment in model.transcribe(sound))

    return run


def sherpa(model_dir: Path, kept: Path, threads: int, kind: str, vad: dict[str, int]) -> Callable[[np.ndarray], str]:
    """sherpa-onnx, greedy, `kind` int8 or float32; it reads less than 30 s and drops the rest, so it gets windows."""
    import sherpa_onnx
    from faster_whisper.vad import VadOptions, collect_chunks, get_speech_timestamps
    from whisper_onnx import KINDS, TOKENS, write_onnx

    folder = kept / "sherpa-onnx"
    if not (folder / TOKENS).exists():
        write_onnx(torch_weights(model_dir, kept), folder)
    model = sherpa_onnx.OfflineRecognizer.from_whisper(
        *(str(folder / part) + KINDS[kind] for part in ("encoder", "decoder")), str(folder / TOKENS), language="nl",
        task="transcribe", num_threads=threads, decoding_method="greedy_search",
    )  # fmt: skip
    options = VadOptions(max_speech_duration_s=WINDOW_S, **vad)

    def one(window: np.ndarray) -> str:
        stream = model.create_stream()
        stream.accept_waveform(16_000, window)
        model.decode_stream(stream)
        return str(stream.result.text)

    def run(sound: np.ndarray) -> str:
        windows, _ = collect_chunks(sound, get_speech_timestamps(sound, options), max_duration=WINDOW_S)
        return " ".join(map(one, windows))

    return run


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]), int(sys.argv[5]), int(sys.argv[6]),
         sys.argv[7])  # fmt: skip
