"""`soepel models list|verify|import|install|remove`: the speech models on this computer."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.options import add_json
from app.desk import Desk
from app.messages import megabytes

if TYPE_CHECKING:
    from models.store import Listed, Offer, Verified

YES = {"ja", "j"}


def add(commands: Any) -> None:
    """Describe the command and its own commands."""
    parser = commands.add_parser("models", help="bekijk, controleer, haal of verwijder spraakmodellen")
    actions = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", required=True, dest="opdracht")
    listing = actions.add_parser("list", help="toon welke modellen er zijn en waar ze staan")
    listing.set_defaults(run=run_list)
    verify = actions.add_parser("verify", help="controleer elk bestand van een model (standaard: alle)")
    verify.add_argument("name", nargs="?", metavar="NAAM")
    verify.set_defaults(run=run_verify)
    bring = actions.add_parser("import", help="neem een model over uit een map of van een usb-stick")
    bring.add_argument("folder", type=Path, metavar="MAP")
    bring.set_defaults(run=run_import)
    install = actions.add_parser("install", help="haal een model op; vraagt eerst of het internet mag")
    install.add_argument("name", metavar="NAAM")
    install.add_argument("--yes", action="store_true", help="ja, het model mag van internet worden gehaald")
    install.set_defaults(run=run_install)
    remove = actions.add_parser("remove", help="verwijder een model van deze computer")
    remove.add_argument("name", metavar="NAAM")
    remove.set_defaults(run=run_remove)
    for action in (listing, verify, bring, install, remove):
        add_json(action)


def run_list(args: argparse.Namespace, desk: Desk) -> int:
    """Every model that the program knows, and where it stands."""
    chosen = desk.build.settings.model
    rows = desk.build.models().list()
    if args.json:
        desk.show_json({"schema": "soepel.models/1", "models": [listed_to_dict(row, chosen) for row in rows]})
        return 0
    for row in rows:
        mark = "*" if row.model.name == chosen else " "
        desk.show(f"{mark} {row.model.name:16} {megabytes(row.size_bytes):>8}  {where(row)}")
    desk.show("* is het model dat nu gekozen is.")
    return 0


def run_verify(args: argparse.Namespace, desk: Desk) -> int:
    """Hash every file of one model, or of all that are here. Raises the first model's error."""
    from models.store import State

    models = desk.build.models()
    names = [args.name] if args.name else [m.model.name for m in models.list() if m.state is not State.ABSENT]
    checked = []
    for name in names:
        models.path(name, progress(desk, "Model klaarzetten"))
        checked.append(models.verify(name))
    return tell([verified_to_dict(one) for one in checked], "in orde", args, desk)


def run_import(args: argparse.Namespace, desk: Desk) -> int:
    """Copy a model from a folder."""
    done = desk.build.models().import_folder(args.folder, progress(desk, "Model overnemen"))
    return tell([verified_to_dict(done)], "overgenomen en gecontroleerd", args, desk)


def run_install(args: argparse.Namespace, desk: Desk) -> int:
    """Get a model; the network only after a clear yes, by `--yes` or at the keyboard."""

    def confirm(offer: Offer) -> bool:
        if args.yes:
            return True
        desk.say(
            f"Het model {offer.name} ({megabytes(offer.size_bytes)}, licentie {offer.licence}) wordt van internet "
            f"gehaald: {offer.repository}. Er wordt niets over patiënten verstuurd. Mag dat? Typ ja en Enter."
        )
        return desk.input.readline().decode("utf-8", "replace").strip().lower() in YES

    done = desk.build.models().install(args.name, confirm, progress(desk, "Model ophalen"))
    return tell([verified_to_dict(done)], "staat klaar", args, desk)


def run_remove(args: argparse.Namespace, desk: Desk) -> int:
    """Take a model away."""
    desk.build.models().remove(args.name)
    return tell([{"name": args.name}], "verwijderd", args, desk)


def progress(desk: Desk, what: str) -> Any:
    """The store's progress (bytes done, bytes in all) as the desk's."""

    def report(done: int, total: int) -> None:
        desk.progress(what, done / total if total else None)

    return report


def tell(models: list[dict[str, Any]], how: str, args: argparse.Namespace, desk: Desk) -> int:
    """Say what was done to which models."""
    desk.clear_progress()
    if args.json:
        desk.show_json({"schema": "soepel.models/1", "models": models})
        return 0
    for model in models:
        desk.show(f"{model['name']}: {how}.")
    if not models:
        desk.show("Er staan geen modellen op deze computer.")
    return 0


def listed_to_dict(row: Listed, chosen: str) -> dict[str, Any]:
    """One row of the list as JSON."""
    model = row.model
    return {
        "name": model.name,
        "title": model.title,
        "state": row.state.value,
        "chosen": model.name == chosen,
        "size_bytes": row.size_bytes,
        "licence": model.licence,
        "origin": row.origin,
    }


def verified_to_dict(done: Verified) -> dict[str, Any]:
    """One checked model as JSON."""
    return {
        "name": done.name,
        "folder": str(done.folder),
        "proof": done.proof.value,
        "size_bytes": done.size_bytes,
    }


def where(row: Listed) -> str:
    """A model's state in Dutch."""
    from models.store import State

    return {
        State.INSTALLED: "staat klaar",
        State.SHIPPED: "meegeleverd, wordt klaargezet bij eerste gebruik",
        State.ABSENT: "niet op deze computer",
    }[row.state]
