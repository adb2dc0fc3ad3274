"""Which source the sound server lets this process record from: PulseAudio and PipeWire move a stream without a word.

PortAudio cannot see that; `pactl`, where it is installed, can. Elsewhere (Windows, macOS, plain ALSA) nothing is asked:
there a device that goes ends its stream, which asr.microphone notices.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable
from typing import Final

_EVERY_S: Final = 2.0
_PATIENCE_S: Final = 5.0
_OUTPUT: Final = re.compile(r"^Source Output #", re.MULTILINE)
_SOURCE: Final = re.compile(r"^\tSource: (\d+)$", re.MULTILINE)

Ask = Callable[[], str | None]


def source_of_this_process() -> str | None:
    """The name of the source that this process records from; None when it records from none, or nothing tells."""
    number = source_number(_told("source-outputs"), os.getpid())
    return None if number is None else source_name(_told("short", "sources"), number)


def source_number(outputs: str, process_id: int) -> int | None:
    """Reads `pactl list source-outputs`, in English: the source of the first stream of this process."""
    for block in _OUTPUT.split(outputs)[1:]:
        found = _SOURCE.search(block)
        if found and f'application.process.id = "{process_id}"' in block:
            return int(found[1])
    return None


def source_name(sources: str, number: int) -> str | None:
    """Reads `pactl list short sources`: one a line, number, tab, name."""
    rows = (line.split("\t") for line in sources.splitlines())
    return next((row[1] for row in rows if len(row) > 1 and row[0] == str(number)), None)


class SourceWatch:
    """From `open` to `close`, looks every `every_s` whether another source came in the place of the first one told.

    `moved_to` is that other source, and None again when the first one is back. `ask`: None asks the sound server.
    """

    def __init__(self, ask: Ask | None = None, *, every_s: float = _EVERY_S) -> None:
        self._ask = ask or (source_of_this_process if shutil.which("pactl") else None)
        self._every_s = every_s
        self._over = threading.Event()
        self._first: str | None = None
        self.moved_to: str | None = None

    def open(self) -> None:
        """Begin to look, in a thread of its own: a sound server may take its time to answer."""
        if self._ask is not None:
            self._over.clear()
            threading.Thread(target=self._look, args=(self._ask,), daemon=True).start()

    def close(self) -> None:
        """Look no longer."""
        self._over.set()

    def _look(self, ask: Ask) -> None:
        while not self._over.is_set():
            now = ask()
            self._first = self._first or now
            if now is not None:
                self.moved_to = now if now != self._first else None
            self._over.wait(self._every_s)


def _told(*what: str) -> str:
    """What `pactl list` says; nothing when there is no server, or it hangs."""
    try:
        done = subprocess.run(
            ["pactl", "list", *what], capture_output=True, text=True, errors="replace", timeout=_PATIENCE_S, check=True,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
