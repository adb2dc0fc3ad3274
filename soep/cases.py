"""Cases of `soepel eval`: an invented consult, the facts wanted in its note, and the traps that must not be in it.

Two forms: one JSON file per consult (`{"id", "title", "patient", "turns", "facts", "traps"}`; patterns are regular
expressions over normalised lines, see soep/measure.py), and, in a source checkout, the labelled consults of
soep/training (FORMAT.md there).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from asr.transcript import Speaker, Transcript
from soep.errors import CaseMalformed, NoCases

Turn = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Case:
    """One case. A turn is {"speaker": "arts" | "patient" | "derde" | None, "text"}; facts and traps as in the file."""

    id: str
    title: str
    turns: tuple[Turn, ...]
    facts: tuple[Mapping[str, Any], ...]
    traps: tuple[Mapping[str, Any], ...]

    @property
    def talk(self) -> str:
        """Everything said, in one line, as the measure counts it."""
        return " ".join(turn["text"] or "" for turn in self.turns)

    def transcript(self) -> Transcript:
        """The talk as a transcript, one segment per turn."""
        return Transcript.from_turns(self.turns)

    def without_speakers(self) -> Case:
        """The same case with nobody named."""
        return replace(self, turns=tuple({"speaker": None, "text": t["text"]} for t in self.turns))


def read_cases(folder: Path) -> list[Case]:
    """All cases of a folder, by file name. Raises NoCases, CaseMalformed and OSError."""
    suffixes = {".json", ".txt"} if find_spec("soep.training") else {".json"}
    files = sorted(p for p in folder.iterdir() if p.suffix in suffixes) if folder.is_dir() else []
    if not files:
        raise NoCases(folder)
    return [read_case(path) for path in files]


def read_case(path: Path) -> Case:
    """One case. Raises CaseMalformed and OSError."""
    return case_of(_labelled(path) if path.suffix == ".txt" else _json(path), path)


def case_of(document: object, path: Path) -> Case:
    """A case from parsed data; `path` is only named in errors. Raises CaseMalformed."""
    check = _Check(path)
    case = check.mapping(document, "case")
    turns = [check.mapping(t, f"turns[{i}]") for i, t in enumerate(check.sequence(case.get("turns"), "turns"))]
    facts = [check.mapping(f, f"facts[{i}]") for i, f in enumerate(check.sequence(case.get("facts"), "facts"))]
    traps = [check.mapping(t, f"traps[{i}]") for i, t in enumerate(check.sequence(case.get("traps"), "traps"))]
    for i, fact in enumerate(facts):
        check.fact(fact, f"facts[{i}]")
    for i, trap in enumerate(traps):
        check.text(trap.get("text"), f"traps[{i}].text")
        check.patterns(trap.get("bad"), f"traps[{i}].bad")
    return Case(
        check.text(case.get("id"), "id"),
        check.text(case.get("title", ""), "title"),
        tuple(check.turn(t, f"turns[{i}]") for i, t in enumerate(turns)),
        tuple(facts),
        tuple(traps),
    )


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as problem:
        raise CaseMalformed(path, "JSON") from problem


def _labelled(path: Path) -> object:
    from soep.training.consults import ConsultFormatError, read

    try:
        return read(path).case()
    except (ConsultFormatError, UnicodeDecodeError) as problem:
        raise CaseMalformed(path, "text") from problem


@dataclass(frozen=True, slots=True)
class _Check:
    """Looks at parsed data of unknown form; every method raises CaseMalformed naming the place."""

    path: Path

    def mapping(self, value: object, where: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise CaseMalformed(self.path, where)
        return value

    def sequence(self, value: object, where: str) -> Sequence[Any]:
        if not isinstance(value, list | tuple):
            raise CaseMalformed(self.path, where)
        return value

    def text(self, value: object, where: str) -> str:
        if not isinstance(value, str):
            raise CaseMalformed(self.path, where)
        return value

    def patterns(self, value: object, where: str) -> None:
        for pattern in self.sequence(value, where):
            try:
                re.compile(self.text(pattern, where))
            except re.error as problem:
                raise CaseMalformed(self.path, where) from problem

    def fact(self, fact: Mapping[str, Any], where: str) -> None:
        self.text(fact.get("text"), f"{where}.text")
        if fact.get("section") not in ("S", "O", "E", "P"):
            raise CaseMalformed(self.path, f"{where}.section")
        if fact.get("weight", 1) not in (1, 2):
            raise CaseMalformed(self.path, f"{where}.weight")
        for group in self.sequence(fact.get("must"), f"{where}.must"):
            self.patterns(group, f"{where}.must")
        self.patterns(fact.get("not", []), f"{where}.not")

    def turn(self, turn: Mapping[str, Any], where: str) -> Turn:
        speaker = turn.get("speaker")
        if speaker is not None and speaker not in set(Speaker):
            raise CaseMalformed(self.path, f"{where}.speaker")
        return {"speaker": speaker, "text": self.text(turn.get("text"), f"{where}.text")}
