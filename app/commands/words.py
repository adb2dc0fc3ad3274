"""`soepel words list|add|remove|import`: the practice's own words, which the recogniser and the writer look for."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json
from app.desk import Desk
from app.errors import NoTerms, TermNotListed
from app.turns import decode

if TYPE_CHECKING:
    from asr.vocabulary import Vocabulary


def add(commands: Any) -> None:
    """Describe the command and its own commands."""
    parser = commands.add_parser(
        "words",
        help="bekijk of verander de eigen woorden van de praktijk",
        description="Namen en middelen die u vaak zegt. Soepel let erop bij het uitschrijven en zoekt ze daarna op "
        "klank. De lijst staat als gewone tekst in woordenlijst.txt: zet er geen namen van patiënten in.",
    )
    actions = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True, dest="opdracht")
    listing = actions.add_parser("list", help="toon de eigen woorden")
    listing.set_defaults(run=run_list)
    more = actions.add_parser("add", help="voeg woorden of korte namen toe")
    more.add_argument("terms", nargs="+", metavar="WOORD")
    more.set_defaults(run=run_add)
    less = actions.add_parser("remove", help="haal woorden uit de lijst")
    less.add_argument("terms", nargs="+", metavar="WOORD")
    less.set_defaults(run=run_remove)
    bring = actions.add_parser("import", help="voeg alle woorden uit een tekstbestand toe, één per regel")
    bring.add_argument("file", type=Path, metavar="BESTAND")
    bring.set_defaults(run=run_import)
    for action in (listing, more, less, bring):
        add_json(action)


def run_list(args: argparse.Namespace, desk: Desk) -> int:
    """The list, one term a line. Raises OSError."""
    return show(listed(desk), args, desk)


def run_add(args: argparse.Namespace, desk: Desk) -> int:
    """Add terms. Raises NoTerms and OSError."""
    return bring_in("\n".join(args.terms), args.terms[0], args, desk)


def run_import(args: argparse.Namespace, desk: Desk) -> int:
    """Add the terms of a text file. Raises TextUnreadable, NoTerms and OSError."""
    return bring_in(decode(args.file.read_bytes(), str(args.file)), str(args.file), args, desk)


def run_remove(args: argparse.Namespace, desk: Desk) -> int:
    """Take terms out; all of them or none. Raises TermNotListed and OSError."""
    left = listed(desk)
    for term in args.terms:
        less = left.without(term)
        if less == left:
            raise TermNotListed(term)
        left = less
    return keep(left, args, desk)


def bring_in(text: str, source: str, args: argparse.Namespace, desk: Desk) -> int:
    """Add the terms in `text` at the end of the list."""
    from asr.vocabulary import MOST_TERMS, Vocabulary

    found = Vocabulary.parse(text)
    if not found.terms:
        raise NoTerms(source)
    grown = listed(desk).with_terms(found.terms)
    if len(grown.terms) == MOST_TERMS:
        desk.say(f"De lijst is vol: er passen {MOST_TERMS} woorden in.")
    return keep(grown, args, desk)


def listed(desk: Desk) -> Vocabulary:
    """The list as it stands on the disk. Raises OSError."""
    from asr.vocabulary import load

    return load(desk.build.folders.words)


def keep(vocabulary: Vocabulary, args: argparse.Namespace, desk: Desk) -> int:
    """Write the list and show it."""
    from asr.vocabulary import save

    save(vocabulary, desk.build.folders.words)
    return show(vocabulary, args, desk)


def show(vocabulary: Vocabulary, args: argparse.Namespace, desk: Desk) -> int:
    """The terms on standard output; how many and how they are used beside it."""
    from app.words import count_sentence, told

    if args.json:
        desk.show_json({"schema": "soepel.words/1", "words": list(vocabulary.terms), "told": told(vocabulary)})
        return 0
    for term in vocabulary.terms:
        desk.show(term)
    desk.say(count_sentence(vocabulary))
    return 0
