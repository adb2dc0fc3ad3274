"""What the scenarios are played with: a timer that moves them on, and hands that click, type and look."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget

from app.session import Phase
from app.views.window import MainWindow

Wait = Callable[[], bool]
SINK = "spreker"
SET_SOURCE = ["pactl", "set-default-source", f"{SINK}.monitor"]
PASSPHRASE = "een lange wachtzin"
WAIT_S = 120.0
STEP_MS = 50
CTRL = Qt.KeyboardModifier.ControlModifier
BEAT_MS = 10
START_UP_S = 8.0  # libraries and the model are loaded then; stalls of that time are told apart
ACCEPTED_WARNINGS = (  # Qt's own words about this screen or that has no keyboard extension or theme; not ours to mend
    "XKEYBOARD", "xkbcommon", "propagateSizeHints", "QDBusConnection", "could not connect to display",
)  # fmt: skip


class Driver(QObject):
    """Moves a scenario on, and measures how long the window's thread was ever kept from its own timer."""

    def __init__(self, scenario: Generator[Wait]) -> None:
        super().__init__()
        self._scenario = scenario
        self._wait: Wait = lambda: True
        self._since = time.monotonic()
        self._beat_at: float | None = None
        self._shown_at = self._since
        self.stalls_s: dict[str, float] = {}
        self.trouble: list[str] = []
        self.done = False
        self._steps, self._beats = QTimer(self), QTimer(self)
        self._steps.timeout.connect(self.step)
        self._beats.setTimerType(Qt.TimerType.PreciseTimer)
        self._beats.timeout.connect(self.beat)
        self._steps.start(STEP_MS)
        self._beats.start(BEAT_MS)

    def beat(self) -> None:
        """One heartbeat; what it is late is a stall. Before there is a window nothing can stall.

        (A heartbeat of the passphrase's dialog counted the making of the key from it, 0.7 s, as a stall of the window.)
        """
        now = time.monotonic()
        if main_window() is None:
            self._shown_at, self._beat_at = now, None
            return
        if self._beat_at is not None:
            phase = window()._session.phase.value if now - self._shown_at > START_UP_S else "start"
            self.stalls_s[phase] = max(self.stalls_s.get(phase, 0.0), now - self._beat_at - BEAT_MS / 1000)
        self._beat_at = now

    def step(self) -> None:
        """Go on when what is waited for is there."""
        if self.done:
            return
        if not self._wait():
            if time.monotonic() - self._since > WAIT_S:
                self.end(f"waited in vain; {describe()}")
            return
        try:
            self._steps.stop()  # a scenario may open a dialog, whose own event loop must not come back in here
            self._wait = next(self._scenario)
            self._since = time.monotonic()
        except StopIteration:
            self.end(None)
        except AssertionError as error:
            self.end(f"{error}; {describe()}")
        else:
            self._steps.start(STEP_MS)
        self._beat_at = None  # what this step itself took (a screenshot) is no stall of the program

    def end(self, trouble: str | None) -> None:
        """The scenario is over."""
        self.done = True
        if trouble:
            self.trouble.append(trouble)
        QTimer.singleShot(0, QApplication.instance(), QApplication.exit)

    def after_the_program(self) -> None:
        """The program ended: what is left of the scenario must come true without it."""
        if not self.done and not self._wait():
            self.trouble.append("the program ended too early")
        elif not self.done:
            self.trouble.extend("the program ended too early" for wait in self._scenario if not wait())
        self._scenario.close()


def main_window() -> MainWindow | None:
    """The program's window, once it is there."""
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None)


def window() -> MainWindow:
    """The program's window."""
    found = main_window()
    assert found is not None
    return found


def describe() -> str:
    """Where the program stands, for a failing test."""
    found = main_window()
    return "no window" if found is None else f"{found._session.phase}, {found._session.error!r}, {found.alarm.text!r}"


def dialog(kind: type[QWidget]) -> QWidget | None:
    """The dialog of this kind that is open."""
    return next((w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()), None)


def click(button: QWidget) -> None:
    """A real click in the middle, a moment later from the event loop: what it sets off is measured as a stall too."""
    assert button.isVisible() and button.isEnabled(), f"{button.accessibleName()} cannot be clicked"
    QTimer.singleShot(3 * BEAT_MS, button, partial(QTest.mouseClick, button, Qt.MouseButton.LeftButton))


def press_later(target: QWidget) -> None:
    """Click a button, or close a window, from the event loop: a question that it opens must not hold us up."""
    QTimer.singleShot(0, target, target.click if isinstance(target, QPushButton) else target.close)


def answer(text: str) -> None:
    """Click the button with this text in the question that is open."""
    box = dialog(QMessageBox)
    assert box is not None
    click(next(b for b in box.findChildren(QPushButton) if b.text() == text))


def press(target: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> Iterator[Wait]:
    """Press a shortcut; there is no window manager here to make the window the active one."""
    window().activateWindow()
    yield lambda: window().isActiveWindow()
    QTest.keyClick(target, key, modifiers)


def shot(name: str, what: QWidget | None = None) -> None:
    """Keep a picture of `what`, or else of the question that is open, or else of the window."""
    (what or dialog(QMessageBox) or window()).grab().save(str(Path(sys.argv[3]) / f"{name}.png"))


def in_phase(phase: Phase) -> Wait:
    """Wait for this phase."""
    return lambda: window()._session.phase is phase


def recorded(seconds: float) -> Wait:
    """Wait until so much was recorded."""
    return lambda: (heard := window()._session.heard) is not None and heard.recorded_s >= seconds


def pasted() -> str:
    """What is on the clipboard."""
    return QGuiApplication.clipboard().text()


def speak(sound: Path) -> subprocess.Popen[bytes]:
    """Play a sound into the microphone."""
    return subprocess.Popen(["paplay", "-d", SINK, str(sound)])
