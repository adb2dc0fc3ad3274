"""`soepel bench`: how fast and how well this computer transcribes, and which model to use on it."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json, count
from app.desk import Desk
from app.errors import WrongUsage
from app.files import write_bytes, write_text

if TYPE_CHECKING:
    from app.bench_sound import Known
    from app.benchmark import Benchmark

STOPPED = 130
SUSTAINED_S = 900.0
BAR = 16
NOT_FOR_PEOPLE = "Deze opdracht gebruikt Soepel zelf. Bedoelde u: soepel bench?"


def add(commands: Any) -> None:
    """Describe the command and its own commands."""
    parser = commands.add_parser(
        "bench",
        help="meet hoe snel en hoe goed deze computer uitschrijft",
        description="Meet elk model dat hier staat: snelheid, meelopen met het gesprek, wachttijd na Stop, fouten, "
        "geheugen. Zet andere programma's uit en de computer aan de stroom. Stoppen kan met Ctrl-C.",
    )
    parser.add_argument("--models", metavar="NAMEN", help="welke modellen, met komma's (standaard: alle die er zijn)")
    parser.add_argument("--runs", type=at_least_one, default=3, metavar="N", help="aantal keren (standaard 3)")
    parser.add_argument("--audio", type=Path, metavar="BESTAND", help="eigen geluid in plaats van het meegeleverde")
    parser.add_argument("--text", type=Path, metavar="BESTAND", help="wat er in dat geluid gezegd wordt")
    parser.add_argument("--quick", action="store_true", help="één keer en kort: ruwe cijfers")
    parser.add_argument("--sustained", action="store_true", help="ook een kwartier lang: wordt de computer trager?")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), help="rekenen op de processor of de videokaart")
    parser.add_argument("--threads", type=count, metavar="N", help="aantal rekendraden; 0 laat het programma kiezen")
    parser.add_argument("--beam", dest="beam_size", type=at_least_one, metavar="N", help="zoekbreedte")
    parser.add_argument("--csv", type=Path, metavar="BESTAND", help="schrijf de cijfers ook als csv")
    parser.add_argument("--plot", type=Path, metavar="BESTAND", help="teken de uitkomst ook als plaatje (png)")
    add_json(parser)
    parser.set_defaults(run=run)
    actions = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT")
    side = actions.add_parser("compare", help="leg metingen van computers naast elkaar")
    side.add_argument("files", nargs="+", type=Path, metavar="METING.json")
    side.set_defaults(run=run_compare)
    tune = actions.add_parser("calibrate", help="kies het snelste aantal rekendraden en bekijk de videokaart")
    add_json(tune)
    tune.set_defaults(run=run_calibrate)
    for name, child in (("work", run_work), ("probe", run_probe)):  # child processes; no help, as nobody types them
        actions.add_parser(name).set_defaults(run=child)


def at_least_one(text: str) -> int:
    """A whole number from 1 to 256."""
    number = count(text)
    if number < 1:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Measure and show. Whoever stops it keeps what was ready, with exit code 130."""
    from app.bench_child import in_child
    from app.benchmark import Request, run_benchmark

    request = Request(
        known_sound(args, desk), tuple(name for name in (args.models or "").replace(",", " ").split()),
        1 if args.quick else args.runs, args.quick, SUSTAINED_S if args.sustained else 0.0,
        args.threads, args.beam_size, args.device,
    )  # fmt: skip
    tell_device(args, desk)
    done = run_benchmark(request, desk.build, in_child(desk.build.folders), progress_bar(desk))
    desk.clear_progress()
    show(done, args, desk)
    if done.stopped:
        desk.say("Afgebroken. De modellen die klaar waren, staan in de uitkomst.")
    return STOPPED if done.stopped else 0


def tell_device(args: argparse.Namespace, desk: Desk) -> None:
    """Say so beforehand when the graphics card was asked for and does not work."""
    if args.device == "cuda":
        notice = replace(desk.build, settings=replace(desk.build.settings, device="cuda")).compute().notice
        if notice:
            desk.say(notice)


def known_sound(args: argparse.Namespace, desk: Desk) -> Known:
    """The shipped sound, or the user's own with its text."""
    from app import bench_sound

    if args.audio is None and args.text is None:
        return bench_sound.shipped(desk.build.sample().parent / "bench")
    return bench_sound.given(args.audio, args.text)


def progress_bar(desk: Desk) -> Any:
    """A bar on standard error, for whoever watches."""

    def report(what: str, share: float | None) -> None:
        full = round(BAR * (share or 0.0))
        desk.progress(f"{'█' * full}{'░' * (BAR - full)} {what[:30]:30}", share)

    return report


def show(done: Benchmark, args: argparse.Namespace, desk: Desk) -> None:
    """Every output that was asked for."""
    from app.bench_table import as_csv, as_table

    if args.csv is not None:
        write_text(args.csv, as_csv(done))
    if args.plot is not None:
        from app.bench_plot import as_png

        write_bytes(args.plot, as_png(done))
    if args.json:
        desk.show_json(done.as_json())
    else:
        desk.show(as_table(done))
    for path in (args.csv, args.plot):
        if path is not None:
            desk.say(f"Geschreven: {path}.")


def run_compare(args: argparse.Namespace, desk: Desk) -> int:
    """Lay results side by side. Raises BenchFileWrong and OSError."""
    from app.bench_table import compare
    from app.errors import BenchFileWrong

    documents = [read_result(path) for path in args.files]
    try:
        desk.show(compare(documents, names_of(args.files)))
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise BenchFileWrong(args.files[-1]) from problem
    return 0


def read_result(path: Path) -> dict[str, Any]:
    """A document soepel.bench/1. Raises BenchFileWrong and OSError."""
    from app.bench_values import SCHEMA
    from app.benchmark import models_of
    from app.errors import BenchFileWrong

    try:
        document = json.loads(path.read_bytes())
        if document["schema"] != SCHEMA:
            raise BenchFileWrong(path)
        models_of(document)
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise BenchFileWrong(path) from problem
    return dict(document)


def names_of(paths: list[Path]) -> list[str]:
    """Short names for the columns: the file names, or the paths where those are the same."""
    short = [path.stem for path in paths]
    return short if len(set(short)) == len(short) else [str(path) for path in paths]


def run_calibrate(args: argparse.Namespace, desk: Desk) -> int:
    """Measure the number of threads and look at the graphics card again; both are kept for this computer."""
    done = desk.build.calibrate(again=True, report=desk.progress)
    desk.clear_progress()
    if args.json:
        desk.show_json({"schema": "soepel.calibration/1", **done.as_json()})
    else:
        desk.show("\n".join(done.sentences()))
    return 0


def run_work(args: argparse.Namespace, desk: Desk) -> int:
    """The child of `run`: one model."""
    from app.bench_child import read_job, work
    from app.bench_measure import measure

    try:
        job = read_job(desk.input.read())
    except (ValueError, TypeError, AttributeError) as problem:
        raise WrongUsage(NOT_FOR_PEOPLE) from problem
    work(job, desk.out, lambda job, report: measure(job, desk.build, report))
    return 0


def run_probe(args: argparse.Namespace, desk: Desk) -> int:
    """The child that tries the graphics card (app/graphics.py)."""
    from app.calibration import Compute
    from app.graphics import trial
    from app.tuning import a_window

    try:
        model = str(json.loads(desk.input.read())["model"])
    except (ValueError, TypeError, KeyError) as problem:
        raise WrongUsage(NOT_FOR_PEOPLE) from problem
    build = replace(desk.build, settings=replace(desk.build.settings, model=model))
    answer = trial(lambda device, kind: build.make(Compute(device, kind, 0)), a_window(build))
    desk.out.write(json.dumps(answer) + "\n")
    return 0
