"""What can go wrong with what is stored.

StoreError
├── VaultError
│   ├── PassphraseNeeded    no keyring here, or the key stands in a passphrase file: a passphrase must be given
│   ├── WrongPassphrase     the passphrase does not open the key file
│   ├── KeyLost             data was sealed here once, but the key that did it is gone
│   ├── KeyFileDamaged      the key file cannot be read as one
│   ├── KeyringFailed       the system's keyring refused or broke
│   └── SealBroken          sealed bytes were altered, or belong somewhere else
├── SheetError
│   ├── SheetUnreadable     the text kept beside a recording is damaged
│   └── SheetNotKept        the disk refused what the GP typed
└── JournalError
    ├── JournalFull         the disk is full; what was written before stays readable
    ├── JournalWriteFailed  the disk refused for another reason
    └── JournalUnreadable   no journal, or its head is damaged: nothing can be recovered from it
"""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """Root of the store's errors."""


class VaultError(StoreError):
    """Something about keys and seals."""


class PassphraseNeeded(VaultError):
    """Ask the user for a passphrase and try again. `new` tells that none was chosen yet."""

    def __init__(self, new: bool) -> None:
        super().__init__("new" if new else "existing")
        self.new = new


class WrongPassphrase(VaultError):
    """The passphrase does not open the key file. Nothing was changed; the user may try again."""


class KeyLost(VaultError):
    """The key is gone (keyring wiped, another user, another machine); what it sealed cannot be read without it."""


class KeyFileDamaged(VaultError):
    """The key file at `path` is no key file."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class KeyringFailed(VaultError):
    """The system's keyring raised; `reason` is its own word, which holds no secret."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SealBroken(VaultError):
    """Sealed bytes do not open in this context: altered, truncated, or moved from somewhere else."""


class SheetError(StoreError):
    """Something about the text that is kept beside a recording."""


class SheetUnreadable(SheetError):
    """The text at `path` is damaged, or of a newer version."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class SheetNotKept(SheetError):
    """What the GP typed could not be written; it stands in the window only."""


class JournalError(StoreError):
    """Something about a recording's journal."""


class JournalFull(JournalError):
    """No room on the disk. What could not be written waits in memory, `waiting_s` seconds of it; `lost_s` did not fit.

    Free some space and append on: the waiting records are written first.
    """

    def __init__(self, waiting_s: float, lost_s: float) -> None:
        super().__init__(f"waiting {waiting_s:.1f} s, lost {lost_s:.1f} s")
        self.waiting_s = waiting_s
        self.lost_s = lost_s


class JournalWriteFailed(JournalError):
    """Writing failed for another reason than a full disk; `errno_name` tells which (EIO, EROFS, ...)."""

    def __init__(self, errno_name: str) -> None:
        super().__init__(errno_name)
        self.errno_name = errno_name


class JournalUnreadable(JournalError):
    """The file at `path` is no journal, is of a newer version, or its head is damaged."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path
