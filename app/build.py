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
    from app.store.vault import Vault
    from asr.microphone import Device, Microphone
    from asr.recognizer import Recognizer
    from asr.vad import VoiceDetector
    from models.store import ModelStore
    from soep.write import Writer


@dataclass(frozen=True)
class Build:
    """Builds the parts for one user. Tests subclass it and answer with the shipped fakes."""

    folders: Folders
    settings: Settings

    def models(self) -> ModelStore:
        """The store of verified models."""
        from models.store import ModelStore

        return ModelStore(self.folders.models)

    def recognizer(self) -> Recognizer:
        """The recogniser with the chosen model, loaded. Raises models.errors.ModelError and asr.errors.AsrError."""
        folder = self.models().path(self.settings.model)
        from asr.whisper import Whisper

        chosen = self.settings
        return Whisper(
            folder,
            device=chosen.device,
            compute_type=chosen.compute_type,
            threads=chosen.threads,
            beam_size=chosen.beam_size,
        )

    def detector(self) -> VoiceDetector:
        """A fresh voice detector; it carries state, so each recording takes its own."""
        from asr.vad import Silero

        return Silero()

    def writer(self) -> Writer:
        """What turns a transcript into a note."""
        from soep.write import RuleWriter

        return RuleWriter()

    def vault(self, passphrase: str | None = None) -> Vault:
        """The vault that seals what is stored. Raises app.store.errors.VaultError classes, see `open_vault`."""
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
