"""What a recogniser of speech must do, and what it answers: the seam behind which Whisper stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from asr.audio import Block
from asr.transcript import Engine, Word

LONGEST_WINDOW_S: Final = 30.0


@dataclass(frozen=True, slots=True)
class Hearing:
    """What was heard in one window. Word times are seconds from the window's start.

    The figures are Whisper's own: `avg_logprob` per token (natural logarithm), the probability of the no-speech token,
    and how many times smaller zlib makes the text. `beam` tells whether a second, wider search was needed.
    """

    words: tuple[Word, ...]
    avg_logprob: float = 0.0
    no_speech_probability: float = 0.0
    compression_ratio: float = 1.0
    beam: bool = False


class Recognizer(Protocol):
    """Windows of sound to words. One call decodes each window once; the answer to the same call is always the same."""

    @property
    def engine(self) -> Engine:
        """What makes the words, for the transcript's record."""

    def hear(self, windows: Sequence[Block], prompt: str = "") -> tuple[Hearing, ...]:
        """One Hearing per window of at most LONGEST_WINDOW_S. `prompt`: words to expect, at most ~150 tokens."""
