"""Read consult files (FORMAT.md) into values; turn them into `soepel eval` cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

SPEAKERS = ("arts", "patient", "derde")
ACTS = ("groet", "praat", "vraag", "melding", "antwoord", "zorg", "handeling", "onderzoek", "conclusie", "uitleg",
        "beleid", "voorstel", "vangnet", "reactie", "herhaling")  # fmt: skip
SECTIONS = ("S", "O", "E", "P", "-")
STANDS = "vast"
FATES = (STANDS, "weg", "open", "algemeen", "ander", "toen", "idee")


class ConsultFormatError(ValueError):
    """A consult file does not follow FORMAT.md; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """One labelled utterance of a consult."""

    speaker: str
    turn: int
    text: str
    section: str
    act: str
    fate: str


@dataclass(frozen=True, slots=True)
class Consult:
    """One invented consult: its labelled talk, the facts wanted, the traps, and a careful GP's note."""

    id: str
    title: str
    age: float
    sex: str
    tags: tuple[str, ...]
    utterances: tuple[Utterance, ...]
    facts: tuple[dict[str, object], ...]
    traps: tuple[dict[str, object], ...]
    reference: tuple[tuple[str, str], ...]

    def turns(self) -> list[dict[str, str]]:
        """The talk as turns: `[{"speaker": .., "text": ..}]`."""
        out: list[dict[str, str]] = []
        last = -1
        for u in self.utterances:
            if u.turn == last:
                out[-1]["text"] += " " + u.text
            else:
                out.append({"speaker": u.speaker, "text": u.text})
            last = u.turn
        return out

    def case(self) -> dict[str, object]:
        """The consult as a `soepel eval` case."""
        return {
            "id": self.id,
            "title": self.title,
            "patient": {"age": self.age, "sex": self.sex},
            "turns": self.turns(),
            "facts": list(self.facts),
            "traps": list(self.traps),
        }


def _alternatives(text: str) -> list[str]:
    return [a.strip() for a in re.split(r"\s;;\s", text.strip()) if a.strip()]


def _fact(row: str) -> dict[str, object]:
    parts = row.split(" | ", 4)
    if len(parts) != 5 or parts[1] not in "SOEP" or parts[2] not in "12":
        raise ValueError("a fact is: id | section | weight | text | patterns")
    body, _, nots = parts[4].partition(" !! ")
    must = [_alternatives(g) for g in re.split(r"\s&&\s", body)]
    fact: dict[str, object] = {
        "id": parts[0].strip(), "section": parts[1], "text": parts[3].strip(), "weight": int(parts[2]), "must": must,
    }  # fmt: skip
    if nots.strip():
        fact["not"] = _alternatives(nots)
    for pattern in [p for g in must for p in g] + _alternatives(nots):
        re.compile(pattern)
    return fact


def _trap(row: str) -> dict[str, object]:
    parts = row.split(" | ", 3)
    if len(parts) != 4 or parts[2].strip() not in SECTIONS:
        raise ValueError("a trap is: id | text | section or - | patterns")
    trap: dict[str, object] = {"id": parts[0].strip(), "text": parts[1].strip(), "bad": _alternatives(parts[3])}
    if parts[2].strip() != "-":
        trap["section"] = parts[2].strip()
    for pattern in _alternatives(parts[3]):
        re.compile(pattern)
    return trap


def _utterances(rows: Iterable[tuple[int, str]]) -> Iterator[Utterance]:
    speaker, turn = "", -1
    for number, row in rows:
        if row.strip() in SPEAKERS and not row.startswith((" ", "\t")):
            speaker, turn = row.strip(), turn + 1
            continue
        match = re.fullmatch(r"\s+([SOEP-]):([a-z]+)(?:~([a-z]+))?\s+(\S.*)", row)
        if not match or not speaker:
            raise ConsultFormatError(f"line {number}: not an utterance: {row!r}")
        section, act, fate, text = match.groups(default=STANDS)
        if act not in ACTS:
            raise ConsultFormatError(f"line {number}: unknown act {act!r}")
        if fate not in FATES:
            raise ConsultFormatError(f"line {number}: unknown fate {fate!r}")
        yield Utterance(speaker, turn, text.strip(), section, act, fate)


def parse(text: str) -> Consult:
    """Parse one consult file's text. Raises ConsultFormatError."""
    head: dict[str, str] = {}
    parts: dict[str, list[tuple[int, str]]] = {"gesprek": [], "feiten": [], "vallen": [], "verslag": []}
    part = ""
    for number, row in enumerate(text.splitlines(), 1):
        if not row.strip():
            continue
        if row.startswith("=="):
            part = row.strip("= ").strip()
            if part not in parts:
                raise ConsultFormatError(f"line {number}: unknown part {part!r}")
        elif part:
            parts[part].append((number, row))
        else:
            key, _, value = row.partition(":")
            head[key.strip()] = value.strip()
    rows: dict[str, list[dict[str, object]]] = {"feiten": [], "vallen": []}
    for name, build in (("feiten", _fact), ("vallen", _trap)):
        for number, row in parts[name]:
            try:
                rows[name].append(build(row))
            except (ValueError, re.error) as error:
                raise ConsultFormatError(f"line {number}: {error}") from error
    reference = [(r[0], r[2:].strip()) for _, r in parts["verslag"] if re.match(r"[SOEP]:", r)]
    age, _, sex = head.get("patient", "").partition(" ")
    try:
        return Consult(
            head["id"], head["title"], float(age), sex.strip(),
            tuple(t.strip() for t in head.get("tags", "").split(";")),
            tuple(_utterances(parts["gesprek"])), tuple(rows["feiten"]), tuple(rows["vallen"]), tuple(reference),
        )  # fmt: skip
    except (KeyError, ValueError) as error:
        raise ConsultFormatError(f"head or talk: {error}") from error


def read(path: Path) -> Consult:
    """Read one consult file. Raises ConsultFormatError naming the file."""
    try:
        return parse(path.read_text("utf-8"))
    except ConsultFormatError as error:
        raise ConsultFormatError(f"{path}: {error}") from error


def read_all(folder: Path) -> list[Consult]:
    """All consults in a folder, by file name."""
    return [read(p) for p in sorted(folder.glob("*.txt"))]


def scenes(path: Path) -> list[Consult]:
    """The scenes of one family file: parts of consults, with labels only. Raises ConsultFormatError naming the file."""
    head, *parts = re.split(r"(?m)^-- .*$", path.read_text("utf-8"))
    title = next((row.partition(":")[2].strip() for row in head.splitlines() if row.startswith("title:")), "")
    out = []
    for number, part in enumerate(parts, 1):
        rows = ((n, row) for n, row in enumerate(part.splitlines(), 1) if row.strip())
        try:
            found = tuple(_utterances(rows))
        except ConsultFormatError as error:
            raise ConsultFormatError(f"{path}, scene {number}: {error}") from error
        out.append(Consult(f"{path.stem}-{number}", title, 0.0, "", (), found, (), (), ()))
    return out


def all_scenes(folder: Path) -> list[Consult]:
    """All scenes in a folder, by file name."""
    return [s for p in sorted(folder.glob("*.txt")) for s in scenes(p)]
