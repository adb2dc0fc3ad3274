"""Files are written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.files import keep_earlier, write_bytes, write_text


def test_writes_and_replaces(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "één\n")
    write_text(target, "twee\n")
    assert target.read_bytes() == b"twee\n" and os.listdir(tmp_path) == ["a.txt"]


def test_half_a_surrogate_does_not_stop_it(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "x\ud800y")
    assert (tmp_path / "a.txt").read_bytes() == b"x?y"


def test_a_failure_leaves_the_old_file_and_no_rubbish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.txt"
    write_text(target, "oud")

    def full(_: int) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        write_bytes(target, b"nieuw")
    assert target.read_text() == "oud" and os.listdir(tmp_path) == ["a.txt"]


def test_an_earlier_file_is_kept_under_the_next_free_number(tmp_path: Path) -> None:
    target = tmp_path / "note.txt"
    assert keep_earlier(target, b"1") is None
    for text in (b"1", b"2", b"3"):
        keep_earlier(target, text)
        target.write_bytes(text)
    assert keep_earlier(target, b"3") is None
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {
        "note.txt": b"3",
        "note.1.txt": b"1",
        "note.2.txt": b"2",
    }
