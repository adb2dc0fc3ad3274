"""The composition root builds the real parts, and only when they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.build import Build, build_here
from app.settings import Folders, Settings
from app.store.errors import PassphraseNeeded
from asr.transcript import Transcript
from asr.vocabulary import Vocabulary, save
from soep.write import RuleWriter


def test_it_starts_from_soepel_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOEPEL_HOME", str(tmp_path))
    assert build_here() == Build(Folders(tmp_path), Settings())
    assert list(tmp_path.iterdir()) == []


def test_the_writer_hears_the_practices_own_words(tmp_path: Path) -> None:
    build = Build(Folders(tmp_path), Settings())
    said = Transcript.from_turns([{"speaker": "arts", "text": "Ik verwijs u naar de fysiotherapeut Meulenbeld."}])
    plain = build.writer().write(said)
    save(Vocabulary(("Meulenbelt",)), build.folders.words)
    (line,) = [line for contact in build.writer().write(said).contacts for line in contact.P]
    assert "Meulenbelt" in line.text and any("Meulenbelt" in doubt for doubt in line.doubts)
    assert not any("Meulenbelt" in line.text for contact in plain.contacts for line in contact.P)
    assert build.hotwords() == "Meulenbelt."


def test_a_list_that_cannot_be_read_holds_nothing_up(tmp_path: Path) -> None:
    build = Build(Folders(tmp_path), Settings())
    build.folders.words.mkdir()
    assert build.vocabulary() == Vocabulary() and build.hotwords() == ""


def test_the_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build = Build(Folders(tmp_path), Settings())
    assert build.models().folder == tmp_path / "models"
    assert isinstance(build.writer(), RuleWriter)
    assert build.sample().is_dir()
    monkeypatch.setattr("app.store.keys.system_keyring", lambda: None)
    with pytest.raises(PassphraseNeeded):
        build.vault()
