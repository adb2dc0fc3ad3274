"""`soepel note TRANSCRIPT ...`: a transcript to a SOEP note. Needs no sound and no model."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from app.commands.options import add_json, make_folder
from app.desk import Desk
from app.errors import WrongUsage
from app.files import write_text
from app.turns import read_transcript
from asr.transcript import Transcript

STDIN = "-"


def add(commands: Any) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "note",
        help="maak een SOEP-verslag van een uitgeschreven gesprek",
        description="Leest een transcript (JSON), beurten ({'turns': [...]}) of platte tekst met een beurt per regel "
        "en eventueel 'arts:', 'patient:' of 'derde:' ervoor. Een streepje (-) leest de standaardinvoer.",
    )
    parser.add_argument("transcript", nargs="+", metavar="TRANSCRIPT", help="bestand, of - voor de standaardinvoer")
    parser.add_argument(
        "-o", "--output", type=Path, metavar="MAP", help="schrijf <naam>.json per invoer in deze map (vervangt)"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Write one note to standard output, or one per file into a folder."""
    sources: list[str] = args.transcript
    if len(sources) > 1 and args.output is None:
        raise WrongUsage("Geef bij meer dan één bestand met -o een map op voor de verslagen.")
    if args.output is not None:
        return write_all(sources, args.output, args.json, desk)
    transcript = read(sources[0], desk)
    note = desk.build.writer().write(transcript)
    from soep.render import note_to_dict, note_to_text

    if args.json:
        desk.show_json(note_to_dict(note, transcript))
    else:
        desk.show(note_to_text(note))
    return 0


def write_all(sources: list[str], folder: Path, as_json: bool, desk: Desk) -> int:
    """Write `<stem>.json` per source; each file is replaced whole or not touched.

    Two sources that would write the same file are refused beforehand.
    """
    names = [f"{Path(source).stem if source != STDIN else 'note'}.json" for source in sources]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise WrongUsage(f"Meer dan één bestand zou {twice[0]} schrijven; geef ze verschillende namen.")
    from soep.render import note_to_dict

    make_folder(folder)
    writer = desk.build.writer()
    written = []
    for number, (source, name) in enumerate(zip(sources, names, strict=True)):
        desk.progress("Verslagen schrijven", number / len(sources))
        transcript = read(source, desk)
        document = note_to_dict(writer.write(transcript), transcript)
        write_text(folder / name, json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        written.append(folder / name)
    if as_json:
        desk.show_json({"schema": "soepel.notes/1", "written": [str(path) for path in written]})
    else:
        desk.say(f"{len(written)} verslag(en) geschreven in {folder}.")
    return 0


def read(source: str, desk: Desk) -> Transcript:
    """One source as a Transcript. Raises OSError, TextUnreadable and NotATranscript."""
    try:
        data = desk.input.read() if source == STDIN else Path(source).read_bytes()
    except OSError as problem:
        problem.filename = problem.filename or source  # a failing read does not say of what
        raise
    return read_transcript(data, source)
