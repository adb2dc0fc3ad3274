"""`soepel eval`: table, details, JSON, worse conditions, and folders that hold no cases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.app.helpers import Cli, one_sentence

CASE = {
    "id": "v1",
    "title": "Hoest",
    "turns": [
        {"speaker": "arts", "text": "Waar kan ik u mee helpen?"},
        {"speaker": "patient", "text": "Ik heb sinds drie dagen koorts en ik moet veel hoesten."},
        {"speaker": "arts", "text": "U heeft een verkoudheid. Neem paracetamol, drie keer per dag."},
    ],
    "facts": [
        {"section": "S", "text": "koorts", "weight": 2, "must": [["koorts"]]},
        {"section": "P", "text": "iets wat niet gezegd is", "weight": 1, "must": [["operatie"]]},
    ],
    "traps": [{"text": "trombose", "bad": ["trombose"]}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "v1.json").write_text(json.dumps(CASE))
    return tmp_path


def test_table_and_details(cli: Cli, folder: Path) -> None:
    done = cli("eval", folder)
    assert done.code == 0 and done.err == ""
    assert done.out.splitlines()[1].startswith("v1") and "alle 1" in done.out and "operatie" not in done.out
    assert "mist: P: iets wat niet gezegd is" in cli("eval", folder, "--details").out


def test_json_and_conditions(cli: Cli, folder: Path) -> None:
    document = cli("eval", folder, "--json", "--without-speakers", "--word-errors", "0,15", "--seed", "7").json
    assert (document["schema"], document["speakers"], document["word_errors"], document["seed"]) == (
        "soepel.eval/1", False, 0.15, 7,
    )  # fmt: skip
    assert document["total"]["consults"] == 1 and document["rows"][0]["id"] == "v1"


def test_no_cases_and_a_bad_one(cli: Cli, tmp_path: Path) -> None:
    one_sentence(cli("eval", tmp_path), "geen consulten")
    one_sentence(cli("eval", tmp_path / "weg"), "geen consulten")
    (tmp_path / "a.json").write_text('{"id": "a"}')
    one_sentence(cli("eval", tmp_path), "a.json", "turns")


@pytest.mark.parametrize("share", ["1.5", "-0,1", "veel", "nan"])
def test_a_share_of_words_is_between_0_and_1(cli: Cli, folder: Path, share: str) -> None:
    assert cli("eval", folder, f"--word-errors={share}").code == 2
