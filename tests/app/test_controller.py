"""The controller with real jobs, a real journal and a real listener; microphone, recogniser and writer scripted."""

from __future__ import annotations

import errno
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from app.build import Build
from app.calibration import Compute
from app.controller import Controller
from app.draft import Freshness
from app.events import AdviceDismissed, ErrorDismissed, Preparing
from app.jobs import Job, Jobs, Report
from app.session import Phase, Session
from app.settings import Folders, Settings
from app.store.errors import JournalFull, JournalWriteFailed, SheetNotKept, SheetUnreadable
from app.store.journal import Disk
from app.store.recovery import unfinished
from app.store.vault import MemoryVault
from app.workshop import Workshop
from asr.audio import Block
from asr.errors import AudioMissing, ComputerSlept, MicrophoneError, MicrophoneVanished, ModelLoadError, NoMicrophone
from asr.fake import FakeDetector, FakeRecognizer, silence, voice
from asr.microphone import Gap
from asr.recognizer import Hearing
from asr.transcript import Speaker, Transcript, Word
from soep.note import Contact, Evidence, Line, Note, Section
from tests.app.helpers import write_wav

WAIT_S = 20.0


class ScriptedMicrophone:
    """Gives its blocks at once and then waits for stop, or raises."""

    def __init__(self, blocks: Sequence[Block], error: Exception | None = None) -> None:
        self.gaps: tuple[Gap, ...] = ()
        self.moved_to: str | None = None
        self._blocks, self._error = blocks, error
        self._stop = threading.Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None

    def __iter__(self) -> Iterator[Block]:
        yield from self._blocks
        if self._error:
            raise self._error
        assert self._stop.wait(WAIT_S)

    def stop(self) -> None:
        self._stop.set()


class ScriptedWriter:
    """One line, resting on the first word; none without words. Raises `error` when it has one."""

    def __init__(self, error: Exception | None) -> None:
        self._error = error

    def write(self, transcript: Transcript) -> Note:
        if self._error:
            raise self._error
        if not transcript.words:
            return Note((), "scripted")
        return Note((Contact("Klacht", S=(Line(transcript.words[0].text, (Evidence(0, 0),)),)),), "scripted")


@dataclass(frozen=True)
class ScriptedBuild(Build):
    """`problems` maps a part's name to the error that it raises, once for each entry."""

    problems: dict[str, list[Exception]] = field(default_factory=dict)
    blocks: tuple[Block, ...] = (voice(2.0), silence(1.0))

    def recognizer(self) -> Any:
        if self.problems.get("recognizer"):
            raise self.problems["recognizer"].pop(0)
        return FakeRecognizer()

    def detector(self) -> Any:
        return FakeDetector()

    def microphone(self, device: object = None) -> Any:
        if self.problems.get("opening"):
            raise self.problems["opening"].pop(0)
        ends = self.problems.get("microphone")
        return ScriptedMicrophone(self.blocks, ends.pop(0) if ends else None)

    def writer(self) -> Any:
        return ScriptedWriter(self.problems["writer"].pop(0) if self.problems.get("writer") else None)


class Room:
    """A controller and its inbox; `until` hands out reports until the session is as wanted."""

    def __init__(self, build: ScriptedBuild, vault: MemoryVault) -> None:
        self._inbox: queue.Queue[tuple[Job, Report]] = queue.Queue()
        self.jobs = Jobs(lambda job, report: self._inbox.put((job, report)))
        self.shown: list[Session] = []
        self.controller = Controller(Workshop(build, vault), self.jobs, self.shown.append)
        self.journals = build.folders.journals

    @property
    def session(self) -> Session:
        return self.controller.session

    def until(self, wanted: Callable[[Session], bool]) -> Session:
        ends = time.monotonic() + WAIT_S
        while not wanted(self.session):
            left = ends - time.monotonic()
            assert left > 0, f"still {self.session.phase}, error {self.session.error!r}"
            try:
                job, report = self._inbox.get(timeout=min(left, 0.5))
            except queue.Empty:
                continue
            self.controller.receive(job, report)
        return self.session

    def settle(self) -> None:
        """Hand out what comes within a moment."""
        while True:
            try:
                self.controller.receive(*self._inbox.get(timeout=0.3))
            except queue.Empty:
                return

    def kept(self) -> None:
        """Until nothing waits to be written."""
        self.until(lambda _: self.controller._keeper.is_idle)

    def recorded(self, seconds: float = 2.9) -> None:
        self.controller.tick_consent(True)
        self.controller.record(None)
        self.until(lambda s: s.heard is not None and s.heard.recorded_s >= seconds)


MakeRoom = Callable[..., Room]


@pytest.fixture
def make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeRoom]:
    monkeypatch.setattr("app.keeper.PAUSE_S", 0.02)
    rooms: list[Room] = []
    vault = MemoryVault()

    def make(*, measure_first: bool = False, **problems: list[Exception]) -> Room:
        rooms.append(Room(ScriptedBuild(Folders(tmp_path), Settings(), measure_first, problems=problems), vault))
        return rooms[-1]

    yield make
    for room in rooms:
        room.controller.close()


def test_the_windows_thread_never_waits_for_the_disk(make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: dict[int, list[str]] = {}
    for name in ("write", "sync"):
        real = getattr(Disk, name)

        def spy(*given: Any, real: Callable[..., None] = real, name: str = name) -> None:
            waited.setdefault(threading.get_ident(), []).append(name)
            real(*given)

        monkeypatch.setattr(Disk, name, spy)
    room = make_room()
    room.recorded()
    room.controller.pause()
    room.controller.resume(None)
    room.until(lambda s: s.heard is not None and s.heard.recorded_s >= 5.9)
    room.controller.stop()
    room.until(lambda s: s.phase is Phase.REVIEW)
    assert waited and threading.get_ident() not in waited


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_disk_that_refuses_the_first_byte_goes_back_to_ready(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, "scripted")

    room = make_room()
    with monkeypatch.context() as full:
        full.setattr(Disk, "write", refuse)
        room.controller.tick_consent(True)
        room.controller.record(None)
        session = room.until(lambda s: s.error is not None and s.phase is Phase.READY)
    assert isinstance(session.error, JournalFull if number == errno.ENOSPC else JournalWriteFailed)
    room.settle()
    assert list(room.journals.iterdir()) == []
    room.recorded()  # nothing of the one that failed is in the way


def test_from_record_to_note(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    assert len(unfinished(room.journals)) == 1
    room.controller.stop()
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.transcript is not None
    assert session.transcript.words
    assert session.drafts[0].S == "w1"


def test_without_consent_nothing_happens(make_room: MakeRoom) -> None:
    room = make_room()
    room.controller.record(None)
    assert room.session.phase is Phase.READY
    assert unfinished(room.journals) == ()


def test_pause_and_record_on_loses_nothing(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.pause()
    room.controller.resume(None)
    room.until(lambda s: s.heard is not None and s.heard.recorded_s >= 5.9)
    room.controller.stop()
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.transcript is not None
    assert session.transcript.duration_s == pytest.approx(6.0, abs=0.1)


def test_stop_while_paused(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.pause()
    room.controller.stop()
    assert room.until(lambda s: s.phase is Phase.REVIEW).segments


@pytest.mark.parametrize("error", [MicrophoneVanished("usb"), ComputerSlept("usb")])
def test_a_vanished_microphone_pauses_and_the_rest_is_transcribed(make_room: MakeRoom, error: MicrophoneError) -> None:
    room = make_room(microphone=[error])
    room.controller.tick_consent(True)
    room.controller.record(None)
    session = room.until(lambda s: s.phase is Phase.PAUSED)
    assert session.error is error
    room.controller.stop()
    assert room.until(lambda s: s.phase is Phase.REVIEW).segments


def test_after_a_vanished_microphone_another_one_goes_on(make_room: MakeRoom) -> None:
    room = make_room(microphone=[MicrophoneVanished("usb")])
    room.controller.tick_consent(True)
    room.controller.record(None)
    room.until(lambda s: s.phase is Phase.PAUSED)
    room.controller.resume(None)
    room.until(lambda s: s.heard is not None and s.heard.recorded_s >= 5.9)
    room.controller.stop()
    assert room.until(lambda s: s.phase is Phase.REVIEW).error is None


def test_no_microphone_at_all_leaves_nothing_behind(make_room: MakeRoom) -> None:
    room = make_room(opening=[NoMicrophone(None)])
    room.controller.tick_consent(True)
    room.controller.record(None)
    session = room.until(lambda s: s.error is not None)
    assert session.phase is Phase.READY
    room.until(lambda _: unfinished(room.journals) == ())


def test_a_recogniser_that_fails_does_not_stop_the_recording_and_is_tried_again_at_stop(make_room: MakeRoom) -> None:
    room = make_room(recognizer=[ModelLoadError(Path("base"), "damaged")])
    room.recorded()
    room.until(lambda s: s.error is not None)
    assert room.session.phase is Phase.RECORDING
    room.controller.stop()
    assert room.until(lambda s: s.phase is Phase.REVIEW).segments


def test_a_recogniser_that_keeps_failing_leaves_the_recording_for_later(make_room: MakeRoom) -> None:
    room = make_room(recognizer=[ModelLoadError(Path("base"), "damaged")] * 2)
    room.recorded()
    room.controller.stop()
    session = room.until(lambda s: s.phase is Phase.READY and bool(s.leftovers))
    assert isinstance(session.error, ModelLoadError)
    room.controller.recover(session.leftovers[0].path)
    assert room.until(lambda s: s.phase is Phase.REVIEW).segments


def test_a_writer_that_fails_leaves_the_transcript(make_room: MakeRoom) -> None:
    room = make_room(writer=[ValueError("stuk")])
    room.recorded()
    room.controller.stop()
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.segments
    assert session.note is None
    room.controller.rewrite()
    assert room.until(lambda s: s.phase is Phase.REVIEW and s.note is not None)


def test_cancelling_keeps_the_recording(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.stop()
    if room.session.phase is Phase.FINISHING:
        room.controller.cancel()
        assert room.until(lambda s: bool(s.leftovers)).phase is Phase.READY


def test_a_new_consult_destroys_the_recording_and_starts_empty(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.stop()
    room.until(lambda s: s.phase is Phase.REVIEW)
    room.controller.copied_all()
    assert not room.session.would_lose
    room.controller.new_consult()
    room.until(lambda _: unfinished(room.journals) == ())
    room.settle()
    assert room.session == Session()


def test_late_reports_do_not_reach_the_next_consult(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.pause()
    room.controller.new_consult()
    room.until(lambda _: unfinished(room.journals) == ())
    room.settle()
    assert room.session == Session()


def test_closing_during_a_recording_keeps_it_for_the_next_start(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.close()
    again = make_room()
    again.controller.begin()
    session = again.until(lambda s: bool(s.leftovers))
    assert session.leftovers[0].duration_s == pytest.approx(3.0)
    again.controller.recover(session.leftovers[0].path)
    assert again.until(lambda s: s.phase is Phase.REVIEW).segments
    assert again.session.leftovers == ()


def killed(room: Room) -> None:
    """What a killed program leaves: nothing is ended in order."""
    room.settle()
    room.controller._takes.leave()


def reviewed(room: Room) -> Session:
    room.recorded()
    room.controller.stop()
    return room.until(lambda s: s.phase is Phase.REVIEW)


def test_after_a_crash_the_consult_stands_there_as_the_gp_left_it(make_room: MakeRoom) -> None:
    room = make_room()
    reviewed(room)
    room.controller.edit(0, Section.P, "rust")
    room.controller.edit(0, Section.P, "rust, en over twee weken terug")
    room.controller.copied(0, Section.S)
    room.kept()
    before = room.session
    killed(room)
    again = make_room()
    again.controller.begin()
    (left,) = again.until(lambda s: bool(s.leftovers)).leftovers
    assert left.has_note and left.duration_s == pytest.approx(3.0)
    again.controller.recover(left.path)
    session = again.until(lambda s: s.phase is Phase.REVIEW)
    assert session.saved == before.saved and session.drafts[0].P == "rust, en over twee weken terug"
    assert session.copied == {(0, Section.S)} and session.error is None
    again.controller.edit(0, Section.P, "rust")
    again.controller.copied_all()
    again.controller.new_consult()
    again.until(lambda _: list(again.journals.iterdir()) == [])


def test_what_was_typed_last_is_kept_when_the_window_closes(make_room: MakeRoom) -> None:
    room = make_room()
    reviewed(room)
    for text in ("r", "ru", "rus", "rust"):
        room.controller.edit(0, Section.P, text)
    room.controller.close()
    again = make_room()
    again.controller.begin()
    again.controller.recover(again.until(lambda s: bool(s.leftovers)).leftovers[0].path)
    assert again.until(lambda s: s.phase is Phase.REVIEW).drafts[0].P == "rust"


def test_a_note_that_was_copied_whole_is_not_kept_after_closing(make_room: MakeRoom) -> None:
    room = make_room()
    reviewed(room)
    room.controller.copied_all()
    room.controller.close()
    assert list(room.journals.iterdir()) == []


def test_the_note_of_a_sound_file_is_kept_too(make_room: MakeRoom, tmp_path: Path) -> None:
    sound = write_wav(tmp_path / "gesprek.wav", voice(2.0))
    room = make_room()
    room.controller.open_file(sound)
    room.until(lambda s: s.phase is Phase.REVIEW)
    room.controller.edit(0, Section.E, "bronchitis")
    room.kept()
    killed(room)
    again = make_room()
    again.controller.begin()
    (left,) = again.until(lambda s: bool(s.leftovers)).leftovers
    assert left.has_note and left.duration_s == 0.0
    again.controller.recover(left.path)
    assert again.until(lambda s: s.phase is Phase.REVIEW).drafts[0].E == "bronchitis"
    again.controller.copied_all()
    again.controller.new_consult()
    again.until(lambda _: list(again.journals.iterdir()) == [])


def test_a_new_consult_is_kept_apart_from_the_one_before(make_room: MakeRoom) -> None:
    room = make_room()
    reviewed(room)
    room.controller.edit(0, Section.P, "van de eerste")
    room.controller.new_consult()
    reviewed(room)
    room.controller.edit(0, Section.P, "van de tweede")
    room.kept()
    killed(room)
    again = make_room()
    again.controller.begin()
    (left,) = again.until(lambda s: bool(s.leftovers)).leftovers
    again.controller.recover(left.path)
    assert again.until(lambda s: s.phase is Phase.REVIEW).drafts[0].P == "van de tweede"


def test_a_damaged_text_falls_back_on_the_recording(make_room: MakeRoom) -> None:
    room = make_room()
    reviewed(room)
    room.kept()
    killed(room)
    (path,) = room.journals.glob("*.verslag")
    path.write_bytes(path.read_bytes()[:-1])
    again = make_room()
    again.controller.begin()
    again.controller.recover(again.until(lambda s: bool(s.leftovers)).leftovers[0].path)
    session = again.until(lambda s: s.phase is Phase.REVIEW)
    assert isinstance(session.error, SheetUnreadable) and session.drafts[0].S.startswith("w")


def test_a_disk_that_refuses_the_text_is_told_once_and_tried_again(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_room()
    reviewed(room)
    room.kept()

    def full(path: Path, data: bytes) -> None:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr("app.store.sheet.write_bytes", full)
        room.controller.edit(0, Section.P, "r")
        assert isinstance(room.until(lambda s: s.error is not None).error, SheetNotKept)
        room.controller.dismiss(ErrorDismissed())
        room.controller.edit(0, Section.P, "ru")
        room.kept()
        assert room.session.error is None
    room.controller.edit(0, Section.P, "rust")
    room.kept()
    killed(room)
    again = make_room()
    again.controller.begin()
    again.controller.recover(again.until(lambda s: bool(s.leftovers)).leftovers[0].path)
    assert again.until(lambda s: s.phase is Phase.REVIEW).drafts[0].P == "rust"


CRASHED = "De videokaart (T1000) liep vast bij een proef; de processor doet het werk."


def test_advice_that_was_closed_does_not_come_back(make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedBuild, "compute", lambda _: Compute("cpu", "int8", 2, CRASHED))
    room = make_room()
    room.controller.begin()
    assert room.until(lambda s: bool(s.advice)).advice == CRASHED
    room.controller.dismiss(AdviceDismissed())
    room.controller.close()
    again = make_room()
    again.controller.begin()
    again.until(lambda s: s.preparing is not None)
    assert again.until(lambda s: s.preparing is None).advice == ""


class Measuring(threading.Event):
    """Stands for the measuring of a first start; says something every moment until it is asked to end."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def __call__(self, build: object, *, again: bool = False, report: Callable[[str, float | None], None]) -> None:
        self.asked += 1
        while not self.wait(0.01):
            report("Rekendraden kiezen", 0.5)


@pytest.mark.parametrize("skips", [True, False])
def test_measuring_at_a_first_start_is_shown_can_be_skipped_and_gives_way_to_a_consult(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch, skips: bool
) -> None:
    measuring = Measuring()
    monkeypatch.setattr(ScriptedBuild, "calibrate", lambda *given, **named: measuring(*given, **named))
    room = make_room(measure_first=True)
    room.controller.begin()
    session = room.until(lambda s: s.preparing is not None)
    assert session.preparing == Preparing("Rekendraden kiezen", 0.5)
    if skips:
        room.controller.skip_measuring()
        room.until(lambda s: s.preparing is None)
    room.recorded()
    room.controller.stop()
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.segments and session.error is None and measuring.asked == 1
    room.until(lambda s: s.preparing is None)


def test_measuring_that_ends_by_itself_goes_on_to_the_model(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    measuring = Measuring()
    monkeypatch.setattr(ScriptedBuild, "calibrate", lambda *given, **named: measuring(*given, **named))
    room = make_room(measure_first=True)
    room.controller.begin()
    assert room.until(lambda s: s.preparing is not None).preparing == Preparing("Rekendraden kiezen", 0.5)
    measuring.set()
    room.until(lambda s: s.preparing == Preparing())
    room.until(lambda s: s.preparing is None)
    assert room.session.error is None


def test_a_model_that_does_not_load_is_told_and_preparing_is_over(make_room: MakeRoom) -> None:
    room = make_room(recognizer=[ModelLoadError(Path("base"), "damaged")])
    room.controller.begin()
    room.until(lambda s: s.error is not None)
    assert room.until(lambda s: s.preparing is None).phase is Phase.READY


def test_throwing_away_a_leftover(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.close()
    again = make_room()
    again.controller.begin()
    path = again.until(lambda s: bool(s.leftovers)).leftovers[0].path
    again.controller.throw_away(path)
    again.until(lambda s: not s.leftovers)
    again.settle()
    again.until(lambda _: unfinished(again.journals) == ())


def test_a_missing_file_is_told_and_nothing_else_changes(make_room: MakeRoom, tmp_path: Path) -> None:
    room = make_room()
    room.controller.open_file(tmp_path / "weg.wav")
    session = room.until(lambda s: s.error is not None)
    assert isinstance(session.error, AudioMissing)
    assert session.phase is Phase.READY


def test_swapping_roles_rewrites_an_untouched_note_only(make_room: MakeRoom) -> None:
    room = make_room()
    room.recorded()
    room.controller.stop()
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.transcript is not None
    told = Transcript(tuple(replace(s, speaker=Speaker.ARTS) for s in session.segments))
    room.controller.session = replace(session, transcript=told, segments=told.segments, basis=told)
    room.controller.swap_roles()
    assert room.until(lambda s: s.phase is Phase.REVIEW).freshness is Freshness.FRESH
    room.controller.edit(0, Section.P, "rust")
    room.controller.swap_roles()
    room.settle()
    assert room.session.freshness is Freshness.STALE
    assert room.session.drafts[0].P == "rust"
    room.controller.swap_roles()
    assert room.session.freshness is Freshness.FRESH  # swapped back


def test_a_turn_that_was_somebody_elses_changes_an_untouched_note_at_once(make_room: MakeRoom) -> None:
    room = make_room()
    note = reviewed(room).note
    room.controller.give_turn(0, Speaker.PATIENT)
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.segments[0].speaker is Speaker.PATIENT
    assert session.note is not note and session.freshness is Freshness.FRESH


def test_a_mended_word_is_offered_added_and_found_next_time(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Hearing((Word("meulebelt", 0.0, 0.5, 0.9),), avg_logprob=-0.2, no_speech_probability=0.01)
    monkeypatch.setattr(ScriptedBuild, "recognizer", lambda _: FakeRecognizer([said]))
    room = make_room()
    room.recorded()
    room.controller.stop()
    room.until(lambda s: s.phase is Phase.REVIEW)
    room.controller.copied_all()  # nothing was mended
    room.settle()
    assert room.session.offered == ()
    room.controller.edit(0, Section.S, "Meulenbelt")
    room.controller.copied(0, Section.S)
    assert room.until(lambda s: bool(s.offered)).offered == ("Meulenbelt",)
    assert room.session.words.terms == ()
    room.controller.words.add("Meulenbelt")
    assert room.until(lambda s: not s.offered).words.terms == ("Meulenbelt",)
    room.controller.rewrite()
    assert [c.term for c in room.until(lambda s: bool(s.corrections)).corrections] == ["Meulenbelt"]


def test_a_word_set_right_in_the_talk_is_offered_and_changes_the_note(
    make_room: MakeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Hearing((Word("meulebelt", 0.0, 0.5, 0.9),), avg_logprob=-0.2, no_speech_probability=0.01)
    monkeypatch.setattr(ScriptedBuild, "recognizer", lambda _: FakeRecognizer([said]))
    room = make_room()
    assert reviewed(room).drafts[0].S == "meulebelt"
    room.controller.mend(0, 1, "Meulenbelt")
    assert room.until(lambda s: bool(s.offered)).offered == ("Meulenbelt",)
    session = room.until(lambda s: s.phase is Phase.REVIEW)
    assert session.drafts[0].S == "Meulenbelt" and session.freshness is Freshness.FRESH
    room.controller.edit(0, Section.P, "rust")
    room.controller.mend(0, 1, "Kwakernaat")
    assert room.session.freshness is Freshness.STALE and room.session.drafts[0].S == "Meulenbelt"


def test_a_declined_word_is_not_offered_again(make_room: MakeRoom) -> None:
    room = make_room()
    room.controller.words.decline("Meulenbelt")
    assert room.session.declined == {"Meulenbelt"}


def test_the_list_is_read_at_the_start_and_kept_whole(make_room: MakeRoom) -> None:
    room = make_room()
    room.controller.words.save("Bas\r\nTerlouw, Bas")
    room.until(lambda s: s.words.terms == ("Bas", "Terlouw"))
    room.settle()
    again = make_room()
    again.controller.begin()
    assert again.until(lambda s: bool(s.words.terms)).words.terms == ("Bas", "Terlouw")


def test_a_list_that_cannot_be_kept_is_told_and_stays_in_the_window(make_room: MakeRoom, tmp_path: Path) -> None:
    (tmp_path / "woordenlijst.txt").mkdir()
    room = make_room()
    room.controller.words.save("Bas")
    session = room.until(lambda s: s.error is not None)
    assert isinstance(session.error, OSError)
    assert session.words.terms == ("Bas",)
