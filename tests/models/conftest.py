"""Small models with the files of a real one, so that the store can be tried without 145 MB."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from models.fake import FakeHub
from models.manifest import Manifest
from models.store import ModelStore

CONTENT = {
    "config.json": json.dumps({"lang_ids": list(range(3))}).encode(),
    "model.bin": bytes(range(256)) * 40,
    "tokenizer.json": b'{"model": "tiny"}',
    "vocabulary.txt": b"een\ntwee\n",
}


def pinned_manifest() -> str:
    """A manifest with one pinned model and one that only the hub has, both with CONTENT's bytes."""
    text = '[pinned]\ntitle = "P"\nlicence = "MIT"\nsource = "test"\nlanguages = 3\n'
    for name, content in CONTENT.items():
        digest = hashlib.sha256(content).hexdigest()
        text += f'[[pinned.files]]\nname = "{name}"\nsize = {len(content)}\nsha256 = "{digest}"\n'
    weights = len(CONTENT["model.bin"])
    return text + (
        '[far]\ntitle = "F"\nlicence = "MIT"\nsource = "test"\nhub = "Somebody/faster-whisper-far"\nlanguages = 3\n'
        f"about_bytes = {weights + 100}\n"
    )


@pytest.fixture
def stick(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a folder with a whole model in it, as on a USB stick."""

    def make(name: str) -> Path:
        folder = tmp_path / "stick" / name
        folder.mkdir(parents=True)
        for file, content in CONTENT.items():
            (folder / file).write_bytes(content)
        return folder

    return make


@pytest.fixture
def store(tmp_path: Path, stick: Callable[[str], Path]) -> ModelStore:
    """An empty store that knows `pinned` and `far`; the hub serves `far`."""
    hub_folder = stick("faster-whisper-far").parent
    return ModelStore(tmp_path / "store", Manifest.parse(pinned_manifest()), FakeHub(hub_folder), patience_s=0.2)
