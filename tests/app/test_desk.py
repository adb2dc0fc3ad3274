"""The desk: clean output, talk apart from it, progress only where somebody watches."""

from __future__ import annotations

import io
import json
import sys

import pytest

from app.desk import Desk, desk_here
from tests.app.helpers import FakeBuild


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def desk(build: FakeBuild, err: io.StringIO | None = None) -> Desk:
    return Desk(build, io.StringIO(), err or io.StringIO(), io.BytesIO())


def test_result_and_talk_go_apart(build: FakeBuild) -> None:
    at = desk(build)
    at.show("uitkomst\x1b[31m\n")
    at.say("praatje")
    assert isinstance(at.out, io.StringIO) and isinstance(at.err, io.StringIO)
    assert at.out.getvalue() == "uitkomst[31m\n" and at.err.getvalue() == "praatje\n"


def test_json_parses_whatever_is_in_it(build: FakeBuild) -> None:
    at = desk(build)
    at.show_json({"text": "één \ud800 \x1b \u202e 🤒"})
    assert isinstance(at.out, io.StringIO)
    assert json.loads(at.out.getvalue()) == {"text": "één \ud800 \x1b \u202e 🤒"}


def test_progress_is_for_a_terminal_only(build: FakeBuild) -> None:
    piped, watched = io.StringIO(), Terminal()
    for err in (piped, watched):
        at = desk(build, err)
        at.progress("Laden", 0.5)
        at.progress("Laden", 0.6)  # too soon after the last
        at.say("klaar")
    assert piped.getvalue() == "klaar\n"
    assert watched.getvalue().startswith("\rLaden  50%\r") and watched.getvalue().endswith("\rklaar\n")


def test_without_a_console(build: FakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    at = desk_here(build)
    at.show("x")
    at.say("y")
    assert at.input.read() == b""
