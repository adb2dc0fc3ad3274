"""`soepel eval MAP`: how good the notes are, measured on invented consults with known facts and traps."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json
from app.desk import Desk

if TYPE_CHECKING:
    from soep.evaluate import Score

HEAD = ("consult", "S", "O", "E", "P", "vak", "ergens", "kritiek", "vallen", "getal", "bewijs", "lengte", "regels", "s")
LEGEND = """\
S, O, E, P: gewogen deel van de feiten dat in dat vak staat; vak: alle vakken samen; ergens: in welk vak ook;
kritiek: deel van de belangrijkste feiten, in welk vak ook; vallen: foute beweringen in het verslag;
getal: getallen die niet gezegd zijn; bewijs: regels die het gesprek niet draagt;
lengte: woorden in het verslag per gesproken woord; s: seconden per verslag."""


def add(commands: Any) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "eval",
        help="meet hoe goed de verslagen zijn, op verzonnen consulten",
        description="Maakt van elk consult in de map een verslag en vergelijkt dat met de feiten die erin horen en de "
        "fouten die er niet in mogen staan.",
    )
    parser.add_argument("folder", type=Path, metavar="MAP", help="map met consulten (.json)")
    parser.add_argument("--without-speakers", action="store_true", help="vertel de schrijver niet wie er spreekt")
    parser.add_argument(
        "--word-errors",
        type=share,
        default=0.0,
        metavar="P",
        help="deel van de woorden dat verkeerd is verstaan, van 0 tot 1 (bijvoorbeeld 0.15)",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="andere fouten, even vaak (standaard 1)")
    parser.add_argument("--details", action="store_true", help="toon ook wat er mist en wat er fout is")
    add_json(parser)
    parser.set_defaults(run=run)


def share(text: str) -> float:
    """A number from 0 to 1, with a point or a comma."""
    number = float(text.replace(",", "."))
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Write a note for every case and show the figures. Raises soep.errors.EvalError and OSError."""
    from soep.cases import read_cases
    from soep.evaluate import Conditions, evaluate, to_dict, totals

    cases = read_cases(args.folder)
    conditions = Conditions(not args.without_speakers, args.word_errors, args.seed)
    writer = desk.build.writer()
    scores = []
    for found in evaluate(cases, writer, conditions):
        scores.append(found)
        desk.progress("Verslagen meten", len(scores) / len(cases))
    desk.clear_progress()
    if args.json:
        desk.show_json(to_dict(scores, conditions, writer.name))
        return 0
    desk.show(table(scores, totals(scores)))
    if args.details:
        desk.show("\n" + "\n".join(details(scores)))
    desk.show("\n" + LEGEND)
    return 0


def table(scores: Sequence[Score], total: dict[str, Any]) -> str:
    """One row per consult and one for all, in columns."""
    last = [f"{k} {total['recall_' + k]:.2f}".split()[1] for k in "SOEP"]
    last += [f"{total[name]:.2f}" for name in ("section_recall", "fact_recall", "critical_recall")]
    last += [f"{total['trap_hits']}/{total['traps']}", str(total["alien_numbers"])]
    last += [str(sum(len(s.unsupported) for s in scores)), f"{total['length_ratio']:.2f}"]
    last += [f"{total['lines_per_note']:.1f}", f"{total['seconds_per_consult']:.2f}"]
    rows = [list(HEAD), *(cells(s) for s in scores), [f"alle {total['consults']}", *last]]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    return "\n".join("  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows)


def cells(score: Score) -> list[str]:
    """One consult's row."""
    shares = [part(*score.by[k]) for k in "SOEP"]
    shares += [part(score.sec, score.w), part(score.any, score.w), part(score.crit, score.crit_n)]
    counts = [f"{len(score.traps)}/{score.traps_n}", str(len(score.alien_numbers)), str(len(score.unsupported))]
    return [score.id, *shares, *counts, f"{score.ratio:.2f}", str(score.lines), f"{score.seconds:.2f}"]


def part(found: int, wanted: int) -> str:
    """A share with two decimals; a dash where nothing was wanted."""
    return f"{found / wanted:.2f}" if wanted else "-"


def details(scores: Sequence[Score]) -> Iterator[str]:
    """What is missing or wrong, a line each, under the consult's name."""
    for score in scores:
        yield score.id
        for what, found in (
            ("mist", score.missed),
            ("verkeerd vak", score.misplaced),
            ("val", score.traps),
            ("getal", score.alien_numbers),
            ("bewijs", score.unsupported),
        ):
            yield from (f"  {what}: {text}" for text in found)
