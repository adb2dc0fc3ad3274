"""The vault: seals bytes so that only this user can open them, and only in the place that they were sealed for.

`context` says what the bytes are and where they belong ("soepel/journal/<id>"); it is authenticated, not stored, so
sealed bytes that were moved to another place do not open there.
"""

from __future__ import annotations

import os
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.store.errors import KeyLost, SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12
NAME_BYTES = 8
VERSION = b"\x01"


class Vault(Protocol):
    """Seals and opens bytes."""

    def seal(self, data: bytes, context: bytes) -> bytes:
        """`data` sealed for `context`; a fresh nonce each time, so the same data never looks the same twice."""

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """What was sealed. Raises KeyLost when another key sealed it, SealBroken when it was altered or moved."""


def derive(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """A 32-byte key for one purpose (HKDF-SHA256, RFC 5869)."""
    return HKDF(SHA256(), KEY_BYTES, salt, purpose).derive(key)


class KeyVault:
    """The vault on one 32-byte root key: AES-256-GCM.

    Sealed form: version (1 byte), the key's name (8 bytes), nonce (12 bytes), ciphertext and tag. The key's name is
    derived from the key and says nothing about it; it tells a lost key from altered data. Nonces are random: safe for
    2**32 seals under one key (NIST SP 800-38D); the vault seals a handful of small secrets per consult, sound has keys
    of its own.
    """

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a root key has {KEY_BYTES} bytes")
        self.name = derive(key, b"", b"soepel/key-name/v1")[:NAME_BYTES]
        self._cipher = AESGCM(derive(key, b"", b"soepel/vault/v1"))

    def seal(self, data: bytes, context: bytes) -> bytes:
        """See Vault."""
        nonce = os.urandom(NONCE_BYTES)
        head = VERSION + self.name
        return head + nonce + self._cipher.encrypt(nonce, data, head + context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """See Vault."""
        head, rest = sealed[: 1 + NAME_BYTES], sealed[1 + NAME_BYTES :]
        if len(rest) < NONCE_BYTES or head[:1] != VERSION:
            raise SealBroken
        if head[1:] != self.name:
            raise KeyLost
        try:
            return self._cipher.decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], head + context)
        except InvalidTag as problem:
            raise SealBroken from problem


class MemoryVault(KeyVault):
    """The shipped fake: a vault whose key lives as long as it does. For tests, and for a session that keeps nothing."""

    def __init__(self) -> None:
        super().__init__(os.urandom(KEY_BYTES))
