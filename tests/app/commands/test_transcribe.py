"""`soepel transcribe`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from asr.fake import silence
from asr.transcript_json import from_dict
from tests.app.helpers import SAID, Cli, FakeBuild, write_wav


def test_text(cli: Cli, speech: Path) -> None:
    done = cli("transcribe", speech)
    assert done.code == 0 and SAID in done.out and done.out.startswith("[00:0") and done.err == ""


def test_json_is_the_fixed_document(cli: Cli, speech: Path) -> None:
    done = cli("transcribe", speech, "--json")
    assert done.json["schema"] == "soepel.transcript/1"
    assert from_dict(done.json).duration_s == 4.0 and done.json["segments"][0]["text"] == SAID


def test_silence_is_told_and_is_no_error(cli: Cli, tmp_path: Path) -> None:
    path = write_wav(tmp_path / "stil.wav", silence(1.0))
    done = cli("transcribe", path)
    assert (done.code, done.out) == (0, "Geen spraak gehoord in deze opname.\n")
    assert cli("transcribe", path, "--json").json["segments"] == []


def test_the_command_lines_choices_reach_the_recogniser(build: FakeBuild, cli: Cli, speech: Path) -> None:
    seen = []

    class Watched(FakeBuild):
        def recognizer(self):  # type: ignore[no-untyped-def]
            seen.append(self.settings)
            return super().recognizer()

    watched = Watched(build.folders, build.settings)
    argv = ("transcribe", speech, "--model", "small", "--threads", 3, "--beam-size", 1, "--device", "cuda")
    assert cli(*argv, using=watched).code == 0
    assert seen == [replace(build.settings, model="small", threads=3, beam_size=1, device="cuda")]


@pytest.mark.parametrize("command", [("transcribe",), ("process", "-o", "uit")])
def test_a_card_that_is_not_used_is_told_once_beside_the_result(
    build: FakeBuild, cli: Cli, speech: Path, command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = "De videokaart (T1000) liep vast bij een proef; de processor doet het werk."
    done = cli(*command, "--json", speech, using=replace(build, notice=told))
    assert done.code == 0 and done.err.count(told) == 1 and told not in done.out
    assert told not in cli(*command, speech).err
