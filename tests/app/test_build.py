"""The composition root builds the real parts, and only when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.build import Build, build_here
from app.settings import Folders, Settings
from app.store.errors import PassphraseNeeded
from soep.write import RuleWriter


def test_it_starts_from_soepel_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOEPEL_HOME", str(tmp_path))
    assert build_here() == Build(Folders(tmp_path), Settings())
    assert list(tmp_path.iterdir()) == []


def test_the_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = Build(Folders(tmp_path), Settings())
    assert build.models().folder == tmp_path / "models"
    assert isinstance(build.writer(), RuleWriter)
    assert build.sample().is_dir()
    monkeypatch.setattr("app.store.keys.system_keyring", lambda: None)
    with pytest.raises(PassphraseNeeded):
        build.vault()
