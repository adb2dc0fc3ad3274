"""The sound server's answer read, and a swap noticed; against a real server in test_microphone_pulse.py."""

from __future__ import annotations

import threading
import time

from asr.pulse import SourceWatch, source_name, source_number

OUTPUTS = """Source Output #3
\tDriver: protocol-native.c
\tSource: 7
\tProperties:
\t\tapplication.process.id = "41"

Source Output #5
\tSource: 12
\tProperties:
\t\tapplication.process.id = "4"
"""
SOURCES = "7\tmic.monitor\tmodule-null-sink.c\ts16le 2ch 48000Hz\tRUNNING\n12\tusb\tmodule-alsa-card.c\ts16le\tIDLE\n"


def test_the_stream_of_this_process_is_found():
    assert source_number(OUTPUTS, 41) == 7
    assert source_number(OUTPUTS, 4) == 12
    assert source_number(OUTPUTS, 1) is None
    assert source_number("", 4) is None


def test_a_source_has_a_name():
    assert source_name(SOURCES, 12) == "usb"
    assert source_name(SOURCES, 1) is None
    assert source_name("\n7\n", 7) is None


class Server:
    """Answers in turn, then goes on with the last answer; `told` is set when all have been given."""

    def __init__(self, *answers: str | None) -> None:
        self._answers = list(answers)
        self.told = threading.Event()

    def __call__(self) -> str | None:
        if len(self._answers) > 1:
            return self._answers.pop(0)
        if self.told.is_set():
            time.sleep(0.01)
        self.told.set()
        return self._answers[0]


def moved_after(*answers: str | None) -> str | None:
    """What the watch says once it has dealt with every answer."""
    server = Server(*answers, *answers[-1:])
    watch = SourceWatch(server, every_s=0.0)
    watch.open()
    assert server.told.wait(10)
    watch.close()
    return watch.moved_to


def test_a_swap_is_noticed_and_so_is_the_way_back():
    assert moved_after("usb", "usb") is None
    assert moved_after(None, "usb", "laptop") == "laptop"
    assert moved_after("usb", "laptop", None) == "laptop"
    assert moved_after("usb", "laptop", "usb") is None
    assert moved_after(None) is None


def test_without_a_sound_server_that_tells_nothing_is_asked(monkeypatch):
    monkeypatch.setattr("asr.pulse.shutil.which", lambda name: None)
    before = threading.active_count()
    watch = SourceWatch()
    watch.open()
    assert threading.active_count() == before and watch.moved_to is None
    watch.close()
