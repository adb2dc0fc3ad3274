"""The vault opens what it sealed, in its place, and nothing else."""

from __future__ import annotations

import os

import pytest

from app.store.errors import KeyLost, SealBroken
from app.store.vault import KeyVault, MemoryVault


def test_what_was_sealed_opens() -> None:
    vault = KeyVault(bytes(range(32)))
    sealed = vault.seal(b"geheim", b"hier")
    assert vault.open(sealed, b"hier") == b"geheim" and b"geheim" not in sealed
    assert vault.seal(b"geheim", b"hier") != sealed
    assert KeyVault(bytes(range(32))).open(sealed, b"hier") == b"geheim"


def test_a_moved_seal_does_not_open() -> None:
    vault = MemoryVault()
    with pytest.raises(SealBroken):
        vault.open(vault.seal(b"geheim", b"hier"), b"daar")


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(KeyLost):
        MemoryVault().open(MemoryVault().seal(b"x", b""), b"")


def test_every_flipped_bit_and_every_truncation_is_refused() -> None:
    vault = MemoryVault()
    sealed = vault.seal(b"x", b"c")
    for at in range(len(sealed) * 8):
        broken = bytearray(sealed)
        broken[at // 8] ^= 1 << (at % 8)
        with pytest.raises((SealBroken, KeyLost)):
            vault.open(bytes(broken), b"c")
    for length in range(len(sealed)):
        with pytest.raises((SealBroken, KeyLost)):
            vault.open(sealed[:length], b"c")
    with pytest.raises((SealBroken, KeyLost)):
        vault.open(os.urandom(64), b"c")


def test_a_key_has_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        KeyVault(b"short")
