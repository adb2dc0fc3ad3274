"""`soepel voice record|import|remove`: the doctor's own voice, so that a transcript knows who the doctor is."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.desk import Desk
from app.reading import BIOMETRIC, ENOUGH_S, NO_SOUND_KEPT, READ_ALOUD
from app.store.errors import PassphraseNeeded

if TYPE_CHECKING:
    from app.enrolment import Sample
    from app.store.vault import Vault
    from asr.audio import Block

ON_COMMAND = f"{BIOMETRIC} {NO_SOUND_KEPT} soepel voice remove wist het."


def add(commands: Any) -> None:
    """Describe the command and its own commands."""
    parser = commands.add_parser(
        "voice",
        help="laat Soepel uw eigen stem herkennen, of wis die",
        description="Soepel bewaart een kenmerk van uw stem (256 getallen) en ziet daaraan in een gesprek wie de arts "
        f"is. {ON_COMMAND} Neem alleen uw eigen stem op, nooit die van een patiënt. Heeft deze computer geen "
        "sleutelkluis, kies dan eerst in het venster een wachtzin.",
    )
    actions = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True, dest="opdracht")
    record = actions.add_parser("record", help=f"neem uw stem op met de microfoon, ongeveer {ENOUGH_S:.0f} seconden")
    record.set_defaults(run=run_record)
    bring = actions.add_parser("import", help="leer uw stem uit een geluidsbestand waarin alleen u praat")
    bring.add_argument("file", type=Path, metavar="BESTAND")
    bring.set_defaults(run=run_import)
    remove = actions.add_parser("remove", help="wis wat van uw stem bewaard is")
    remove.set_defaults(run=run_remove)


def run_record(args: argparse.Namespace, desk: Desk) -> int:
    """Record and keep. Raises VaultError, MicrophoneError, OSError, and what `app.enrolment` raises."""
    from app.enrolment import Sample

    vault = opened(desk)
    sample = Sample(desk.build.detector())
    with desk.build.microphone() as microphone:
        desk.say(f"Lees dit hardop voor, alleen u:\n\n{READ_ALOUD}\n")
        fill(microphone, sample, desk)
    return keep(sample, vault, desk)


def run_import(args: argparse.Namespace, desk: Desk) -> int:
    """Read and keep. Raises VaultError, AudioError, OSError, and what `app.enrolment` raises."""
    from app.enrolment import MOST_FILE_S, Sample
    from asr.audio_file import AudioFile

    sample = Sample(desk.build.detector(), enough_s=MOST_FILE_S, most_s=MOST_FILE_S)
    with AudioFile(args.file) as blocks:
        fill(blocks, sample, desk)
    return keep(sample, opened(desk), desk)


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


def fill(blocks: Iterable[Block], sample: Sample, desk: Desk) -> None:
    """Listen until the sample is full, and show how far it is."""
    from app.enrolment import taken

    for _ in taken(blocks, sample):
        desk.progress("Luisteren", sample.share)
    desk.clear_progress()


def keep(sample: Sample, vault: Vault, desk: Desk) -> int:
    """Learn the voice, and say what that means."""
    from app.enrolment import learn

    learn(sample, desk.build, vault)
    desk.say(f"Soepel kent nu uw stem. {ON_COMMAND}")
    return 0
