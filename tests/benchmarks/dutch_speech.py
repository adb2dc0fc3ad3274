"""Real Dutch speech with a known text: the lines of Debian's fillets-ng-data-nl, fetched with apt, never shipped.

Acted, short, GPL. `joined(level)` is one level's clips behind each other with a pause between them.
"""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from asr.audio import Block
from asr.audio_file import AudioFile

PACKAGES = ("fillets-ng-data", "fillets-ng-data-nl")
LEVELS = ("electromagnet", "keys", "key", "briefcase", "library", "kitchen", "experiments", "creatures")
_LINE = re.compile(r'dialogId\("([^"]+)".*?\)\s*dialogStr\("((?:[^"\\]|\\.)*)"\)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Clip:
    """One spoken line: `key` names the speaker in its middle part (m: a woman's voice, v: a man's)."""

    key: str
    text: str
    sound: Path


def fetch() -> Path:
    """The folder with both packages' content, unpacked once into the user's cache."""
    folder = platformdirs.user_cache_path("soepel-benchmarks") / "fillets"
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", *PACKAGES], cwd=folder, check=True)
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", package.name, "."], cwd=folder, check=True)
            package.unlink()
        (folder / "done").touch()
    return folder / "usr" / "share" / "games" / "fillets-ng"


def clips(level: str, most: int = 30) -> list[Clip]:
    """The first `most` lines of a level that have both sound and text."""
    root = fetch()
    script = (root / "script" / level / "dialogs_nl.lua").read_text(encoding="utf-8", errors="replace")
    found = [Clip(k, t, root / "sound" / level / "nl" / f"{k}.ogg") for k, t in _LINE.findall(script)]
    return [c for c in found if c.text.strip() and c.sound.exists()][:most]


def joined(level: str, *, most: int = 30, pause_s: float = 0.7) -> tuple[Block, str]:
    """A level's clips behind each other, and their text."""
    parts: list[Block] = []
    lines = clips(level, most)
    for clip in lines:
        with AudioFile(clip.sound) as sound:
            parts.extend(sound)
        parts.append(np.zeros(round(pause_s * 16_000), dtype=np.float32))
    return np.concatenate(parts), " ".join(c.text for c in lines)


def consult(seconds: float, *, pause_s: float = 0.7) -> Block:
    """All levels behind each other, over and over, cut at `seconds`."""
    parts, have = [], 0
    while True:
        for level in LEVELS:
            sound, _ = joined(level, pause_s=pause_s)
            parts.append(sound)
            have += len(sound)
            if have >= seconds * 16_000:
                return np.concatenate(parts)[: round(seconds * 16_000)]
