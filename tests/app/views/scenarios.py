"""Plays the GP in a process of its own: `python scenarios.py SCENARIO SOUND FOLDER`. No test: test_end_to_end runs it.

A scenario is a generator that clicks, types, and yields what it waits for. The program runs as it always does, first
start included; a timer in its event loop moves the scenario on. Exit code 0 when the scenario came to its end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QLineEdit, QMessageBox, QPushButton
from stagehand import (
    ACCEPTED_WARNINGS,
    CTRL,
    SET_SOURCE,
    Driver,
    Wait,
    answer,
    click,
    dialog,
    in_phase,
    main_window,
    pasted,
    press,
    press_later,
    recorded,
    shot,
    speak,
    window,
)

from app import enrolment
from app.session import Phase
from app.views import start
from app.views.voice import VoiceDialog
from soep.note import Section

PASSPHRASE = "een lange wachtzin"


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
    QTest.keyClick(plan, Qt.Key.Key_Return)
    QTest.keyClicks(plan, "paracetamol p/o zn")
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
    yield recorded(window()._session.heard.recorded_s + 2.0)  # type: ignore[union-attr]  # what is still in buffers
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


def begun(sound: Path) -> Iterator[Wait]:
    """A recording that begins as soon as there is a window, while everything is still being loaded."""
    yield from unlock() if (Path(os.environ["SOEPEL_HOME"]) / "key.json").is_file() else first_start()
    yield lambda: main_window() is not None and window().isVisible()
    window().record.consent.click()
    click(window().record.record)
    yield in_phase(Phase.RECORDING)
    speaker = speak(sound)
    yield recorded(6.0)
    speaker.kill()
    speaker.wait(10)
    click(window().record.stop)
    yield in_phase(Phase.REVIEW)
    press_later(window())
    yield lambda: dialog(QMessageBox) is not None
    answer("Toch sluiten")
    yield lambda: dialog(QMessageBox) is None


def went_on(sound: Path) -> Iterator[Wait]:
    """The next start: the note stands there as it was left; then the GP teaches it the own voice."""
    yield from unlock()
    yield lambda: main_window() is not None and window().leftovers.isVisible()
    assert "Wat u typte, is bewaard" in window().leftovers.text
    click(next(b for b in window().leftovers.findChildren(QPushButton) if b.text() == "Verder"))
    yield in_phase(Phase.REVIEW)
    print("plan=" + window().note.fields[Section.P].editor.toPlainText().replace("\n", " | "))
    print("heard=" + " ".join(s.text for s in window()._session.segments))
    click(window().note.copy_all)
    yield lambda: window()._session.is_delivered
    click(window().new)
    yield in_phase(Phase.READY)
    enrolment.Sample = partial(enrolment.Sample, enough_s=9.0)  # type: ignore[misc]  # the talk is short
    QTimer.singleShot(0, window().settings.voice, window().settings.voice.trigger)
    yield lambda: dialog(VoiceDialog) is not None and not window()._controller.voice.is_busy  # type: ignore[union-attr]
    learning = dialog(VoiceDialog)
    assert isinstance(learning, VoiceDialog) and not learning.remove.isVisible()
    click(learning.record)
    yield learning.stop.isVisible
    speaker = speak(sound)
    yield lambda: learning.bar.value() >= 5
    shot("15-eigen-stem", learning)
    yield lambda: learning.remove.isVisible() or learning.alarm.isVisible()
    shot("16-eigen-stem-bekend", learning)
    print("voice=" + (learning.alarm.text or learning.status.text()))
    speaker.terminate()
    speaker.wait(10)
    click(learning.away)
    yield lambda: dialog(VoiceDialog) is None
    window().close()


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
    """The next start: the recording is offered, worked out on a click, and mended. Then the program is killed."""
    yield from unlock()
    yield lambda: main_window() is not None and window().leftovers.isVisible()
    shot("13-opname-van-eerder")
    click(next(b for b in window().leftovers.findChildren(QPushButton) if b.text() == "Uitwerken"))
    yield in_phase(Phase.READING)
    shot("14-uitwerken")
    yield in_phase(Phase.REVIEW)
    print("heard=" + " ".join(s.text for s in window()._session.segments))
    QTest.keyClicks(window().note.fields[Section.P].editor, "rust, over twee weken terug")
    yield lambda: window()._session.is_edited and window()._controller._keeper.is_idle  # type: ignore[union-attr]
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


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



SCENARIOS = {
    "consult": consult, "pulled": pulled, "went_on": went_on, "closed": closed, "reopened": reopened, "begun": begun,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main())
