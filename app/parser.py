"""The command line's grammar, in Dutch: the commands describe themselves, this file collects them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from typing import NoReturn

from app.commands import bench, demo, doctor, eval, models, note, process, transcribe, voice, window, words
from app.errors import WrongUsage

DUTCH = (  # argparse's own sentences, as they come from `error`
    (r"the following arguments are required: (.*)", r"deze argumenten ontbreken: \1"),
    (r"unrecognized arguments: (.*)", r"onbekende argumenten: \1"),
    (r"argument (.*): invalid choice: (.*) \(choose from (.*)\)", r"\1: \2 kan niet; kies uit \3"),
    (r"argument (.*): expected one argument", r"\1: hier hoort een waarde achter"),
    (r"argument (.*): expected at least one argument", r"\1: hier hoort ten minste één waarde achter"),
    (r"argument (.*): invalid \w+ value: (.*)", r"\1: \2 is geen geldige waarde"),
    (r"argument (.*): not allowed with argument (.*)", r"\1 en \2 gaan niet samen"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 kan \2 betekenen; schrijf de optie voluit"),
)


class DutchFormatter(argparse.HelpFormatter):
    """The standard layout with a Dutch heading."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "gebruik: " if prefix is None else prefix)


class DutchParser(argparse.ArgumentParser):
    """A parser that speaks Dutch and raises WrongUsage instead of leaving the process."""

    def __init__(self, **options: object) -> None:
        super().__init__(formatter_class=DutchFormatter, add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title, self._optionals.title = "argumenten", "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze hulp")

    def error(self, message: str) -> NoReturn:
        """Raise WrongUsage with the usage line and what is wrong, in Dutch."""
        for english, dutch in DUTCH:
            if re.fullmatch(english, message, re.DOTALL):
                message = re.sub(english, dutch, message, flags=re.DOTALL)
                break
        raise WrongUsage(f"{self.format_usage().rstrip()}\n{self.prog}: {message}")


def build_parser() -> argparse.ArgumentParser:
    """The whole grammar of `soepel`."""
    parser = DutchParser(
        prog="soepel",
        description="Soepel neemt een consult op, schrijft het uit en maakt er een SOEP-verslag van, "
        "helemaal op deze computer. Zonder opdracht opent het venster.",
    )
    parser.add_argument("--version", action="version", version=f"soepel {own_version()}", help="toon de versie")
    parser.set_defaults(run=window.run)
    commands = parser.add_subparsers(title="opdrachten", metavar="OPDRACHT", parser_class=DutchParser)
    for command in (transcribe, note, process, demo, models, words, voice, doctor, eval, bench):
        command.add(commands)
    return parser


def own_version() -> str:
    """The installed version; "onbekend" when run from loose files."""
    try:
        return version("soepel")
    except PackageNotFoundError:
        return "onbekend"
