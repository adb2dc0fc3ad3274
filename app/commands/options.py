"""Command-line options that several commands share."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from app.build import Build
from app.desk import Desk


def add_json(parser: argparse.ArgumentParser) -> None:
    """`--json`: one JSON document on standard output and nothing else there."""
    parser.add_argument("--json", action="store_true", help="schrijf één JSON-document naar de uitvoer")


def add_recognizer(parser: argparse.ArgumentParser) -> None:
    """The choices about the recogniser that override the settings for one run."""
    parser.add_argument("--model", metavar="NAAM", help="spraakmodel (zie: soepel models list)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), help="rekenen op de processor of de videokaart")
    parser.add_argument("--threads", type=count, metavar="N", help="aantal rekendraden; 0 laat het programma kiezen")
    parser.add_argument("--beam-size", type=count, metavar="N", help="zoekbreedte: 1 is snel, 5 is nauwkeurig")


def count(text: str) -> int:
    """A whole number of 0 or more, at most 256."""
    number = int(text)
    if not 0 <= number <= 256:
        raise ValueError(text)
    return number


def chosen(args: argparse.Namespace, desk: Desk) -> Build:
    """The desk's Build with this command line's choices in place of the settings."""
    names = ("model", "device", "threads", "beam_size")
    given = {name: getattr(args, name) for name in names if getattr(args, name, None) is not None}
    return replace(desk.build, settings=replace(desk.build.settings, **given))


def make_folder(path: Path) -> Path:
    """Make the output folder. Raises FolderInTheWay when something else stands there, and OSError."""
    from app.errors import FolderInTheWay

    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as problem:
        raise FolderInTheWay(path) from problem
    return path
