"""`soepel process AUDIO -o DIR`: a sound file to transcript.json, note.json and note.txt."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from app import road
from app.commands.options import add_json, add_recognizer, chosen, make_folder
from app.commands.transcribe import NO_SPEECH, finish
from app.desk import Desk
from app.files import keep_earlier, write_bytes


def add(commands: Any) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "process",
        help="schrijf een geluidsbestand uit en maak er een SOEP-verslag van",
        description="Schrijft transcript.json, note.json en note.txt. Wat er al stond en anders is, blijft bewaard als "
        "note.1.txt, note.2.txt enzovoort.",
    )
    parser.add_argument("audio", type=Path, metavar="AUDIO", help="wav, flac, ogg, opus, mp3 of m4a")
    parser.add_argument("-o", "--output", type=Path, metavar="MAP", required=True, help="map voor de uitkomst")
    add_recognizer(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Transcribe, write the note, put the three files in the folder."""
    folder = make_folder(args.output)
    result = road.process(args.audio, chosen(args, desk), desk.progress)
    desk.clear_progress()
    from asr.transcript_json import to_dict
    from soep.render import note_to_dict, note_to_text

    heard = result.heard
    transcript, note = to_dict(heard.transcript), note_to_dict(result.note, heard.transcript)
    text = note_to_text(result.note) if heard.transcript.words else NO_SPEECH
    put(folder / "transcript.json", as_json(transcript), desk)
    put(folder / "note.json", as_json(note), desk)
    put(folder / "note.txt", text.rstrip("\n") + "\n", desk)
    timings = road.timings_to_dict(result)
    if args.json:
        files = {name: str(folder / f"{name}.json") for name in ("transcript", "note")}
        desk.show_json(
            {"schema": "soepel.process/1", "files": files, "transcript": transcript, "note": note, "timings": timings}
        )
    else:
        desk.show(text)
        desk.say(f"Geschreven in {folder}: transcript.json, note.json en note.txt.")
    return finish(heard, desk)


def as_json(document: dict[str, Any]) -> str:
    """JSON as it stands in a file."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def put(path: Path, text: str, desk: Desk) -> None:
    """Write one file whole; an earlier one with other contents is moved aside, and that is told."""
    data = text.encode("utf-8", "replace")
    if aside := keep_earlier(path, data):
        desk.say(f"Er stond al een andere {path.name}; die heet nu {aside.name}.")
    write_bytes(path, data)
