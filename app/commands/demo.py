"""`soepel demo`: the main job on the sample consult that is shipped with the program, with timings."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import road
from app.commands.options import add_json, add_recognizer, chosen
from app.commands.transcribe import finish
from app.desk import Desk
from app.errors import SampleMissing
from app.texts import transcript_to_text

SOUNDS = (".opus", ".ogg", ".flac", ".wav")


def add(commands: Any) -> None:
    """Describe the command."""
    parser = commands.add_parser("demo", help="doe het voorbeeldconsult en toon transcript, verslag en tijden")
    add_recognizer(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Process the sample and show everything."""
    build = chosen(args, desk)
    sound = sample_sound(build.sample())
    result = road.process(sound, build, desk.progress)
    desk.clear_progress()
    from asr.transcript_json import to_dict
    from soep.render import note_to_dict, note_to_text

    transcript, timings = result.heard.transcript, road.timings_to_dict(result)
    if args.json:
        document = {"schema": "soepel.demo/1", "audio": sound.name, "transcript": to_dict(transcript)}
        desk.show_json({**document, "note": note_to_dict(result.note, transcript), "timings": timings})
        return finish(result.heard, desk)
    desk.show("Voorbeeldconsult (verzonnen, met computerstemmen)\n")
    desk.show("TRANSCRIPT\n" + transcript_to_text(transcript) + "\n")
    desk.show("SOEP-VERSLAG\n" + note_to_text(result.note) + "\n")
    desk.show("TIJDEN\n" + timings_text(timings))
    return finish(result.heard, desk)


def sample_sound(folder: Path) -> Path:
    """The sample's sound file. Raises SampleMissing."""
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix in SOUNDS:
            return path
    raise SampleMissing(folder)


def timings_text(timings: dict[str, Any]) -> str:
    """The timings in three lines of Dutch."""
    factor = timings["realtime_factor"]
    speed = f" ({1 / factor:.0f} keer sneller dan het gesprek duurde)" if factor else ""
    return (
        f"geluid           {timings['audio_s']:7.1f} s\n"
        f"model laden      {timings['load_s']:7.1f} s\n"
        f"uitschrijven     {timings['transcribe_s']:7.1f} s{speed}\n"
        f"verslag maken    {timings['write_s']:7.2f} s"
    )
