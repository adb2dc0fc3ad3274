"""The text of a consult beside its recording: sealed, whole or as before, and gone with the recording."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

import pytest

from app.store.errors import KeyLost, SealBroken, SheetUnreadable
from app.store.journal import Journal
from app.store.recovery import discard, inspect, text_of, unfinished
from app.store.sheet import MAGIC, Sheet, read_text
from app.store.vault import MemoryVault
from tests.app.store.recordings import sound

WORDS = b"mevrouw hoest sinds drie dagen"


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


def recording(folder: Path, vault: MemoryVault) -> Path:
    journal = Journal.create(folder, vault)
    journal.append(sound(1.0))
    journal.close()
    return journal.path


def test_the_last_text_comes_back_and_never_stands_in_the_clear(tmp_path: Path, vault: MemoryVault) -> None:
    path = recording(tmp_path, vault)
    assert read_text(path, vault) is None
    sheet = Sheet(tmp_path, vault, path)
    for text in (b"een", b"", WORDS):
        sheet.write(text)
        assert read_text(path, vault) == text
    kept = text_of(path).read_bytes()
    assert kept.startswith(MAGIC) and WORDS[:12] not in kept
    sheet.write(WORDS)
    assert text_of(path).read_bytes() != kept  # a fresh nonce
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".journaal", ".verslag"]
    assert inspect(path, vault).duration_s == 1.0


def test_a_consult_without_a_recording_gets_a_place_of_its_own(tmp_path: Path, vault: MemoryVault) -> None:
    folder = tmp_path / "opnames"
    sheet = Sheet(folder, vault, None)
    sheet.write(b"een")
    sheet.write(WORDS)
    (path,) = unfinished(folder)
    assert read_text(path, vault) == WORDS and inspect(path, vault).duration_s == 0.0
    sheet.destroy()
    assert list(folder.iterdir()) == []


def test_destroying_takes_recording_and_text_and_nothing_is_written_after_it(
    tmp_path: Path, vault: MemoryVault
) -> None:
    path = recording(tmp_path, vault)
    sheet = Sheet(tmp_path, vault, path)
    sheet.write(WORDS)
    (tmp_path / f".{text_of(path).name}.abc.tmp").write_bytes(b"of a crash while writing")
    sheet.destroy()
    sheet.write(WORDS)
    assert list(tmp_path.iterdir()) == []
    Sheet(tmp_path, vault, None).destroy()
    assert list(tmp_path.iterdir()) == []


def test_once_discarded_even_a_copy_of_text_and_key_opens_nothing(
    tmp_path: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = recording(tmp_path, vault)
    Sheet(tmp_path, vault, path).write(WORDS)
    with monkeypatch.context() as patch:  # the disk keeps the files, as a snapshot would
        patch.setattr(Path, "unlink", lambda self, missing_ok=False: None)
        discard(path)
    assert text_of(path).is_file()
    with pytest.raises((SealBroken, KeyLost)):
        read_text(path, vault)


def test_another_key_a_changed_file_and_another_recordings_text_do_not_open(tmp_path: Path, vault: MemoryVault) -> None:
    path, other = recording(tmp_path, vault), recording(tmp_path, vault)
    Sheet(tmp_path, vault, path).write(WORDS)
    with pytest.raises(KeyLost):
        read_text(path, MemoryVault())
    whole = text_of(path).read_bytes()
    for damaged in (b"", MAGIC, whole[:-1], whole[:-1] + bytes([whole[-1] ^ 1]), b"X" + whole[1:]):
        text_of(path).write_bytes(damaged)
        with pytest.raises(SheetUnreadable):
            read_text(path, vault)
    text_of(path).write_bytes(whole)
    shutil.copy(text_of(path), text_of(other))
    with pytest.raises(SheetUnreadable):
        read_text(other, vault)


def test_a_disk_that_refuses_leaves_the_text_before(
    tmp_path: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = recording(tmp_path, vault)
    sheet = Sheet(tmp_path, vault, path)
    sheet.write(WORDS)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with monkeypatch.context() as patch:
        patch.setattr("app.files.os.fsync", full)
        with pytest.raises(OSError, match="full"):
            sheet.write(b"meer")
    assert read_text(path, vault) == WORDS
    sheet.write(b"meer")
    assert read_text(path, vault) == b"meer"
    assert len(list(tmp_path.iterdir())) == 2
