"""Small files, written whole or not at all.

A temporary file in the same folder, written, flushed to the disk and then renamed over the target: whoever looks sees
the old file or the new one, also after a crash, a full disk or Ctrl-C.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` atomically. Raises OSError and leaves `path` as it was."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    finally:
        with contextlib.suppress(OSError):  # gone already when it was renamed
            os.unlink(name)
    sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """`write_bytes` for text: UTF-8, line ends as given; what UTF-8 cannot hold (half a surrogate) becomes "?"."""
    write_bytes(path, text.encode("utf-8", "replace"))


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in `folder` last through a power cut; a no-op where folders cannot be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def keep_earlier(path: Path, data: bytes) -> Path | None:
    """Move a file that stands at `path` with other contents aside, to the first free `name.1.ext`, `name.2.ext`, ...

    Returns where it went; None when nothing stood there or it held `data` already. Raises OSError.
    """
    if not path.is_file() or path.read_bytes() == data:
        return None
    number = 1
    while (aside := path.with_name(f"{path.stem}.{number}{path.suffix}")).exists():
        number += 1
    os.replace(path, aside)
    return aside
