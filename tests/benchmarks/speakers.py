"""How well voices are told apart: word by word, on two-voice sound whose script is known. Prints a table.

    python tests/benchmarks/speakers.py MODEL_DIR [--threads 2] [--only clips|espeak]

clips: joined levels of real Dutch speech (see dutch_speech), their silent ends cut off, 0.05-0.5 s between turns. The
tuning levels set the numbers in asr/speakers.py and asr/clusters.py; the test levels did not. espeak: an invented
consult with many short answers in pairs of synthetic voices, also of one sex. `error`: share of words with the wrong
voice, by the best mapping of voices to people. `open`: share left unlabelled. `roles wrong` and `roles open`: the same
for arts and patient, the text deciding which voice is whose; clips have no doctor, so they have none.
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.speakers import doctor_probability, with_roles
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.audio_file import AudioFile
from asr.events import Finished
from asr.listen import listen
from asr.segmenter import Window
from asr.speakers import VoiceTracker
from asr.transcript import Segment, Transcript
from asr.vad import Silero
from asr.voice_encoder import Ge2e
from asr.whisper import Whisper
from tests.benchmarks.dutch_speech import clips
from tests.benchmarks.short_answers import CONSULT

TUNING = ("kitchen", "gods", "library", "start", "cellar", "turtle", "corridor", "cave")
TEST = ("atlantis", "windoze", "engine", "barrel", "wreck", "computer", "magnet", "bathroom")
VOICES = (("nl+m3", "nl+f4"), ("nl+m1", "nl+f2"), ("nl+m3", "nl+m7"), ("nl+f2", "nl+f4"))
NAMES = {"a": "arts", "p": "patient"}


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Sound and who speaks when: (start in s, end in s, who)."""

    name: str
    sound: Block
    turns: tuple[tuple[float, float, str], ...]


class Timed:
    """A tracker with the time it takes, split in the work per window and the work at the end."""

    def __init__(self) -> None:
        self._tracker = VoiceTracker(Ge2e())
        self.windows_s = self.end_s = 0.0

    def take(self, window: Window, segments: Sequence[Segment]) -> None:
        began = time.process_time()
        self._tracker.take(window, segments)
        self.windows_s += time.process_time() - began

    def labelled(self, transcript: Transcript) -> Transcript:
        began = time.process_time()
        found = self._tracker.labelled(transcript)
        self.end_s = time.process_time() - began
        return found


def main() -> None:
    """Runs both parts and prints one row a dialogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model_dir", type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=("clips", "espeak"))
    args = parser.parse_args()
    whisper = Whisper(args.model_dir, threads=args.threads)
    print(f"{'':32s} words voices  error   open  roles wrong  roles open  CPU/sound  at the end")
    if args.only != "espeak":
        for kind, levels in (("tuning", TUNING), ("test", TEST)):
            for first, second in itertools.batched(levels, 2) if hasattr(itertools, "batched") else pairs(levels):
                measure(joined(f"{kind}: {first}, {second}", (first, second)), whisper)
    if args.only != "clips":
        for one, other in VOICES:
            measure(spoken(one, other), whisper)


def pairs(names: Sequence[str]) -> list[tuple[str, ...]]:
    """The names two by two."""
    return [tuple(names[at : at + 2]) for at in range(0, len(names), 2)]


def measure(dialogue: Dialogue, whisper: Whisper) -> None:
    """One row."""
    tracker, sound = Timed(), dialogue.sound
    blocks = (sound[at : at + 8000] for at in range(0, len(sound), 8000))
    *_, last = listen(blocks, whisper, Silero(), speakers=tracker)
    assert isinstance(last, Finished)
    transcript = last.transcript
    truth = [who(dialogue, (w.start_s or 0.0) + ((w.end_s or 0.0) - (w.start_s or 0.0)) / 2) for w in transcript.words]
    voices = [s.voice for s in transcript.segments for _ in s.words]
    numbers = sorted({v for v in voices if v is not None})
    people = sorted(set(truth))
    error = min(
        sum(v is not None and by[numbers.index(v)] != t for v, t in zip(voices, truth, strict=True))
        for by in itertools.product(people, repeat=len(numbers))
    )
    count = len(truth)
    row = f"{dialogue.name:32s} {count:5d} {len(numbers):6d} {error / count:6.3f} {voices.count(None) / count:6.3f}"
    if people == sorted(NAMES):
        named = with_roles(transcript, doctor_probability)
        roles = [s.speaker.value if s.speaker else None for s in named.segments for _ in s.words]
        wrong = sum(r is not None and r != NAMES[t] for r, t in zip(roles, truth, strict=True))
        row += f"  {wrong / count:11.3f} {roles.count(None) / count:11.3f}"
    else:
        row += " " * 25
    seconds = len(sound) / SAMPLE_RATE_HZ
    print(f"{row}  {tracker.windows_s / seconds:9.4f} {tracker.end_s:9.2f} s", flush=True)


def who(dialogue: Dialogue, at_s: float) -> str:
    """Whose turn is nearest to this moment."""
    return min(dialogue.turns, key=lambda turn: max(turn[0] - at_s, at_s - turn[1], 0.0))[2]


def joined(name: str, levels: Sequence[str]) -> Dialogue:
    """The clips of the two fish in these levels, as a talk."""
    parts = []
    for level in levels:
        for clip in clips(level, 40):
            middle = (*clip.key.split("-"), "", "")[1]
            if middle in ("m", "v"):
                parts.append((trimmed(sound_of(clip.sound)), middle))
    return talk(name, parts)


def spoken(one: str, other: str) -> Dialogue:
    """The invented consult in two espeak voices."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for speaker, text in CONSULT:
            path = Path(folder) / "said.wav"
            voice = one if speaker == "a" else other
            subprocess.run(["espeak-ng", "-v", voice, "-s", "150", "-w", str(path), text], check=True)
            parts.append((trimmed(sound_of(path)), speaker))
    return talk(f"espeak: {one}, {other}", parts)


def talk(name: str, parts: Sequence[tuple[Block, str]]) -> Dialogue:
    """Turns behind each other with short pauses, levels that differ by up to 6 dB, and a little noise. Seeded."""
    dice, noise = random.Random(name), np.random.default_rng(1)
    sounds, turns, at_s = [], [], 0.0
    for sound, speaker in parts:
        pause = np.zeros(round(dice.uniform(0.05, 0.5) * SAMPLE_RATE_HZ), dtype=np.float32)
        turns.append((at_s, at_s + len(sound) / SAMPLE_RATE_HZ, speaker))
        sounds += [sound * np.float32(10 ** (dice.uniform(-3, 3) / 20)), pause]
        at_s += (len(sound) + len(pause)) / SAMPLE_RATE_HZ
    whole = np.concatenate(sounds)
    return Dialogue(name, (whole + noise.normal(0, 1e-3, len(whole))).astype(np.float32), tuple(turns))


def trimmed(sound: Block) -> Block:
    """Without its silent ends."""
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    return sound[max(int(loud[0]) - 800, 0) : int(loud[-1]) + 800] if len(loud) else sound


def sound_of(path: Path) -> Block:
    """A whole sound file."""
    with AudioFile(path) as sound:
        return np.concatenate(list(sound))


if __name__ == "__main__":
    main()
