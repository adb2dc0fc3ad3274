"""Intents in, jobs out, one Session in the middle. No Qt: the window hands in how to show a session.

Every method is called on one thread, `receive` included (see app.views.bridge). A report of a job that the controller
let go of is dropped, so nothing of one consult can reach the next.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.benchbook import Benchbook
from app.changes import after
from app.draft import LineKey
from app.events import (
    AdviceDismissed,
    Consent,
    ConsentTicked,
    ConsultClosed,
    Dismissal,
    DoubtSeen,
    Event,
    ListeningFailed,
    NoteCopied,
    Noticed,
    Paused,
    Prepared,
    ReadingStarted,
    RecordingBroken,
    RecordingInterrupted,
    Resumed,
    RewriteStarted,
    RolesSwapped,
    SectionCopied,
    SectionEdited,
    Started,
    Stopped,
    TurnGiven,
    WordsMended,
    WorkCancelled,
    WritingFailed,
)
from app.jobs import Failed, Job, Jobs, Report, Yielded
from app.keeper import Keeper
from app.mending import heard
from app.running import Running, Task
from app.session import Phase, Session
from app.store.errors import JournalFull, StoreError
from app.takes import Takes
from app.voicebook import Voicebook
from app.wordbook import Wordbook
from app.workshop import Workshop
from asr.errors import MicrophoneError
from asr.microphone import Device
from asr.transcript import Speaker
from soep.note import Section


class Controller:
    """Holds the session and says it to `show` whenever it changed."""

    def __init__(self, workshop: Workshop, jobs: Jobs, show: Callable[[Session], None]) -> None:
        self._shop = workshop
        self._show = show
        self._running = Running(jobs)
        self._takes = Takes(workshop.open_source, self._running)
        self._journal: Path | None = None
        self._must_reread = False
        self.words = Wordbook(workshop, self._running.chore, self._apply)
        self.voice = Voicebook(workshop, self._running)
        self.bench = Benchbook(workshop, self._running)
        self._keeper = Keeper(workshop, self._running, self._apply)
        self.session = Session()

    def begin(self) -> None:
        """At the start of the program: look for microphones and unfinished recordings, load the recogniser."""
        self._running.chore(self._shop.find_devices(again=False))
        self._find_leftovers()
        self.words.find()
        self._running.start(Task.PREPARE, self._shop.warm_up())

    def skip_measuring(self) -> None:
        """Do not measure how to compute now; the next start does."""
        self._running.hurry(Task.PREPARE)

    def tick_consent(self, given: bool) -> None:
        """The patient was told and agreed, or not (yet)."""
        self._apply(ConsentTicked(Consent.GIVEN if given else Consent.UNASKED))

    def record(self, device: Device | None) -> None:
        """Start a recording; without consent nothing happens."""
        if after(self.session, Started()) is self.session:
            return
        try:
            journal = self._shop.new_journal()
        except StoreError as error:
            self._apply(Noticed(error))
            return
        self._apply(Started())
        self._journal, self._must_reread = journal.path, False
        self.skip_measuring()  # the consult needs the processor now
        self._takes.begin(journal, device)
        self._running.start(Task.FOLLOW, self._shop.follow(journal))

    def pause(self) -> None:
        """Pause the recording."""
        if self._apply(Paused()):
            self._takes.pause()

    def resume(self, device: Device | None) -> None:
        """Record on, as soon as the take before has ended."""
        if self._apply(Resumed()):
            self._takes.resume(device)

    def stop(self) -> None:
        """End the recording; all that was said is still transcribed, then the note is written."""
        if self._apply(Stopped()):
            self._takes.stop()

    def cancel(self) -> None:
        """Do not wait for the work that goes on; a recording is kept and offered again."""
        if self._apply(WorkCancelled()):
            self._running.let_go(Task.FOLLOW, Task.READ, Task.WRITE)
            if self.session.phase is Phase.READY:
                self._journal = None
                self._find_leftovers()

    def open_file(self, path: Path) -> None:
        """Transcribe a sound file and write its note."""
        if self._apply(ReadingStarted()):
            self._journal = None
            self._running.start(Task.READ, self._shop.read_file(path))

    def recover(self, path: Path) -> None:
        """Go on with an unfinished consult: as it was left, or from its recording when there was no note yet."""
        if self._apply(ReadingStarted()):
            self._journal = path
            self._find_leftovers()
            self._running.start(Task.READ, self._shop.restore(path))

    def throw_away(self, path: Path) -> None:
        """Destroy an unfinished consult."""
        if path != self._journal:
            self._running.chore(self._shop.discard(self._shop.sheet(path)))
            self._find_leftovers(without=path)

    def edit(self, contact: int, section: Section, text: str) -> None:
        """The GP changed a section's text."""
        self._apply(SectionEdited(contact, section, text))

    def see_doubt(self, key: LineKey) -> None:
        """The GP settled the doubt about a line."""
        self._apply(DoubtSeen(key))

    def copied(self, contact: int, section: Section) -> None:
        """One section is on the clipboard."""
        self._apply(SectionCopied(contact, section))
        self.words.offer(self.session)

    def copied_all(self) -> None:
        """The whole note is on the clipboard."""
        self._apply(NoteCopied())
        self.words.offer(self.session)

    def swap_roles(self) -> None:
        """Arts and patient change over; a note that the GP did not touch is written anew at once."""
        self._change_talk(RolesSwapped())

    def give_turn(self, segment: int, speaker: Speaker) -> None:
        """One turn of the talk was said by somebody else than stood there."""
        self._change_talk(TurnGiven(segment, speaker))

    def mend(self, first: int, after: int, text: str) -> None:
        """The words [first, after) of the talk were misheard: `text` was said."""
        transcript = self.session.transcript
        if transcript is not None and self._change_talk(WordsMended(first, after, text)):
            self.words.learn(heard(transcript, first, after), text)

    def rewrite(self) -> None:
        """Write the note again from the transcript as it now stands."""
        transcript = self.session.transcript
        if transcript is not None and self._apply(RewriteStarted()):
            self._running.start(Task.WRITE, self._shop.write(transcript))

    def dismiss(self, what: Dismissal) -> None:
        """The GP read the message, or the advice, which then does not come back at the next start."""
        advice = self.session.advice
        if self._apply(what) and isinstance(what, AdviceDismissed):
            self._running.chore(self._shop.remember_advice(advice))

    def refresh_devices(self) -> None:
        """Look for microphones again."""
        self._running.chore(self._shop.find_devices(again=True))

    def new_consult(self) -> None:
        """Close this consult for good: its recording is destroyed. Ask the GP before, when `would_lose`."""
        if not self._apply(ConsultClosed()):
            return
        self._running.let_go(Task.RECORD, Task.FOLLOW, Task.READ, Task.WRITE)
        self._drop_recording()

    def close(self) -> None:
        """At the program's end: stop all and wait. A consult in hand is kept, unless its note was copied whole."""
        self._takes.close()
        self.bench.cancel()  # its child would be waited for
        if self.session.is_delivered:
            self._keeper.drop(self._journal)
            self._journal = None
        self._keeper.close()
        self._running.close()

    def receive(self, job: Job, report: Report) -> None:
        """A report of a job, brought to this thread."""
        task = self._running.sort(job, report)
        if task is None:
            return
        if isinstance(report, Yielded):
            self._yielded(report.event)  # type: ignore[arg-type]  # every job here yields app.events.Event
            return
        if isinstance(report, Failed):
            self._failed(task, report.error)
        if task is Task.RECORD:
            self._take_ended()
        if task is Task.PREPARE:
            self._apply(Prepared())

    def _yielded(self, event: Event) -> None:
        before = self.session.phase
        self._apply(event)
        if before is not Phase.WRITING and self.session.phase is Phase.WRITING and self.session.transcript is not None:
            self._running.start(Task.WRITE, self._shop.write(self.session.transcript))

    def _failed(self, task: Task, error: Exception) -> None:
        match task:
            case Task.RECORD if isinstance(error, MicrophoneError | JournalFull):
                self._apply(RecordingInterrupted(error))
            case Task.RECORD:
                self._apply(RecordingBroken(error))
                self._takes.leave()
            case Task.FOLLOW | Task.READ if self.session.phase in (Phase.WRITING, Phase.REVIEW):
                self._apply(Noticed(error))  # the sound broke off, what came before was transcribed
            case Task.FOLLOW:
                self._must_reread = True
                if self.session.phase is Phase.FINISHING:
                    self._reread()
                else:
                    self._apply(ListeningFailed(error))
            case Task.READ:
                self._apply(ListeningFailed(error))
                self._journal = None
                self._find_leftovers()
            case Task.WRITE:
                self._apply(WritingFailed(error))
            case Task.CHORE | Task.PREPARE:
                self._apply(Noticed(error))

    def _take_ended(self) -> None:
        phase = self.session.phase
        if phase is Phase.RECORDING:  # asked to go on while this take was still ending
            self._takes.go_on()
        elif phase is Phase.FINISHING and not self._takes.is_over:  # asked to stop just after it had paused
            self._takes.stop()
        elif phase is Phase.FINISHING:
            self._reread()
        elif phase is Phase.READY:  # the microphone never opened
            self._running.let_go(Task.FOLLOW)
            self._drop_recording()

    def _drop_recording(self) -> None:
        self._takes.forget()
        self._keeper.drop(self._journal)
        self._journal = None

    def _reread(self) -> None:
        """When transcription failed during the recording: try once more from the journal, now that it is closed."""
        if self._must_reread and self._journal is not None and not self._running.has(Task.RECORD):
            self._must_reread = False
            self._running.start(Task.READ, self._shop.read_journal(self._journal))

    def _find_leftovers(self, without: Path | None = None) -> None:
        self._running.chore(self._shop.find_leftovers(without or self._journal))

    def _change_talk(self, event: Event) -> bool:
        changed = self._apply(event)
        if changed and not self.session.is_edited:
            self.rewrite()
        return changed

    def _apply(self, event: Event) -> bool:
        """Whether the event changed anything."""
        changed = after(self.session, event)
        if changed is self.session:
            return False
        self.session = changed
        self._show(changed)
        self._keeper.follow(changed, self._journal)
        return True
