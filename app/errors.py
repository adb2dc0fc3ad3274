"""What can go wrong in the program itself, apart from sound, models and the store, which have trees of their own.

AppError
├── TextUnreadable      the file given to `soepel note` is no text
├── NotATranscript      it is JSON, but no transcript
├── FolderInTheWay      a file stands where an output folder is wanted
├── WindowUnavailable   no window can be opened here
├── SampleMissing       the sample consult was not installed with the program
├── NoTerms             what was given for the list of own words holds no word
├── TermNotListed       a word to take out of that list is not in it
├── VoiceTooQuiet       the doctor's voice was hardly above the microphone's own hiss
├── VoiceInterrupted    the microphone stopped while the doctor's voice was recorded
└── BenchError          measuring the speed of this computer
    ├── BenchSoundMissing   the sound to measure on was not installed with the program
    ├── BenchTextWrong      the text that should be in the sound is empty or unreadable
    ├── BenchFileWrong      not a result of `soepel bench --json`
    └── NothingMeasured     not one model could be measured

WrongUsage              the command line itself makes no sense; exit code 2
"""

from __future__ import annotations

from pathlib import Path


class AppError(Exception):
    """Root of the program's own errors."""


class TextUnreadable(AppError):
    """The bytes at `source` (a path, or "-" for standard input) are no text in any encoding that is tried."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


class NotATranscript(AppError):
    """`source` (a path, or "-") holds JSON that is no transcript; `where` names the place in the data."""

    def __init__(self, source: str, where: str) -> None:
        super().__init__(f"{source}: {where}")
        self.source = source
        self.where = where


class FolderInTheWay(AppError):
    """`path` should be a folder, but a file or something else stands there."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class WindowUnavailable(AppError):
    """The window's library is missing or refuses to start; `reason` is its own short word on it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SampleMissing(AppError):
    """The sample consult was not found at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class NoTerms(AppError):
    """`source` (a file's name, or what was typed) holds nothing for the list of own words."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.source = source


class TermNotListed(AppError):
    """`term` is not in the list of own words."""

    def __init__(self, term: str) -> None:
        super().__init__(term)
        self.term = term


class VoiceTooQuiet(AppError):
    """The voice is too soft to be known by; nothing was kept."""


class VoiceInterrupted(AppError):
    """The microphone stopped giving sound before there was enough; nothing was kept."""


class BenchError(AppError):
    """Measuring did not work because of the file or folder at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class BenchSoundMissing(BenchError):
    """There is no sound with its text in the folder `path`."""


class BenchTextWrong(BenchError):
    """`path` holds no words, or is no text."""


class BenchFileWrong(BenchError):
    """`path` is not a result of soepel.bench/1."""


class NothingMeasured(AppError):
    """Not one model gave a result; `reasons` are the Dutch sentences why, one per model."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{len(reasons)} models failed")
        self.reasons = reasons


class WrongUsage(Exception):
    """A combination of arguments that cannot work; the message is a Dutch sentence for the user."""
