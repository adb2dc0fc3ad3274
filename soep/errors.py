"""What can go wrong in soep/. A talk can never be wrong, it only makes a shorter note; a measuring case can.

SoepError
└── EvalError           the cases of `soepel eval` cannot be used
    ├── NoCases         the folder holds none
    └── CaseMalformed   a file does not follow the format of cases
"""

from __future__ import annotations

from pathlib import Path


class SoepError(Exception):
    """Root of this folder's errors."""


class EvalError(SoepError):
    """Something is wrong with the cases at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class NoCases(EvalError):
    """There is no case in the folder `path`, or it is no folder."""


class CaseMalformed(EvalError):
    """The file at `path` is no case; `where` names the place in it, for example "facts[2].must"."""

    def __init__(self, path: Path, where: str) -> None:
        super().__init__(path)
        self.where = where
