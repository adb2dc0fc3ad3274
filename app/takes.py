"""The takes of one recording: the recorder's jobs, started, paused, gone on with and ended as the GP asks."""

from __future__ import annotations

from app.recorder import OpenSource, Recorder
from app.running import Running, Task
from app.store.journal import Journal
from asr.microphone import Device


class Takes:
    """Holds the recorder of the consult in hand; without a recording every wish is passed over."""

    def __init__(self, open_source: OpenSource, running: Running) -> None:
        self._open = open_source
        self._running = running
        self._recorder: Recorder | None = None
        self._wanted: Device | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be recorded into this journal."""
        return self._recorder is None or self._recorder.is_over

    def begin(self, journal: Journal, device: Device | None) -> None:
        """The first take."""
        self._recorder, self._wanted = Recorder(journal, self._open), device
        self.go_on()

    def pause(self) -> None:
        """End this take; another may follow."""
        if self._recorder is not None:
            self._recorder.pause()

    def resume(self, device: Device | None) -> None:
        """Another take, as soon as the one before has ended (see `go_on`)."""
        self._wanted = device
        if not self._running.has(Task.RECORD):
            self.go_on()

    def go_on(self) -> None:
        """The take that was asked for, now that no other runs."""
        if self._recorder is not None:
            self._running.start(Task.RECORD, self._recorder.take(self._wanted))

    def stop(self) -> None:
        """End the recording in order."""
        if self._recorder is None:
            return
        if self._running.has(Task.RECORD):
            self._recorder.stop()
        else:
            self._running.start(Task.RECORD, self._recorder.finish())

    def leave(self) -> None:
        """Give the recording up as it is; what is on disk stays there."""
        if self._recorder is not None:
            self._recorder.leave()

    def forget(self) -> None:
        """Leave it and hold no recording any more."""
        self.leave()
        self._recorder = None

    def close(self) -> None:
        """The program ends: stop a take that runs, which then closes its journal; leave one that is paused."""
        if self._running.has(Task.RECORD):
            self.stop()
        else:
            self.leave()
