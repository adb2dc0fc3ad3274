"""What can go wrong with a model. Callers catch ModelError; app/messages.py makes a Dutch sentence of each class.

    ModelError
    ├── ModelUnknown            the manifest does not name it
    ├── ModelMissing            named, but not on this computer
    ├── ModelDamaged            on this computer, but not the bytes that it should be
    │   ├── FileMissing         a file that belongs to it is not there
    │   ├── FileWrongSize       truncated, or larger than it should be
    │   ├── FileChanged         right size, wrong sha256: one flipped byte is enough
    │   ├── FileUnexpected      a file that does not belong to it, but that the engine would read
    │   └── FileUnreadable      the disk or the rights refuse it
    ├── FolderRefused           a folder offered for import
    │   ├── NotAFolder
    │   ├── FolderHoldsLinks    a link instead of a file: what it points at may change
    │   └── FolderNotRecognised nothing in it is a model that the manifest names
    ├── StoreError              the folder where models are kept
    │   ├── StoreBusy           another Soepel is writing in it
    │   ├── StoreFull
    │   └── StoreUnwritable
    ├── HubDeclined             the user did not say yes to the network
    └── HubUnreachable          the hub does not answer, or not with this model
"""

from __future__ import annotations

from pathlib import Path


class ModelError(Exception):
    """Anything about models. Its text is for developers; users get a Dutch sentence."""


class ModelUnknown(ModelError):
    """The manifest has no model of this name; `known` are the names that it has."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"no model is called {name!r}; known: {', '.join(known)}")
        self.name = name
        self.known = known


class ModelMissing(ModelError):
    """The model is known, but neither installed nor shipped with the program."""

    def __init__(self, name: str) -> None:
        super().__init__(f"model {name!r} is not on this computer")
        self.name = name


class ModelDamaged(ModelError):
    """A file of the model is not what it should be. `file` is its name within the model's folder."""

    def __init__(self, name: str, file: str, what: str) -> None:
        super().__init__(f"model {name!r}: {file} {what}")
        self.name = name
        self.file = file


class FileMissing(ModelDamaged):
    """A file that belongs to the model is not there."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, "is missing")


class FileWrongSize(ModelDamaged):
    """The file is truncated or too large. Sizes in bytes; `expected` is approximate where nothing is pinned."""

    def __init__(self, name: str, file: str, expected: int, actual: int) -> None:
        super().__init__(name, file, f"has {actual} bytes, not {expected}")
        self.expected = expected
        self.actual = actual


class FileChanged(ModelDamaged):
    """The file has the right size and another sha256."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, "has another sha256 than it should")


class FileUnexpected(ModelDamaged):
    """The file does not belong to the model, and the engine would read it."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, "does not belong there")


class FileUnreadable(ModelDamaged):
    """The disk or the rights refuse the file, or what is in it cannot be parsed."""

    def __init__(self, name: str, file: str) -> None:
        super().__init__(name, file, "cannot be read")


class FolderRefused(ModelError):
    """The folder offered for import cannot be used."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(f"{folder}: {what}")
        self.folder = folder


class NotAFolder(FolderRefused):
    """There is no folder at this place."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "not a folder")


class FolderHoldsLinks(FolderRefused):
    """A file that would be imported is a link, or not a plain file. `file` is its name."""

    def __init__(self, folder: Path, file: str) -> None:
        super().__init__(folder, f"{file} is a link, not a file")
        self.file = file


class FolderNotRecognised(FolderRefused):
    """Nothing in the folder is a model that the manifest names."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "holds no model that the manifest names")


class StoreError(ModelError):
    """The folder where models are kept refuses."""

    def __init__(self, folder: Path, what: str) -> None:
        super().__init__(f"{folder}: {what}")
        self.folder = folder


class StoreBusy(StoreError):
    """Another process is installing or removing a model."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "another process is writing here")


class StoreFull(StoreError):
    """Too little room on the disk. `needed` and `free` are bytes."""

    def __init__(self, folder: Path, needed: int, free: int) -> None:
        super().__init__(folder, f"needs {needed} bytes, {free} are free")
        self.needed = needed
        self.free = free


class StoreUnwritable(StoreError):
    """The rights, or the disk, refuse to write."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, "cannot be written")


class HubDeclined(ModelError):
    """The user was asked whether the network may be used, and did not say yes."""

    def __init__(self, name: str) -> None:
        super().__init__(f"downloading {name!r} was declined")
        self.name = name


class HubUnreachable(ModelError):
    """The hub does not answer, or does not have the model; nothing was installed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"the hub gave no answer for {name!r}")
        self.name = name
