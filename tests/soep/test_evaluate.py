"""The measure as a whole: the reference scorer's figures to the last digit, evidence, conditions, time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from asr.transcript import Transcript
from soep.cases import Case, read_cases
from soep.evaluate import Conditions, Score, evaluate, lines_of, score, to_dict, totals, without_support
from soep.note import Contact, Evidence, Line, Note
from soep.render import note_to_dict
from tests.soep.notes import KINDS

DATA = Path(__file__).parent / "cases"
STORED = json.loads((DATA / "reference_scores.json").read_text("utf-8"))
REFERENCE = Path(__file__).parents[3] / "shared" / "eval"
EXAMPLES = REFERENCE / "examples"
COUNTED = ("w", "sec", "any", "crit", "crit_n", "ratio", "lines")
LISTED = ("missed", "misplaced", "traps", "alien_numbers")


class Scripted:
    """A writer with one line ready."""

    name = "proef"

    def __init__(self, text: str, evidence: tuple[Evidence, ...] = (Evidence(0, 3),)) -> None:
        self.given: list[Transcript] = []
        self._note = Note((Contact("x", S=(Line(text, evidence),)),), self.name)

    def write(self, transcript: Transcript) -> Note:
        self.given.append(transcript)
        return self._note


def same(mine: list[Score], expected: dict[str, Any]) -> None:
    """Every total and every row, exactly."""
    total = totals(mine)
    assert {k: total[k] for k in expected["total"]} == expected["total"]
    for found, row in zip(mine, expected["rows"], strict=True):
        assert [getattr(found, k) for k in COUNTED] == [row[k] for k in COUNTED]
        counts = [row[k] if isinstance(row[k], int) else len(row[k]) for k in LISTED]
        assert [len(getattr(found, k)) for k in LISTED] == counts
        assert {k: list(v) for k, v in found.by.items()} == row["by"]


@pytest.mark.parametrize("kind", KINDS)
def test_agrees_with_what_the_reference_scorer_said_of_these_notes(kind: str) -> None:
    same([score(case, KINDS[kind](case)) for case in read_cases(DATA / "consults")], STORED[kind])


@pytest.mark.skipif(not (REFERENCE / "score.py").exists(), reason="the reference scorer is not beside this checkout")
@pytest.mark.parametrize("kind", [*KINDS, "reference"])
def test_agrees_with_the_reference_scorer_to_the_last_digit(kind: str, tmp_path: Path) -> None:
    cases = read_cases(EXAMPLES)
    notes = {case.id: reference_note(case) if kind == "reference" else KINDS[kind](case) for case in cases}
    for name, lines in notes.items():
        sections = {k: [text for section, text in lines if section == k] for k in "SOEP"}
        (tmp_path / f"{name}.json").write_text(json.dumps(sections), "utf-8")
    command = [sys.executable, str(REFERENCE / "score.py"), str(EXAMPLES), str(tmp_path), "--json"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    same([score(case, notes[case.id]) for case in cases], json.loads(done.stdout))


def reference_note(case: Case) -> list[tuple[str, str]]:
    """The careful GP's note that comes with the examples."""
    note = json.loads((REFERENCE / "reference" / f"{case.id}.json").read_text("utf-8"))
    return [(k, line) for k in "SOEP" for line in note[k]]


def case(*said: str) -> Case:
    fact = {"section": "S", "text": "hoest", "weight": 2, "must": [["hoest"]]}
    return Case("c", "proef", tuple({"speaker": "patient", "text": s} for s in said), (fact,), ())


def test_a_writer_is_timed_without_its_loading() -> None:
    ticks = iter([10.0, 10.5])
    writer = Scripted("ik hoest drie dagen")
    found = list(evaluate([case("ik hoest drie dagen")], writer, clock=lambda: next(ticks)))
    assert [s.seconds for s in found] == [0.5]
    assert len(writer.given) == 2 and totals(found)["seconds_per_consult"] == 0.5
    assert found[0].sec == 2 and found[0].crit == 1 and found[0].unsupported == ()


def test_without_speakers_nobody_is_named() -> None:
    writer = Scripted("hoest")
    list(evaluate([case("ik hoest")], writer, Conditions(speakers=False)))
    assert [s.speaker for s in writer.given[1].segments] == [None]


def test_word_errors_reach_the_writer_and_the_measure() -> None:
    writer = Scripted("hoest")
    talk = "ik hoest al een hele tijd en ik slaap er heel erg slecht van dokter " * 5
    list(evaluate([case(talk)], writer, Conditions(word_errors=0.3)))
    assert writer.given[1].segments[0].text != " ".join(talk.split())


def test_lines_without_valid_evidence_are_named() -> None:
    talk = Transcript.from_turns([{"speaker": "patient", "text": "ik hoest al drie dagen"}])
    for text, evidence, lacking in [
        ("3 dgn hoest", (Evidence(0, 4),), None),
        ("4 dgn hoest", (Evidence(0, 4),), "4"),
        ("hoest en koorts", (Evidence(0, 4),), "koorts"),
        ("hoest", (), "hoest"),
        ("geen", (), "no evidence"),
        ("3 dgn hoest", (Evidence(0, 1),), "3"),
    ]:
        note = Note((Contact("x", S=(Line(text, evidence),)),), "w")
        found = without_support(note_to_dict(note, talk))
        assert (lacking is None and not found) or (len(found) == 1 and lacking and lacking in found[0]), text


def test_the_json_form() -> None:
    writer = Scripted("hoest")
    document = to_dict(list(evaluate([case("ik hoest")], writer)), Conditions(), writer.name)
    assert json.loads(json.dumps(document))["schema"] == "soepel.eval/1"
    assert document["speakers"] is True and document["word_errors"] == 0.0
    assert document["rows"][0]["by"]["S"] == (2, 2) and document["total"]["evidence_valid"] == 1.0
    assert lines_of(note_to_dict(Note((), "w"), Transcript(()))) == []


def test_totals_of_nothing_are_no_division_by_zero() -> None:
    assert totals([])["section_recall"] == 0.0
