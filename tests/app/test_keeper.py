"""What the GP types outlives the program, also one that is killed in the middle of a word."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.saved import from_bytes
from app.store.recovery import text_of, unfinished
from app.store.sheet import read_text
from app.store.vault import KeyVault

ROOT = Path(__file__).parents[2]
LONGEST_S = 60.0

TYPIST = """
import itertools, queue, sys, time
from dataclasses import replace
from pathlib import Path
from app.controller import Controller
from app.events import ConsultRestored, ReadingStarted
from app.jobs import Jobs
from app.saved import Saved
from app.draft import drafts_of
from app.settings import Folders, Settings
from app.store.vault import KeyVault
from app.workshop import Workshop
from asr.transcript import Transcript
from soep.note import Contact, Note, Section
from tests.app.helpers import FakeBuild

inbox = queue.Queue()
shop = Workshop(FakeBuild(Folders(Path(sys.argv[1])), Settings()), KeyVault(bytes(32)))
controller = Controller(shop, Jobs(lambda *report: inbox.put(report)), lambda session: None)
note = Note((Contact("Hoest"),), "test")
transcript = Transcript.from_turns([{"speaker": "patient", "text": "ik hoest"}])
controller._apply(ReadingStarted())
controller._apply(ConsultRestored(Saved(transcript, note, drafts_of(note))))
for count in itertools.count(1):
    controller.edit(0, Section.P, "x" * count)
    print(count, flush=True)
    while not inbox.empty():
        controller.receive(*inbox.get())
    time.sleep(0.02)
"""


@pytest.mark.slow
def test_killing_the_program_in_the_middle_of_typing_loses_a_moment_at_most(tmp_path: Path) -> None:
    vault = KeyVault(bytes(32))
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert typist.stdout is not None
    typed = kept = 0
    ends = time.monotonic() + LONGEST_S
    for line in typist.stdout:
        typed = int(line)
        (journal,) = unfinished(tmp_path / "opnames") or (None,)
        written = journal is not None and text_of(journal).is_file()
        if written and typed % 10 == 0:
            data = read_text(journal, vault)
            kept = len(from_bytes(data or b"").drafts[0].P)
        if kept >= 60 or time.monotonic() > ends:  # written several times by now
            break
    typist.send_signal(signal.SIGKILL)
    typist.wait(10)
    typist.stdout.close()
    (journal,) = unfinished(tmp_path / "opnames")
    data = read_text(journal, vault)
    assert data is not None
    text = from_bytes(data).drafts[0].P
    assert text == "x" * len(text)
    assert len(text) >= kept >= 60
