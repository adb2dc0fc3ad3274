"""The dialog that measures this computer: how far it is, what it means in Dutch, and the picture of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from app.benchbook import Benchbook, Measuring, Outcome
from app.messages import sentence
from app.views.banner import Banner, Kind
from app.views.parts import button, label

WHY = (
    "Soepel meet hoe snel deze computer uitschrijft, hoe goed dat gaat en welk spraakmodel erbij past. Sluit andere "
    "programma's en zet de laptop aan de stroom. Een korte meting duurt één of twee minuten per spraakmodel, een "
    "volledige een paar keer zo lang. Zolang er gemeten wordt, kunt u niet opnemen."
)
NEVER = "Op deze computer is nog niet gemeten."
WIDTH, HEIGHT, MARGIN = 820, 660, 18


def date_of(outcome: Outcome) -> str:
    """When it was measured, as a heading."""
    try:
        when = datetime.fromisoformat(outcome.made_at).astimezone().strftime("%d-%m-%Y om %H:%M")
    except ValueError:
        when = outcome.made_at
    rest = ". De meting is afgebroken; dit was klaar." if outcome.stopped else ""
    return f"Gemeten op {when}{rest}"


class SpeedDialog(QDialog):
    """Renders a Measuring; reports `measure_wanted(quick)`, `cancel_wanted` and `choose_wanted(model)`."""

    measure_wanted = Signal(bool)
    cancel_wanted = Signal()
    choose_wanted = Signal(str)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Snelheid meten")
        self.status = label(name="heading", wrap=True)
        self.alarm = Banner(Kind.ALARM, closable=False)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Hoever de meting is")
        self.verdict = label(wrap=True)
        self.verdict.setAccessibleName("Uitkomst")
        self.picture = QLabel()
        self.picture.setAccessibleName("Plaatje van de meting; wat het zegt, staat erboven")
        self.choose = button("Gebruiken")
        self.choose.clicked.connect(self._on_choose)
        self.chosen = Banner(Kind.NOTICE, closable=False)
        self.quick = button("Kort meten", name="primary")
        self.quick.clicked.connect(partial(self.measure_wanted.emit, True))
        self.full = button("Volledig meten")
        self.full.clicked.connect(partial(self.measure_wanted.emit, False))
        self.stop = button("Afbreken", tip="Wat klaar is, wordt getoond")
        self.stop.clicked.connect(self.cancel_wanted)
        self.away = button("Sluiten")
        self.away.clicked.connect(self.reject)
        self._advised = ""
        self._runs: bool | None = None
        self._drawn = b""
        self._lay_out()
        self.show_measuring(Measuring())

    def _lay_out(self) -> None:
        paper = QWidget()
        paper.setObjectName("paper")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(14, 12, 14, 12)
        inside.setSpacing(12)
        inside.addWidget(self.verdict)
        inside.addWidget(self.picture)
        inside.addStretch(1)
        self.sheet = QScrollArea()
        self.sheet.setObjectName("card")
        self.sheet.setWidgetResizable(True)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setWidget(paper)
        policy = self.sheet.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # what stands above it stays there
        self.sheet.setSizePolicy(policy)
        foot = QHBoxLayout()
        for widget in (self.quick, self.full, self.stop):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.choose)
        foot.addWidget(self.away)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 16, MARGIN, 16)
        whole.setSpacing(10)
        whole.addWidget(label(WHY, wrap=True))
        for shown in (self.status, self.bar, self.alarm, self.chosen):
            whole.addWidget(shown)
        whole.addWidget(self.sheet, 1)
        whole.addLayout(foot)
        self.resize(WIDTH, HEIGHT)

    def show_measuring(self, state: Measuring) -> None:
        """Show how far it is, or what was found."""
        outcome = state.outcome
        if state.runs:
            now = f"Bezig met {state.what[:1].lower()}{state.what[1:]} ..."
            self.status.setText("De meting wordt afgebroken ..." if state.stopping else now)
        else:
            self.status.setText(date_of(outcome) if outcome else "" if state.error else NEVER)
        self.status.setVisible(bool(self.status.text()))
        self.bar.setVisible(state.runs)
        known = state.share is not None and not state.stopping
        self.bar.setRange(0, 1000 if known else 0)
        self.bar.setValue(round(1000 * (state.share or 0.0)))
        self.alarm.say(sentence(state.error) if state.error is not None else "")
        self.chosen.say(f"Vanaf de volgende start gebruikt Soepel {state.chosen}." if state.chosen else "")
        self._show_outcome(outcome)
        self.quick.setVisible(not state.runs)
        self.full.setVisible(not state.runs)
        self.stop.setVisible(state.runs)
        self.stop.setEnabled(not state.stopping)
        if self._runs is not state.runs:
            self._runs = state.runs
            (self.stop if state.runs else self.quick).setFocus()

    def _show_outcome(self, outcome: Outcome | None) -> None:
        self.sheet.setVisible(outcome is not None)
        self._advised = (outcome.advised or "") if outcome else ""
        self.choose.setVisible(bool(self._advised))
        self.choose.setText(f"Voortaan {self._advised} gebruiken")
        self.choose.setAccessibleName(self.choose.text())
        if outcome is None:
            return
        self.verdict.setText("\n\n".join(outcome.sentences))
        if outcome.picture != self._drawn:
            self._drawn = outcome.picture
            self._draw(outcome.picture)
        self.picture.setVisible(bool(outcome.picture))

    def _draw(self, png: bytes) -> None:
        drawn = QPixmap()
        if png and drawn.loadFromData(png):
            sharp = self.devicePixelRatioF()
            width = round((WIDTH - 2 * MARGIN - 60) * sharp)
            drawn = drawn.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            drawn.setDevicePixelRatio(sharp)
        self.picture.setPixmap(drawn)

    def _on_choose(self) -> None:
        self.choose_wanted.emit(self._advised)


def measure_speed(parent: QWidget, bench: Benchbook) -> None:
    """Open the dialog and stay until it is closed; measuring that still goes on is then broken off."""
    dialog = SpeedDialog(parent)
    dialog.measure_wanted.connect(partial(start, bench))
    dialog.cancel_wanted.connect(bench.cancel)
    dialog.choose_wanted.connect(bench.choose)
    bench.watch(dialog.show_measuring)
    dialog.exec()
    bench.watch(None)
    dialog.deleteLater()


def start(bench: Benchbook, quick: bool) -> None:
    """Measure, short or whole."""
    bench.measure(quick=quick)
