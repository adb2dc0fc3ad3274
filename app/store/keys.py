"""Where the root key lives: in the system's keyring, or in a file under a passphrase where there is no keyring.

`key.json` in the user's folder tells where the key was put and what it is called, never the key itself in the clear. So
a keyring that lost the key gives KeyLost; a new key is never made silently over old data (Signal Desktop users lost
their history that way). The keyring protects a stolen disk and copied files; it does not protect against a program
that runs as the same user.
"""

from __future__ import annotations

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from app.files import write_text
from app.store.errors import KeyFileDamaged, KeyLost, KeyringFailed, PassphraseNeeded, WrongPassphrase
from app.store.vault import KEY_BYTES, NONCE_BYTES, KeyVault

SERVICE, ACCOUNT = "soepel", "root-key"
SCHEMA = "soepel.key/1"
FILE_NAME = "key.json"
SCRYPT_LOG2_N, SCRYPT_R, SCRYPT_P = 17, 8, 1  # OWASP's password storage sheet: 128 MiB, about half a second
MOST_LOG2_N = 20  # a key file that asks for more than 1 GiB is not ours
TRUSTED_BACKENDS = (  # modules of the keyring library whose store is the system's own, encrypted by it
    "keyring.backends.Windows",
    "keyring.backends.macOS",
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
)


class Keyring(Protocol):
    """The two calls of the keyring library that are used."""

    def get_password(self, service: str, username: str) -> str | None:
        """The stored secret, None when there is none."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store the secret."""


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """`key.json`: where the key is, its name, and for a passphrase file the wrapped key."""

    where: str
    name: bytes
    salt: bytes = b""
    wrapped: bytes = b""
    log2_n: int = SCRYPT_LOG2_N


def system_keyring() -> Keyring | None:
    """The system's keyring; None where there is none that encrypts (a bare server, a minimal desktop)."""
    import keyring
    import keyring.errors

    try:
        backend = keyring.get_keyring()
    except (keyring.errors.KeyringError, RuntimeError):
        return None
    candidates = getattr(backend, "backends", [backend])  # the chainer holds several, best first
    for candidate in candidates:
        if type(candidate).__module__.startswith(TRUSTED_BACKENDS):
            if hasattr(candidate, "persist"):
                candidate.persist = "local machine"  # Windows' default lets it roam through the domain
            return candidate  # type: ignore[no-any-return]
    return None


def open_vault(
    folder: Path, *, passphrase: str | None = None, keyring: Keyring | None = None, log2_n: int = SCRYPT_LOG2_N
) -> KeyVault:
    """The user's vault; the first call makes its key.

    `folder` is the user's folder, `keyring` the one to use (see `system_keyring`; None: there is none), `passphrase`
    what the user typed, needed only without a keyring. A key file made under a passphrase stays under it, also when a
    keyring appears later. `log2_n` is scrypt's cost for a new file.
    Raises PassphraseNeeded, WrongPassphrase, KeyLost, KeyFileDamaged, KeyringFailed and OSError.
    """
    path = folder / FILE_NAME
    record = read_record(path)
    if record is None:
        folder.mkdir(parents=True, exist_ok=True)
        if keyring is not None:
            return new_in_keyring(path, keyring)
        if passphrase is None:
            raise PassphraseNeeded(new=True)
        return new_under_passphrase(path, passphrase, log2_n)
    if record.where == "keyring":
        vault = from_keyring(keyring)
    elif passphrase is None:
        raise PassphraseNeeded(new=False)
    else:
        vault = KeyVault(unwrap(record, passphrase))
    if vault.name != record.name:
        raise KeyLost
    return vault


def start_over(folder: Path) -> None:
    """Give up a lost key: the next `open_vault` makes a new one. What the old key sealed stays sealed.

    The old record is kept beside it under its name, so that a key that turns up again can be put back. Raises OSError.
    """
    path = folder / FILE_NAME
    record = read_record(path)
    if record is not None:
        os.replace(path, folder / f"key.{record.name.hex()}.json")


def new_in_keyring(path: Path, keyring: Keyring) -> KeyVault:
    """Make a key in the keyring; one that stands there without a record (a crash in between) is taken over."""
    stored = ask(keyring)
    if stored is None:
        fresh = base64.b64encode(os.urandom(KEY_BYTES)).decode()
        tell(keyring, fresh)
        stored = ask(keyring)  # what another process may have put there first counts
    vault = KeyVault(decode_key(stored))
    write_record(path, KeyRecord("keyring", vault.name))
    return vault


def new_under_passphrase(path: Path, passphrase: str, log2_n: int) -> KeyVault:
    """Make a key and a file that holds it, wrapped under the passphrase."""
    key, salt, nonce = os.urandom(KEY_BYTES), os.urandom(16), os.urandom(NONCE_BYTES)
    vault = KeyVault(key)
    wrapped = nonce + AESGCM(stretch(passphrase, salt, log2_n)).encrypt(nonce, key, wrap_context(vault.name))
    write_record(path, KeyRecord("passphrase", vault.name, salt, wrapped, log2_n))
    return vault


def from_keyring(keyring: Keyring | None) -> KeyVault:
    """The vault of the key in the keyring. Raises KeyLost and KeyringFailed."""
    if keyring is None:
        raise KeyringFailed("no keyring on this system")
    stored = ask(keyring)
    if stored is None:
        raise KeyLost
    return KeyVault(decode_key(stored))


def ask(keyring: Keyring) -> str | None:
    """Read the secret. Raises KeyringFailed."""
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, ACCOUNT)
    except (KeyringError, OSError) as problem:
        raise KeyringFailed(type(problem).__name__) from problem


def tell(keyring: Keyring, secret: str) -> None:
    """Store the secret. Raises KeyringFailed."""
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, ACCOUNT, secret)
    except (KeyringError, OSError) as problem:
        raise KeyringFailed(type(problem).__name__) from problem


def decode_key(stored: str | None) -> bytes:
    """The key from the keyring's text. Raises KeyLost when it is none: then the real one is gone."""
    try:
        key = base64.b64decode(stored or "", validate=True)
    except ValueError as problem:
        raise KeyLost from problem
    if len(key) != KEY_BYTES:
        raise KeyLost
    return key


def unwrap(record: KeyRecord, passphrase: str) -> bytes:
    """The key from its wrapping. Raises WrongPassphrase."""
    cipher = AESGCM(stretch(passphrase, record.salt, record.log2_n))
    nonce, sealed = record.wrapped[:NONCE_BYTES], record.wrapped[NONCE_BYTES:]
    try:
        return cipher.decrypt(nonce, sealed, wrap_context(record.name))
    except InvalidTag as problem:
        raise WrongPassphrase from problem


def wrap_context(name: bytes) -> bytes:
    """What a wrapped key is bound to."""
    return b"soepel/wrapped-key/v1" + name


def stretch(passphrase: str, salt: bytes, log2_n: int) -> bytes:
    """A key from a passphrase (scrypt, RFC 7914)."""
    return Scrypt(salt, KEY_BYTES, 2**log2_n, SCRYPT_R, SCRYPT_P).derive(passphrase.encode("utf-8", "surrogatepass"))


def write_record(path: Path, record: KeyRecord) -> None:
    """Write `key.json` atomically. Raises OSError."""
    data: dict[str, Any] = {"schema": SCHEMA, "where": record.where, "name": record.name.hex()}
    if record.where == "passphrase":
        data |= {"salt": record.salt.hex(), "wrapped": record.wrapped.hex(), "scrypt_log2_n": record.log2_n}
    write_text(path, json.dumps(data, indent=2) + "\n")


def read_record(path: Path) -> KeyRecord | None:
    """Read `key.json`; None when there is none. Raises KeyFileDamaged and OSError."""
    try:
        data = json.loads(path.read_bytes())
        if data["schema"] != SCHEMA or data["where"] not in ("keyring", "passphrase"):
            raise KeyFileDamaged(path)
        if data["where"] == "keyring":
            return KeyRecord("keyring", bytes.fromhex(data["name"]))
        salt, wrapped, log2_n = bytes.fromhex(data["salt"]), bytes.fromhex(data["wrapped"]), data["scrypt_log2_n"]
        if type(log2_n) is not int or not 1 <= log2_n <= MOST_LOG2_N or len(wrapped) < NONCE_BYTES:
            raise KeyFileDamaged(path)
        return KeyRecord("passphrase", bytes.fromhex(data["name"]), salt, wrapped, log2_n)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise KeyFileDamaged(path) from problem
