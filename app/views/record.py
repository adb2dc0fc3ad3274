"""The strip on top: consent, record / pause / stop, the clock, the level meter, and how long the work still takes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from app.events import Consent, Preparing
from app.session import Phase, Session
from app.texts import clock
from app.views.devices import DevicePicker
from app.views.meter import Meter
from app.views.parts import bind, button, label, set_kind

CONSENT = "Patiënt is geïnformeerd en akkoord"
QUIET_S = 5.0  # so long without any sound is worth a word
BEHIND_S = 30.0  # so far behind is worth a word
LOST_S = 1.5  # so much sound that never came is worth a word

ALL_WELL = "Opname loopt."
SENTENCES = {
    Phase.READY: "Zet het vinkje en start de opname.",
    Phase.PAUSED: "Gepauzeerd. Er wordt niets opgenomen.",
    Phase.FINISHING: "Opname klaar. De laatste woorden worden uitgeschreven.",
    Phase.READING: "De opname wordt uitgeschreven.",
    Phase.WRITING: "Het verslag wordt gemaakt.",
    Phase.REVIEW: "Klaar. Lees het verslag na en kopieer het.",
}
BUSY = frozenset({Phase.FINISHING, Phase.READING, Phase.WRITING})


def sentence_for(session: Session) -> str:
    """What is going on, in one line."""
    if session.phase is Phase.READY:
        ready = "Klaar om op te nemen." if session.consent is Consent.GIVEN else SENTENCES[Phase.READY]
        return f"{ready} {being_prepared(session.preparing)}".rstrip()
    if session.phase is not Phase.RECORDING:
        return SENTENCES[session.phase]
    if session.heard is None:
        return "De microfoon gaat aan ..."
    if session.heard.quiet_s >= QUIET_S:
        return "Ik hoor niets. Staat de microfoon aan?"
    if session.heard.lost_s >= LOST_S:
        return f"Opname loopt. Let op: {session.heard.lost_s:.0f} seconden geluid kwamen niet door."
    if session.heard.moved:
        return "Opname loopt. Let op: het systeem gebruikt nu een andere microfoon."
    if session.pace and session.pace.later:
        return "Opname loopt. De tekst komt na Stop: deze computer is te traag."
    if session.pace and session.pace.backlog_s >= BEHIND_S:
        return f"Opname loopt. De tekst loopt {round(session.pace.backlog_s)} seconden achter."
    return ALL_WELL


def being_prepared(preparing: Preparing | None) -> str:
    """What goes on in the background, in one sentence; it keeps nobody from recording."""
    if preparing is None:
        return ""
    if preparing.what:
        return "Soepel zoekt nog de snelste instelling."
    return "Het spraakmodel wordt nog geladen."


class RecordStrip(QFrame):
    """Renders a Session; reports what the GP wants."""

    consent_ticked = Signal(bool)
    record_wanted = Signal(object)
    pause_wanted = Signal()
    resume_wanted = Signal(object)
    stop_wanted = Signal()
    cancel_wanted = Signal()
    skip_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.consent = QCheckBox(CONSENT)
        self.consent.clicked.connect(self.consent_ticked)
        self.devices = DevicePicker()
        self.record = button("Opname starten", "Ctrl+R", "primary")
        self.resume = button("Verder opnemen", "Ctrl+R", "primary")
        self.pause = button("Pauze", "Ctrl+P")
        self.stop = button("Stop", "Ctrl+E", "primary", tip="Stop de opname en maak het verslag")
        self.cancel = button("Afbreken", tip="De opname zelf blijft bewaard")
        self.skip = button("Overslaan", name="small", tip="Bij de volgende start zoekt Soepel de snelste instelling")
        self.clock = label("00:00", "clock")
        self.clock.setAccessibleName("Opgenomen tijd")
        self.meter = Meter()
        self.status = label(wrap=True)
        self.status.setMinimumHeight(2 * self.status.fontMetrics().lineSpacing())  # two lines fit, and nothing jumps
        self.live = label("●", "live")
        self.live.setAccessibleName("Er wordt opgenomen")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(180)
        self.bar.setAccessibleName("Voortgang")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._top = QWidget()
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(16)
        top.addWidget(self.consent)
        top.addStretch(1)
        top.addWidget(self.devices, 2)
        low = QHBoxLayout()
        low.setSpacing(12)
        for widget in (self.record, self.resume, self.pause, self.stop, self.live, self.clock, self.meter, self.bar):
            low.addWidget(widget)
        low.addWidget(self.status, 1)
        low.addWidget(self.cancel)
        low.addWidget(self.skip)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addWidget(self._top)
        whole.addLayout(low)

    def _connect(self) -> None:
        self.record.clicked.connect(self._want_record)
        self.resume.clicked.connect(self._want_resume)
        self.pause.clicked.connect(self.pause_wanted)
        self.stop.clicked.connect(self.stop_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.skip.clicked.connect(self._want_skip)
        bind(self, "Ctrl+R", self.record, self.resume)
        bind(self, "Ctrl+P", self.pause)
        bind(self, "Ctrl+E", self.stop)

    def _want_record(self) -> None:
        self.record_wanted.emit(self.devices.device)

    def _want_resume(self) -> None:
        self.resume_wanted.emit(self.devices.device)

    def _want_skip(self) -> None:
        self.skip.setEnabled(False)  # it ends at the next moment that it can
        self.skip_wanted.emit()

    def show_session(self, session: Session) -> None:
        """Show this session."""
        phase = session.phase
        recording, paused = phase is Phase.RECORDING, phase is Phase.PAUSED
        self._top.setVisible(phase in (Phase.READY, Phase.PAUSED))
        self.consent.setChecked(session.consent is Consent.GIVEN)
        self.consent.setEnabled(phase is Phase.READY)
        self.record.setVisible(phase is Phase.READY)
        self.record.setEnabled(session.consent is Consent.GIVEN)
        self.resume.setVisible(paused)
        self.pause.setVisible(recording)
        self.stop.setVisible(recording or paused)
        self.cancel.setVisible(phase in BUSY)
        self._show_sound(session)
        self._show_progress(session)
        self._say(sentence_for(session), warn=recording and session.heard is not None)

    def _say(self, text: str, *, warn: bool) -> None:
        self.status.setText(text)
        kind = "doubt" if warn and text != ALL_WELL else ""
        if self.status.property("kind") != kind:  # dressing a label anew is not for every block of sound
            set_kind(self.status, kind)

    def _show_sound(self, session: Session) -> None:
        self.live.setVisible(session.phase is Phase.RECORDING and session.heard is not None)
        self.clock.setVisible(session.heard is not None)
        self.clock.setText(clock(session.heard.recorded_s if session.heard else 0.0))
        self.meter.setVisible(session.phase is Phase.RECORDING)
        if session.phase is Phase.RECORDING and session.heard is not None:
            self.meter.show_level(session.heard.level)
        else:
            self.meter.clear()

    def _show_progress(self, session: Session) -> None:
        measuring = session.phase is Phase.READY and session.preparing is not None and bool(session.preparing.what)
        self.skip.setVisible(measuring)
        if not measuring:
            self.skip.setEnabled(True)
        self.bar.setVisible(measuring or session.phase in BUSY)
        if measuring and session.preparing is not None:
            self._show_share(session.preparing.share)
        if session.phase not in BUSY:
            return
        progress = session.progress
        if progress is None or not progress.total_s or session.phase is Phase.WRITING:
            self._show_share(None)  # after a recording all is read at once; how long the last words take is not known
        else:
            self._show_share(progress.done_s / progress.total_s)

    def _show_share(self, share: float | None) -> None:
        self.bar.setRange(0, 0 if share is None else 1000)
        if share is not None:
            self.bar.setValue(round(1000 * min(1.0, share)))
