"""What soepel's road costs beside bare faster-whisper: wall and CPU time, memory, word errors. Prints ratios.

    python tests/benchmarks/asr_cost.py HOME/models/base [--threads 2] [--runs 3] [--levels 8] [--parts command wer ..]

Both run on the same sound, weights, beam and threads, with the voice detector on (500 ms, 300 ms), in the same run and
by turns, so that a busy machine hurts both. `command` and `memory` measure whole processes, from start to exit: the
command `soepel transcribe`, which also tells the speakers apart, and a script of a few lines. `road` measures the same
within one process, with the weights loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import os
import resource
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

PARTS = ("command", "road", "memory", "wer")
VAD = {"min_silence_duration_ms": 500, "speech_pad_ms": 300}


BARE = f"""
import sys
from faster_whisper import WhisperModel
model = WhisperModel(sys.argv[1], device="cpu", compute_type="int8", cpu_threads=int(sys.argv[2]))
segments, _ = model.transcribe(
    sys.argv[3], language="nl", beam_size=5, vad_filter=True, vad_parameters={VAD}, condition_on_previous_text=False,
    word_timestamps="words" in sys.argv[4:])
for segment in segments:
    print(segment.text)
"""
COMMAND = """
import sys
from app.cli import main
code = main(sys.argv[1:])
[peak] = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(peak.split()[1], file=sys.stderr)
sys.exit(code)
"""

WEIGHTS = """
import sys
import ctranslate2, faster_whisper, onnxruntime
from pathlib import Path
from asr.whisper import Whisper
def now():
    [rss] = [line for line in open("/proc/self/status") if line.startswith("VmRSS")]
    return int(rss.split()[1])
before = now()
whisper = Whisper(Path(sys.argv[1]), threads=int(sys.argv[2]))
print(now() - before, file=sys.stderr)
"""


def main() -> None:
    """Runs the measurements asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model_dir", type=Path, help="where soepel keeps the model: .../models/NAME")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--levels", type=int, default=len(LEVELS))
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        five = written(Path(folder) / "5.wav", consult(300))
        if "command" in args.parts:
            command(args.model_dir, args.threads, five, args.runs)
        if "road" in args.parts:
            cost(args.model_dir, args.threads, five, args.runs)
        if "memory" in args.parts:
            memory(args.model_dir, args.threads, five, written(Path(folder) / "60.wav", np.tile(consult(300), 12)))
    if "wer" in args.parts:
        accuracy(args.model_dir, args.threads, LEVELS[: args.levels])


def command(model_dir: Path, threads: int, path: Path, runs: int) -> None:
    """`soepel transcribe` and a bare script as whole processes, by turns, after one of each to fill the file cache."""
    bare = [sys.executable, "-c", BARE, str(model_dir), str(threads), str(path)]
    ways = {"soepel transcribe": soepel_transcribe(model_dir, threads, path), "bare script": bare,
            "bare script, word times": [*bare, "words"]}  # fmt: skip
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for turn in range(runs + 1):
        for name, words in ways.items():
            found = process_seconds(words, model_dir)
            if turn:
                seconds[name].append(found)
    ratios("soepel transcribe", seconds)


def soepel_transcribe(model_dir: Path, threads: int, path: Path) -> list[str]:
    """The command, with its peak memory in KiB as the last line on standard error."""
    return [sys.executable, "-c", COMMAND, "transcribe", str(path), "--model", model_dir.name, "--device", "cpu",
            "--threads", str(threads)]  # fmt: skip


def process_seconds(words: list[str], model_dir: Path) -> tuple[float, float]:
    """Wall and CPU seconds of a process from start to exit."""
    wall, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    run_child(words, model_dir)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - wall, cpu


def run_child(words: list[str], model_dir: Path) -> str:
    """A process that must succeed; what it said on standard error."""
    home = {"SOEPEL_HOME": str(model_dir.absolute().parents[1])}
    root = Path(__file__).parents[2]
    return subprocess.run(words, check=True, capture_output=True, text=True, cwd=root, env=os.environ | home).stderr


def ratios(ours: str, seconds: dict[str, list[tuple[float, float]]]) -> None:
    """The least of each way, and the median over the turns of ours / this one's."""
    for name, found in seconds.items():
        pairs = [(a[0] / b[0], a[1] / b[1]) for a, b in zip(seconds[ours], found, strict=True)]
        wall, cpu = (statistics.median(pair[i] for pair in pairs) for i in (0, 1))
        print(
            f"{name:24s} wall {min(s[0] for s in found):6.2f} s  cpu {min(s[1] for s in found):6.2f} s"
            f"   {ours} / this: wall {wall:.2f} cpu {cpu:.2f}", flush=True
        )  # fmt: skip


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
    ratios("soepel", seconds)


def memory(model_dir: Path, threads: int, five: Path, sixty: Path) -> None:
    """Peak RSS of `soepel transcribe` for 5 and for 60 minutes (Linux), and less what loading the weights adds.

    Told by the process itself: getrusage's starts with what the parent held at the fork. The weights are what the RSS
    grows by when they are loaded, with every library imported before.
    """
    loaded = [sys.executable, "-c", WEIGHTS, str(model_dir), str(threads)]
    weights = float(run_child(loaded, model_dir).splitlines()[-1]) / 1024
    print(f"loading the weights: RSS + {weights:.0f} MiB", flush=True)
    peaks = []
    for path in (five, sixty):
        told = run_child(soepel_transcribe(model_dir, threads, path), model_dir)
        peaks.append(float(told.splitlines()[-1]) / 1024)
        print(f"{path.stem} min: peak RSS {peaks[-1]:.0f} MiB, without the weights {peaks[-1] - weights:.0f} MiB",
              flush=True)  # fmt: skip
    print(f"peak RSS 60 min / 5 min {peaks[1] / peaks[0]:.3f}", flush=True)


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
