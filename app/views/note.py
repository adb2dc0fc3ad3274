"""The note: four sections to read, mend and copy, for each contact; doubts stand out and can be walked through."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedLayout, QTabBar, QVBoxLayout, QWidget

from app.draft import Freshness, LineKey
from app.mending import is_moved
from app.session import Phase, Session
from app.views.banner import Banner, Kind
from app.views.parts import bind, button, label
from app.views.section import KEYS, SectionField
from soep.note import Contact, Note, Section

WAITING = {
    Phase.READY: "Het verslag verschijnt hier na de opname.\n\n"
    "1.  Vraag de patiënt of u mag opnemen en zet het vinkje.\n"
    "2.  Start de opname en voer het gesprek.\n"
    "3.  Druk op Stop. Lees het verslag na en kopieer het naar uw HIS.\n\n"
    "Alles blijft op deze computer.",
    Phase.RECORDING: "Het verslag verschijnt hier zodra u op Stop drukt.",
    Phase.PAUSED: "Het verslag verschijnt hier zodra u op Stop drukt.",
    Phase.FINISHING: "Het verslag komt zodra alles is uitgeschreven.",
    Phase.READING: "Het verslag komt zodra alles is uitgeschreven.",
    Phase.WRITING: "Het verslag wordt gemaakt ...",
}
NOWHERE = (-1, -1)  # section by number, line: before every line there is
NOTHING = "In dit gesprek is niets gevonden voor een verslag. U kunt zelf typen."
NOTHING_HEARD = "Er is geen spraak gehoord, dus er is geen verslag. U kunt zelf typen."


class NotePane(QFrame):
    """Renders the note; reports edits, copies and the line of which the origin is asked.

    `edited(contact, section, text)`, `copy_wanted(contact, section)`, `copy_all_wanted()`, `doubt_seen(LineKey)`,
    `evidence_wanted(tuple of Evidence)`, `rewrite_wanted()`.
    """

    edited = Signal(int, object, str)
    copy_wanted = Signal(int, object)
    copy_all_wanted = Signal()
    doubt_seen = Signal(object)
    evidence_wanted = Signal(object)
    rewrite_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._note: Note | None = None
        self._session = Session()
        self._contact = 0
        self._at = NOWHERE
        self._stands = False  # whether a note was on the screen a moment ago
        self.fields = {section: SectionField(section) for section in Section}
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Deelcontacten")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.currentChanged.connect(self._on_tab)
        self.copy_all = button("Kopieer alles", "Ctrl+Shift+C", "primary")
        self.copy_all.clicked.connect(self.copy_all_wanted)
        self.next_doubt = button("Volgende", "F8", "small", tip="Ga naar de volgende regel om na te kijken")
        self.next_doubt.clicked.connect(self._to_next_doubt)
        self.stale = Banner(Kind.DOUBT, "Verslag opnieuw maken", closable=False)
        self.stale.first.connect(self.rewrite_wanted)
        self.empty = Banner(Kind.NOTICE, closable=False)
        self._count = label(name="doubt")
        self._copied = label(name="soft")
        self._waiting = label(name="soft", wrap=True)
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Verslag", "heading"))
        head.addStretch(1)
        head.addWidget(self._count)
        head.addWidget(self.next_doubt)
        column = QWidget()
        inside = QVBoxLayout(column)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(10)
        for field in self.fields.values():
            inside.addWidget(field)
        inside.addStretch(1)
        column.setObjectName("paper")
        self.sheet = QScrollArea()
        self.sheet.setObjectName("paper")
        self.sheet.setWidgetResizable(True)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setWidget(column)
        foot = QHBoxLayout()
        foot.addWidget(self._copied, 1)
        foot.addWidget(self.copy_all)
        self._paper = QWidget()
        review = QVBoxLayout(self._paper)
        review.setContentsMargins(0, 0, 0, 0)
        review.setSpacing(8)
        for widget in (self.stale, self.empty, self.tabs):
            review.addWidget(widget)
        review.addWidget(self.sheet, 1)
        review.addLayout(foot)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self._paper)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addLayout(self._stack, 1)

    def _connect(self) -> None:
        for section, field in self.fields.items():
            field.edited.connect(partial(self._on_edit, section))
            field.copy_wanted.connect(partial(self._on_copy, section))
            field.line_chosen.connect(partial(self._on_line, section))
            field.doubt_seen.connect(partial(self._on_seen, section))
            bind(self, KEYS[section], field.copy)
        bind(self, "Ctrl+Shift+C", self.copy_all)
        bind(self, "F8", self.next_doubt)

    def show_session(self, session: Session) -> None:
        """Show this session's note; the GP's own text is left alone while it is what the session holds."""
        self._session = session
        reviewing = session.phase is Phase.REVIEW
        self._stack.setCurrentIndex(1 if reviewing else 0)
        self._waiting.setText(WAITING.get(session.phase, ""))
        if reviewing:
            self._show_note(session)
        self._stands = reviewing
        self._show_head(reviewing)

    def _show_note(self, session: Session) -> None:
        before = self._note if self._stands else None
        if session.note is not None and before is not None and is_moved(session.note, before):
            self._note = session.note  # the lines stand as they are, with what the GP made of them
        if not self._stands or session.note is not self._note or self.tabs.count() != len(session.drafts):
            self._note = session.note
            self._contact = 0
            self._list_contacts(session)
            self._show_contact()
        for section, field in self.fields.items():
            text = session.drafts[self._contact].text(section)
            if text != field.editor.toPlainText():
                field.show_lines(self._contact_of_note().lines(section), text)
            field.copy.setEnabled(bool(text.strip()))
            field.show_seen({k.line for k in session.seen if k.contact == self._contact and k.section is section})
        self.copy_all.setEnabled(not all(draft.is_empty for draft in session.drafts))
        stale = session.freshness is Freshness.STALE
        self.stale.say("Het gesprek is veranderd. Dit verslag is van daarvoor." if stale else "")
        self.empty.say(self._why_empty(session))
        self._copied.setText("Gekopieerd. Plak het in uw HIS." if session.is_delivered and session.copied else "")

    @staticmethod
    def _why_empty(session: Session) -> str:
        if session.note is None or not session.note.is_empty or session.is_edited:
            return ""
        return NOTHING if session.segments else NOTHING_HEARD

    def _list_contacts(self, session: Session) -> None:
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for number, draft in enumerate(session.drafts, 1):
            self.tabs.addTab(f"{number}. {draft.title or 'Deelcontact'}")
        self.tabs.setVisible(len(session.drafts) > 1)
        self.tabs.blockSignals(False)

    def _contact_of_note(self) -> Contact:
        if self._note is None or self._contact >= len(self._note.contacts):
            return Contact("")
        return self._note.contacts[self._contact]

    def _show_contact(self) -> None:
        self._at = NOWHERE
        contact = self._contact_of_note()
        for section, field in self.fields.items():
            field.show_lines(contact.lines(section), self._session.drafts[self._contact].text(section))
        self.sheet.verticalScrollBar().setValue(0)

    def _show_head(self, reviewing: bool) -> None:
        left = sum(len(field.open_doubts) for field in self.fields.values()) if reviewing else 0
        self._count.setVisible(left > 0)
        self._count.setText("⚠ 1 regel om na te kijken" if left == 1 else f"⚠ {left} regels om na te kijken")
        self.next_doubt.setVisible(left > 0)

    def _to_next_doubt(self) -> None:
        order = list(Section)
        doubts = [(place, n) for place, section in enumerate(order) for n in self.fields[section].open_doubts]
        if not doubts:
            return
        place, line = next((doubt for doubt in doubts if doubt > self._at), doubts[0])
        field = self.fields[order[place]]
        field.editor.go_to(line)
        self.sheet.ensureWidgetVisible(field)

    def _on_tab(self, contact: int) -> None:
        if 0 <= contact < len(self._session.drafts):
            self._contact = contact
            self._show_contact()
            self.show_session(self._session)

    def _on_edit(self, section: Section, text: str) -> None:
        self.edited.emit(self._contact, section, text)

    def _on_copy(self, section: Section) -> None:
        self.copy_wanted.emit(self._contact, section)
        self.fields[section].say_copied()

    def _on_line(self, section: Section, line: int) -> None:
        self._at = (list(Section).index(section), line)
        for other, field in self.fields.items():
            if other is not section:
                field.editor.choose_none()
        lines = self._contact_of_note().lines(section)
        if line < len(lines):
            self.evidence_wanted.emit(lines[line].evidence)

    def _on_seen(self, section: Section, line: int) -> None:
        self.doubt_seen.emit(LineKey(self._contact, section, line))
