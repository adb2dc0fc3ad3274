"""Folders and settings: found, kept, and never in the way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import Settings, find_folders, load_settings, save_settings


def test_soepel_home_moves_everything(tmp_path: Path) -> None:
    folders = find_folders({"SOEPEL_HOME": str(tmp_path)})
    for place in (folders.models, folders.journals, folders.settings, folders.words):
        assert place.parent == tmp_path


def test_without_it_the_system_says_where(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "soepel" in str(find_folders({}).home)


def test_settings_come_back(tmp_path: Path) -> None:
    chosen = replace(Settings(), model="small", threads=4, microphone="Jabra")
    save_settings(chosen, tmp_path / "new" / "s.json")
    assert load_settings(tmp_path / "new" / "s.json") == chosen


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '"x"',
        '{"threads": "vier"}',
        '{"threads": true}',
        '{"microphone": 3}',
        "[" * 100_000,
        "\0",
    ],
)
def test_broken_settings_count_as_not_chosen(tmp_path: Path, text: str) -> None:
    path = tmp_path / "s.json"
    path.write_text(text)
    assert load_settings(path) == Settings()
    assert load_settings(tmp_path / "absent.json") == Settings()
    assert load_settings(tmp_path) == Settings()


def test_what_is_right_in_a_broken_file_counts(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text('{"model": "small", "threads": null, "unknown": 1}')
    assert load_settings(path) == Settings(model="small")
