"""The journal's form on disk: one head, then sealed records. Framing only; the cryptography is `cryptography`'s.

    head      magic "SOEPELJ1" | u32 length of the sealed secret | 16 bytes id | u64 start (unix ms) | sealed secret
    record    u32 length of the ciphertext | u8 kind | ciphertext (ChaCha20-Poly1305, RFC 8439; tag included)

All numbers little-endian. The secret is 32 random bytes of this journal alone, sealed by the user's vault; the file key
is HKDF-SHA256 of it, with the id as salt. The nonce is the record's place in the file (0, 1, 2, ...), so it never comes
twice under one key: a journal is written once, from its start, and never appended to after it was closed or left. The
associated data hold the whole head, the place, the kind and the length: a record that is altered, moved within the
file, left out, repeated or taken from another journal does not open. What opens is right; where reading stops, all
before it is right and complete.

Destroying the sealed secret (see recovery.discard) makes the sound unreadable for everybody, whoever holds the user's
key included.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from app.store.errors import SealBroken
from app.store.vault import KEY_BYTES, Vault, derive

MAGIC = b"SOEPELJ1"
HEAD = struct.Struct("<8sI16sQ")
RECORD = struct.Struct("<IB")
PLACE = struct.Struct("<QB")
MOST_SEALED = 4096  # bytes; a length beyond this is damage, never a reason to allocate
TAG_BYTES = 16
MOST_CIPHERTEXT = 32_000 + TAG_BYTES  # one second of int16 at 16 kHz


class Kind(IntEnum):
    """What a record holds."""

    AUDIO = 1  # int16 little-endian mono at 16 kHz
    PAUSE = 2  # the user paused here; f64 unix time
    GAP = 3  # sound was lost here; f64 seconds
    END = 4  # closed in order; u64 samples in the whole journal


@dataclass(frozen=True, slots=True)
class Head:
    """The start of a journal. `raw` is the head as it stands on disk, `started_ms` the wall clock in unix ms."""

    raw: bytes
    id: bytes
    started_ms: int
    sealed_secret: bytes


def new_head(vault: Vault, started_ms: int) -> tuple[Head, bytes]:
    """A fresh head, and the secret that it seals."""
    identity, secret = os.urandom(16), os.urandom(KEY_BYTES)
    sealed = vault.seal(secret, secret_context(identity))
    raw = HEAD.pack(MAGIC, len(sealed), identity, started_ms) + sealed
    return Head(raw, identity, started_ms, sealed), secret


def read_head(file: BinaryIO) -> Head | None:
    """The head at the start of `file`; None when there is no whole one. Raises OSError."""
    fixed = file.read(HEAD.size)
    if len(fixed) < HEAD.size:
        return None
    magic, length, identity, started_ms = HEAD.unpack(fixed)
    if magic != MAGIC or not 0 < length <= MOST_SEALED:
        return None
    sealed = file.read(length)
    return Head(fixed + sealed, identity, started_ms, sealed) if len(sealed) == length else None


def secret_context(identity: bytes) -> bytes:
    """What the secret's seal is bound to."""
    return b"soepel/journal/v1/secret/" + identity


class Sealer:
    """Seals and opens the records of one journal."""

    def __init__(self, head: Head, secret: bytes) -> None:
        self._cipher = ChaCha20Poly1305(derive(secret, head.id, b"soepel/journal/v1/file-key"))
        self._head = head.raw

    def seal(self, place: int, kind: Kind, data: bytes) -> bytes:
        """One record, whole."""
        prefix = RECORD.pack(len(data) + TAG_BYTES, kind)
        return prefix + self._cipher.encrypt(nonce(place), data, self._bound(place, prefix))

    def open(self, place: int, prefix: bytes, ciphertext: bytes) -> bytes:
        """A record's data. Raises SealBroken."""
        try:
            return self._cipher.decrypt(nonce(place), ciphertext, self._bound(place, prefix))
        except InvalidTag as problem:
            raise SealBroken from problem

    def _bound(self, place: int, prefix: bytes) -> bytes:
        return self._head + PLACE.pack(place, prefix[-1]) + prefix


def nonce(place: int) -> bytes:
    """The nonce of the record at this place in the file."""
    return place.to_bytes(12, "little")


def read_record(file: BinaryIO, place: int, sealer: Sealer) -> tuple[Kind, bytes] | None:
    """The record at the file's position, which is number `place`.

    None at the end, at a record that is cut off, and at one that does not open: what follows cannot be trusted to be
    in its place. Raises OSError.
    """
    prefix = file.read(RECORD.size)
    if len(prefix) < RECORD.size:
        return None
    length, kind = RECORD.unpack(prefix)
    if not TAG_BYTES <= length <= MOST_CIPHERTEXT or kind not in set(Kind):
        return None
    ciphertext = file.read(length)
    if len(ciphertext) < length:
        return None
    try:
        return Kind(kind), sealer.open(place, prefix, ciphertext)
    except SealBroken:
        return None
