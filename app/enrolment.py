"""Learning the doctor's own voice, for `soepel voice` and for the window alike: a sample is taken, judged and kept.

Only what the voice detector takes for speech counts, so that a fan or a silence never becomes a doctor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from app.errors import VoiceInterrupted, VoiceTooQuiet
from app.reading import ENOUGH_S
from app.store import voice
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import ComputerSlept, MicrophoneVanished, VoiceSampleTooShort
from asr.speakers import LEAST_SAMPLE_S, enrolled
from asr.vad import FRAME_SAMPLES, VoiceDetector

if TYPE_CHECKING:
    from app.build import Build
    from app.store.vault import Vault

PATIENCE_S: Final = 60.0  # of sound, for a microphone: who has not spoken by then is not going to
MOST_FILE_S: Final = 120.0  # of a file: more makes the voice no surer
QUIET_RMS: Final = 0.004  # -48 dBFS in its loudest second: a voice near the hiss of a laptop's microphone
SPEECH: Final = 0.5  # of the detector's probability; as for transcription


class Sample:
    """Sound of one person, as it comes in. Full once `enough_s` seconds of speech, or `most_s` of sound, are in it."""

    def __init__(self, detector: VoiceDetector, *, enough_s: float = ENOUGH_S, most_s: float = PATIENCE_S) -> None:
        self._detector = detector
        self._enough_s, self._most_s = enough_s, most_s
        self._pieces: list[Block] = [np.zeros(0, dtype=np.float32)]
        self.heard_s = 0.0
        self.spoken_s = 0.0
        self.quiet_s = 0.0  # since something was last taken for speech

    def take(self, block: Block) -> None:
        """A block, float32 mono at 16 kHz."""
        self._pieces.append(block)
        spoken_s = int((self._detector.push(block) >= SPEECH).sum()) * FRAME_SAMPLES / SAMPLE_RATE_HZ
        self.heard_s += len(block) / SAMPLE_RATE_HZ
        self.spoken_s += spoken_s
        self.quiet_s = 0.0 if spoken_s else self.quiet_s + len(block) / SAMPLE_RATE_HZ

    @property
    def is_full(self) -> bool:
        """Whether there is enough, or nothing more to be expected."""
        return self.spoken_s >= self._enough_s or self.heard_s >= self._most_s

    @property
    def share(self) -> float:
        """How far it is, in [0, 1]."""
        return min(1.0, max(self.spoken_s / self._enough_s, self.heard_s / self._most_s))

    def sound(self) -> Block:
        """All of it in one piece. Raises VoiceTooQuiet and VoiceSampleTooShort when no voice can be learnt from it."""
        whole: Block = np.concatenate(self._pieces)[: round(self._most_s * SAMPLE_RATE_HZ)]
        if loudness(whole) < QUIET_RMS:
            raise VoiceTooQuiet
        if self.spoken_s < LEAST_SAMPLE_S:
            raise VoiceSampleTooShort(self.spoken_s, LEAST_SAMPLE_S)
        return whole


def loudness(sound: Block) -> float:
    """The RMS of its loudest parts: what one in fifty pieces of 100 ms reach."""
    piece = SAMPLE_RATE_HZ // 10
    pieces = sound[: len(sound) // piece * piece].reshape(-1, piece)
    if not len(pieces):
        return 0.0
    return float(np.quantile(np.sqrt(np.mean(np.square(pieces, dtype=np.float64), axis=1)), 0.98))


def taken(blocks: Iterable[Block], sample: Sample) -> Iterator[Block]:
    """Fill the sample from a microphone or a file, and hand on each block; ends when it is full.

    Raises VoiceInterrupted when a microphone stops giving sound, and what else the blocks raise.
    """
    try:
        for block in blocks:
            sample.take(block)
            yield block
            if sample.is_full:
                return
    except (MicrophoneVanished, ComputerSlept) as problem:
        raise VoiceInterrupted from problem


def learn(sample: Sample, build: Build, vault: Vault) -> None:
    """Make the voice of the sample and keep it sealed; one that was kept before goes.

    Raises VoiceTooQuiet, VoiceSampleTooShort, VoiceEncoderLoadError and OSError; what was kept then stays.
    """
    voice.keep(enrolled(build.voice_encoder(), sample.sound()), build.folders.voice, vault)
