"""The live road, measured: Stop to transcript, backlog, cost, memory over hours, and words invented in noise.

    python tests/benchmarks/live_road.py MODEL_DIR [--threads 2] [--stops 24] [--parts noise soak stops consult]

The consult is replayed on the audio clock (asr.replay): decoding takes the time that it takes, waiting for sound is
skipped. Stop is pressed at moments spread over real Dutch speech, wherever they fall, also in the middle of a word.
Speakers are told apart as in the program, and the parts are warmed up first, as the program does when it starts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.build import build_here
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.events import Event, Finished, Pace, SegmentsReady
from asr.fake import FakeRecognizer
from asr.listen import listen
from asr.replay import Replay
from asr.transcript import Transcript
from asr.vad import Silero
from asr.whisper import Whisper
from tests.asr.noises import NOISES
from tests.benchmarks.asr_cost import bare_model, bare_text
from tests.benchmarks.dutch_speech import consult

PARTS = ("noise", "soak", "stops", "consult")


def main() -> None:
    """Runs every measurement and prints its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--stops", type=int, default=24)
    parser.add_argument("--seed", type=int, default=5, help="where the Stops fall")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    args = parser.parse_args()
    if "noise" in args.parts:
        noise()
    if "soak" in args.parts:
        soak()
    if not {"stops", "consult"} & set(args.parts):
        return
    whisper = Whisper(args.model_dir, threads=args.threads)
    whisper.hear([np.zeros(SAMPLE_RATE_HZ, dtype=np.float32)])
    warm = Transcript.from_turns([{"speaker": None, "text": "Goedemorgen, waar kan ik u mee helpen?"}])
    build_here().writer().write(warm)
    sound = consult(600)
    if "stops" in args.parts:
        stops(whisper, sound, args.stops, args.seed)
    if "consult" in args.parts:
        ten_minutes(whisper, args, sound)


def ten_minutes(whisper: Whisper, args: argparse.Namespace, sound: Block) -> None:
    """One whole consult: wait at Stop, lag per segment, backlog, CPU beside bare faster-whisper on the same sound."""
    replay, lags, backlog_s, wait_s, note_s = Replay(sound), [], 0.0, 0.0, 0.0
    cpu = time.process_time()
    for event in live(replay, whisper):
        if isinstance(event, Finished):
            wait_s = replay.clock() - replay.sound_s
            cpu = time.process_time() - cpu
            build_here().writer().write(event.transcript)
            note_s = replay.clock() - replay.sound_s
        elif isinstance(event, SegmentsReady):
            lags.extend(replay.clock() - (s.end_s or 0.0) for s in event.segments)
        elif isinstance(event, Pace):
            backlog_s = max(backlog_s, event.backlog_s)
    bare, bare_cpu = bare_model(args.model_dir, args.threads), time.process_time()
    bare_text(bare, sound, 5)
    bare_cpu = time.process_time() - bare_cpu
    print(f"10 min consult: Stop to transcript {wait_s:.2f} s, to note {note_s:.2f} s")
    print(f"greatest backlog {backlog_s:.1f} s")
    print(f"segment lag p50 {statistics.median(lags):.1f} s, p95 {np.percentile(lags, 95):.1f} s")
    print(f"CPU live {cpu:.1f} s, bare beam 5 {bare_cpu:.1f} s, ratio {cpu / bare_cpu:.2f}")


def live(replay: Replay, whisper: Whisper) -> Iterator[Event]:
    """The live road of the program."""
    return listen(replay, whisper, Silero(), live=True, clock=replay.clock, speakers=build_here().speakers())


def stops(whisper: Whisper, sound: Block, count: int, seed: int) -> None:
    """Stop at `count` moments spread over the sound, each after 35 to 65 s of speech, so in any phase of a window.

    A full window is timed before and after each, as a busy machine changes by the second; Stop is held against their
    mean. `decoding`: Stops that came while a closed window was being decoded, which makes them wait for two.
    """
    rng = np.random.default_rng(seed)
    ends_s = np.linspace(65, len(sound) / SAMPLE_RATE_HZ, count) + rng.uniform(-3, 3, count)
    waits, full, decoding = [], [], 0
    before_s = one_window(whisper, sound)
    for end_s, run_up_s in zip(ends_s, rng.uniform(35, 65, count), strict=True):
        replay = Replay(sound[max(0, int((end_s - run_up_s) * SAMPLE_RATE_HZ)) : int(end_s * SAMPLE_RATE_HZ)])
        late = 0
        for event in live(replay, whisper):
            late += isinstance(event, SegmentsReady) and replay.clock() > replay.sound_s
        waits.append(replay.clock() - replay.sound_s)
        decoding += late > 1
        after_s = one_window(whisper, sound)
        full.append((before_s + after_s) / 2)
        before_s = after_s
    over = [wait - one for wait, one in zip(waits, full, strict=True)]
    print(f"Stop to transcript over {count} stops, {decoding} while a closed window was being decoded: {spread(waits)}")
    print(f"one full window {spread(full)}; Stop beyond the window timed beside it {spread(over)}")


def spread(seconds: list[float]) -> str:
    """Median, 95th percentile and most."""
    return f"p50 {statistics.median(seconds):.2f} s, p95 {np.percentile(seconds, 95):.2f} s, max {max(seconds):.2f} s"


def one_window(whisper: Whisper, sound: Block) -> float:
    """Seconds that a window of 28 s of speech takes now."""
    began = time.perf_counter()
    whisper.hear([sound[: 28 * SAMPLE_RATE_HZ]])
    return time.perf_counter() - began


def soak(hours: float = 4.0) -> None:
    """Hours of sound with a scripted recognizer, as fast as it goes: growth of the resident memory after 10 minutes."""
    piece = consult(300)
    process, marks = psutil.Process(), []

    def blocks() -> Iterator[Block]:
        for number in range(int(hours * 12)):
            for at in range(0, len(piece), 8000):
                yield piece[at : at + 8000]
            if number in (1, int(hours * 12) - 1):
                marks.append(process.memory_info().rss / 2**20)

    words = 0
    for event in listen(blocks(), FakeRecognizer(), Silero(), live=True):
        if isinstance(event, Finished):
            words = len(event.transcript.words)
    print(
        f"{hours:g} h soak: RSS {marks[0]:.1f} -> {marks[1]:.1f} MiB, growth {marks[1] - marks[0]:.1f} MiB, "
        f"{words} words"
    )


def noise() -> None:
    """An hour of rooms in which nobody speaks: windows that the voice detector lets through (each would be decoded)."""
    each_s = 3600 / len(NOISES)
    passed = {}
    for number, (name, make) in enumerate(NOISES.items()):
        recognizer, sound = FakeRecognizer(), make(each_s, seed=100 + number)
        for _ in listen((sound[at : at + 8000] for at in range(0, len(sound), 8000)), recognizer, Silero()):
            pass
        passed[name] = len(recognizer.calls)
    print(f"60 min without a voice: {sum(passed.values())} windows passed the voice detector {passed}")


if __name__ == "__main__":
    main()
