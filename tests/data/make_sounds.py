"""Makes the shipped sounds from their scripts: `make sample`. Needs espeak-ng and ffmpeg; nobody's voice is in them.

A script (app/data/sample/consult.json, app/data/bench/bench.json) is a case as `soepel eval` reads it; beside that
`voices` names an espeak-ng voice and pitch per speaker, and each turn has `speed` (words per minute) and `soft`: voiced
consonants said without voice, as much of the Netherlands does. espeak-ng's own Dutch v, w, z and g sound like an m to
whisper base; wording, speed and softness were chosen by ear of that model, so the sample shows the road, not accuracy.
"""

from __future__ import annotations

import json
import subprocess
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from numpy.typing import NDArray

DATA = Path(__file__).parent.parent.parent / "app" / "data"
RATE_HZ = 16_000
PAUSE_S = 0.6
PEAK = 0.7
SOFTER = (("v#", "w"), ("V", "w"), ("v", "f"), ("z", "s"), ("Q", "x"))


def phonemes(text: str, *, soft: bool) -> str:
    """How espeak-ng says it, in its own phoneme names, a sentence at a time; `soft`: voiced consonants softened."""
    command = ["espeak-ng", "-v", "nl", "-x", "-q", text]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for voiced, voiceless in SOFTER if soft else ():
        said = said.replace(voiced, voiceless)
    return " ".join(f"[[{line.strip()}]]" for line in said.splitlines() if line.strip())


def say(turn: dict[str, Any], voice: dict[str, Any]) -> NDArray[np.float32]:
    """One turn as 16 kHz mono samples."""
    text = phonemes(turn["text"], soft=turn["soft"])
    options = ["-v", voice["voice"], "-p", str(voice["pitch"]), "-s", str(turn["speed"]), "-g", "1", "--stdout"]
    sound = subprocess.run(["espeak-ng", *options, text], capture_output=True, check=True).stdout
    with wave.open(BytesIO(sound)) as opened:
        rate_hz = opened.getframerate()
        samples = np.frombuffer(sound[44:], dtype="<i2").astype(np.float32) / 32768
    resampled: NDArray[np.float32] = soxr.resample(samples, rate_hz, RATE_HZ)
    return resampled


def talk(script: dict[str, Any]) -> NDArray[np.float32]:
    """The whole talk: every turn followed by a pause, half a second of silence in front."""
    pause = np.zeros(int(PAUSE_S * RATE_HZ), np.float32)
    parts = [np.zeros(RATE_HZ // 2, np.float32)]
    for turn in script["turns"]:
        parts += [say(turn, script["voices"][turn["speaker"]]), pause]
    sound = np.concatenate(parts)
    scaled: NDArray[np.float32] = sound / np.abs(sound).max() * PEAK
    return scaled


def encode(sound: NDArray[np.float32], path: Path) -> None:
    """Write it as Opus in Ogg, 24 kbit/s; the same bytes each time."""
    raw = (sound * 32767).astype("<i2").tobytes()
    into = ["-c:a", "libopus", "-b:a", "24k", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-y", str(path)]
    command = ["ffmpeg", "-v", "error", "-f", "s16le", "-ar", str(RATE_HZ), "-ac", "1", "-i", "-", *into]
    subprocess.run(command, input=raw, check=True)


def main() -> None:
    """Make every shipped sound again."""
    for script in (DATA / "sample" / "consult.json", DATA / "bench" / "bench.json"):
        sound = talk(json.loads(script.read_text(encoding="utf-8")))
        target = script.with_suffix(".opus")
        encode(sound, target)
        print(f"{target.name}: {len(sound) / RATE_HZ:.1f} s, {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
