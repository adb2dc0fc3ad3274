"""Where the user's own files stand, and the few choices that outlive a session.

Nothing here holds what was said: models, journals and keys have folders of their own, and the settings are names and
numbers. `SOEPEL_HOME` moves everything at once (tests, a USB stick, a managed practice machine).
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from app.files import write_text


@dataclass(frozen=True, slots=True)
class Folders:
    """All folders of one user. None of them need exist yet; whoever writes makes them."""

    home: Path

    @property
    def models(self) -> Path:
        """The models that were installed or imported."""
        return self.home / "models"

    @property
    def journals(self) -> Path:
        """One encrypted journal per recording."""
        return self.home / "opnames"

    @property
    def words(self) -> Path:
        """The practice's own words, one a line, as plain text."""
        return self.home / "woordenlijst.txt"

    @property
    def voice(self) -> Path:
        """The doctor's own voice, sealed (app.store.voice); only there when the doctor chose so."""
        return self.home / "stem.versleuteld"

    @property
    def measured(self) -> Path:
        """What `soepel bench` found last in the window; its picture stands beside it as .png."""
        return self.home / "meting.json"

    @property
    def advice(self) -> Path:
        """Which advice was read already (app.advice)."""
        return self.home / "gelezen.txt"

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.home / "instellingen.json"


def find_folders(environ: Mapping[str, str]) -> Folders:
    """The folders of this user: below `SOEPEL_HOME` when that is set, else where this system keeps program data."""
    if home := environ.get("SOEPEL_HOME"):
        return Folders(Path(home).expanduser().absolute())
    import platformdirs

    return Folders(Path(platformdirs.user_data_dir("soepel", appauthor=False)))


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; every field has a default that works.

    `device` is "cpu", "cuda" or "auto": the graphics card when it is known to work. `threads` 0 takes what was
    measured on this computer; `microphone` is a device name, None for the system's default.
    """

    model: str = "base"
    device: str = "auto"
    compute_type: str = "int8"
    threads: int = 0
    beam_size: int = 5
    microphone: str | None = None


def load_settings(path: Path) -> Settings:
    """Read the settings; a missing or broken file, or a field of the wrong type, counts as not chosen.

    Settings are a convenience: a damaged file must never keep a GP from recording. Raises nothing but MemoryError.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(data, dict):
        return Settings()
    known = {f.name: type(f.default) for f in fields(Settings) if f.name != "microphone"}
    chosen = {name: data[name] for name, kind in known.items() if type(data.get(name)) is kind}
    if isinstance(data.get("microphone"), str):
        chosen["microphone"] = data["microphone"]
    return Settings(**chosen)


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings atomically. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(asdict(settings), indent=2, ensure_ascii=False) + "\n")


def folders_here() -> Folders:
    """The folders of the user who runs this process."""
    return find_folders(os.environ)
