"""Makes the picture in the README: `python packaging/screenshots/make.py`. An invented consult, shown for checking."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.draft import drafts_of
from app.events import Heard
from app.session import Phase, Session
from app.views.style import dress
from app.views.window import MainWindow
from asr.transcript import Segment, Speaker, Transcript, Word
from soep.note import Section
from soep.write import RuleWriter

SECONDS_A_WORD = 0.4
UNSURE = {"metoprolol,": 0.3, "knetteren.": 0.4}
TALK = (
    (Speaker.ARTS, "Goedemiddag, vertelt u het eens."),
    (Speaker.PATIENT, "Ik hoest nu drie, nee vier dagen. En koorts gehad, thuis achtendertig vijf."),
    (Speaker.ARTS, "Bent u ook benauwd?"),
    (Speaker.PATIENT, "Nee, dat niet."),
    (Speaker.ARTS, "Slikt u nog medicijnen?"),
    (Speaker.PATIENT, "Alleen metoprolol, vijftig, een keer per dag. En mijn vader had astma."),
    (Speaker.ARTS, "Rookt u?"),
    (Speaker.PATIENT, "Al zes jaar niet meer. Ik ben bang dat het een longontsteking is."),
    (Speaker.ARTS, "Ik ga even luisteren. Links onder hoor ik wat knetteren."),
    (Speaker.ARTS, "De bloeddruk is honderdveertig over negentig."),
    (Speaker.ARTS, "Ik denk aan een longontsteking."),
    (Speaker.ARTS, "U krijgt doxycycline, vijftig, nee, honderd milligram, een keer per dag, zeven dagen."),
    (Speaker.ARTS, "We zouden ook een foto kunnen maken."),
    (Speaker.PATIENT, "Liever niet."),
    (Speaker.ARTS, "Als u benauwd wordt of na drie dagen nog koorts heeft, dan belt u ons."),
)  # fmt: skip


def transcript() -> Transcript:
    """The talk, with times."""
    segments, at_s = [], 0.0
    for speaker, text in TALK:
        words = []
        for word in text.split():
            words.append(Word(word, at_s, at_s + SECONDS_A_WORD, UNSURE.get(word, 0.9)))
            at_s += SECONDS_A_WORD
        segments.append(Segment(tuple(words), speaker))
    return Transcript(tuple(segments), duration_s=at_s)


def main() -> None:
    """Draw the window and keep the picture beside this script."""
    app = QApplication(sys.argv)
    dress(app)
    said = transcript()
    written = RuleWriter().write(said)
    window = MainWindow()
    window.resize(1280, 800)
    window.show()
    window.show_session(
        Session(Phase.REVIEW, heard=Heard(said.duration_s, 0.0), segments=said.segments, transcript=said, note=written,
                drafts=drafts_of(written))
    )  # fmt: skip
    QApplication.sendPostedEvents()
    window.note.next_doubt.click()
    window.note.fields[Section.P].editor.go_to(0)
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    picture.save(str(Path(__file__).with_name("nakijken.png")), "PNG", 0)  # 0: smallest


if __name__ == "__main__":
    main()
