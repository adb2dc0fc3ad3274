"""The first start: a passphrase where there is no keyring, one window at a time, and the parts tied together."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from PySide6.QtWidgets import QApplication

from app.build import Build
from app.settings import Folders, Settings
from app.store.errors import KeyLost, PassphraseNeeded, WrongPassphrase
from app.store.vault import MemoryVault, Vault
from app.views import start
from app.workshop import Workshop

pytestmark = pytest.mark.usefixtures("qt")


class LockedBuild(Build):
    """A build whose vault opens with "goede zin!"; `is_new` when none was chosen yet."""

    is_new = False

    def vault(self, passphrase: str | None = None) -> Vault:
        if passphrase is None:
            raise PassphraseNeeded(new=self.is_new)
        if passphrase != "goede zin!":
            raise WrongPassphrase
        return MemoryVault()


class NewBuild(LockedBuild):
    is_new = True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """What the GP types, in turn."""
    made: list[str | None] = []
    monkeypatch.setattr(start, "ask_passphrase", lambda parent, text: made.pop(0))
    return made


def test_a_wrong_passphrase_is_asked_again(tmp_path: Path, typed: list[str | None]) -> None:
    typed.extend(["fout", "goede zin!"])
    assert start.unlock(LockedBuild(Folders(tmp_path), Settings())) is not None
    assert typed == []


def test_a_new_passphrase_is_typed_twice(tmp_path: Path, typed: list[str | None]) -> None:
    typed.extend(["kort", "goede zin!", "goede zin?", "goede zin!", "goede zin!"])
    assert start.unlock(NewBuild(Folders(tmp_path), Settings())) is not None
    assert typed == []


@pytest.mark.parametrize("answers", [[None], [""], ["goede zin!", None]])
def test_giving_up(tmp_path: Path, typed: list[str | None], answers: list[str | None]) -> None:
    typed.extend(answers)
    assert start.unlock(NewBuild(Folders(tmp_path), Settings())) is None


def test_a_lost_key_is_said_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, application: QApplication
) -> None:
    class LostBuild(Build):
        def vault(self, passphrase: str | None = None) -> Vault:
            raise KeyLost

    said: list[str] = []
    monkeypatch.setattr(start, "tell", said.append)
    assert start.main(LostBuild(Folders(tmp_path), Settings())) == 1
    assert "sleutel" in said[0]


def test_only_one_window_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, application: QApplication) -> None:
    said: list[str] = []
    monkeypatch.setattr(start, "tell", said.append)
    other = QLockFile(str(tmp_path / "venster.lock"))
    assert other.tryLock(0)
    assert start.run(application, LockedBuild(Folders(tmp_path), Settings())) == 1
    assert said == [start.ALREADY_OPEN]


def test_window_and_controller_are_tied_together(tmp_path: Path) -> None:
    window, controller = start.assemble(Workshop(Build(Folders(tmp_path), Settings()), MemoryVault()))
    window.show()
    window.record.consent.click()
    assert window.record.record.isEnabled()
    controller.close()
