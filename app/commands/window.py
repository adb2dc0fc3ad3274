"""`soepel` without a command: the window. The one module outside app/views/ that starts Qt."""

from __future__ import annotations

import argparse
import os
import sys

from app.desk import Desk
from app.errors import WindowUnavailable


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Open the window and return its exit code. Raises WindowUnavailable where its library cannot be loaded."""
    if not has_screen():  # Qt would end the process with a message of its own
        raise WindowUnavailable("no screen")
    try:
        from app.views.start import main
    except ImportError as problem:
        raise WindowUnavailable(str(problem)) from problem
    return main()


def has_screen() -> bool:
    """Whether a window can appear: on Linux a display is named, or Qt was told to do without; elsewhere always."""
    return sys.platform != "linux" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    )
