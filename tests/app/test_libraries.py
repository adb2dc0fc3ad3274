"""The libraries' files are read, all of them and once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.libraries import LISTENING, binaries, read_ahead


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installed package with 3 + 4 + 5 bytes of binaries that nobody could import."""
    name = "groot_pakket"
    for path, size in {"diep/_ext.so": 3, "lees.txt": 99, "los.dll": 4, f"../{name}.libs/libx-1.so.6": 5}.items():
        made = tmp_path / name / path
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(b"x" * size)
    (tmp_path / name / "__init__.py").write_text("raise AssertionError('imported')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return name


def test_every_binary_is_read_and_nothing_is_imported(package: str) -> None:
    assert sorted(path.name for path in binaries(package)) == ["_ext.so", "libx-1.so.6", "los.dll"]
    assert read_ahead([package]) == 12
    assert package not in sys.modules


def test_what_is_imported_or_not_there_is_passed_over(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, sys)
    assert read_ahead([package, "er_is_geen_pakket_dat_zo_heet"]) == 0


def test_a_file_that_cannot_be_read_is_left_to_the_import(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.libraries.binaries", lambda name: [Path("er-is-niets.so"), Path(__file__)])
    assert read_ahead([package]) == Path(__file__).stat().st_size


@pytest.mark.parametrize("name", LISTENING)
def test_each_of_the_real_ones_has_something_to_read(name: str) -> None:
    assert list(binaries(name))
