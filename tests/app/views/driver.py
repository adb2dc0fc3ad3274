"""Plays the GP in a process of its own: `python driver.py SCENARIO SOUND FOLDER`. No test: test_end_to_end runs it.

A scenario is a generator that clicks, types, and yields what it waits for. The program runs as it always does, first
start included; a timer in its event loop moves the scenario on. Exit code 0 when the scenario came to its end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox, QPushButton, QWidget

from app.session import Phase
from app.views import start
from app.views.window import MainWindow
from soep.note import Section

Wait = Callable[[], bool]
SINK = "spreker"
SET_SOURCE = ["pactl", "set-default-source", f"{SINK}.monitor"]
PASSPHRASE = "een lange wachtzin"
WAIT_S = 120.0
STEP_MS = 50
CTRL = Qt.KeyboardModifier.ControlModifier
BEAT_MS = 10
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
        """One heartbeat; what it is late is a stall."""
        now = time.monotonic()
        if self._beat_at is not None and main_window() is not None:
            phase = window()._session.phase.value
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
    """A real click in the middle."""
    assert button.isVisible() and button.isEnabled(), f"{button.accessibleName()} cannot be clicked"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


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


def shot(name: str) -> None:
    """Keep a picture of the window."""
    window().grab().save(str(Path(sys.argv[3]) / f"{name}.png"))


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


def unlock() -> Iterator[Wait]:
    """Type the passphrase in the dialog that asks for it."""
    yield lambda: dialog(QInputDialog) is not None
    box = dialog(QInputDialog)
    assert box is not None
    field = box.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, PASSPHRASE)
    QTest.keyClick(field, Qt.Key.Key_Return)
    yield lambda: dialog(QInputDialog) is not box


def first_start() -> Iterator[Wait]:
    """There is no keyring here, so the program asks for a new passphrase, twice; then the window is there."""
    yield from unlock()
    yield from unlock()
    yield lambda: main_window() is not None and window().isVisible()


def to_recording() -> Iterator[Wait]:
    """Tick the consent and start; without the tick the button does nothing."""
    strip = window().record
    assert not strip.record.isEnabled()
    shot("1-klaar-om-te-beginnen")
    strip.consent.click()
    click(strip.record)
    yield in_phase(Phase.RECORDING)
    yield recorded(0.1)


def consult(sound: Path) -> Iterator[Wait]:
    """The whole road: record, pause, record on, stop, look, edit, copy, new consult."""
    yield from first_start()
    yield from to_recording()
    speaker = speak(sound)
    yield lambda: bool(window()._session.segments) or speaker.poll() is not None
    shot("2-opname-met-tekst")
    yield lambda: speaker.poll() is not None
    assert speaker.returncode == 0
    click(window().record.pause)
    yield in_phase(Phase.PAUSED)
    shot("3-gepauzeerd")
    paused_s = window()._session.heard.recorded_s  # type: ignore[union-attr]
    yield from press(window(), Qt.Key.Key_R, CTRL)
    yield recorded(paused_s + 1.0)
    stopped = time.monotonic()
    click(window().record.stop)
    yield lambda: window()._session.phase is not Phase.RECORDING
    shot("4-afronden")
    yield in_phase(Phase.REVIEW)
    print(f"stop_to_note_s={time.monotonic() - stopped:.2f}")
    shot("5-nakijken")
    yield from review()


def review() -> Iterator[Wait]:
    """Check a line against the talk, mend a field, copy, and close the consult."""
    pane = window().note
    session = window()._session
    assert session.note is not None and not session.note.is_empty, "the note is empty"
    section = next(s for s in Section if session.drafts[0].text(s))
    pane.fields[section].editor.go_to(0)
    assert window().transcript.highlighted, "no place in the talk is marked"
    shot("6-regel-aangeklikt")
    yield from press(window(), Qt.Key.Key_1, CTRL)
    yield lambda: bool(pasted())
    print("field_1=" + pasted().replace("\n", " | "))
    plan = pane.fields[Section.P].editor
    plan.setFocus()
    QTest.keyClick(plan, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(plan, "\nparacetamol p/o zn" if plan.toPlainText() else "paracetamol p/o zn")
    yield lambda: window()._session.is_edited
    press_later(window().new)
    yield lambda: dialog(QMessageBox) is not None
    shot("7-vraag-bij-nieuw-consult")
    answer("Terug")
    yield lambda: dialog(QMessageBox) is None
    assert window()._session.phase is Phase.REVIEW
    yield from press(window(), Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    yield lambda: window()._session.is_delivered
    shot("8-gekopieerd")
    print("note=" + pasted().replace("\n", " | "))
    assert "paracetamol per os zn" in pasted()
    click(window().new)
    yield in_phase(Phase.READY)
    assert not window().record.consent.isChecked()
    shot("9-nieuw-consult")
    window().close()


def pulled(sound: Path) -> Iterator[Wait]:
    """The sound server dies in the middle: a message, nothing lost, and it records on once there is sound again."""
    yield from first_start()
    yield from to_recording()
    speaker = speak(sound)
    yield lambda: speaker.poll() is not None
    os.kill(int(os.environ["SOEPEL_TEST_PULSE_PID"]), signal.SIGKILL)
    yield in_phase(Phase.PAUSED)
    shot("10-microfoon-weg")
    assert window().alarm.isVisible() and "bewaard" in window().alarm.text
    print("banner=" + window().alarm.text)
    kept_s = window()._session.heard.recorded_s  # type: ignore[union-attr]
    again = subprocess.Popen(
        os.environ["SOEPEL_TEST_PULSE"].split("\n"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield lambda: subprocess.run(SET_SOURCE, stderr=subprocess.DEVNULL, check=False).returncode == 0
        click(window().record.resume)
        yield recorded(kept_s + 1.0)
        click(window().record.stop)
        yield in_phase(Phase.REVIEW)
        print("heard=" + " ".join(s.text for s in window()._session.segments))
        shot("11-na-microfoon-weg")
        press_later(window())
        yield lambda: dialog(QMessageBox) is not None
        answer("Toch sluiten")
        yield lambda: dialog(QMessageBox) is None
    finally:
        again.terminate()
        again.wait(10)


def closed(sound: Path) -> Iterator[Wait]:
    """Closing during a recording asks; the second time it is meant, and the recording is there at the next start."""
    yield from first_start()
    yield from to_recording()
    speaker = speak(sound)
    yield lambda: speaker.poll() is not None
    press_later(window())
    yield lambda: dialog(QMessageBox) is not None
    shot("12-vraag-bij-sluiten")
    answer("Verder opnemen")
    yield lambda: dialog(QMessageBox) is None
    assert window()._session.phase is Phase.RECORDING
    press_later(window())
    yield lambda: dialog(QMessageBox) is not None
    answer("Stoppen en sluiten")
    yield lambda: dialog(QMessageBox) is None


def reopened(_: Path) -> Iterator[Wait]:
    """The next start: one passphrase, the recording is offered, and worked out on a click."""
    yield from unlock()
    yield lambda: main_window() is not None and window().leftovers.isVisible()
    shot("13-opname-van-eerder")
    click(next(b for b in window().leftovers.findChildren(QPushButton) if b.text() == "Uitwerken"))
    yield in_phase(Phase.READING)
    shot("14-uitwerken")
    yield in_phase(Phase.REVIEW)
    print("heard=" + " ".join(s.text for s in window()._session.segments))
    click(window().note.copy_all)
    yield lambda: window()._session.is_delivered
    window().close()


def main() -> int:
    """Run the scenario that the command line names."""
    scenario, sound = sys.argv[1], Path(sys.argv[2])
    app = QApplication(sys.argv[:1])
    driver = Driver(SCENARIOS[scenario](sound))

    def heed(kind: QtMsgType, _: object, text: str) -> None:
        harmless = kind in (QtMsgType.QtInfoMsg, QtMsgType.QtDebugMsg) or any(a in text for a in ACCEPTED_WARNINGS)
        if not harmless:
            driver.trouble.append(f"Qt: {text}")

    qInstallMessageHandler(heed)
    code = start.main()
    driver.after_the_program()
    print("longest_stall_ms=" + " ".join(f"{phase}:{s * 1000:.0f}" for phase, s in driver.stalls_s.items()))
    for trouble in driver.trouble:
        print(trouble, file=sys.stderr)
    del app
    return 1 if driver.trouble else code


SCENARIOS = {"consult": consult, "pulled": pulled, "closed": closed, "reopened": reopened}

if __name__ == "__main__":
    sys.exit(main())
