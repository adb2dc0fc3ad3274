"""What soepel's road costs beside bare faster-whisper: wall and CPU time, memory, word errors. Prints ratios.

    python tests/benchmarks/asr_cost.py MODEL_DIR [--threads 2] [--runs 3] [--levels 8] [--skip-cost] [--skip-memory]

Both run on the same sound, weights, beam and threads, with the voice detector on (500 ms, 300 ms), in the same run and
by turns, so that a busy machine hurts both. The weights are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from asr.audio import Block
from asr.audio_file import AudioFile
from asr.events import Finished
from asr.listen import listen
from asr.vad import Silero
from asr.wer import WordErrors, word_errors
from asr.whisper import Whisper
from tests.benchmarks.dutch_speech import LEVELS, consult, joined

VAD = {"min_silence_duration_ms": 500, "speech_pad_ms": 300}


def main() -> None:
    """Runs the three measurements, or, as a child, transcribes one file and prints its peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--levels", type=int, default=len(LEVELS))
    parser.add_argument("--skip-memory", action="store_true")
    parser.add_argument("--skip-cost", action="store_true")
    parser.add_argument("--child", type=Path)
    args = parser.parse_args()
    if args.child:
        whisper = Whisper(args.model_dir, threads=args.threads)
        loaded = peak_mib()
        text_of_file(whisper, args.child)
        print(loaded, peak_mib())
        return
    with tempfile.TemporaryDirectory() as folder:
        five = written(Path(folder) / "5.wav", consult(300))
        if not args.skip_cost:
            cost(args.model_dir, args.threads, five, args.runs)
        if not args.skip_memory:
            memory(args, five, written(Path(folder) / "60.wav", np.tile(consult(300), 12)))
    accuracy(args.model_dir, args.threads, LEVELS[: args.levels])


def cost(model_dir: Path, threads: int, path: Path, runs: int) -> None:
    """Wall and CPU seconds by turns on one file; the ratio of each pair of runs, the median and the least."""
    ours, bare = Whisper(model_dir, threads=threads), bare_model(model_dir, threads)
    ways: dict[str, Callable[[], str]] = {
        "soepel": lambda: text_of_file(ours, path),
        "bare beam 5": lambda: bare_text(bare, str(path), 5),
        "bare beam 5, word times": lambda: bare_text(bare, str(path), 5, words=True),
        "bare greedy": lambda: bare_text(bare, str(path), 1),
    }
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    ours.hear([np.zeros(16_000, dtype=np.float32)])
    bare_text(bare, np.zeros(16_000, dtype=np.float32), 1)
    for _ in range(runs):
        for name, way in ways.items():
            wall, cpu = time.perf_counter(), time.process_time()
            way()
            seconds[name].append((time.perf_counter() - wall, time.process_time() - cpu))
    for name in ways:
        wall_ratio = [a[0] / b[0] for a, b in zip(seconds["soepel"], seconds[name], strict=True)]
        cpu_ratio = [a[1] / b[1] for a, b in zip(seconds["soepel"], seconds[name], strict=True)]
        print(
            f"{name:24s} wall {min(s[0] for s in seconds[name]):6.2f} s  cpu {min(s[1] for s in seconds[name]):6.2f} s"
            f"   soepel / this: wall {statistics.median(wall_ratio):.2f} cpu {statistics.median(cpu_ratio):.2f}"
        )


def memory(args: argparse.Namespace, five: Path, sixty: Path) -> None:
    """Peak RSS of a child for 5 and for 60 minutes."""
    peaks = []
    for path in (five, sixty):
        words = [sys.executable, __file__, str(args.model_dir), "--threads", str(args.threads), "--child", str(path)]
        out = subprocess.run(words, check=True, capture_output=True, text=True).stdout
        peaks.append(float(out.split()[-1]))
        print(f"{path.stem} min: peak RSS with the weights loaded and at the end {out.strip()} MiB")
    print(f"peak RSS 60 min / 5 min {peaks[1] / peaks[0]:.3f}")


def peak_mib() -> float:
    """This process's peak RSS (Linux). Not getrusage's: that starts with what the parent held at the fork."""
    [line] = [x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM")]
    return float(line.split()[1]) / 1024


def accuracy(model_dir: Path, threads: int, levels: tuple[str, ...]) -> None:
    """Word errors over levels of 30 clips each."""
    ours, bare = Whisper(model_dir, threads=threads), bare_model(model_dir, threads)
    totals = {
        "soepel": WordErrors(),
        "soepel live": WordErrors(),
        "bare beam 5": WordErrors(),
        "bare greedy": WordErrors(),
    }
    for level in levels:
        sound, text = joined(level)
        totals["soepel"] += word_errors(text, text_of(ours, sound))
        totals["soepel live"] += word_errors(text, text_of(ours, sound, live=True))
        totals["bare beam 5"] += word_errors(text, bare_text(bare, sound, 5))
        totals["bare greedy"] += word_errors(text, bare_text(bare, sound, 1))
    for name, errors in totals.items():
        print(f"{name:24s} WER {errors.rate:.4f}   {errors}")


def bare_model(model_dir: Path, threads: int):  # type: ignore[no-untyped-def]
    """faster-whisper as its README uses it."""
    from faster_whisper import WhisperModel

    return WhisperModel(str(model_dir), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True)


def bare_text(model, sound: str | Block, beam: int, *, words: bool = False) -> str:  # type: ignore[no-untyped-def]
    """One transcription by faster-whisper's own loop."""
    segments, _ = model.transcribe(
        sound, language="nl", beam_size=beam, vad_filter=True, vad_parameters=VAD, condition_on_previous_text=False,
        word_timestamps=words,
    )  # fmt: skip
    return " ".join(s.text for s in segments)


def text_of_file(whisper: Whisper, path: Path) -> str:
    """Soepel's road from a file."""
    with AudioFile(path) as sound:
        *_, last = listen(sound, whisper, Silero())
    assert isinstance(last, Finished)
    return " ".join(s.text for s in last.transcript.segments)


def text_of(whisper: Whisper, sound: Block, *, live: bool = False) -> str:
    """Soepel's road from blocks of half a second, as fast as it goes."""
    *_, last = listen((sound[at : at + 8000] for at in range(0, len(sound), 8000)), whisper, Silero(), live=live)
    assert isinstance(last, Finished)
    return " ".join(s.text for s in last.transcript.segments)


def written(path: Path, sound: Block) -> Path:
    """A 16-bit wav."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return path


if __name__ == "__main__":
    main()
