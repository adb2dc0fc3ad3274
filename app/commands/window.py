"""`soepel` without a command: the window. The one module outside app/views/ that starts Qt."""

from __future__ import annotations

import argparse

from app.desk import Desk
from app.errors import WindowUnavailable


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Open the window and return its exit code. Raises WindowUnavailable where its library cannot be loaded."""
    try:
        from app.views.start import main
    except ImportError as problem:
        raise WindowUnavailable(str(problem)) from problem
    return main()
