"""The shipped sounds: small, labelled synthetic, and the sample's facts stand in the note of the real road."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from soep.cases import read_case
from soep.evaluate import lines_of
from soep.measure import fact_found, normalise

AT_LEAST = 6
LONGEST_BYTES = 1_000_000
RUN = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("name", ["sample/consult", "bench/bench"])
def test_a_shipped_sound_is_small_and_says_that_it_is_synthetic(name: str, sample_folder: Path) -> None:
    script = sample_folder.parent / f"{name}.json"
    document = json.loads(script.read_text(encoding="utf-8"))
    assert document["synthetic"] is True and "computerstemmen" in document["note"]
    assert 50_000 < script.with_suffix(".opus").stat().st_size < LONGEST_BYTES
    assert {turn["speaker"] for turn in document["turns"]} == {"arts", "patient"}


def test_the_sample_has_eight_facts(sample_folder: Path) -> None:
    case = read_case(sample_folder / "consult.json")
    assert len(case.facts) == 8
    assert {fact["section"] for fact in case.facts} == {"S", "O", "E", "P"}


@pytest.mark.slow
def test_the_demo_ends_with_the_facts_in_their_sections(tmp_path: Path, sample_folder: Path) -> None:
    environment = {**os.environ, "SOEPEL_HOME": str(tmp_path)}
    command = [sys.executable, "-c", RUN, "demo", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stderr
    lines = [(s, normalise(line)) for s, line in lines_of(json.loads(done.stdout)["note"])]
    facts = read_case(sample_folder / "consult.json").facts
    found = [f["id"] for f in facts if any(s == f["section"] and fact_found(f, line) for s, line in lines)]
    assert len(found) >= AT_LEAST, (found, lines)
