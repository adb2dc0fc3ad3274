"""The doctor's own voice, kept so that it is known again: 256 numbers, sealed, in one file that can be removed.

It is biometric data. The sound that it was made of is never kept.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from app.files import write_bytes
from app.store.errors import SealBroken
from app.store.vault import Vault
from asr.voice_encoder import WEIGHTS_SHA256, WIDTH, Voices

CONTEXT: Final = b"soepel/voice/v1/" + WEIGHTS_SHA256.encode()  # another encoder's numbers mean another voice


def keep(voice: Voices, path: Path, vault: Vault) -> None:
    """Seal `voice`, shape (256,), at `path`; one that stands there goes. Raises OSError."""
    data = np.asarray(voice, dtype="<f4").reshape(WIDTH).tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, vault.seal(data, CONTEXT))


def find(path: Path, vault: Vault) -> Voices:
    """The voice that was kept, shape (256,). Raises KeyLost, SealBroken and OSError (FileNotFoundError: none is)."""
    data = vault.open(path.read_bytes(), CONTEXT)
    if len(data) != 4 * WIDTH:
        raise SealBroken
    return np.frombuffer(data, dtype="<f4").astype(np.float32)


def forget(path: Path) -> bool:
    """Remove it; whether there was one. Raises OSError."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    return True
