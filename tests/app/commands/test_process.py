"""`soepel process`."""

from __future__ import annotations

import json
from pathlib import Path

from asr.fake import silence
from asr.transcript_json import from_dict
from tests.app.helpers import Cli, write_wav

FILES = {"transcript.json", "note.json", "note.txt"}


def test_three_files(cli: Cli, speech: Path, tmp_path: Path) -> None:
    out = tmp_path / "diep" / "uit"
    done = cli("process", speech, "-o", out)
    assert done.code == 0 and {p.name for p in out.iterdir()} == FILES
    assert from_dict(json.loads((out / "transcript.json").read_text(encoding="utf-8"))).words
    assert json.loads((out / "note.json").read_text(encoding="utf-8"))["schema"] == "soepel.note/1"
    assert "koorts" in (out / "note.txt").read_text(encoding="utf-8") and "koorts" in done.out


def test_json(cli: Cli, speech: Path, tmp_path: Path) -> None:
    document = cli("process", speech, "-o", tmp_path / "uit", "--json").json
    assert document["schema"] == "soepel.process/1" and document["timings"]["audio_s"] == 4.0
    assert document["note"] == json.loads(Path(document["files"]["note"]).read_text(encoding="utf-8"))


def test_a_note_that_the_gp_edited_is_kept(cli: Cli, speech: Path, tmp_path: Path) -> None:
    out = tmp_path / "uit"
    cli("process", speech, "-o", out)
    (out / "note.txt").write_text("zelf verbeterd")
    done = cli("process", speech, "-o", out)
    assert done.code == 0 and "heet nu note.1.txt" in done.err
    assert (out / "note.1.txt").read_text() == "zelf verbeterd"
    assert {p.name for p in out.iterdir()} == FILES | {"note.1.txt"}


def test_silence_gives_an_empty_note_that_says_so(cli: Cli, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "stil.wav", silence(1.0))
    done = cli("process", path, "-o", tmp_path / "uit")
    assert done.code == 0 and "Geen spraak gehoord" in done.out
    assert "Geen spraak gehoord" in (tmp_path / "uit" / "note.txt").read_text(encoding="utf-8")
    note = json.loads((tmp_path / "uit" / "note.json").read_text(encoding="utf-8"))
    assert not any(contact[section] for contact in note["contacts"] for section in "SOEP")
