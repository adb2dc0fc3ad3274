"""`soepel doctor`: says what is wrong, and fails only for what a consult cannot do without."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import checks
from app.calibration import Calibration, Kept, save
from app.checks import Verdict
from app.graphics import Card, CardVerdict, key_of
from app.tuning import FILE_NAME, key_here, version
from asr.errors import NoSoundSystem
from models.errors import FileChanged
from models.store import ModelStore
from tests.app.helpers import Cli, FakeBuild


@pytest.fixture(autouse=True)
def model_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ModelStore, "path", lambda self, name: Path("base"))


def test_healthy(cli: Cli) -> None:
    done = cli("doctor", "--json")
    assert done.code == 0 and done.json["healthy"]
    names = [check["name"] for check in done.json["checks"]]
    assert names[:3] == ["spraakmodel", "uitschrijven", "geluidsbestanden"] and len(names) == len(checks.CHECKS)
    assert "Soepel kan werken." in cli("doctor").out


def test_a_damaged_model_is_broken(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise FileChanged("base", "model.bin")

    monkeypatch.setattr(ModelStore, "path", damaged)
    done = cli("doctor")
    assert done.code == 1 and "kapot" in done.out and "model.bin" in done.out


def test_no_sound_system_only_warns(build: FakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise NoSoundSystem(None, "no library")

    monkeypatch.setattr("asr.microphone.devices", none)
    assert checks.check_microphone(build).verdict is Verdict.WARN


def test_own_words_that_cannot_be_read_only_warn(build: FakeBuild) -> None:
    assert checks.check_words(build).verdict is Verdict.GOOD
    build.folders.words.mkdir(parents=True)
    assert checks.check_words(build).verdict is Verdict.WARN


def test_a_home_that_cannot_be_written(build: FakeBuild) -> None:
    build.folders.home.parent.mkdir(parents=True, exist_ok=True)
    build.folders.home.write_text("a file in the way")
    assert checks.check_disk(build).verdict is Verdict.BROKEN


def test_a_damaged_key_file(build: FakeBuild) -> None:
    build.folders.home.mkdir(parents=True)
    (build.folders.home / "key.json").write_text("{")
    assert checks.check_keyring(build).verdict is Verdict.BROKEN


def test_a_key_in_a_keyring_that_is_gone(build: FakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.store.keys.system_keyring", lambda: None)
    build.folders.home.mkdir(parents=True)
    assert checks.check_keyring(build).verdict is Verdict.WARN
    (build.folders.home / "key.json").write_text('{"schema": "soepel.key/1", "where": "keyring", "name": "00"}')
    assert checks.check_keyring(build).verdict is Verdict.BROKEN


def test_the_card_and_what_a_trial_showed(build: FakeBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bench_machine.gpus", lambda: (("T1000", "550.54", "4096 MiB"),))
    monkeypatch.setattr("app.tuning.gpus", lambda: (("T1000", "550.54", "4096 MiB"),))
    assert "nog niet geprobeerd" in checks.check_graphics(build).text
    verdict = CardVerdict(key_of((("T1000", "550.54"),), version()), "T1000", Card.CRASHED)
    save(Kept().with_(Calibration(key_here(build), 2, (), verdict)), build.folders.home / FILE_NAME)
    found = checks.check_graphics(build)
    assert found.verdict is Verdict.WARN and "liep vast" in found.text
    assert "2 rekendraden" in checks.check_compute(build).text
