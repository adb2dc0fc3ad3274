"""What is measured on: a consult of known text, shipped or given, and the sounds in which nothing is said."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from app.errors import BenchSoundMissing, BenchTextWrong, WrongUsage
from asr.audio import SAMPLE_RATE_HZ, Block

SUFFIXES = (".opus", ".ogg", ".flac", ".wav")
_SEED = 20_26


@dataclass(frozen=True, slots=True)
class Known:
    """A sound file, the words that are said in it, and the medical terms among those."""

    audio: Path
    text: str
    terms: tuple[str, ...]
    synthetic: bool


def shipped(folder: Path) -> Known:
    """The sound that comes with the program: beside it a .json with "text" or "turns", "terms" and "synthetic".

    Raises BenchSoundMissing, BenchTextWrong.
    """
    for audio in sorted(folder.glob("*")) if folder.is_dir() else ():
        if audio.suffix in SUFFIXES and audio.with_suffix(".json").is_file():
            return _with_text(audio, audio.with_suffix(".json"))
    raise BenchSoundMissing(folder)


def given(audio: Path | None, text: Path | None) -> Known:
    """The user's own sound and its text: plain text, or JSON as the shipped one. Raises WrongUsage, BenchTextWrong."""
    if audio is None or text is None:
        raise WrongUsage("soepel bench: --audio en --text horen bij elkaar; geef ze allebei.")
    return _with_text(audio, text)


def _with_text(audio: Path, path: Path) -> Known:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
        terms: tuple[str, ...] = ()
        synthetic = False
        if path.suffix == ".json":
            data = json.loads(text)
            text, terms = _from_json(data)
            synthetic = data.get("synthetic") is True
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise BenchTextWrong(path) from problem
    if not text.strip():
        raise BenchTextWrong(path)
    return Known(audio, text, terms or medical_terms(text), synthetic)


def _from_json(data: Any) -> tuple[str, tuple[str, ...]]:
    text = data["text"] if "text" in data else "\n".join(str(turn["text"]) for turn in data["turns"])
    return str(text), tuple(str(term) for term in data.get("terms", ()))


def medical_terms(text: str) -> tuple[str, ...]:
    """The words of `text` that Soepel's own word list knows, each once, in order of first use."""
    from asr.wer import normalized
    from soep.lexicon import shipped as word_list

    known = word_list()
    return tuple(dict.fromkeys(word for word in normalized(text) if len(word) > 3 and known.kinds(word)))


def read_sound(path: Path) -> Block:
    """The whole file as one block: minutes, not hours. Raises asr.errors.AudioError classes."""
    from asr.audio_file import AudioFile

    with AudioFile(path) as sound:
        return np.concatenate(list(sound))


def sha256_of(path: Path) -> str:
    """The sound file's fingerprint."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def blocks_of(sound: Block) -> Iterator[Block]:
    """The sound in blocks of a second, as a file gives them."""
    for start in range(0, len(sound), SAMPLE_RATE_HZ):
        yield sound[start : start + SAMPLE_RATE_HZ]


def nothing_said(seconds_each: float) -> Block:
    """Sounds without a word, one after another: silence, hiss, a fan, mains hum, keys, a door. The same each time."""
    random = np.random.default_rng(_SEED)
    count = round(seconds_each * SAMPLE_RATE_HZ)
    at_s = np.arange(count) / SAMPLE_RATE_HZ
    white = random.standard_normal(count)
    fan = np.cumsum(random.standard_normal(count))
    fan -= np.linspace(fan[0], fan[-1], count)
    keys, door = np.zeros(count), np.zeros(count)
    click = random.standard_normal(400) * np.exp(-np.arange(400) / 60.0)
    for start in random.integers(0, max(1, count - 400), round(seconds_each * 3)):
        keys[start : start + 400] += click[: count - start]
    slam = random.standard_normal(4000) * np.exp(-np.arange(4000) / 700.0)
    door[: len(slam[:count])] = slam[:count]
    loud = (
        (white, 0.0003), (white, 0.03), (fan / max(1e-9, float(np.abs(fan).max())), 0.2),
        (np.sin(2 * np.pi * 50 * at_s) + 0.3 * np.sin(2 * np.pi * 150 * at_s), 0.05), (keys, 0.1), (door, 0.2),
    )  # fmt: skip
    return np.concatenate([(level * sound).astype(np.float32) for sound, level in loud])
