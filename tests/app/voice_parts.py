"""A build whose voice encoder knows but one voice, and whose microphone gives what it was told to."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.store.errors import PassphraseNeeded
from app.store.vault import MemoryVault, Vault
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.fake import FakeBlocks, voice
from asr.voice_encoder import Voices, unit
from tests.app.helpers import FakeBuild


class CountingEncoder:
    """One and the same voice; remembers how many seconds it was given."""

    def __init__(self) -> None:
        self.given_s: list[float] = []

    def embed(self, stretches: Sequence[Block]) -> Voices:
        self.given_s += [len(s) / SAMPLE_RATE_HZ for s in stretches]
        return unit(np.ones((len(stretches), 256), dtype=np.float32))


@dataclass(frozen=True)
class VoiceBuild(FakeBuild):
    """`sound`: what the microphone gives; `passphrase`: what the vault asks for, if any; `new`: not chosen yet.

    `error`: what the microphone raises after that sound.
    """

    sound: Block = field(default_factory=lambda: voice(40.0))
    key: Vault = field(default_factory=MemoryVault)
    passphrase: str | None = None
    new: bool = False
    encoder: CountingEncoder = field(default_factory=CountingEncoder)

    def vault(self, passphrase: str | None = None) -> Vault:
        if self.opened is None and passphrase != self.passphrase:
            raise PassphraseNeeded(new=self.new)
        return self.opened or self.key

    def voice_encoder(self) -> CountingEncoder:
        return self.encoder

    error: Exception | None = None

    @contextlib.contextmanager
    def microphone(self, device: object = None) -> Iterator[Any]:  # type: ignore[override]
        yield FakeBlocks(self.sound, error=self.error)
