"""What a command works with: where its result goes, where its talk goes, and the parts that were built for it.

The result goes to standard output and nothing else does; progress, warnings and errors go to standard error. So a
pipeline gets clean data, whatever happens.
"""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, TextIO

from app.build import Build
from app.texts import plain

PROGRESS_EVERY_S = 0.2


@dataclass(slots=True)
class Desk:
    """One command's surroundings. `input` is read as bytes, so that its encoding can be told."""

    build: Build
    out: TextIO
    err: TextIO
    input: BinaryIO
    _progress_at: float = field(default=0.0, init=False)
    _progress_shown: bool = field(default=False, init=False)

    def show(self, text: str) -> None:
        """Put a piece of the result on standard output, with a line end."""
        self.out.write(plain(text).rstrip("\n") + "\n")

    def show_json(self, document: Mapping[str, Any]) -> None:
        """Put the one JSON document on standard output. Characters that UTF-8 cannot hold go as escapes."""
        text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
        try:
            text.encode(self.out.encoding or "utf-8")
        except UnicodeEncodeError:
            text = json.dumps(document, ensure_ascii=True, indent=2, allow_nan=False)
        self.out.write(text + "\n")

    def say(self, text: str) -> None:
        """Tell the user something that is no part of the result."""
        self.clear_progress()
        self.err.write(plain(text).rstrip("\n") + "\n")
        self.err.flush()

    def progress(self, what: str, share: float | None) -> None:
        """Show how far a long job is (`share` in [0, 1]), only where somebody watches: never into a file or a pipe."""
        now = time.monotonic()
        if not self.err.isatty() or now - self._progress_at < PROGRESS_EVERY_S:
            return
        self._progress_at, self._progress_shown = now, True
        self.err.write(f"\r{what} ..." if share is None else f"\r{what} {min(share, 1.0):4.0%}")
        self.err.flush()

    def clear_progress(self) -> None:
        """Wipe the progress line, if one stands there."""
        if self._progress_shown:
            self.err.write("\r" + " " * 60 + "\r")
            self._progress_shown = False


def desk_here(build: Build) -> Desk:
    """The desk of this process. Its output is UTF-8 whatever the code page, and never raises on a character.

    A program started without a console (a shortcut on Windows) has no streams: it reads nothing and tells nobody.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    keyboard = sys.stdin.buffer if sys.stdin is not None else io.BytesIO()
    return Desk(build, sys.stdout or io.StringIO(), sys.stderr or io.StringIO(), keyboard)
