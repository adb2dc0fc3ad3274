"""The composition root: the one place that knows which class stands behind each part.

Everything else is handed what it needs. Heavy libraries are imported inside the methods, so that `soepel --help` and
`soepel note` stay quick; a part is built when it is asked for, and asked for once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.settings import Folders, Settings, folders_here, load_settings

if TYPE_CHECKING:
    from app.calibration import Calibration, Compute, Report
    from app.store.vault import Vault
    from asr.microphone import Device, Microphone
    from asr.recognizer import Recognizer
    from asr.speakers import Speakers
    from asr.vad import VoiceDetector
    from asr.vocabulary import Vocabulary
    from asr.voice_encoder import VoiceEncoder, Voices
    from models.store import ModelStore
    from soep.write import Writer


def nobody(what: str, share: float | None) -> None:
    """A report that tells nobody."""


@dataclass(frozen=True)
class Build:
    """Builds the parts for one user. Tests subclass it and answer with the shipped fakes.

    `measure_first`: choose threads and device by measuring before the first recogniser is made (the window does so).
    `opened`: the vault, where somebody opened it already.
    """

    folders: Folders
    settings: Settings
    measure_first: bool = False
    opened: Vault | None = None

    def models(self) -> ModelStore:
        """The store of verified models."""
        from models.store import ModelStore

        return ModelStore(self.folders.models)

    def recognizer(self) -> Recognizer:
        """The recogniser with the chosen model, loaded. Raises models.errors.ModelError and asr.errors.AsrError."""
        if self.measure_first:
            self.calibrate()
        return self.make(self.compute())

    def make(self, compute: Compute) -> Recognizer:
        """A recogniser that computes so. Raises what `recognizer` raises."""
        folder = self.models().path(self.settings.model)
        from asr.whisper import Whisper

        return Whisper(
            folder,
            device=compute.device,
            compute_type=compute.compute_type,
            threads=compute.threads,
            beam_size=self.settings.beam_size,
        )

    def compute(self) -> Compute:
        """What to compute with: the settings, and where they leave it open what was measured on this computer."""
        from app.calibration import resolve
        from app.tuning import kept

        found = kept(self)
        if found is None and self.settings.device == "cuda":
            found = self.calibrate()  # asked for and never tried
        return resolve(self.settings, found)

    def calibrate(self, *, again: bool = False, report: Report = nobody) -> Calibration:
        """Measure the threads and try the graphics card, unless both are known; kept. Raises what `make` raises."""
        from app.tuning import calibrate

        return calibrate(self, report, again=again)

    def detector(self) -> VoiceDetector:
        """A fresh voice detector; it carries state, so each recording takes its own."""
        from asr.vad import Silero

        return Silero()

    def speakers(self) -> Speakers | None:
        """What tells the speakers of one recording apart, or None to leave them. Raises VoiceEncoderLoadError."""
        from app.speakers import VoicesWithRoles, doctor_probability
        from asr.speakers import VoiceTracker

        tracker = VoiceTracker(self.voice_encoder(), doctor=self.doctors_voice())
        return VoicesWithRoles(tracker, doctor_probability)

    def voice_encoder(self) -> VoiceEncoder:
        """What turns a voice into numbers. Raises VoiceEncoderLoadError."""
        from asr.voice_encoder import Ge2e

        return Ge2e()

    def doctors_voice(self) -> Voices | None:
        """The doctor's own voice; none when it was never kept or cannot be opened, as that must not hold up a consult.

        Under a passphrase only the window has it, since it asks for that at its start.
        """
        if not self.folders.voice.is_file():
            return None
        from app.store import voice
        from app.store.errors import VaultError

        try:
            return voice.find(self.folders.voice, self.vault())
        except (VaultError, OSError):
            return None

    def vocabulary(self) -> Vocabulary:
        """The practice's own words; none when the list cannot be read, as that must not hold up a consult."""
        from asr.vocabulary import Vocabulary, load

        try:
            return load(self.folders.words)
        except OSError:
            return Vocabulary()

    def hotwords(self) -> str:
        """What the recogniser is told to expect, a few words at most: the practice's own and no others (app.words)."""
        from asr.vocabulary import hotwords

        return hotwords(self.vocabulary())

    def writer(self) -> Writer:
        """What turns a transcript into a note; it looks for the practice's own words by ear."""
        from soep import hearing
        from soep.lexicon import shipped
        from soep.write import RuleWriter

        own = self.vocabulary()
        if not own.terms:
            return RuleWriter()
        from app.words import CandidWriter

        return CandidWriter(RuleWriter(hearing.Ear(shipped(), hearing.shipped_ordinary(), own.terms)), own)

    def vault(self, passphrase: str | None = None) -> Vault:
        """The vault that seals what is stored. Raises app.store.errors.VaultError classes, see `open_vault`."""
        if self.opened is not None:
            return self.opened
        from app.store.keys import open_vault, system_keyring

        return open_vault(self.folders.home, passphrase=passphrase, keyring=system_keyring())

    def microphone(self, device: Device | None = None) -> Microphone:
        """A microphone, not yet open. None is the system's default. Raises asr.errors.MicrophoneError."""
        from asr.microphone import Microphone

        return Microphone(device)

    def sample(self) -> Path:
        """The folder of the sample consult that is shipped with the program."""
        return Path(__file__).parent / "data" / "sample"


def build_here() -> Build:
    """The parts of the user who runs this process."""
    folders = folders_here()
    return Build(folders, load_settings(folders.settings))
