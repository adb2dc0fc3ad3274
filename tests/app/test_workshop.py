"""The window's jobs, where the controller's tests do not reach."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import asr.listen
import asr.microphone
from app.build import Build
from app.calibration import Compute
from app.events import Advised, DevicesFound, LeftoversFound, Noticed, Preparing
from app.settings import Folders, Settings
from app.store import recovery
from app.store.errors import SheetUnreadable
from app.store.vault import MemoryVault
from app.workshop import Workshop
from asr.errors import ModelLoadError, NoMicrophone
from asr.events import Finished
from asr.fake import FakeDetector, FakeRecognizer, voice
from asr.microphone import Device
from soep.fake import FakeWriter

USB = Device(1, "usb", True, 48_000, 1)


@dataclass(frozen=True)
class SmallBuild(Build):
    """A build that opens nothing; `refuses`: so often the microphone does not open."""

    refuses: list[Exception] = field(default_factory=list)

    @contextlib.contextmanager
    def microphone(self, device: object = None) -> Iterator[Any]:  # type: ignore[override]
        if self.refuses:
            raise self.refuses.pop()
        yield device


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each look for microphones was a fresh one."""
    made: list[bool] = []

    def devices(*, refresh: bool = False) -> tuple[Device, ...]:
        made.append(refresh)
        return (USB,)

    monkeypatch.setattr(asr.microphone, "devices", devices)
    return made


def work(shop: Workshop, again: bool) -> list[object]:
    return list(shop.find_devices(again=again)(lambda: False))


def test_looking_afresh_never_happens_while_a_microphone_is_open(tmp_path: Path, looked: list[bool]) -> None:
    shop = Workshop(SmallBuild(Folders(tmp_path), Settings()), MemoryVault())
    assert work(shop, again=False) == [DevicesFound((USB,))]
    with shop.open_source(USB):
        work(shop, again=True)
    work(shop, again=True)
    assert looked == [False, False, True]


def test_a_microphone_that_did_not_open_does_not_count_as_open(tmp_path: Path, looked: list[bool]) -> None:
    shop = Workshop(SmallBuild(Folders(tmp_path), Settings(), refuses=[NoMicrophone(None)]), MemoryVault())
    with pytest.raises(NoMicrophone), shop.open_source(None):
        pass
    work(shop, again=True)
    assert looked == [True]


def test_leftovers_without_sound_or_of_another_key_are_not_offered(tmp_path: Path) -> None:
    build = SmallBuild(Folders(tmp_path), Settings())
    shop = Workshop(build, MemoryVault())
    empty, strange = shop.new_journal(), Workshop(build, MemoryVault()).new_journal()
    empty.begin()
    empty.close()
    strange.begin()
    strange.append(voice(1.0))
    strange.close()
    journal = shop.new_journal()
    journal.begin()
    journal.append(voice(1.5))
    journal.leave()
    (found,) = shop.find_leftovers(None)(lambda: False)
    assert isinstance(found, LeftoversFound)
    assert [(left.path, left.duration_s) for left in found.leftovers] == [(journal.path, 1.5)]
    assert len(recovery.unfinished(build.folders.journals)) == 3  # nothing is deleted without being asked


def test_a_recording_that_goes_while_it_is_looked_for_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "opnames"
    folder.mkdir()
    (folder / "a.journaal").symlink_to(tmp_path / "weg")  # listed, and gone at the next look
    assert recovery.unfinished(folder) == ()
    monkeypatch.setattr("app.workshop.unfinished", lambda _: (tmp_path / "weg",))
    shop = Workshop(SmallBuild(Folders(tmp_path), Settings()), MemoryVault())
    assert list(shop.find_leftovers(None)(lambda: False)) == [LeftoversFound(())]


def test_discarding_waits_for_whoever_still_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = [PermissionError(), None]
    gone: list[Path] = []

    def discard(path: Path) -> None:
        if error := tries.pop(0):
            raise error
        gone.append(path)

    monkeypatch.setattr("app.store.sheet.discard", discard)
    monkeypatch.setattr("app.workshop.DISCARD_AGAIN_S", (0.0, 0.0))
    shop = Workshop(SmallBuild(Folders(tmp_path), Settings()), MemoryVault())
    list(shop.discard(shop.sheet(tmp_path / "x"))(lambda: False))
    assert gone == [tmp_path / "x"]


@dataclass(frozen=True)
class WarmBuild(Build):
    """A build that loads nothing heavy; `notice`: what there is to tell about the graphics card."""

    notice: str | None = None

    def recognizer(self) -> Any:
        return FakeRecognizer()

    def compute(self) -> Compute:
        return Compute("cpu", "int8", 0, self.notice)

    def speakers(self) -> None:
        return None


def test_warming_up_tells_that_the_graphics_card_is_not_used(tmp_path: Path) -> None:
    told = "De videokaart (T1000) liep vast bij een proef; de processor doet het werk."
    for notice, events in ((told, [Preparing(), Advised(told)]), (None, [Preparing()])):
        shop = Workshop(WarmBuild(Folders(tmp_path), Settings(), notice=notice), MemoryVault())
        assert list(shop.warm_up()(lambda: False)) == events


def test_a_text_that_is_damaged_is_told_and_the_recording_is_read_instead(tmp_path: Path) -> None:
    class Listening(SmallBuild):
        def recognizer(self) -> Any:
            return FakeRecognizer()

        def detector(self) -> Any:
            return FakeDetector()

        def speakers(self) -> None:
            return None

    shop = Workshop(Listening(Folders(tmp_path), Settings()), MemoryVault())
    journal = shop.new_journal()
    journal.begin()
    journal.append(voice(2.0))
    journal.close()
    for damaged in (b"", b"SOEPELV1", b"x" * 100):
        recovery.text_of(journal.path).write_bytes(damaged)
        events = list(shop.restore(journal.path)(lambda: False))
        assert isinstance(events[0], Noticed) and isinstance(events[0].error, SheetUnreadable)
        assert isinstance(events[-1], Finished) and events[-1].transcript.words
    shop.sheet(journal.path).write(b'{"schema": "soepel.consult/99"}')
    assert isinstance(next(iter(shop.restore(journal.path)(lambda: False))), Noticed)


def test_sound_that_came_while_the_model_was_loading_counts_as_backlog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded_at: list[float] = []

    class Loading(WarmBuild):
        def recognizer(self) -> Any:
            loaded_at.append(time.monotonic())
            return FakeRecognizer()

        def detector(self) -> Any:
            return FakeDetector()

    began_at: list[float] = []
    real = asr.listen.listen

    def listen(*args: Any, began_s: float, **how: Any) -> Any:
        began_at.append(began_s)
        return real(*args, began_s=began_s, **how)

    monkeypatch.setattr(asr.listen, "listen", listen)
    shop = Workshop(Loading(Folders(tmp_path), Settings()), MemoryVault())
    journal = shop.new_journal()
    journal.begin()
    journal.append(voice(2.0))
    journal.close()
    events = list(shop.follow(journal)(lambda: False))
    assert isinstance(events[-1], Finished) and began_at[0] <= loaded_at[0]


def test_a_damaged_text_without_a_recording_is_an_error(tmp_path: Path) -> None:
    shop = Workshop(SmallBuild(Folders(tmp_path), Settings()), MemoryVault())
    shop.sheet(None).write(b"no consult")
    (found,) = shop.find_leftovers(None)(lambda: False)
    assert isinstance(found, LeftoversFound)
    (left,) = found.leftovers
    assert (left.duration_s, left.has_note) == (0.0, True)
    with pytest.raises(SheetUnreadable):
        list(shop.restore(left.path)(lambda: False))


@dataclass(frozen=True)
class WatchedBuild(SmallBuild):
    """Notes whether rubbish was looked for while a part was loaded."""

    collecting: dict[str, bool] = field(default_factory=dict)
    problem: Exception | None = None
    order: list[str] = field(default_factory=list)

    def compute(self) -> Compute:
        return Compute("cpu", "int8", 0)

    def recognizer(self) -> Any:
        self.order.append("recognizer")
        self.collecting["recognizer"] = gc.isenabled()
        if self.problem:
            raise self.problem
        return FakeRecognizer()

    def speakers(self) -> None:
        self.collecting["speakers"] = gc.isenabled()

    def writer(self) -> Any:
        self.collecting["writer"] = gc.isenabled()
        return FakeWriter()


@pytest.fixture
def thawed() -> Iterator[None]:
    gc.collect()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("thawed")
def test_no_rubbish_is_looked_for_while_what_stays_is_loaded_nor_later_among_it(tmp_path: Path) -> None:
    build = WatchedBuild(Folders(tmp_path), Settings())
    list(Workshop(build, MemoryVault()).warm_up()(lambda: False))
    assert build.collecting == {"recognizer": False, "speakers": False, "writer": False}
    assert gc.isenabled() and gc.get_freeze_count() > 0


@pytest.mark.usefixtures("thawed")
def test_rubbish_is_looked_for_again_when_loading_failed(tmp_path: Path) -> None:
    build = WatchedBuild(Folders(tmp_path), Settings(), problem=ModelLoadError(tmp_path, "broken"))
    with pytest.raises(ModelLoadError):
        list(Workshop(build, MemoryVault()).warm_up()(lambda: False))
    assert build.collecting == {"recognizer": False} and gc.isenabled()


def test_libraries_are_read_before_whoever_comes_first_imports_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = WatchedBuild(Folders(tmp_path), Settings())
    monkeypatch.setattr("app.workshop.read_ahead", lambda: build.order.append("read"))
    Workshop(build, MemoryVault()).recognizer()
    assert build.order == ["read", "recognizer"]
