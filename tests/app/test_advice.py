"""An advice that was closed does not come back; another one does."""

from __future__ import annotations

from pathlib import Path

from app.advice import MOST_KEPT, mark_read, was_read

CRASHED = "De videokaart (T1000) liep vast bij een proef; de processor doet het werk. Werk de driver bij."


def test_closed_once_is_closed_for_good(tmp_path: Path) -> None:
    path = tmp_path / "home" / "gelezen.txt"
    assert not was_read(CRASHED, path)
    mark_read(CRASHED, path)
    mark_read("Iets anders é.", path)
    assert was_read(CRASHED, path) and was_read("Iets anders é.", path)
    assert not was_read(CRASHED.replace("T1000", "T2000"), path)


def test_the_list_does_not_grow_and_a_damaged_one_stops_nobody(tmp_path: Path) -> None:
    path = tmp_path / "gelezen.txt"
    for number in range(MOST_KEPT + 10):
        mark_read(f"advies {number}", path)
        mark_read("steeds weer", path)
    assert len(path.read_text(encoding="utf-8").splitlines()) == MOST_KEPT
    assert was_read("steeds weer", path) and not was_read("advies 0", path)
    path.write_bytes(b"\xff\xfe\x00")
    assert not was_read(CRASHED, path)
    mark_read(CRASHED, path)
    assert was_read(CRASHED, path)
    assert not was_read(CRASHED, tmp_path)
