"""The doctor's own voice on the disk: sealed, bound to its key, gone when it is removed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.store import voice
from app.store.errors import KeyLost, SealBroken
from app.store.vault import MemoryVault
from asr.voice_encoder import unit

VOICE = unit(np.random.default_rng(2).normal(size=(1, 256)).astype(np.float32))[0]


def test_it_comes_back_and_never_stands_in_the_clear(tmp_path: Path) -> None:
    path, vault = tmp_path / "home" / "stem", MemoryVault()
    voice.keep(VOICE, path, vault)
    assert np.array_equal(voice.find(path, vault), VOICE)
    assert VOICE.tobytes()[:32] not in path.read_bytes()
    voice.keep(-VOICE, path, vault)
    assert np.array_equal(voice.find(path, vault), -VOICE)
    assert [p.name for p in path.parent.iterdir()] == ["stem"]


def test_another_key_or_a_changed_file_does_not_open(tmp_path: Path) -> None:
    path, vault = tmp_path / "stem", MemoryVault()
    voice.keep(VOICE, path, vault)
    with pytest.raises(KeyLost):
        voice.find(path, MemoryVault())
    sealed = path.read_bytes()
    for damaged in (b"", sealed[:-1], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        path.write_bytes(damaged)
        with pytest.raises(SealBroken):
            voice.find(path, vault)
    path.write_bytes(vault.seal(b"too short", voice.CONTEXT))
    with pytest.raises(SealBroken):
        voice.find(path, vault)
    path.write_bytes(vault.seal(VOICE.tobytes(), b"soepel/journal/x"))
    with pytest.raises(SealBroken):
        voice.find(path, vault)


def test_forgetting(tmp_path: Path) -> None:
    path = tmp_path / "stem"
    assert not voice.forget(path)
    voice.keep(VOICE, path, MemoryVault())
    assert voice.forget(path) and not path.exists()
    with pytest.raises(FileNotFoundError):
        voice.find(path, MemoryVault())
