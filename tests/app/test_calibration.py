"""Threads are measured and kept; the card is used only when it is known to work."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.calibration import (
    Calibration,
    Compute,
    Kept,
    Timing,
    candidates,
    choose,
    key_of,
    load,
    resolve,
    save,
    time_threads,
)
from app.graphics import Card, CardVerdict
from app.settings import Settings
from asr.fake import FakeRecognizer, voice
from asr.recognizer import Recognizer

NO_CARD = CardVerdict("", "", Card.ABSENT)
CARD = CardVerdict("T1000 | 550", "T1000", Card.WORKS, "int8_float16")
FOUND = Calibration("cpu", 6, (Timing(2, 3.0), Timing(6, 1.0)), CARD)


@pytest.mark.parametrize(
    ("physical", "usable", "expected"),
    [
        (1, 1, (1,)), (2, 2, (2,)), (2, 4, (2,)), (4, 8, (2, 4)), (6, 12, (2, 4, 6)), (8, 16, (2, 4, 6)),
        (12, 24, (2, 4, 6, 10)), (16, 3, (2,)), (5, 5, (2, 3, 4)),
    ],
)  # fmt: skip
def test_candidates_stay_within_the_cores(physical: int, usable: int, expected: tuple[int, ...]) -> None:
    assert candidates(physical, usable) == expected


class Bench:
    """Recognisers on a scripted machine: seconds per window by number of threads."""

    def __init__(self, seconds: dict[int, float]) -> None:
        self.seconds, self.now_s = seconds, 0.0
        self.heard: list[int] = []

    def make(self, threads: int) -> Recognizer:
        def on_hear(_: float) -> None:
            self.heard.append(threads)
            self.now_s += self.seconds[threads]

        return FakeRecognizer(on_hear=on_hear)

    def time(self) -> tuple[Timing, ...]:
        return time_threads(self.make, voice(1.0), tuple(self.seconds), lambda *_: None, lambda: self.now_s)


def test_more_threads_that_are_far_slower_are_looked_at_once() -> None:
    machine = Bench({2: 1.0, 4: 0.6, 6: 9.0})
    assert choose(machine.time()) == 4 and machine.heard == [2, 2, 4, 4, 6]


def test_a_core_is_not_given_away_for_a_few_percent() -> None:
    assert choose(Bench({2: 1.0, 4: 0.62, 6: 0.60}).time()) == 4
    assert choose(Bench({2: 1.0, 4: 0.7, 6: 0.5}).time()) == 6


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "home" / "rekenkeuze.json"
    other = Calibration("other", 2, (), NO_CARD)
    save(Kept().with_(FOUND).with_(other), path)
    assert load(path).find("cpu", CARD.key) == FOUND and load(path).find("other", "") == other
    assert load(path).find("cpu of a later day", "") is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "x"}', '{"schema": "soepel.calibration/1", "threads": 3}'])
def test_a_damaged_file_counts_as_never_measured(tmp_path: Path, text: str) -> None:
    (tmp_path / "f.json").write_text(text)
    assert load(tmp_path / "f.json") == Kept() == load(tmp_path / "missing.json")


@pytest.mark.parametrize(
    ("settings", "found", "expected"),
    [
        (Settings(device="cpu"), None, Compute("cpu", "int8", 0)),
        (Settings(device="cpu"), FOUND, Compute("cpu", "int8", 6)),
        (Settings(device="cpu", threads=3), FOUND, Compute("cpu", "int8", 3)),
        (Settings(device="auto"), None, Compute("cpu", "int8", 0)),
        (Settings(device="auto"), FOUND, Compute("cuda", "int8_float16", 6)),
        (Settings(device="cuda"), FOUND, Compute("cuda", "int8_float16", 6)),
    ],
)
def test_settings_come_first_then_what_was_measured(
    settings: Settings, found: Calibration | None, expected: Compute
) -> None:
    assert resolve(settings, found) == expected


@pytest.mark.parametrize("state", [s for s in Card if s is not Card.WORKS])
def test_a_card_that_fails_falls_back_and_says_so(state: Card) -> None:
    found = Calibration("cpu", 2, (), CardVerdict("k", "T1000", state))
    used = resolve(Settings(device="cuda"), found)
    assert used.device == "cpu" and used.notice is not None and "de processor doet het werk" in used.notice
    by_itself = resolve(Settings(device="auto"), found)
    assert by_itself.device == "cpu" and by_itself.notice == (None if state is Card.ABSENT else used.notice)
    assert resolve(Settings(device="cpu"), found).notice is None


def test_key_names_processor_cores_version_and_model() -> None:
    assert key_of("Core", 8, "4.8.5", "d01c3014881c9c6f") == "Core | 8 cores | ctranslate2 4.8.5 | d01c3014881c"
    assert key_of("Core", 8, "4.8.5", None).endswith("?")


def test_one_choice_needs_no_measuring() -> None:
    assert "niets te kiezen" in Calibration("cpu", 2, (), NO_CARD).sentences()[0]
