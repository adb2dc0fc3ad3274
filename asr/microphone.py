"""The microphone as a stream of 16 kHz mono blocks, with a watchdog: PortAudio itself hides most faults.

Measured on PulseAudio: a suspended source stops the callbacks while the stream says it is active; lost samples raise no
flag; a muted one gives exact zeros. So the wall clock and the sample count are compared here, and zeros are counted.
A source that the sound server silently swaps for another cannot be seen from PortAudio at all: see asr.pulse.
"""

from __future__ import annotations

import queue
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from asr.audio import SAMPLE_RATE_HZ, Block, Converter
from asr.errors import (
    ComputerSlept,
    MicrophoneNotOpened,
    MicrophoneSilent,
    MicrophoneVanished,
    NoMicrophone,
    NoSoundSystem,
)
from asr.pulse import SourceWatch

_FIRST_BLOCK_S: Final = 6.0  # opening a PulseAudio source took 1.5 s until the first block
_VANISHED_S: Final = 2.0
_SLEPT_S: Final = 10.0  # so much later than that was noticed, nobody was awake to notice
_PIECE_S: Final = 0.2  # callbacks bring 10 ms or so; more than this is handed on at once
_LOST_S: Final = 0.25
_WATCH_S: Final = 2.0  # a late block comes within this; what has not come by then is lost
_DRIFT: Final = 0.001  # sound cards' clocks differ up to 0.1 %; that is no loss
_OTHER_RATES_HZ: Final = (48_000, 44_100, 16_000)
_CLOSE_S: Final = 3.0


@dataclass(frozen=True, slots=True)
class Device:
    """An input device as PortAudio knows it. `id` holds until the list is made anew."""

    id: int
    name: str
    is_default: bool
    sample_rate_hz: int
    channels: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Sound that never arrived: `lost_s` seconds, `after_s` seconds into what did arrive."""

    after_s: float
    lost_s: float


def devices(*, refresh: bool = False, system: Any = None) -> tuple[Device, ...]:
    """The input devices of the system's own sound interface; empty when there are none. Raises NoSoundSystem.

    PortAudio looks once, at its start; `refresh` makes it look again, which must not be done while something records.
    """
    sound = system or _sound_system()
    try:
        if refresh:
            sound._terminate()
            sound._initialize()
        listed = list(sound.query_devices())
        default_id = _default_id(sound)
    except sound.PortAudioError as error:
        raise NoSoundSystem(None, str(error)) from error
    inputs = [d for d in listed if d["max_input_channels"] > 0]
    api = next((d["hostapi"] for d in inputs if d["index"] == default_id), None)
    return tuple(
        Device(
            d["index"], str(d["name"]), d["index"] == default_id, int(d["default_samplerate"]), d["max_input_channels"]
        )
        for d in inputs
        if api is None or d["hostapi"] == api
    )


def awake_or_not_s() -> float:
    """Seconds on a clock that runs on while the computer sleeps; that of `time.monotonic` does so on Windows only.

    Sources: clock_gettime(2) of Linux and clock_gettime(3) of macOS.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


class Microphone:
    """Opens on `with` (NoSoundSystem, NoMicrophone, MicrophoneNotOpened); iterating gives Blocks until `stop()`.

    `stop()` may come from any thread; what was spoken up to then is still handed out. Iterating raises
    MicrophoneVanished when no sound came for 2 s, and ComputerSlept when that was because the computer slept, after all
    that came was handed out: who wakes it is perhaps with another patient, so nothing goes on by itself. `device` None:
    the default one. `route` tells which source the sound server gives us. `clock`: seconds, also while asleep.
    """

    def __init__(self, device: Device | None = None, *, system: Any = None, route: SourceWatch | None = None,
                 clock: Callable[[], float] = awake_or_not_s) -> None:  # fmt: skip
        self._wanted, self._system, self._clock = device, system, clock
        self._route = route or (SourceWatch() if system is None else SourceWatch(lambda: None))
        self._arrived: queue.SimpleQueue[tuple[float, NDArray[np.float32]]] = queue.SimpleQueue()
        self._stop = threading.Event()
        self._ended = threading.Event()
        self._slept_s = 0.0
        self._stream: Any = None
        self._watch: Watch | None = None
        self._name: str | None = device.name if device else None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Where sound was lost so far."""
        return tuple(self._watch.gaps) if self._watch else ()

    @property
    def silent_s(self) -> float:
        """How long there have been exact zeros up to now: muted, or kept from us. No real room gives those."""
        return self._watch.silent_s if self._watch else 0.0

    @property
    def moved_to(self) -> str | None:
        """The source that the sound server put in the place of the one we began with, if it did. Sound still comes."""
        return self._route.moved_to

    def __enter__(self) -> Self:
        sound = self._system or _sound_system()
        device = self._wanted or _default(sound)
        self._name = device.name
        reason = ""
        for rate_hz, channels in _attempts(device):
            try:
                self._stream = sound.InputStream(
                    device=device.id, samplerate=rate_hz, channels=channels, dtype="float32", latency="high",
                    callback=self._take, finished_callback=self._ended.set,
                )  # fmt: skip
                self._ended.clear()
                self._stream.start()
            except sound.PortAudioError as error:
                reason = str(error)
                self._close()
                continue
            self._watch = Watch(rate_hz)
            self._converter = Converter(rate_hz, channels)
            self._route.open()
            return self
        raise MicrophoneNotOpened(self._name, reason)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def stop(self) -> None:
        """Ends the iteration, once all that was spoken until now has been handed out."""
        self._stop.set()

    def __iter__(self) -> Iterator[Block]:
        if self._watch is None:
            raise RuntimeError("Microphone is used outside its with block")
        for raw in self._raw(self._watch):
            yield from self._converter.push(raw)
        yield from self._converter.flush()
        if self._stop.is_set():
            return
        if self._slept_s:
            raise ComputerSlept(self._name, f"nothing for {self._slept_s:.0f} s")
        raise MicrophoneVanished(self._name, "no sound arrives")

    def _raw(self, watch: Watch) -> Iterator[NDArray[np.float32]]:
        """Pieces of at least _PIECE_S as they come, until stop or until nothing comes any more."""
        last, limit_s = self._clock(), _FIRST_BLOCK_S
        pending: list[NDArray[np.float32]] = []
        while not self._stop.is_set():
            try:
                at, samples = self._arrived.get(timeout=0.1)
            except queue.Empty:
                away_s = self._clock() - last
                if self._ended.is_set() or away_s > limit_s:
                    self._slept_s = away_s if away_s > limit_s + _SLEPT_S else 0.0
                    break
                continue
            pending.append(samples)
            if at - last > limit_s + _SLEPT_S:
                self._slept_s = at - last
                break
            last, limit_s = at, _VANISHED_S
            watch.saw(at, samples)
            if sum(map(len, pending)) >= _PIECE_S * watch.sample_rate_hz:
                yield np.concatenate(pending)
                pending = []
        if self._stop.is_set():
            # What was spoken before Stop is still on its way through the driver's buffer.
            self._ended.wait(float(self._stream.latency) + 0.1)
        self._close()
        pending.extend(samples for _, samples in self._drained())
        if pending:
            yield np.concatenate(pending)

    def _drained(self) -> Iterator[tuple[float, NDArray[np.float32]]]:
        while not self._arrived.empty():
            yield self._arrived.get()

    def _take(self, samples: NDArray[np.float32], frames: int, when: object, flags: object) -> None:
        """PortAudio's callback: nothing but this."""
        self._arrived.put((self._clock(), samples.copy()))

    def _close(self) -> None:
        """Closes in a thread of its own: drivers are known to hang there; then the stream is abandoned."""
        stream, self._stream = self._stream, None
        self._route.close()
        if stream is not None:
            closer = threading.Thread(target=stream.close, daemon=True)
            closer.start()
            closer.join(_CLOSE_S)


class Watch:
    """Compares the wall clock with the samples that came. Late is not lost: only what stays away for 2 s is."""

    def __init__(self, sample_rate_hz: int) -> None:
        self.sample_rate_hz = sample_rate_hz
        self.gaps: list[Gap] = []
        self.silent_s = 0.0
        self._samples = 0
        self._began: float | None = None
        self._floor_s = 0.0
        self._recent: deque[tuple[float, float]] = deque()

    def saw(self, at: float, samples: NDArray[np.float32]) -> None:
        """A callback at clock time `at` brought `samples`, shape (n, channels)."""
        length_s = len(samples) / self.sample_rate_hz
        self.silent_s = 0.0 if samples.any() else self.silent_s + length_s
        self._samples += len(samples)
        if self._began is None:
            self._began = at - length_s
        behind_s = at - self._began - self._samples / self.sample_rate_hz
        self._recent.append((at, behind_s))
        while self._recent[0][0] < at - _WATCH_S:
            self._recent.popleft()
        steady_s = min(b for _, b in self._recent)
        watched = at - self._recent[0][0] >= _WATCH_S * 0.75
        if watched and steady_s - self._floor_s > _LOST_S:
            self.gaps.append(Gap(self._samples / self.sample_rate_hz, steady_s - self._floor_s))
            self._floor_s = steady_s
        self._floor_s = min(steady_s, self._floor_s + _DRIFT * length_s)


def check(device: Device | None = None, *, seconds: float = 1.0, system: Any = None) -> None:
    """Opens the microphone for a moment. Raises what Microphone raises, and MicrophoneSilent for zeros only."""
    with Microphone(device, system=system) as microphone:
        heard_s = 0.0
        for block in microphone:
            heard_s += len(block) / SAMPLE_RATE_HZ
            if heard_s >= seconds:
                break
        silent_s = microphone.silent_s
    if silent_s >= seconds * 0.9:
        raise MicrophoneSilent(device.name if device else None, silent_s)


def _sound_system() -> Any:
    """sounddevice; imported only here, as it needs PortAudio at its import."""
    try:
        import sounddevice
    except (ImportError, OSError) as error:
        raise NoSoundSystem(None, str(error)) from error
    return sounddevice


def _default_id(sound: Any) -> int:
    """The default input's number, -1 without one."""
    try:
        return int(sound.query_devices(kind="input")["index"])
    except (sound.PortAudioError, ValueError):
        return -1


def _default(sound: Any) -> Device:
    found = devices(system=sound)
    if not found:
        raise NoMicrophone(None, "no input device")
    return next((d for d in found if d.is_default), found[0])


def _attempts(device: Device) -> Iterator[tuple[int, int]]:
    """Rates and channel counts to try: native first. Two channels where there are, as one of them may be dead."""
    rates = [device.sample_rate_hz, *(r for r in _OTHER_RATES_HZ if r != device.sample_rate_hz)]
    for rate_hz in rates:
        for channels in (2, 1) if device.channels >= 2 else (1,):
            yield rate_hz, channels
