"""The command line: `soepel` opens the window, `soepel COMMAND ...` works without one.

Exit codes: 0 done; 1 failed, with one clear Dutch sentence on standard error; 2 wrong usage; 130 stopped by Ctrl-C.
Nothing is left half-written in any of them.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, TextIO

from app.offline import stay_offline

if TYPE_CHECKING:
    from app.desk import Desk

DONE, FAILED, WRONG, STOPPED = 0, 1, 2, 130
INTERRUPTED = "Afgebroken. Er is niets half geschreven."


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line (default: this process's). Returns the exit code; raises SystemExit only for --help."""
    try:
        stay_offline()
        from app.build import build_here
        from app.desk import desk_here

        return run(list(sys.argv[1:] if argv is None else argv), desk_here(build_here()))
    except KeyboardInterrupt:  # pressed before a desk stood there
        sys.stderr.write(INTERRUPTED + "\n")
        return STOPPED


def run(argv: list[str], desk: Desk) -> int:
    """Run one command line at a desk; errors become their sentence here and nowhere else."""
    from app.errors import AppError, WrongUsage
    from app.messages import sentence
    from app.parser import build_parser
    from app.store.errors import StoreError
    from asr.errors import AsrError
    from models.errors import ModelError
    from soep.errors import SoepError

    try:
        args = build_parser().parse_args(argv)
        code: int = args.run(args, desk)
        desk.out.flush()
    except WrongUsage as problem:
        desk.say(str(problem))
        return WRONG
    except BrokenPipeError:  # the reader of our output went away: nobody is left to tell
        silence(sys.stdout)
        return FAILED
    except (AppError, AsrError, ModelError, SoepError, StoreError, OSError, MemoryError) as problem:
        desk.say(sentence(problem))
        silence(sys.stdout)
        return FAILED
    except KeyboardInterrupt:
        desk.say(INTERRUPTED)
        return STOPPED
    return code


def silence(stream: TextIO | None) -> None:
    """Keep the interpreter from failing at its end on what is left in a stream that cannot be written to."""
    if stream is not None:
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
