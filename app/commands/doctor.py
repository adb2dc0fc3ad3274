"""`soepel doctor`: looks whether everything that a consult needs is here and works."""

from __future__ import annotations

import argparse
from typing import Any

from app.checks import CHECKS, Verdict
from app.commands.options import add_json
from app.desk import Desk


def add(commands: Any) -> None:
    """Describe the command."""
    parser = commands.add_parser("doctor", help="kijk of alles werkt wat een consult nodig heeft")
    add_json(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, desk: Desk) -> int:
    """Run every check; exit code 1 when something essential is broken."""
    findings = []
    for number, check in enumerate(CHECKS):
        desk.progress("Kijken", number / len(CHECKS))
        findings.append(check(desk.build))
    desk.clear_progress()
    broken = any(finding.verdict is Verdict.BROKEN for finding in findings)
    if args.json:
        rows = [{"name": f.name, "verdict": f.verdict.value, "text": f.text} for f in findings]
        desk.show_json({"schema": "soepel.doctor/1", "healthy": not broken, "checks": rows})
    else:
        for finding in findings:
            desk.show(f"{finding.verdict.value:7} {finding.name:17} {finding.text}")
        desk.show("Er is iets kapot; zie hierboven." if broken else "Soepel kan werken.")
    return 1 if broken else 0
