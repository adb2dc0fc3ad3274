"""The store: whole and verified, or not there; every kind of damage is its own error."""

from __future__ import annotations

import errno
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from models import content, folder
from models.errors import (
    FileChanged,
    FileMissing,
    FileUnexpected,
    FileUnreadable,
    FileWrongSize,
    FolderHoldsLinks,
    FolderNotRecognised,
    HubDeclined,
    HubUnreachable,
    ModelDamaged,
    ModelMissing,
    ModelUnknown,
    NotAFolder,
    StoreBusy,
    StoreFull,
    StoreUnwritable,
)
from models.fake import FakeHub
from models.manifest import RECEIPT
from models.store import ModelStore, Offer, Proof, State
from tests.models.conftest import CONTENT

Stick = Callable[[str], Path]


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def yes(_offer: Offer) -> bool:
    return True


def only(store: ModelStore) -> set[str]:
    return {p.name for p in store.folder.iterdir() if p.name != ".lock"} if store.folder.exists() else set()


def test_an_unknown_name_is_told_apart_from_a_missing_model(store: ModelStore) -> None:
    with pytest.raises(ModelUnknown) as unknown:
        store.path("enorm")
    assert unknown.value.known == ("pinned", "far")
    for call in (store.path, store.verify, store.remove):
        with pytest.raises(ModelMissing):
            call("far")


def test_an_imported_pinned_model_is_verified_against_the_manifest(store: ModelStore, stick: Stick) -> None:
    steps: list[tuple[int, int]] = []
    found = store.import_folder(stick("pinned"), lambda done, total: steps.append((done, total)))
    assert found.proof is Proof.PINNED
    assert found.size_bytes == sum(map(len, CONTENT.values())) == steps[-1][0] == steps[-1][1]
    assert store.path("pinned") == store.folder / "pinned"
    assert only(store) == {"pinned"}


def test_an_unpinned_model_is_recorded_and_checked_against_the_record(store: ModelStore, stick: Stick) -> None:
    assert store.import_folder(stick("far")).proof is Proof.RECORDED
    flip_a_byte(store.folder / "far" / "model.bin")
    with pytest.raises(FileChanged):
        store.path("far")


def test_a_stick_that_holds_one_model_folder_is_understood(store: ModelStore, stick: Stick) -> None:
    shutil.rmtree(stick("pinned").parent / "faster-whisper-far")
    assert store.import_folder(stick("leeg").parent / "pinned").name == "pinned"
    shutil.rmtree(store.folder.parent / "stick" / "leeg")
    assert store.import_folder(store.folder.parent / "stick").name == "pinned"


def test_a_folder_of_any_name_is_recognised_by_its_weights(store: ModelStore, stick: Stick) -> None:
    assert store.import_folder(stick("zomaar")).name == "pinned"


def test_a_store_folder_copied_to_a_stick_keeps_its_record(store: ModelStore, stick: Stick, tmp_path: Path) -> None:
    store.import_folder(stick("far"))
    copy = shutil.copytree(store.folder / "far", tmp_path / "usb" / "x")
    flip_a_byte(copy / "tokenizer.json")
    with pytest.raises(FileChanged):
        store.import_folder(tmp_path / "usb")


@pytest.mark.parametrize("file", CONTENT)
def test_one_flipped_byte_is_refused(store: ModelStore, stick: Stick, file: str) -> None:
    store.import_folder(stick("pinned"))
    flip_a_byte(store.folder / "pinned" / file)
    with pytest.raises(FileChanged) as changed:
        store.path("pinned")
    assert changed.value.file == file


@pytest.mark.parametrize("bad", [b"", CONTENT["model.bin"][:-1], CONTENT["model.bin"] + b"x"])
def test_truncated_and_too_large_weights_are_refused(store: ModelStore, stick: Stick, bad: bytes) -> None:
    place = stick("pinned")
    store.import_folder(place)
    (store.folder / "pinned" / "model.bin").write_bytes(bad)
    with pytest.raises(FileWrongSize):
        store.path("pinned")
    (place / "model.bin").write_bytes(bad)
    with pytest.raises(FileWrongSize):
        store.import_folder(place)
    assert only(store) == {"pinned"}


@pytest.mark.parametrize("file", CONTENT)
def test_a_missing_file_is_named(store: ModelStore, stick: Stick, file: str) -> None:
    place = stick("pinned")
    store.import_folder(place)
    (store.folder / "pinned" / file).unlink()
    with pytest.raises(FileMissing) as missing:
        store.verify("pinned")
    assert missing.value.file == file


def test_a_file_that_the_engine_would_read_must_belong(store: ModelStore, stick: Stick) -> None:
    store.import_folder(stick("pinned"))
    (store.folder / "pinned" / "Thumbs.db").write_bytes(b"of no consequence")
    store.verify("pinned")
    (store.folder / "pinned" / "preprocessor_config.json").write_text("{}")
    with pytest.raises(FileUnexpected):
        store.verify("pinned")


def test_an_import_copies_only_files_of_the_model(store: ModelStore, stick: Stick) -> None:
    place = stick("pinned")
    (place / "run_me.py").write_text("print('no')")
    store.import_folder(place)
    assert {p.name for p in (store.folder / "pinned").iterdir()} == {*CONTENT, RECEIPT}


def test_links_in_an_import_are_refused(store: ModelStore, stick: Stick, tmp_path: Path) -> None:
    place = stick("pinned")
    (place / "model.bin").rename(tmp_path / "elsewhere.bin")
    (place / "model.bin").symlink_to(tmp_path / "elsewhere.bin")
    with pytest.raises(FolderHoldsLinks):
        store.import_folder(place)
    assert only(store) == set()


def test_what_is_no_model_is_refused(store: ModelStore, stick: Stick, tmp_path: Path) -> None:
    a_file = tmp_path / "file"
    a_file.write_text("x")
    for nothing in (tmp_path / "absent", a_file):
        with pytest.raises(NotAFolder):
            store.import_folder(nothing)
    (tmp_path / "empty").mkdir()
    other = stick("onbekend")
    (other / "config.json").write_text('{"lang_ids": [1]}')
    for unknown in (tmp_path / "empty", other, other.parent):
        with pytest.raises(FolderNotRecognised):
            store.import_folder(unknown)


@pytest.mark.parametrize("record", ["", "[]", "{}", '{"files": 3}', '{"name":"far","origin":"","files":[{"name":1}]}'])
def test_a_damaged_record_is_damage_and_the_list_survives(store: ModelStore, stick: Stick, record: str) -> None:
    store.import_folder(stick("far"))
    (store.folder / "far" / RECEIPT).write_text(record)
    with pytest.raises(ModelDamaged):
        store.path("far")
    assert [entry.state for entry in store.list()] == [State.ABSENT, State.INSTALLED]


def test_an_unreadable_file_is_its_own_error(store: ModelStore, stick: Stick, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stick("pinned")
    really_open = Path.open

    def refuse(path: Path, *args: object, **kwargs: object) -> object:
        if path == place / "tokenizer.json":
            raise PermissionError(errno.EACCES, "denied")
        return really_open(path, *args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(FileUnreadable):
        store.import_folder(place)


def test_the_hub_is_asked_nothing_without_a_yes(store: ModelStore) -> None:
    offers: list[Offer] = []

    def no(offer: Offer) -> bool:
        offers.append(offer)
        return False

    class Untouchable:
        listing = fetch = None

    silent = ModelStore(store.folder, store.manifest, Untouchable())  # type: ignore[arg-type]
    with pytest.raises(HubDeclined):
        silent.install("far", no)
    assert [o.name for o in offers] == ["far"]
    assert only(store) == set()


def test_after_a_yes_the_hub_delivers_and_is_recorded(store: ModelStore) -> None:
    assert store.install("far", yes).proof is Proof.RECORDED
    assert store.path("far").is_dir()
    assert store.list()[1].origin == f"Somebody/faster-whisper-far@{'0' * 40}"
    no_hub = ModelStore(store.folder, store.manifest, FakeHub(store.folder / "nowhere"))
    assert no_hub.install("far", yes).name == "far"  # whole, so nothing is fetched


@pytest.mark.parametrize("file", CONTENT)
def test_other_bytes_than_the_hub_states_are_not_installed(store: ModelStore, file: str) -> None:
    assert isinstance(store.hub, FakeHub)
    wrong = bytearray(CONTENT[file])
    wrong[-1] ^= 1
    store.hub.spoiled[file] = bytes(wrong)
    with pytest.raises(FileChanged):
        store.install("far", yes)
    store.hub.spoiled[file] = CONTENT[file] + b"x"
    with pytest.raises(FileWrongSize):
        store.install("far", yes)
    assert only(store) == set()


def test_a_hub_that_does_not_answer_leaves_nothing(store: ModelStore, tmp_path: Path) -> None:
    deaf = ModelStore(store.folder, store.manifest, FakeHub(tmp_path / "nowhere"))
    with pytest.raises(HubUnreachable):
        deaf.install("far", yes)
    assert only(store) == set()


def test_a_damaged_model_is_replaced_by_installing_it_again(store: ModelStore) -> None:
    store.install("far", yes)
    flip_a_byte(store.folder / "far" / "model.bin")
    store.install("far", yes)
    assert store.verify("far").name == "far"
    assert only(store) == {"far"}


def test_remove_takes_it_away(store: ModelStore, stick: Stick) -> None:
    store.import_folder(stick("pinned"))
    store.remove("pinned")
    assert only(store) == set()
    with pytest.raises(ModelMissing):
        store.verify("pinned")


def test_a_second_process_waits_and_then_says_so(store: ModelStore, stick: Stick) -> None:
    store.folder.mkdir()
    script = (
        "import sys; from filelock import FileLock\n"
        "with FileLock(sys.argv[1]): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(store.folder / ".lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline().strip() == b"held"
        with pytest.raises(StoreBusy):
            store.import_folder(stick("pinned"))
        other.stdin.close()
    assert store.import_folder(store.folder.parent / "stick" / "pinned").name == "pinned"


def test_a_full_disk_leaves_nothing(store: ModelStore, stick: Stick, monkeypatch: pytest.MonkeyPatch) -> None:
    place = stick("pinned")
    with monkeypatch.context() as patch:
        patch.setattr(folder, "free_bytes", lambda _folder: 10)
        with pytest.raises(StoreFull) as full:
            store.import_folder(place)
        assert full.value.needed > full.value.free == 10

    def no_room(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(content.os, "fsync", no_room)
    with pytest.raises(StoreFull):
        store.import_folder(place)
    assert only(store) == set()


def test_a_store_that_cannot_be_written_says_so(store: ModelStore, stick: Stick) -> None:
    store.folder.write_text("a file where the folder should be")
    with pytest.raises(StoreUnwritable):
        store.import_folder(stick("pinned"))


def test_what_an_interrupted_installation_left_is_swept(store: ModelStore, stick: Stick) -> None:
    store.import_folder(stick("pinned"))
    (store.folder / "pinned").rename(store.folder / ".outgoing-pinned")  # killed between the two renames
    (store.folder / ".incoming-pinned").mkdir()
    (store.folder / ".incoming-pinned" / "model.bin").write_bytes(b"half")
    store.import_folder(stick("far"))
    assert only(store) == {"pinned", "far"}
    assert store.verify("pinned").name == "pinned"


def test_the_lock_is_free_again_after_a_failure(store: ModelStore, tmp_path: Path, stick: Stick) -> None:
    place = stick("pinned")
    flip_a_byte(place / "model.bin")
    with pytest.raises(FileChanged):
        store.import_folder(place)
    with FileLock(store.folder / ".lock", timeout=0):
        pass
