"""The big libraries are read from the disk before they are imported, so that the window does not stand still for it.

An import maps a library into memory while it holds every thread of the process. Where the library is not in the
system's memory yet, as at the first start of a day, that waits for the disk page by page: 1.6 s for ctranslate2 and
1.9 s for av, measured. Reading a file holds nobody, takes no longer together, and leaves 15 ms of that.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

LISTENING = ("ctranslate2", "av", "tokenizers", "onnxruntime")  # what faster-whisper brings along included
ENDINGS = frozenset({".so", ".dll", ".pyd", ".dylib"})
PIECE_BYTES = 1 << 20


def read_ahead(packages: Sequence[str] = LISTENING) -> int:
    """Read the binaries of these packages once; how many bytes that were.

    A package that is imported already, or is not there, is passed over; a file that cannot be read is for its import to
    tell. From memory 0.1 s for 300 MB.
    """
    piece, count = bytearray(PIECE_BYTES), 0
    for path in (path for package in packages if package not in sys.modules for path in binaries(package)):
        with contextlib.suppress(OSError), open(path, "rb", buffering=0) as file:
            while got := file.readinto(piece):
                count += got
    return count


def binaries(package: str) -> Iterator[Path]:
    """The binary files in a package's folder, and in the folder beside it where wheels put what they need."""
    spec = find_spec(package)
    for place in spec.submodule_search_locations or () if spec else ():
        for folder in (Path(place), Path(f"{place}.libs")):
            for path in sorted(folder.rglob("*")):
                if path.is_file() and (path.suffix in ENDINGS or ".so." in path.name):
                    yield path
