"""The dialog in which Soepel learns the doctor's own voice: a text to read aloud, how it goes, and wiping it again."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.messages import sentence
from app.reading import BIOMETRIC, ENOUGH_S, NO_SOUND_KEPT, READ_ALOUD
from app.views.banner import Banner, Kind
from app.views.meter import Meter
from app.views.parts import button, card, label
from app.voicebook import AT_REST, Enrolment, Step, Voicebook
from asr.microphone import Device

WHY = (
    "Als Soepel uw stem kent, hoeft het niet te raden wie de arts is. U leest één keer ongeveer 20 seconden iets voor. "
    f"Soepel bewaart daarvan 256 getallen. {NO_SOUND_KEPT}"
)
RULES = f"{BIOMETRIC} U kunt het hier altijd wissen. Neem alleen uw eigen stem op, nooit die van een patiënt."
SAID = {
    Step.LOOKING: "",
    Step.UNKNOWN: "Soepel kent uw stem nog niet.",
    Step.KNOWN: "✓ Soepel kent uw stem.",
    Step.UNREADABLE: "Uw bewaarde stem is niet meer te openen. Neem uw stem opnieuw op, of wis wat bewaard is.",
    Step.LISTENING: "Lees nu de tekst hardop voor, op uw gewone toon.",
    Step.LEARNING: "Uw stem wordt geleerd ...",
}
QUIET_S = 4.0  # so long without speech is worth a word
QUIET = "Ik hoor u niet. Lees hardop verder, of kies een andere microfoon."
WIDTH = 720


class VoiceDialog(QDialog):
    """Renders an Enrolment; reports `record_wanted`, `cancel_wanted` and `remove_wanted`."""

    record_wanted = Signal()
    cancel_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, parent: QWidget | None, microphone: str) -> None:
        super().__init__(parent)
        self.setWindowTitle("Uw stem")
        self.status = label(name="heading", wrap=True)
        self.alarm = Banner(Kind.ALARM, closable=False)
        self.meter = Meter()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Hoeveel er is voorgelezen")
        self.count = label(name="soft")
        self.record = button("Opnemen", name="primary")
        self.record.clicked.connect(self.record_wanted)
        self.stop = button("Afbreken", tip="Er wordt niets bewaard")
        self.stop.clicked.connect(self.cancel_wanted)
        self.remove = button("Stem wissen")
        self.remove.clicked.connect(self.remove_wanted)
        self.away = button("Sluiten")
        self.away.clicked.connect(self.reject)
        self._step: Step | None = None
        self._lay_out(microphone)
        self.show_enrolment(Enrolment())

    def _lay_out(self, microphone: str) -> None:
        paper = card()
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(16, 12, 16, 14)
        inside.addWidget(label("Lees dit voor", "soft"))
        inside.addWidget(label(READ_ALOUD, "aloud", wrap=True))
        self._sound = QWidget()
        sound = QHBoxLayout(self._sound)
        sound.setContentsMargins(0, 0, 0, 0)
        sound.setSpacing(12)
        sound.addWidget(self.meter)
        sound.addWidget(self.bar, 1)
        sound.addWidget(self.count)
        foot = QHBoxLayout()
        foot.addWidget(self.remove)
        foot.addStretch(1)
        for widget in (self.away, self.stop, self.record):
            foot.addWidget(widget)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 16, 18, 16)
        whole.setSpacing(10)
        whole.addWidget(label(WHY, wrap=True))
        whole.addWidget(label(RULES, "soft", wrap=True))
        whole.addWidget(paper)
        whole.addWidget(self.status)
        whole.addWidget(self.alarm)
        whole.addWidget(self._sound)
        whole.addWidget(label(f"Microfoon: {microphone}", "soft", wrap=True))
        whole.addStretch(1)
        whole.addLayout(foot)
        self.resize(WIDTH, 500)

    def show_enrolment(self, state: Enrolment) -> None:
        """Show how far learning the voice is."""
        step, resting = state.step, state.step in AT_REST
        quiet = step is Step.LISTENING and state.quiet_s >= QUIET_S
        self.status.setText(QUIET if quiet else SAID[step])
        self.status.setVisible(state.error is None)
        self.alarm.say(sentence(state.error) if state.error is not None else "")
        listening = step is Step.LISTENING
        self._sound.setVisible(listening)
        self.meter.show_level(state.level) if listening else self.meter.clear()
        self.bar.setRange(0, round(ENOUGH_S))
        self.bar.setValue(min(round(ENOUGH_S), int(state.spoken_s)))
        self.count.setText(f"{min(int(ENOUGH_S), int(state.spoken_s))} van {ENOUGH_S:.0f} seconden")
        self.record.setVisible(resting)
        self.record.setText("Opnieuw opnemen" if step in (Step.KNOWN, Step.UNREADABLE) else "Opnemen")
        self.stop.setVisible(listening)
        self.remove.setVisible(step in (Step.KNOWN, Step.UNREADABLE))
        if step is not self._step:
            self._step = step
            missing = step in (Step.UNKNOWN, Step.UNREADABLE)
            (self.stop if listening else self.record if missing else self.away).setFocus()
        layout = self.layout()
        if layout is not None:  # a layout with texts that wrap does not see to its own height
            self.setMinimumHeight(layout.totalHeightForWidth(max(WIDTH, self.width())))


def learn_voice(parent: QWidget, voice: Voicebook, device: Device | None, microphone: str) -> None:
    """Open the dialog and stay until it is closed; a recording that still runs is then broken off."""
    dialog = VoiceDialog(parent, microphone)
    dialog.record_wanted.connect(partial(voice.record, device))
    dialog.cancel_wanted.connect(voice.cancel)
    dialog.remove_wanted.connect(voice.remove)
    voice.watch(dialog.show_enrolment)
    dialog.exec()
    voice.watch(None)
    dialog.deleteLater()
