"""A screen and a sound card without hardware: Xvfb, and a PulseAudio of our own whose null sink is the microphone."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ARTEFACTS = ROOT / "tests" / "artefacts"
SCENARIOS = Path(__file__).with_name("scenarios.py")
SINK = "spreker"
START_S = 15.0


@dataclass(frozen=True)
class Stage:
    """Where a scenario plays: the environment of the child process."""

    home: Path
    environ: dict[str, str]

    def play(self, scenario: str, sound: Path, *, timeout_s: float, ends: int = 0) -> str:
        """Run a scenario of scenarios.py in a child; its output. Fails with it unless the child ends with `ends`."""
        ARTEFACTS.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-W", "error", str(SCENARIOS), scenario, str(sound), str(ARTEFACTS)],
            cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=timeout_s, check=False,
        )  # fmt: skip
        (ARTEFACTS / f"{scenario}.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
        assert done.returncode == ends, done.stdout + done.stderr
        return done.stdout

    def as_wav(self, sound: Path) -> Path:
        """The same sound in a form that paplay knows."""
        made = self.home / "gesprek.wav"
        subprocess.run(["ffmpeg", "-v", "error", "-i", str(sound), str(made)], check=True)
        return made


def pulse_command(runtime: Path) -> list[str]:
    """A sound server for this test alone. It only warns about running as root; in CI we may be."""
    return [
        "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=true", "--use-pid-file=no",
        "-L", f"module-native-protocol-unix socket={runtime}/native auth-anonymous=1",
        "-L", f"module-null-sink sink_name={SINK} rate=48000", "-L", "module-always-sink",
    ]  # fmt: skip


@pytest.fixture(scope="session")
def application() -> Iterator[object]:
    """The one QApplication of this process, without a screen.

    WORKAROUND: what a test left on the offscreen clipboard crashes PySide6 6.11 when the interpreter ends, after the
    last test has passed; it is emptied first. On a real screen (test_end_to_end.py) this does not happen.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from app.views.style import dress

    made = QApplication.instance() or QApplication(["soepel"])
    dress(made)
    yield made
    QApplication.clipboard().clear()


@pytest.fixture
def qt(application: object) -> Iterator[None]:
    """Views can be made; whatever Qt warns about fails the test."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    said: list[str] = []

    def heed(kind: QtMsgType, _: object, text: str) -> None:
        no_screen = "propagateSizeHints" in text or "does not support raise" in text  # the offscreen plugin
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and not no_screen:
            said.append(text)

    before = qInstallMessageHandler(heed)
    yield
    gc.unfreeze()  # what a warm-up keeps for good (app.workshop) goes here
    gc.collect()
    qInstallMessageHandler(before)
    assert said == []


@contextmanager
def screen_of_its_own() -> Iterator[str]:
    """The number of a screen of 1280x800."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen for one test."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    with screen_of_its_own() as number:
        yield number


@pytest.fixture
def stage(tmp_path: Path, screen: str) -> Iterator[Stage]:
    """A fresh user with a screen and a microphone."""
    if shutil.which("pulseaudio") is None:
        pytest.skip("PulseAudio is not installed")
    with stage_in(tmp_path, screen) as made:
        yield made


@contextmanager
def stage_in(folder: Path, screen: str) -> Iterator[Stage]:
    """A user who lives in `folder`, with this screen and a microphone; nobody else's sound server is touched."""
    home, runtime = folder / "home", folder / "run"
    for folder in (home, runtime):
        folder.mkdir(mode=0o700)
    (home / ".asoundrc").write_text("pcm.!default { type pulse }\nctl.!default { type pulse }\n", encoding="utf-8")
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("XDG_", "PULSE_", "QT_", "DBUS_"))}
    environ |= {
        "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), "PULSE_SERVER": f"unix:{runtime}/native",
        "PULSE_COOKIE": str(home / "cookie"), "DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT),
        "SOEPEL_HOME": str(home / "soepel"), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "SOEPEL_TEST_PULSE": "\n".join(pulse_command(runtime)),
    }  # fmt: skip
    server = subprocess.Popen(pulse_command(runtime), env=environ, stderr=subprocess.DEVNULL)
    environ["SOEPEL_TEST_PULSE_PID"] = str(server.pid)
    try:
        wait_for_sound(environ)
        yield Stage(home, environ)
    finally:
        server.terminate()
        server.wait(10)


def wait_for_sound(environ: dict[str, str]) -> None:
    """Until the sound server answers and its null sink's monitor is the default microphone."""
    ends = time.monotonic() + START_S
    while True:
        chosen = subprocess.run(
            ["pactl", "set-default-source", f"{SINK}.monitor"], env=environ, capture_output=True, check=False
        )
        if chosen.returncode == 0:
            return
        assert time.monotonic() < ends, chosen.stderr
        time.sleep(0.1)
