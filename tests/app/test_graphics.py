"""The trial of the graphics card: whatever the child does, there is a verdict."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from app import bench_child
from app.graphics import Card, CardVerdict, key_of, last_answer, trial, try_card
from app.settings import Folders
from asr.errors import ModelLoadError
from asr.fake import FakeRecognizer, voice
from asr.recognizer import Recognizer
from tests.app.helpers import hearing

CARDS = (("T1000", "550.54", "4096 MiB"),)
GOOD = json.dumps({"state": "works", "compute_type": "int8_float16"})


def tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, patience_s: float = 60.0) -> CardVerdict:
    monkeypatch.setattr(bench_child, "own_command", lambda: [sys.executable, "-c", script])
    return try_card(Folders(tmp_path), "base", CARDS, "4.8.5", patience_s=patience_s)


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (f"import sys; sys.stdin.read(); print('driver'); print({GOOD!r})", Card.WORKS),
        ("print('{\"state\": \"differs\", \"compute_type\": null}')", Card.DIFFERS),
        ("raise RuntimeError('Library libcublas.so.12 is not found')", Card.REFUSES),
        ("import sys; sys.exit(3)", Card.CRASHED),
        ("print('nothing to say')", Card.CRASHED),
    ],
)
def test_a_childs_end_is_a_verdict(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, state: Card) -> None:
    found = tried(monkeypatch, tmp_path, script)
    assert found.state is state and found.works is (state is Card.WORKS)
    assert found.key == "T1000 | 550.54 | ctranslate2 4.8.5" and "T1000" in found.sentence()


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_child_that_aborts_is_survived(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert tried(monkeypatch, tmp_path, "import os; os.abort()").state is Card.CRASHED


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert tried(monkeypatch, tmp_path, "import time; time.sleep(60)", 0.5).state is Card.TOO_SLOW


def test_without_a_card_no_child(tmp_path: Path) -> None:
    found = try_card(Folders(tmp_path), "base", (), "4.8.5", arguments=("would", "fail"))
    assert found == CardVerdict("", "", Card.ABSENT) and key_of((), "1") == ""


def test_the_trial_takes_the_first_type_that_loads_and_compares() -> None:
    def make(device: str, compute_type: str) -> Recognizer:
        if compute_type == "int8_float16":
            raise ModelLoadError(Path("base"), "not on this card")
        return FakeRecognizer((hearing("ik heb koorts"),))

    assert trial(make, voice(1.0)) == {"state": "works", "compute_type": "int8_float32"}


def test_the_trial_sees_other_words() -> None:
    def make(device: str, compute_type: str) -> Recognizer:
        return FakeRecognizer((hearing("ik heb koorts" if device == "cpu" else "la la la la"),))

    assert trial(make, voice(1.0))["state"] == "differs"


def test_the_trial_without_any_type() -> None:
    def make(device: str, compute_type: str) -> Recognizer:
        if device == "cuda":
            raise ModelLoadError(Path("base"), "no driver")
        return FakeRecognizer()

    with pytest.raises(ModelLoadError):
        trial(make, voice(1.0))


@pytest.mark.parametrize("said", ["", "[]", "{}", '{"state": "fine"}', "null"])
def test_no_answer(said: str) -> None:
    assert last_answer(said) is None
