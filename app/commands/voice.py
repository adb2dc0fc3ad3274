"""`soepel voice record|import|remove`: the doctor's own voice, so that a transcript knows who the doctor is."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.desk import Desk
from app.store.errors import PassphraseNeeded

if TYPE_CHECKING:
    from app.store.vault import Vault
    from asr.audio import Block

RECORD_S = 25.0
MOST_S = 120.0  # of a file: more makes the voice no surer
BIOMETRIC = (
    "Dit is een biometrisch gegeven van uzelf: het is vrijwillig, blijft versleuteld op deze computer, en "
    "soepel voice remove wist het. Het geluid zelf wordt niet bewaard."
)


def add(commands: Any) -> None:
    """Describe the command and its own commands."""
    parser = commands.add_parser(
        "voice",
        help="laat Soepel uw eigen stem herkennen, of wis die",
        description="Soepel bewaart een kenmerk van uw stem (256 getallen) en ziet daaraan in een gesprek wie de arts "
        f"is. {BIOMETRIC} Neem alleen uw eigen stem op, nooit die van een patiënt. Heeft deze computer geen "
        "sleutelkluis, kies dan eerst in het venster een wachtzin.",
    )
    actions = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True, dest="opdracht")
    record = actions.add_parser("record", help=f"neem uw stem op met de microfoon, {RECORD_S:.0f} seconden")
    record.set_defaults(run=run_record)
    bring = actions.add_parser("import", help="leer uw stem uit een geluidsbestand waarin alleen u praat")
    bring.add_argument("file", type=Path, metavar="BESTAND")
    bring.set_defaults(run=run_import)
    remove = actions.add_parser("remove", help="wis wat van uw stem bewaard is")
    remove.set_defaults(run=run_remove)


def run_record(args: argparse.Namespace, desk: Desk) -> int:
    """Record and keep. Raises VaultError, MicrophoneError, VoiceSampleTooShort, VoiceEncoderLoadError and OSError."""
    vault = opened(desk)
    with desk.build.microphone() as microphone:
        desk.say(f"Praat nu {RECORD_S:.0f} seconden achter elkaar, alleen u. Lees bijvoorbeeld iets voor.")
        sound = gathered(microphone, RECORD_S, desk)
    return learn(sound, vault, desk)


def run_import(args: argparse.Namespace, desk: Desk) -> int:
    """Read and keep. Raises VaultError, AudioError, VoiceSampleTooShort, VoiceEncoderLoadError and OSError."""
    from asr.audio_file import AudioFile

    with AudioFile(args.file) as blocks:
        sound = gathered(blocks, MOST_S, desk)
    return learn(sound, opened(desk), desk)


def run_remove(args: argparse.Namespace, desk: Desk) -> int:
    """Remove what is kept. Raises OSError."""
    from app.store import voice

    was_there = voice.forget(desk.build.folders.voice)
    desk.say("Uw stem is gewist." if was_there else "Er was geen stem bewaard.")
    return 0


def opened(desk: Desk) -> Vault:
    """The user's vault; asks for the passphrase where there is one. Raises VaultError."""
    try:
        return desk.build.vault()
    except PassphraseNeeded as needed:
        if needed.new or sys.stdin is None or not sys.stdin.isatty():
            raise
        return desk.build.vault(getpass.getpass("Wachtzin: "))


def gathered(blocks: Iterable[Block], most_s: float, desk: Desk) -> Block:
    """The first `most_s` seconds in one piece, 16 kHz mono. Raises what the blocks raise."""
    import numpy as np

    from asr.audio import SAMPLE_RATE_HZ

    pieces: list[Block] = [np.zeros(0, dtype=np.float32)]
    heard_s = 0.0
    for block in blocks:
        pieces.append(block)
        heard_s += len(block) / SAMPLE_RATE_HZ
        desk.progress("Luisteren", heard_s / most_s)
        if heard_s >= most_s:
            break
    desk.clear_progress()
    return np.concatenate(pieces)[: round(most_s * SAMPLE_RATE_HZ)]


def learn(sound: Block, vault: Vault, desk: Desk) -> int:
    """Make the voice of the sound, keep it sealed, and say what that means."""
    from app.store import voice
    from asr.speakers import enrolled

    voice.keep(enrolled(desk.build.voice_encoder(), sound), desk.build.folders.voice, vault)
    desk.say(f"Soepel kent nu uw stem. {BIOMETRIC}")
    return 0
