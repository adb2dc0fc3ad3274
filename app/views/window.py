"""The main window: puts the views together, shows each the session, and passes their intents on to the controller."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

from app.clipboard import note_text, section_text
from app.controller import Controller
from app.events import AdviceDismissed, ErrorDismissed, Leftover
from app.messages import sentence
from app.session import Phase, Session
from app.texts import clock
from app.views.banner import Banner, Kind
from app.views.copying import copy_text
from app.views.dialogs import choose_audio, confirm
from app.views.menu import SettingsButton
from app.views.note import NotePane
from app.views.parts import ElidedLabel, bind, button, label
from app.views.record import RecordStrip
from app.views.speed import measure_speed
from app.views.transcript import TranscriptPane
from app.views.voice import learn_voice
from app.views.words import ask_words
from soep.note import Section

LOSE = "Dit verslag is nog niet helemaal gekopieerd."


def describe(leftovers: tuple[Leftover, ...]) -> str:
    """What the strip about unfinished consults says."""
    if not leftovers:
        return ""
    last = leftovers[-1]
    when = datetime.fromtimestamp(last.started_ms / 1000).strftime("%d-%m-%Y om %H:%M")
    more = f" Er zijn er nog {len(leftovers) - 1}." if len(leftovers) > 1 else ""
    if last.has_note:
        return f"Het verslag van {when} is nog niet afgesloten. Wat u typte, is bewaard.{more}"
    return f"De opname van {when} ({clock(last.duration_s)}) is nog niet verwerkt.{more}"


class MainWindow(QMainWindow):
    """Renders a Session. `attach` gives it the controller that takes the intents."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Soepel")
        self._session = Session()
        self._controller: Controller | None = None
        self.record = RecordStrip()
        self.transcript = TranscriptPane()
        self.note = NotePane()
        self.alarm = Banner(Kind.ALARM)
        self.alarm.setAccessibleDescription("Foutmelding")
        self.advice = Banner(Kind.NOTICE)
        self.leftovers = Banner(Kind.NOTICE, "Uitwerken", "Weggooien", closable=False)
        self.offer = Banner(Kind.NOTICE, "Toevoegen")
        self.settings = SettingsButton()
        self.new = button("Nieuw consult", "Ctrl+N")
        self.open = button("Geluid openen", "Ctrl+O", tip="Een geluidsbestand uitschrijven en er een verslag van maken")
        self.note.evidence_wanted.connect(self.transcript.highlight)
        self._lay_out()
        self.show_session(self._session)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label("Soepel", "brand"))
        slogan = ElidedLabel("soft")
        slogan.show_text("Alles blijft op deze computer")
        head.addWidget(slogan, 1)
        head.addWidget(self.settings)
        head.addWidget(self.open)
        head.addWidget(self.new)
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        self.panes.setChildrenCollapsible(False)
        self.panes.setHandleWidth(12)
        self.panes.addWidget(self.transcript)
        self.panes.addWidget(self.note)
        self.panes.setStretchFactor(0, 2)
        self.panes.setStretchFactor(1, 3)
        ground = QWidget()
        ground.setObjectName("ground")
        whole = QVBoxLayout(ground)
        whole.setContentsMargins(18, 12, 18, 16)
        whole.setSpacing(10)
        whole.addLayout(head)
        for widget in (self.alarm, self.advice, self.leftovers, self.record):
            whole.addWidget(widget)
        whole.addWidget(self.panes, 1)
        whole.addWidget(self.offer)
        self.setCentralWidget(ground)
        self.setMinimumSize(940, 600)
        self.resize(1280, 800)
        self.panes.setSizes([500, 740])
        self.setTabOrder(self.record, self.settings)
        self.setTabOrder(self.settings, self.open)
        self.setTabOrder(self.open, self.new)
        self.setTabOrder(self.new, self.transcript.swap)
        self.record.consent.setFocus()

    def attach(self, controller: Controller) -> None:
        """Send every intent to this controller."""
        self._controller = controller
        strip, note = self.record, self.note
        strip.consent_ticked.connect(controller.tick_consent)
        strip.record_wanted.connect(controller.record)
        strip.pause_wanted.connect(controller.pause)
        strip.resume_wanted.connect(controller.resume)
        strip.stop_wanted.connect(controller.stop)
        strip.cancel_wanted.connect(controller.cancel)
        strip.skip_wanted.connect(controller.skip_measuring)
        strip.devices.refresh_wanted.connect(controller.refresh_devices)
        self.transcript.swap_wanted.connect(controller.swap_roles)
        self.transcript.mend_wanted.connect(controller.mend)
        self.transcript.give_wanted.connect(controller.give_turn)
        note.edited.connect(controller.edit)
        note.doubt_seen.connect(controller.see_doubt)
        note.rewrite_wanted.connect(self._on_rewrite)
        note.copy_wanted.connect(self._on_copy)
        note.copy_all_wanted.connect(self._on_copy_all)
        self.alarm.closed.connect(partial(controller.dismiss, ErrorDismissed()))
        self.advice.closed.connect(partial(controller.dismiss, AdviceDismissed()))
        self.leftovers.first.connect(self._on_recover)
        self.leftovers.second.connect(self._on_throw_away)
        self.offer.first.connect(self._on_add_word)
        self.offer.closed.connect(self._on_decline_word)
        self.settings.words.triggered.connect(self._on_own_words)
        self.settings.voice.triggered.connect(self._on_own_voice)
        self.settings.speed.triggered.connect(self._on_speed)
        self.new.clicked.connect(self._on_new)
        self.open.clicked.connect(self._on_open)
        bind(self, "Ctrl+N", self.new)
        bind(self, "Ctrl+O", self.open)

    def show_session(self, session: Session) -> None:
        """Show this session in every view."""
        before, self._session = self._session, session
        self.record.show_session(session)
        self.transcript.show_session(session)
        self.note.show_session(session)
        if session.devices is not before.devices:
            self.record.devices.show_devices(session.devices)
        self.alarm.say(sentence(session.error) if session.error is not None else "")
        ready = session.phase is Phase.READY
        self.advice.say(session.advice if ready else "")
        going_on = bool(session.leftovers) and session.leftovers[-1].has_note
        self.leftovers.say(describe(session.leftovers) if ready else "", "Verder" if going_on else "Uitwerken")
        offered = session.offered[:1]
        self.offer.say(f"Woord toevoegen aan eigen woorden: {offered[0]}?" if offered else "")
        self.settings.setEnabled(ready or session.phase is Phase.REVIEW)
        self.settings.allow(alone=ready)
        self.open.setEnabled(ready or session.phase is Phase.REVIEW)
        self.new.setEnabled(session.phase in (Phase.PAUSED, Phase.REVIEW))
        if session.phase is not before.phase:
            self._move_focus(session.phase)

    def _move_focus(self, phase: Phase) -> None:
        """To what the GP does next in this phase; the title tells the taskbar whether the microphone is on."""
        self.setWindowTitle("● Opname loopt - Soepel" if phase is Phase.RECORDING else "Soepel")
        strip = self.record
        nexts = {Phase.READY: strip.consent, Phase.RECORDING: strip.stop, Phase.PAUSED: strip.resume,
                 Phase.REVIEW: self.note.fields[Section.S].editor}  # fmt: skip
        if phase in nexts:
            nexts[phase].setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask when something would be lost; the sound is kept in any case."""
        session = self._session
        if session.phase in (Phase.RECORDING, Phase.PAUSED):
            text = "De opname loopt nog. Als u sluit, stopt de opname. Wat is opgenomen, blijft bewaard."
            agreed = confirm(self, "Soepel sluiten", text, "Stoppen en sluiten", "Verder opnemen")
        elif session.would_lose:
            text = f"{LOSE} Alles blijft bewaard. Bij de volgende start kunt u verder."
            if session.phase is not Phase.REVIEW:
                text = "Soepel is nog bezig met dit gesprek. De opname blijft bewaard, maar er is nog geen verslag."
            agreed = confirm(self, "Soepel sluiten", text, "Toch sluiten", "Terug")
        else:
            agreed = True
        event.setAccepted(agreed)

    def _on_copy(self, contact: int, section: Section) -> None:
        if self._controller is not None and contact < len(self._session.drafts):
            copy_text(section_text(self._session.drafts[contact], section))
            self._controller.copied(contact, section)

    def _on_copy_all(self) -> None:
        if self._controller is not None and self._session.drafts:
            copy_text(note_text(self._session.drafts))
            self._controller.copied_all()

    def _may_leave(self, title: str) -> bool:
        if not self._session.would_lose:
            return True
        text = f"{LOSE} Als u doorgaat, worden de opname en het verslag gewist."
        return confirm(self, title, text, "Wissen en doorgaan", "Terug")

    def _on_new(self) -> None:
        if self._controller is not None and self._may_leave("Nieuw consult"):
            self._controller.new_consult()

    def _on_open(self) -> None:
        if self._controller is None or not self._may_leave("Geluidsbestand openen"):
            return
        path = choose_audio(self)
        if path is not None:
            self._controller.new_consult()
            self._controller.open_file(path)

    def _on_own_words(self) -> None:
        text = ask_words(self, self._session.words.text)
        if self._controller is not None and text is not None:
            self._controller.words.save(text)

    def _on_own_voice(self) -> None:
        if self._controller is not None:
            picker = self.record.devices
            learn_voice(self, self._controller.voice, picker.device, picker.chosen_name)

    def _on_speed(self) -> None:
        if self._controller is not None:
            measure_speed(self, self._controller.bench)

    def _on_add_word(self) -> None:
        if self._controller is not None and self._session.offered:
            self._controller.words.add(self._session.offered[0])

    def _on_decline_word(self) -> None:
        if self._controller is not None and self._session.offered:
            self._controller.words.decline(self._session.offered[0])

    def _on_rewrite(self) -> None:
        text = "Het verslag wordt opnieuw gemaakt. Wat u zelf typte, verdwijnt."
        if self._controller is not None and (
            not self._session.is_edited or confirm(self, "Verslag opnieuw maken", text, "Opnieuw maken", "Terug")
        ):
            self._controller.rewrite()

    def _on_recover(self) -> None:
        if self._controller is not None and self._session.leftovers:
            self._controller.recover(self._session.leftovers[-1].path)

    def _on_throw_away(self) -> None:
        text = "De opname en wat er van het verslag is, worden voorgoed gewist."
        if self._controller is not None and self._session.leftovers:
            path = self._session.leftovers[-1].path
            if confirm(self, "Consult weggooien", text, "Voorgoed wissen", "Bewaren"):
                self._controller.throw_away(path)
