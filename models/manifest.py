"""The values of manifest.toml: which models exist, and which bytes they must have."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from models.errors import FileMissing, FileUnreadable, ModelUnknown

WEIGHTS = "model.bin"
REQUIRED = ("config.json", WEIGHTS, "tokenizer.json")
VOCABULARIES = ("vocabulary.txt", "vocabulary.json")
READ_BY_THE_ENGINE = (*REQUIRED, *VOCABULARIES, "preprocessor_config.json")
RECEIPT = "soepel-model.json"


@dataclass(frozen=True, slots=True)
class File:
    """One file of a model: its name, exact size in bytes and sha256 (hexadecimal), and the wheel files to join."""

    name: str
    size: int
    sha256: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the manifest. `files` is empty when its bytes are not pinned; `about_bytes` is then its size.

    `languages` is the number of language tokens in its config.json, which tells large-v3 kin from the rest.
    """

    name: str
    title: str
    licence: str
    source: str
    languages: int
    files: tuple[File, ...] = ()
    hub: str | None = None
    about_bytes: int = 0

    @property
    def size_bytes(self) -> int:
        """How much room it takes, bytes; approximate when not pinned."""
        return sum(f.size for f in self.files) or self.about_bytes

    @property
    def is_shipped(self) -> bool:
        """Whether it can be made from packages that are installed with the program."""
        return any(f.parts for f in self.files)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was installed, kept in the model's folder: where it came from and the bytes found then.

    It guards a model that the manifest does not pin against damage, not against somebody who rewrites both.
    """

    name: str
    origin: str
    files: tuple[File, ...]

    def write(self, folder: Path) -> None:
        """Keep it in the folder. Raises OSError."""
        (folder / RECEIPT).write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, folder: Path, name: str) -> Receipt:
        """The receipt in a folder. Raises FileMissing, FileUnreadable."""
        try:
            raw = json.loads((folder / RECEIPT).read_text(encoding="utf-8"))
            found = tuple(File(str(f["name"]), int(f["size"]), str(f["sha256"])) for f in raw["files"])
            return cls(str(raw["name"]), str(raw["origin"]), found)
        except FileNotFoundError as error:
            raise FileMissing(name, RECEIPT) from error
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise FileUnreadable(name, RECEIPT) from error


def _model(name: str, raw: Mapping[str, Any]) -> Model:
    pinned = tuple(
        File(f["name"], f["size"], f["sha256"], tuple(f.get("parts", ()))) for f in raw.get("files", ())
    )  # fmt: skip
    return Model(
        name, raw["title"], raw["licence"], raw["source"], raw["languages"],
        pinned, raw.get("hub"), raw.get("about_bytes", 0),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Manifest:
    """All models that Soepel may use, in the order of the file: smallest first."""

    models: tuple[Model, ...]

    def __getitem__(self, name: str) -> Model:
        """The model of this name. Raises ModelUnknown."""
        for model in self.models:
            if model.name == name:
                return model
        raise ModelUnknown(name, tuple(m.name for m in self.models))

    @classmethod
    def parse(cls, text: str) -> Manifest:
        """Read the text of a manifest. Raises KeyError, tomllib.TOMLDecodeError: a mistake in the program itself."""
        return cls(tuple(_model(name, raw) for name, raw in tomllib.loads(text).items()))

    @classmethod
    def shipped(cls) -> Manifest:
        """The manifest that comes with the program."""
        return cls.parse((files("models") / "manifest.toml").read_text(encoding="utf-8"))
