"""The hard cases as data: reading them, writing their notes, and telling what is wrong with a note."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asr.transcript import Transcript
from soep.evaluate import lines_of, without_support
from soep.measure import alien_numbers, normalise
from soep.note import Section
from soep.render import note_to_dict
from soep.write import Writer

CASES = Path(__file__).parent / "cases"
MARKER = re.compile(r"(?:^|\s)[soep][:/;]|\w -(?:$|[,;])")  # what a HIS helper cuts at, and a minus for "no"


@dataclass(frozen=True, slots=True)
class Hard:
    """One case: `turns` as "speaker: text"; `want` and `ban` over normalised lines; `contacts`: how many, None: any."""

    id: str
    source: str
    turns: tuple[str, ...]
    want: tuple[dict[str, Any], ...]
    ban: tuple[dict[str, Any], ...]
    contacts: int | None
    speakers: bool

    def transcript(self) -> Transcript:
        """The talk, with or without its speakers."""
        turns = [turn.partition(": ") for turn in self.turns]
        return Transcript.from_turns(
            [{"speaker": who if self.speakers else None, "text": said} for who, _, said in turns]
        )


def hard_cases() -> list[Hard]:
    """Every case with speakers, and without ("/bare") unless the case says that nobody could tell who speaks."""
    rows = json.loads((CASES / "hard_cases.json").read_text("utf-8"))
    return [case for row in rows for case in _both(row)]


def _both(row: dict[str, Any]) -> Iterator[Hard]:
    given = (tuple(row["turns"]), tuple(row["want"]), tuple(row["ban"]), row.get("contacts"))
    yield Hard(row["id"], row["source"], *given, True)
    if row.get("bare", True):
        yield Hard(row["id"] + "/bare", row["source"], *given, False)


def known_failures() -> set[str]:
    """The ids of the cases that are known to fail."""
    return set(json.loads((CASES / "known_failures.json").read_text("utf-8")))


def faults(case: Hard, writer: Writer) -> list[str]:
    """What is wrong with the writer's note of a case; empty when it is right."""
    transcript = case.transcript()
    document = note_to_dict(writer.write(transcript), transcript)
    lines = [(k, normalise(text)) for k, text in lines_of(document)]
    out = [f"lacks [{w['section']}] {w['must']}" for w in case.want if not _wanted(w, lines)]
    for ban in case.ban:
        for k, line in lines:
            if ban.get("section") in (None, k) and any(re.search(p, line) for p in ban["bad"]):
                out.append(f"must not hold [{k}] {line}")
    out += [f"marker or minus in [{k}] {line}" for k, line in lines if MARKER.search(line)]
    out += [f"number not said: {n}" for n in alien_numbers(lines, " ".join(s.text for s in transcript.segments))]
    out += [f"evidence: {line}" for line in without_support(document)]
    if case.contacts is not None and len(document["contacts"]) != case.contacts:
        out.append(f"{len(document['contacts'])} contacts, wanted {case.contacts}")
    return out


def _wanted(want: dict[str, Any], lines: list[tuple[str, str]]) -> bool:
    section = Section(want["section"]).value
    return any(k == section and all(any(re.search(a, line) for a in g) for g in want["must"]) for k, line in lines)
