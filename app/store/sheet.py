"""The text of a consult under review, beside its recording and sealed under the recording's own secret.

A file `<id>.verslag` holds the magic "SOEPELV1" and the sealed bytes (app.store.vault's form, under a key derived from
the journal's secret). It is written whole each time, so a crash leaves the version before. As that secret stands in the
journal alone, discarding the journal makes every version of the text unreadable, those that a disk kept included.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final

from app.files import write_bytes
from app.store.errors import JournalUnreadable, SealBroken, SheetUnreadable, VaultError
from app.store.frames import read_head, secret_context
from app.store.journal import Journal
from app.store.recovery import discard, text_of
from app.store.vault import KeyVault, Vault, derive

MAGIC: Final = b"SOEPELV1"


class Sheet:
    """One consult's text on the disk. `write` and `destroy` may come from different threads.

    `journal`: the consult's recording; None when there is none (a sound file was opened): then an empty one is made at
    the first `write`, so that every text has a secret of its own and is found again in the same way.
    """

    def __init__(self, folder: Path, vault: Vault, journal: Path | None) -> None:
        self._folder, self._vault, self._journal = folder, vault, journal
        self._cipher: KeyVault | None = None
        self._lock = Lock()
        self._destroyed = False

    def write(self, data: bytes) -> None:
        """Keep `data` in the place of what was kept before; once destroyed, nothing is kept any more.

        Raises JournalError, VaultError and OSError; what was kept before then stays.
        """
        with self._lock:
            if self._destroyed:
                return
            if self._journal is None:
                empty = Journal.create(self._folder, self._vault)
                empty.leave()
                self._journal = empty.path
            if self._cipher is None:
                self._cipher = cipher_of(self._journal, self._vault)
            path = text_of(self._journal)
            write_bytes(path, MAGIC + self._cipher.seal(data, context(path)))

    def destroy(self) -> None:
        """Make text and recording unreadable for good, and remove both. Raises OSError."""
        with self._lock:
            self._destroyed = True
            if self._journal is not None:
                discard(self._journal)


def read_text(journal: Path, vault: Vault) -> bytes | None:
    """The text kept beside this journal; None when there is none.

    Raises SheetUnreadable when it is damaged, OSError, JournalUnreadable and VaultError.
    """
    path = text_of(journal)
    try:
        sealed = path.read_bytes()
    except FileNotFoundError:
        return None
    cipher = cipher_of(journal, vault)
    try:
        if not sealed.startswith(MAGIC):
            raise SealBroken
        return cipher.open(sealed[len(MAGIC) :], context(path))
    except VaultError as problem:
        raise SheetUnreadable(path) from problem


def cipher_of(journal: Path, vault: Vault) -> KeyVault:
    """What seals the text beside this journal. Raises OSError, JournalUnreadable and VaultError."""
    with open(journal, "rb") as file:
        head = read_head(file)
    if head is None:
        raise JournalUnreadable(journal)
    secret = vault.open(head.sealed_secret, secret_context(head.id))
    return KeyVault(derive(secret, head.id, b"soepel/text/v1/file-key"))


def context(path: Path) -> bytes:
    """What the text's seal is bound to: it opens beside its own recording only."""
    return b"soepel/text/v1/" + path.stem.encode()
