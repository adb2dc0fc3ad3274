"""The strip on top: what can be pressed when, and what it says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from app.events import Consent, Heard, Preparing
from app.session import Phase, Session
from app.views.devices import DEFAULT, DevicePicker
from app.views.meter import share_of
from app.views.record import RecordStrip, sentence_for
from asr.events import Pace, Progress
from asr.microphone import Device

pytestmark = pytest.mark.usefixtures("qt")

BUTTONS = ("record", "resume", "pause", "stop", "cancel")
VISIBLE = {
    Phase.READY: {"record"},
    Phase.RECORDING: {"pause", "stop"},
    Phase.PAUSED: {"resume", "stop"},
    Phase.FINISHING: {"cancel"},
    Phase.READING: {"cancel"},
    Phase.WRITING: {"cancel"},
    Phase.REVIEW: set(),
}
LATER = "Opname loopt. De tekst komt na Stop: deze computer is te traag."
USB = Device(3, "Jabra", False, 48_000, 1)
BUILT_IN = Device(0, "Intern", True, 44_100, 2)


@pytest.fixture
def strip() -> RecordStrip:
    made = RecordStrip()
    made.resize(1000, 100)
    made.show()
    return made


@pytest.mark.parametrize("phase", Phase)
def test_each_phase_offers_what_makes_sense(strip: RecordStrip, phase: Phase) -> None:
    strip.show_session(Session(phase))
    assert {name for name in BUTTONS if getattr(strip, name).isVisible()} == VISIBLE[phase]


def test_without_consent_the_button_is_dead(strip: RecordStrip) -> None:
    strip.show_session(Session())
    assert not strip.record.isEnabled()
    strip.show_session(Session(consent=Consent.GIVEN))
    assert strip.record.isEnabled()


def test_consent_cannot_be_taken_off_while_recording(strip: RecordStrip) -> None:
    strip.show_session(Session(Phase.PAUSED, Consent.GIVEN))
    assert strip.consent.isChecked()
    assert not strip.consent.isEnabled()


def test_a_click_asks_for_the_chosen_microphone(strip: RecordStrip) -> None:
    wanted: list[object] = []
    strip.record_wanted.connect(wanted.append)
    strip.show_session(Session(consent=Consent.GIVEN))
    strip.record.click()
    strip.devices.show_devices((BUILT_IN, USB), wanted="Jabra")
    strip.record.click()
    assert wanted == [None, USB]


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (Session(Phase.RECORDING), "De microfoon gaat aan ..."),
        (Session(Phase.RECORDING, heard=Heard(1.0, 0.5)), "Opname loopt."),
        (Session(Phase.RECORDING, heard=Heard(9.0, 0.0, 6.0)), "Ik hoor niets. Staat de microfoon aan?"),
        (Session(Phase.RECORDING, heard=Heard(9.0, 0.5), pace=Pace(40.2, False)),
         "Opname loopt. De tekst loopt 40 seconden achter."),
        (Session(Phase.RECORDING, heard=Heard(9.0, 0.5), pace=Pace(90.0, True)), LATER),
        (Session(Phase.RECORDING, heard=Heard(9.0, 0.5, 0.0, 2.0)),
         "Opname loopt. Let op: 2 seconden geluid kwamen niet door."),
        (Session(Phase.RECORDING, heard=Heard(9.0, 0.5, moved=True)),
         "Opname loopt. Let op: het systeem gebruikt nu een andere microfoon."),
        (Session(Phase.REVIEW), "Klaar. Lees het verslag na en kopieer het."),
    ],
)  # fmt: skip
def test_one_line_says_what_goes_on(session: Session, said: str) -> None:
    assert sentence_for(session) == said


@pytest.mark.parametrize("width", [904, 1244])  # at the least and at the first size of the window
def test_transcribing_later_is_told_whole_and_stands_out_while_recording(strip: RecordStrip, width: int) -> None:
    strip.show_session(Session(Phase.RECORDING, Consent.GIVEN, Heard(3599.0, 0.5)))
    strip.resize(width, 100)
    QApplication.processEvents()
    height = strip.minimumSizeHint().height()
    assert strip.status.property("kind") == ""
    strip.show_session(Session(Phase.RECORDING, Consent.GIVEN, Heard(3599.0, 0.5), pace=Pace(90.0, True)))
    QApplication.processEvents()
    assert strip.status.isVisible() and strip.status.text() == LATER
    assert strip.status.height() >= strip.status.heightForWidth(strip.status.width())
    assert strip.minimumSizeHint().height() == height  # nothing below it jumps
    assert strip.status.property("kind") == "doubt"
    assert strip.live.isVisible() and strip.stop.isEnabled()


def test_a_first_start_shows_how_far_the_measuring_is_and_can_be_skipped(strip: RecordStrip) -> None:
    skipped: list[bool] = []
    strip.skip_wanted.connect(lambda: skipped.append(True))
    strip.show_session(Session(consent=Consent.GIVEN, preparing=Preparing("Rekendraden kiezen", 0.5)))
    assert strip.bar.isVisible() and strip.bar.value() == 500 and strip.record.isEnabled()
    assert strip.status.text() == "Klaar om op te nemen. Soepel zoekt nog de snelste instelling."
    strip.skip.click()
    assert skipped == [True] and not strip.skip.isEnabled()
    strip.show_session(Session(preparing=Preparing("Videokaart proberen", None)))
    assert strip.bar.maximum() == 0 and not strip.skip.isEnabled()
    strip.show_session(Session(preparing=Preparing()))
    assert not strip.bar.isVisible() and not strip.skip.isVisible()
    assert strip.status.text().endswith("Het spraakmodel wordt nog geladen.")
    strip.show_session(Session())
    assert strip.status.text() == "Zet het vinkje en start de opname."
    strip.show_session(Session(Phase.RECORDING, preparing=Preparing("Rekendraden kiezen", 0.5)))
    assert not strip.skip.isVisible() and not strip.bar.isVisible()


def test_progress_shows_a_share_only_where_the_whole_is_known(strip: RecordStrip) -> None:
    strip.show_session(Session(Phase.READING, progress=Progress(50.0, 100.0)))
    assert (strip.bar.value(), strip.bar.maximum()) == (500, 1000)
    strip.show_session(Session(Phase.FINISHING, heard=Heard(100.0, 0.0), progress=Progress(100.0, None)))
    assert strip.bar.maximum() == 0
    strip.show_session(Session(Phase.WRITING))
    assert strip.bar.maximum() == 0


def test_the_clock_counts(strip: RecordStrip) -> None:
    strip.show_session(Session(Phase.RECORDING, heard=Heard(75.4, 0.5)))
    assert strip.clock.text() == "01:15"


@pytest.mark.parametrize(
    ("peak", "share"), [(0.0, 0.0), (float("nan"), 0.0), (0.001, 0.0), (0.0316, 0.5), (1.0, 1.0), (5.0, 1.0)]
)
def test_the_meter_is_in_decibels(peak: float, share: float) -> None:
    assert share_of(peak) == pytest.approx(share, abs=0.01)


def test_devices_keep_the_choice_by_name_when_the_list_changes() -> None:
    picker = DevicePicker()
    picker.show_devices((BUILT_IN, USB), wanted="Jabra")
    assert picker.device == USB
    renumbered = Device(7, "Jabra", False, 48_000, 1)
    picker.show_devices((renumbered,))
    assert picker.device == renumbered
    picker.show_devices((BUILT_IN,))
    assert picker.device is None
    assert picker._combo.currentText() == f"{DEFAULT} (Intern)"
