"""Bytes of a model: checking those of a folder, and copying from somewhere while hashing, never trusting a size.

Reading is in blocks of 1 MiB, so that a model of 3 GB costs no memory.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from models.errors import (
    FileChanged,
    FileMissing,
    FileUnexpected,
    FileUnreadable,
    FileWrongSize,
    FolderHoldsLinks,
)  # fmt: skip
from models.manifest import READ_BY_THE_ENGINE, REQUIRED, VOCABULARIES, File

BLOCK_BYTES = 1 << 20
Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""


def no_progress(_done: int, _total: int) -> None:
    """Nobody looks."""


def check_folder(folder: Path, name: str, files: Iterable[File]) -> int:
    """Hash every file of the installed model `name`; returns the number of bytes read.

    Raises FileMissing, FileWrongSize, FileChanged, FileUnexpected, FileUnreadable.
    """
    wanted = {f.name: f for f in files}
    for other in READ_BY_THE_ENGINE:
        if other not in wanted and (folder / other).exists():
            raise FileUnexpected(name, other)
    for file in sorted(wanted.values(), key=lambda f: f.size):
        _check_file(folder / file.name, name, file)
    return sum(f.size for f in wanted.values())


def _check_file(path: Path, name: str, file: File) -> None:
    try:
        actual = path.stat().st_size
        if actual != file.size:
            raise FileWrongSize(name, file.name, file.size, actual)
        with path.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise FileMissing(name, file.name) from error
    except OSError as error:
        raise FileUnreadable(name, file.name) from error
    if found != file.sha256:
        raise FileChanged(name, file.name)


def plain_files(folder: Path) -> dict[str, int]:
    """Names and sizes in bytes of the files in a folder that the engine would read; others are left alone.

    Raises FolderHoldsLinks when one of them is a link or no plain file; OSError when the folder cannot be read.
    """
    sizes = {}
    for name in READ_BY_THE_ENGINE:
        path = folder / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise FolderHoldsLinks(folder, name)
        if path.exists():
            sizes[name] = path.stat().st_size
    return sizes


def missing_file(names: Iterable[str]) -> str | None:
    """The first file that faster-whisper needs and that is not among the names; None when it has all it needs."""
    here = set(names)
    for name in REQUIRED:
        if name not in here:
            return name
    return None if here.intersection(VOCABULARIES) else VOCABULARIES[0]


def language_count(folder: Path) -> int | None:
    """How many languages config.json in a folder names; None when it cannot tell."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return len(config["lang_ids"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def git_sha1(content: bytes) -> str:
    """The name that git, and so the hub, gives to a file with this content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _blocks(sources: Iterable[Path]) -> Iterator[bytes]:
    for source in sources:
        with source.open("rb") as stream:
            while block := stream.read(BLOCK_BYTES):
                yield block


def copy_file(sources: Iterable[Path], target: Path, *, at_most: int, wrote: Callable[[int], None]) -> tuple[int, str]:
    """Join the sources into one new file, on disk when this returns; gives the bytes and the sha256 written.

    Stops soon after `at_most` bytes, so a source that never ends does no harm. `wrote` gets the size of each block.
    Raises OSError of either side.
    """
    digest = hashlib.sha256()
    size = 0
    with target.open("xb") as out:
        for block in _blocks(sources):
            out.write(block)
            digest.update(block)
            size += len(block)
            wrote(len(block))
            if size > at_most:
                break
        out.flush()
        os.fsync(out.fileno())
    return size, digest.hexdigest()
