"""The listener: blocks of sound in, events out. One generator for a file and for a consult that is going on.

Each window is decoded once, and what was told is never taken back. From a microphone the blocks wait in their own queue
while a window is decoded here; how far that lags behind is read off the clock, so recording never waits for us.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import AudioTruncated, Cancelled, MicrophoneError
from asr.events import Event, Finished, Pace, Progress, SegmentsReady, Tentative
from asr.pace import Lag, Policy
from asr.phrases import segments_of
from asr.recognizer import Hearing, Recognizer
from asr.second_look import unheard
from asr.segmenter import FULL_S, Segmenter, Window
from asr.speakers import Speakers
from asr.transcript import Segment, Transcript
from asr.vad import VoiceDetector

_FILE_BATCH: Final = 4  # windows per call: a quarter faster than one by one on two cores; 8 gains no more
_PACE_STEP_S: Final = 2.0  # a change of backlog worth telling


def never() -> bool:
    """The default for `cancelled`."""
    return False


def listen(blocks: Iterable[Block], recognizer: Recognizer, detector: VoiceDetector, *, total_s: float | None = None,
           live: bool = False, cancelled: Callable[[], bool] = never, prompt: str = "",
           clock: Callable[[], float] = time.monotonic, began_s: float | None = None,
           speakers: Speakers | None = None) -> Iterator[Event]:  # fmt: skip
    """Yields events; the last one is Finished. Raises Cancelled soon after `cancelled()` turns true.

    `live`: the blocks come as they are spoken. `prompt`: words to expect. `clock`: seconds, for the lag alone.
    `began_s`: the clock when recording began, where that was before now, as a model had to be loaded first.
    `speakers`: who tells voices apart; only Finished's transcript has them, in the same words.
    When the sound breaks off (AudioTruncated, or a MicrophoneError), all that came before is transcribed first:
    Finished is yielded, and then the error is raised.
    """
    detector.reset()
    source = _Source(blocks, cancelled, clock)
    work = _Work(recognizer, detector, prompt, speakers)
    yield from _while_speaking(source, work, Lag(clock, began_s), clock) if live else _from_file(source, work, total_s)
    rest = work.segmenter.flush()
    yield from work.decode(work.closed + ([rest] if rest else []), cancelled)
    yield Progress(source.sound_s, total_s)
    transcript = Transcript(tuple(work.segments), "nl", round(source.sound_s, 3), recognizer.engine)
    yield Finished(speakers.labelled(transcript) if speakers else transcript)
    if source.broken is not None:
        raise source.broken


def _from_file(source: _Source, work: _Work, total_s: float | None) -> Iterator[Event]:
    for block in source:
        work.take(block, FULL_S)
        if len(work.closed) >= _FILE_BATCH:
            yield from work.decode(work.release(), source.cancelled)
            yield Progress(source.sound_s, total_s)


def _while_speaking(source: _Source, work: _Work, lag: Lag, clock: Callable[[], float]) -> Iterator[Event]:
    policy, told_s = Policy(), 0.0
    for block in source:
        lag.arrived(len(block) / SAMPLE_RATE_HZ, source.waited_s)
        work.take(block, policy.close_at_s(lag.backlog_s))
        began = clock()
        if len(work.closed) >= policy.batch(lag.backlog_s):
            guess = work.guess
            yield from work.decode(work.release(), source.cancelled)
            policy.spent(clock() - began, useful=True)
            policy.spent(guess.cost_s if guess else 0.0, useful=work.guess_served)
        elif work.guess is None and policy.may_guess(lag.backlog_s, work.segmenter.pause_s, work.segmenter.open_s):
            yield from work.try_ahead(clock)
        backlog_s = lag.backlog_s
        if policy.follow(backlog_s) or abs(backlog_s - told_s) >= _PACE_STEP_S:
            told_s = backlog_s
            yield Pace(backlog_s, policy.later)
        yield Progress(source.sound_s, None)


@dataclass(frozen=True, slots=True)
class _Guess:
    """A hearing of the open window as it stood at a pause."""

    frames: int
    last: int
    hearing: Hearing
    cost_s: float

    def fits(self, window: Window) -> bool:
        return len(window.frames) == self.frames and int(window.frames[-1]) == self.last


class _Source:
    """The blocks, with a count, the time each was waited for, and the error that broke them off, if one did."""

    def __init__(self, blocks: Iterable[Block], cancelled: Callable[[], bool], clock: Callable[[], float]) -> None:
        self._blocks = iter(blocks)
        self.cancelled, self._clock = cancelled, clock
        self.samples = 0
        self.waited_s = 0.0
        self.broken: AudioTruncated | MicrophoneError | None = None

    @property
    def sound_s(self) -> float:
        return self.samples / SAMPLE_RATE_HZ

    def __iter__(self) -> Iterator[Block]:
        while not self.cancelled():
            began = self._clock()
            try:
                block = next(self._blocks)
            except StopIteration:
                return
            except (AudioTruncated, MicrophoneError) as error:
                self.broken = error
                return
            self.waited_s = self._clock() - began
            self.samples += len(block)
            yield block
        raise Cancelled


class _Work:
    """What is gathered: closed windows that wait, segments that are final, at most one guess."""

    def __init__(self, recognizer: Recognizer, detector: VoiceDetector, prompt: str, speakers: Speakers | None) -> None:
        self._recognizer, self._detector, self._prompt = recognizer, detector, prompt
        self._speakers = speakers
        self.segmenter = Segmenter()
        self.closed: list[Window] = []
        self.segments: list[Segment] = []
        self.guess: _Guess | None = None
        self.guess_served = False

    def take(self, block: Block, close_at_s: float) -> None:
        self.closed.extend(self.segmenter.push(block, self._detector.push(block), close_at_s))

    def release(self) -> list[Window]:
        """The closed windows, which wait no longer."""
        windows, self.closed = self.closed, []
        return windows

    def decode(self, windows: list[Window], cancelled: Callable[[], bool]) -> Iterator[Event]:
        """Decodes in batches and tells the segments, which are final; a guess that fits is not decoded again."""
        for start in range(0, len(windows), _FILE_BATCH):
            if cancelled():
                raise Cancelled
            batch = windows[start : start + _FILE_BATCH]
            for window, hearing in zip(batch, self._hear(batch), strict=True):
                found = self._segments(window, hearing)
                self.segments.extend(found)
                if self._speakers is not None:
                    self._speakers.take(window, found)
                yield SegmentsReady(found, window.end_s)

    def try_ahead(self, clock: Callable[[], float]) -> Iterator[Event]:
        """Decodes the open window at a pause, without closing it."""
        window = self.segmenter.peek()
        if window is None:
            return
        began = clock()
        [hearing] = self._recognizer.hear([window.samples], self._prompt)
        self.guess = _Guess(len(window.frames), int(window.frames[-1]), hearing, clock() - began)
        yield Tentative(" ".join(s.text for s in segments_of(window, hearing)))

    def _hear(self, windows: list[Window]) -> tuple[Hearing, ...]:
        guess, self.guess, self.guess_served = self.guess, None, False
        if guess is not None and guess.fits(windows[0]):
            self.guess_served = True
            rest = windows[1:]
            return (guess.hearing, *(self._recognizer.hear([w.samples for w in rest], self._prompt) if rest else ()))
        return self._recognizer.hear([w.samples for w in windows], self._prompt)

    def _segments(self, window: Window, hearing: Hearing) -> tuple[Segment, ...]:
        """The window's segments, and those of what was heard only when parts without words were heard again."""
        found, parts = segments_of(window, hearing), unheard(window, hearing)
        if not parts:
            return found
        again = self._recognizer.hear([p.samples for p in parts], self._prompt)
        more = [s for part, heard in zip(parts, again, strict=True) for s in segments_of(part, heard)]
        return tuple(sorted((*found, *more), key=_start_s))


def _start_s(segment: Segment) -> float:
    return segment.start_s or 0.0
