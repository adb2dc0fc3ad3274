"""Soepel's road beside the field: the same sound, the same weights, the same threads and beams. A script, not a test.

    python tests/benchmarks/peers.py MODEL_DIR [--threads 2] [--beams 1 5] [--seconds 330] [--runs 1] [--only soepel ..]

Peers: faster-whisper (sequential with the voice detector at 500/300 ms, and in batches of 8), whisper.cpp,
openai-whisper and sherpa-onnx, with CTranslate2's weights written back in their forms (whisper_weights.py,
whisper_onnx.py). They are installed once in an environment of their own in the user's cache, never beside Soepel.
sherpa-onnx decodes Whisper greedily only, so it has no row at a beam, and takes less than 30 s at a time: it gets the
speech that faster-whisper's voice detector finds (500/300 ms, within the clock), in windows of at most 28 s. Weights
are loaded and warmed up before the clock starts; the peers run one after another, so a busy machine does not hurt all
alike: run it when nothing else runs, or look at processor seconds, which waiting adds little to.

Compute types differ by what each peer can do on a CPU: int8 for CTranslate2, float16 matrices for whisper.cpp, float32
for openai-whisper, both for sherpa-onnx. None re-decodes at higher temperatures.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

sys.path.insert(0, str(Path(__file__).parents[2]))

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.wer import WordErrors, word_errors
from asr.whisper import Whisper
from tests.benchmarks.asr_cost import VAD, bare_model, text_of_file, written
from tests.benchmarks.dutch_speech import LEVELS, joined

INSTALLED = (
    "openai-whisper==20250625", "pywhispercpp==1.5.1", "torch==2.13.0", "setuptools",
    "sherpa-onnx==2.0.1", "faster-whisper==1.2.1", "onnx==1.23.2", "onnxruntime<1.29",
)  # fmt: skip
BATCH = 8
WARM_UP_S = 10


@dataclass(frozen=True, slots=True)
class Row:
    """One way: the least wall-clock seconds of its runs, that run's processor seconds, and its word errors."""

    name: str
    beam: int
    seconds: float
    cpu_s: float
    errors: WordErrors


def main() -> None:
    """Measures and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--beams", type=int, nargs="+", default=[1, 5])
    parser.add_argument("--seconds", type=float, default=330.0)
    parser.add_argument("--clips", type=int, default=30, help="at most so many of each level")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--no-install", action="store_true", help="only what runs in this environment")
    parser.add_argument("--only", nargs="+", help="besides soepel, only the ways whose name begins so")
    args = parser.parse_args()
    sound, text = speech(args.seconds, args.clips)
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "n/a"
    print(f"{len(sound) / SAMPLE_RATE_HZ:.0f} s of sound, {args.threads} threads, load before the start {load}")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "speech.wav", sound)
        start = written(Path(folder) / "start.wav", sound[: WARM_UP_S * SAMPLE_RATE_HZ])
        for beam in args.beams:
            ways = here(args, beam, path, start)
            if not args.no_install:
                ways |= elsewhere(args, beam, path, environment())
            wanted = ("soepel", *args.only) if args.only else ("",)
            for name, way in ways.items():
                if name.startswith(wanted):
                    seconds, cpu_s, said = min(way() for _ in range(args.runs))
                    rows.append(Row(name, beam, seconds, cpu_s, word_errors(text, said)))
                    print(f"done: {name}, beam {beam}: {seconds:.1f} s", file=sys.stderr, flush=True)
    table(rows, len(sound) / SAMPLE_RATE_HZ)


def speech(seconds: float, most: int) -> tuple[Block, str]:
    """Whole levels of real Dutch speech until there is enough, and their text."""
    sounds: list[Block] = []
    texts: list[str] = []
    for level in LEVELS:
        if sum(map(len, sounds)) >= seconds * SAMPLE_RATE_HZ:
            break
        sound, text = joined(level, most=most)
        sounds.append(sound)
        texts.append(text)
    return np.concatenate(sounds), " ".join(texts)


Way = Callable[[], tuple[float, float, str]]  # wall-clock seconds, processor seconds, text


def here(args: argparse.Namespace, beam: int, path: Path, start: Path) -> dict[str, Way]:
    """What runs in this environment: Soepel's own road and faster-whisper."""
    from faster_whisper import BatchedInferencePipeline

    ours, bare = Whisper(args.model_dir, threads=args.threads, beam_size=beam), bare_model(args.model_dir, args.threads)
    batched = BatchedInferencePipeline(bare)

    def alone(sound: Path) -> str:
        segments, _ = bare.transcribe(
            str(sound), language="nl", beam_size=beam, temperature=0.0, vad_filter=True, vad_parameters=VAD,
            condition_on_previous_text=False,
        )  # fmt: skip
        return " ".join(s.text for s in segments)

    def in_batches(sound: Path) -> str:
        segments, _ = batched.transcribe(
            str(sound), language="nl", beam_size=beam, temperature=0.0, vad_filter=True, vad_parameters=VAD,
            batch_size=BATCH,
        )  # fmt: skip
        return " ".join(s.text for s in segments)

    def timed(run: Callable[[Path], str]) -> Way:
        def way() -> tuple[float, float, str]:
            run(start)
            began, cpu = time.perf_counter(), time.process_time()
            text = run(path)
            return time.perf_counter() - began, time.process_time() - cpu, text

        return way

    return {
        "soepel": timed(lambda sound: text_of_file(ours, sound)),
        "faster-whisper, sequential": timed(alone),
        f"faster-whisper, batched {BATCH}": timed(in_batches),
    }


def environment() -> Path:
    """The python of the peers' own environment, made at the first use and filled again when the list changes."""
    folder = platformdirs.user_cache_path("soepel-benchmarks") / "peers"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done, wanted = folder / "done", "\n".join(INSTALLED)
    if not done.exists() or done.read_text() != wanted:
        if not python.exists():
            venv.create(folder, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", *INSTALLED], check=True)
        done.write_text(wanted)
    return python


def elsewhere(args: argparse.Namespace, beam: int, path: Path, python: Path) -> dict[str, Way]:
    """The peers that run as children, each with its weights converted once."""
    kept = python.parents[1] / "weights"
    kept.mkdir(exist_ok=True)

    def child(peer: str) -> Way:
        def way() -> tuple[float, float, str]:
            script = Path(__file__).with_name("peers_child.py")
            words = [python, script, peer, args.model_dir, kept, path, args.threads, beam, json.dumps(VAD)]
            threads = {"OMP_NUM_THREADS": str(args.threads), "MKL_NUM_THREADS": str(args.threads)}
            done = subprocess.run(
                list(map(str, words)), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True,
                env={**os.environ, **threads},
            )  # fmt: skip
            found = json.loads(done.stdout.splitlines()[-1])
            return found["seconds"], found["cpu_s"], found["text"]

        return way

    greedy_only = ("sherpa-onnx float32", "sherpa-onnx int8") if beam == 1 else ()
    return {peer: child(peer) for peer in ("whisper.cpp", "openai-whisper", *greedy_only)}


def table(rows: list[Row], sound_s: float) -> None:
    """One row a way; the ratios are Soepel's time over this one's, at the same beam: by the clock, and processor's."""
    ours = {row.beam: row for row in rows if row.name == "soepel"}
    print(f"\n{'':30s} beam    RTF    WER   sub  del  ins   soepel's time, CPU / this")
    for row in rows:
        wrong = row.errors
        print(
            f"{row.name:30s} {row.beam:4d}  {row.seconds / sound_s:.3f}  {wrong.rate:.3f}  {wrong.substituted:4d} "
            f"{wrong.deleted:4d} {wrong.inserted:4d}   "
            f"{ours[row.beam].seconds / row.seconds:.2f}, {ours[row.beam].cpu_s / row.cpu_s:.2f}"
        )


if __name__ == "__main__":
    main()
