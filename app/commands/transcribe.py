"""`soepel transcribe AUDIO`: a sound file to a transcript."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import road
from app.commands.options import add_json, add_recognizer, chosen
from app.desk import Desk
from app.messages import sentence
from app.texts import transcript_to_text

NO_SPEECH = "Geen spraak gehoord in deze opname."


def add(commands: Any) -> None:
    """Describe the command."""
    parser = commands.add_parser("transcribe", help="schrijf een geluidsbestand uit")
    parser.add_argument("audio", type=Path, metavar="AUDIO", help="wav, flac, ogg, opus, mp3 of m4a")
    add_recognizer(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Transcribe and show."""
    heard = road.transcribe(args.audio, chosen(args, desk), desk.progress)
    transcript = heard.transcript
    desk.clear_progress()
    if args.json:
        from asr.transcript_json import to_dict

        desk.show_json(to_dict(transcript))
    else:
        desk.show(transcript_to_text(transcript) if transcript.words else NO_SPEECH)
    return finish(heard, desk)


def finish(heard: road.Heard, desk: Desk) -> int:
    """The exit code: 1, with its sentence, for sound that broke off; what could be read was shown all the same."""
    if heard.notice:
        desk.say(heard.notice)
    if heard.damage is None:
        return 0
    desk.say(sentence(heard.damage))
    return 1
