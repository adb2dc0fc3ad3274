"""The one place that touches the system's clipboard: plain text, marked as not for clipboard history or cloud sync.

Windows reads the three format names (Microsoft's "Clipboard Formats" page; Qt registers an unknown type under its own
name), KDE's Klipper reads the hint. macOS has a hint of its own that Qt for Python cannot set.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

HINTS = {
    "ExcludeClipboardContentFromMonitorProcessing": b"\0\0\0\0",
    "CanIncludeInClipboardHistory": b"\0\0\0\0",
    "CanUploadToCloudClipboard": b"\0\0\0\0",
    "x-kde-passwordManagerHint": b"secret",
}


def copy_text(text: str) -> None:
    """Put `text` on the clipboard, never on the selection that a middle click pastes."""
    data = QMimeData()
    data.setText(text)
    for name, value in HINTS.items():
        data.setData(name, value)
    QGuiApplication.clipboard().setMimeData(data, QClipboard.Mode.Clipboard)
