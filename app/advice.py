"""Which advice the GP has read already, so that nobody has to close the same strip at every start.

Kept as plain lines; an advice names hardware, never a consult. When its wording changes (another card, another cause)
it is new and shown again.
"""

from __future__ import annotations

from pathlib import Path

from app.files import write_text

MOST_KEPT = 50


def was_read(text: str, path: Path) -> bool:
    """Whether the GP closed this advice before; a file that cannot be read counts as no."""
    return text in _read(path)


def mark_read(text: str, path: Path) -> None:
    """The GP closed it. Raises OSError."""
    lines = [line for line in _read(path) if line != text]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, "\n".join([*lines, text][-MOST_KEPT:]) + "\n")


def _read(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return []
