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
    and how many times smaller zlib makes the text. `again`: the text went round in a circle and was decoded once more.
    """

    words: tuple[Word, ...]
    avg_logprob: float = 0.0
    no_speech_probability: float = 0.0
    compression_ratio: float = 1.0
    again: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What hearing took: seconds of encoding the sound, decoding tokens and timing words, and how many tokens."""

    encode_s: float = 0.0
    decode_s: float = 0.0
    align_s: float = 0.0
    tokens: int = 0

    def __add__(self, other: Work) -> Work:
        return Work(
            self.encode_s + other.encode_s, self.decode_s + other.decode_s, self.align_s + other.align_s,
            self.tokens + other.tokens,
        )  # fmt: skip

    def __sub__(self, earlier: Work) -> Work:
        return Work(
            self.encode_s - earlier.encode_s, self.decode_s - earlier.decode_s, self.align_s - earlier.align_s,
            self.tokens - earlier.tokens,
        )  # fmt: skip


class Recognizer(Protocol):
    """Windows of sound to words. One call decodes each window once; the answer to the same call is always the same."""

    @property
    def engine(self) -> Engine:
        """What makes the words, for the transcript's record."""

    @property
    def work(self) -> Work:
        """What all calls together took so far; it only grows."""

    def hear(self, windows: Sequence[Block], prompt: str = "") -> tuple[Hearing, ...]:
        """One Hearing per window of at most LONGEST_WINDOW_S. `prompt`: words to expect, at most ~150 tokens."""
