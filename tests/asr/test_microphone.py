from __future__ import annotations

import builtins
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asr.errors import (
    ComputerSlept,
    MicrophoneNotOpened,
    MicrophoneSilent,
    MicrophoneVanished,
    NoMicrophone,
    NoSoundSystem,
)
from asr.microphone import Microphone, Watch, check, devices


class FakeSound:
    """What sounddevice gives, scripted: `fill` makes the samples, and the stream dies after `lives_s` seconds."""

    class PortAudioError(Exception):
        pass

    def __init__(self, *, rate_hz: int = 44_100, channels: int = 2, inputs: bool = True, refuse: tuple[int, ...] = (),
                 lives_s: float | None = None,
                 fill: Callable[[np.ndarray], np.ndarray] = lambda at: 0.1 * np.sin(at)) -> None:  # fmt: skip
        self.rate_hz, self.channels, self.inputs, self.refuse = rate_hz, channels, inputs, refuse
        self.lives_s, self.fill, self.closed, self.opened = lives_s, fill, 0, (0, 0)
        self.refreshed = 0

    def query_devices(self, kind: str | None = None) -> Any:
        listed = [
            {"index": 0, "name": "luidspreker", "hostapi": 0, "max_input_channels": 0, "default_samplerate": 48_000.0},
            {"index": 1, "name": "ingebouwd", "hostapi": 0, "max_input_channels": self.channels,
             "default_samplerate": float(self.rate_hz)},
            {"index": 2, "name": "via een ander stelsel", "hostapi": 1, "max_input_channels": 1,
             "default_samplerate": 8_000.0},
        ]  # fmt: skip
        if kind == "input" and not self.inputs:
            raise ValueError("no input")
        listed = listed if self.inputs else listed[:1]
        return listed[1] if kind == "input" else listed

    def _terminate(self) -> None:
        self.refreshed += 1

    def _initialize(self) -> None:
        self.refreshed += 1

    def InputStream(self, *, device: int, samplerate: int, channels: int, dtype: str, latency: str,
                    callback: Callable[..., None], finished_callback: Callable[[], None]) -> Any:  # fmt: skip
        if samplerate in self.refuse:
            raise self.PortAudioError("rate refused")
        self.opened = (samplerate, channels)
        return _Stream(self, callback, finished_callback)


class _Stream:
    """Sends 1024 frames at a time from a thread of its own, far faster than real time, 20 s at most."""

    latency = 5.0  # Stop waits this long for what is on its way, or until the stream ends

    def __init__(self, sound: FakeSound, callback: Callable[..., None], finished: Callable[[], None]) -> None:
        self._sound, self._callback, self._finished = sound, callback, finished
        self._halt = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._halt.set()
        self._sound.closed += 1

    def _run(self) -> None:
        rate_hz, channels = self._sound.opened
        end = round((self._sound.lives_s or 20.0) * rate_hz)
        for start in range(0, end, 1024):
            if self._halt.is_set():
                return
            at = np.arange(start, min(start + 1024, end)) * (2 * np.pi * 440 / rate_hz)
            block = np.repeat(self._sound.fill(at)[:, None], channels, axis=1).astype(np.float32)
            self._callback(block, len(block), SimpleNamespace(), None)
        self._finished()


def test_devices_are_those_of_the_default_sound_system():
    [only] = devices(system=FakeSound())
    assert (only.id, only.name, only.is_default, only.sample_rate_hz) == (1, "ingebouwd", True, 44_100)


def test_no_devices():
    assert devices(system=FakeSound(inputs=False)) == ()
    with pytest.raises(NoMicrophone), Microphone(system=FakeSound(inputs=False)):
        pass


def test_the_list_is_made_anew_on_demand_only():
    sound = FakeSound()
    devices(system=sound)
    assert sound.refreshed == 0
    devices(refresh=True, system=sound)
    assert sound.refreshed == 2


def test_without_portaudio_there_is_one_clear_error(monkeypatch):
    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(NoSoundSystem, match="PortAudio"):
        devices()


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000, 96_000])
def test_any_native_rate_becomes_16_khz(rate_hz):
    sound = FakeSound(rate_hz=rate_hz, lives_s=3.0)
    heard = []
    with Microphone(system=sound) as microphone, pytest.raises(MicrophoneVanished):
        heard.extend(microphone)
    samples = np.concatenate(heard)
    assert len(samples) == pytest.approx(48_000, abs=20)
    middle = samples[8_000:40_000]
    assert np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax() / 2 == pytest.approx(440, abs=1)


def test_nothing_spoken_is_lost_at_stop():
    sound = FakeSound(rate_hz=16_000)
    with Microphone(system=sound) as microphone:
        heard = 0
        for block in microphone:
            heard += len(block)
            if heard > 8_000:
                microphone.stop()
        assert heard == 20 * 16_000  # the whole queue: the fake had sent it all by then


def test_stop_before_the_first_block():
    with Microphone(system=FakeSound(lives_s=0.1)) as microphone:
        microphone.stop()
        assert sum(len(b) for b in microphone) <= 1_601


def test_a_refused_rate_is_followed_by_another():
    sound = FakeSound(refuse=(44_100,), lives_s=0.5)
    with Microphone(system=sound) as microphone:
        assert sound.opened == (48_000, 2)
        microphone.stop()
        list(microphone)


def test_a_device_that_takes_no_rate_at_all():
    with (
        pytest.raises(MicrophoneNotOpened, match="rate refused"),
        Microphone(system=FakeSound(refuse=(44_100, 48_000, 16_000))),
    ):
        pass


def test_a_device_that_stops_gives_all_and_then_the_error():
    sound = FakeSound(rate_hz=16_000, lives_s=2.0)
    heard = 0
    with Microphone(system=sound) as microphone, pytest.raises(MicrophoneVanished) as caught:
        for block in microphone:
            heard += len(block)
    assert heard == 32_000
    assert caught.value.device == "ingebouwd"
    assert sound.closed == 1


def test_callbacks_that_stay_away_are_noticed_by_the_clock():
    now = [0.0]

    def clock() -> float:
        now[0] += 0.5
        return now[0]

    class Mute(FakeSound):
        def InputStream(self, **how: Any) -> Any:
            return SimpleNamespace(start=lambda: None, close=lambda: None, latency=0.0)

    with Microphone(system=Mute(), clock=clock) as microphone, pytest.raises(MicrophoneVanished):
        list(microphone)


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_computer_that_slept_gives_all_and_then_says_so(goes_on):
    now = [100.0]

    class Sleeper(FakeSound):
        def InputStream(self, *, callback: Callable[..., None], **how: Any) -> Any:
            def start() -> None:
                for _ in range(5):
                    now[0] += 0.1
                    callback(np.ones((1600, 1), dtype=np.float32), 1600, None, None)

            def asleep() -> None:
                now[0] += 3600
                if goes_on:
                    start()

            self.asleep = asleep
            return SimpleNamespace(start=start, close=lambda: None, latency=0.0)

    sound, heard = Sleeper(rate_hz=16_000, channels=1), 0
    with Microphone(system=sound, clock=lambda: now[0]) as microphone, pytest.raises(ComputerSlept, match="3600 s"):
        for number, block in enumerate(microphone):
            heard += len(block)
            if not number:
                sound.asleep()
    assert heard == (16_000 if goes_on else 8_000)
    assert microphone.gaps == ()


def test_a_disk_that_keeps_the_reader_waiting_is_no_sleep():
    now, sound = [100.0], FakeSound(rate_hz=16_000, lives_s=2.0)
    with Microphone(system=sound, clock=lambda: now[0]) as microphone, pytest.raises(MicrophoneVanished):
        for number, _ in enumerate(microphone):
            if not number:
                now[0] += 11
    assert number > 1


def test_exact_zeros_are_counted():
    sound = FakeSound(rate_hz=16_000, lives_s=5.0, fill=np.zeros_like)
    with Microphone(system=sound) as microphone:
        with pytest.raises(MicrophoneVanished):
            list(microphone)
        assert microphone.silent_s == pytest.approx(5.0, abs=0.1)


def test_check_tells_a_muted_microphone():
    with pytest.raises(MicrophoneSilent):
        check(system=FakeSound(fill=np.zeros_like))
    check(system=FakeSound())


def fed(watch: Watch, *, seconds: float, speed: float = 1.0, start_s: float = 0.0, late_s: float = 0.0) -> float:
    """Feeds a steady stream; `speed` is the sound card's clock against ours. Gives the clock at the end."""
    ones, at = np.ones((1600, 1), dtype=np.float32), start_s
    for _ in range(round(seconds * 10)):
        at += 0.1 / speed
        watch.saw(at + late_s, ones)
    return at


def test_a_steady_stream_has_no_gaps():
    watch = Watch(16_000)
    fed(watch, seconds=60)
    assert watch.gaps == []


@pytest.mark.parametrize("speed", [0.9995, 1.0005])
def test_clock_drift_is_no_gap(speed):
    watch = Watch(16_000)
    fed(watch, seconds=1800, speed=speed)
    assert watch.gaps == []


def test_late_is_not_lost():
    watch = Watch(16_000)
    at = fed(watch, seconds=10)
    burst = np.ones((160, 1), dtype=np.float32)
    for _ in range(150):
        watch.saw(at + 1.5, burst)
    fed(watch, seconds=10, start_s=at + 1.5)
    assert watch.gaps == []


def test_lost_sound_is_a_gap_with_its_length():
    watch = Watch(16_000)
    at = fed(watch, seconds=10)
    fed(watch, seconds=10, start_s=at + 1.0)
    [gap] = watch.gaps
    assert gap.lost_s == pytest.approx(1.0, abs=0.1)
    assert 10 < gap.after_s < 13
