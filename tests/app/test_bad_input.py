"""Bad models, folders and transcripts on the command line: one Dutch sentence, exit 1, nothing half-written."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from asr.errors import NoMicrophone
from models.content import no_progress
from models.store import ModelStore
from tests.app.helpers import Cli, FakeBuild, one_sentence


class RealModel(FakeBuild):
    """Looks the model up as the program does, and only then answers with the fake."""

    def recognizer(self):  # type: ignore[no-untyped-def]
        self.models().path(self.settings.model)
        return super().recognizer()


@pytest.fixture
def with_model(build: FakeBuild) -> RealModel:
    return RealModel(build.folders, build.settings)


def test_a_model_that_is_not_there(cli: Cli, with_model: RealModel, speech: Path) -> None:
    one_sentence(cli("transcribe", speech, "--model", "small", using=with_model), "small", "soepel models install")
    one_sentence(cli("transcribe", speech, "--model", "reus", using=with_model), "Er is geen model", "base")
    one_sentence(cli("models", "verify", "medium"), "medium", "niet op deze computer")


@pytest.mark.slow
def test_a_model_with_one_flipped_byte(cli: Cli, with_model: RealModel, speech: Path, whisper_base: Path) -> None:
    folder = with_model.folders.models / "base"
    folder.mkdir(parents=True)
    for path in whisper_base.iterdir():
        shutil.copy(path, folder) if path.name == "model.bin" else os.link(path, folder / path.name)
    assert cli("transcribe", speech, using=with_model).code == 0
    with open(folder / "model.bin", "r+b") as file:
        file.seek(70_000_000)
        (byte,) = file.read(1)
        file.seek(70_000_000)
        file.write(bytes([byte ^ 1]))
    one_sentence(cli("transcribe", speech, using=with_model), "base", "model.bin", "beschadigd")
    one_sentence(cli("models", "verify", "base"), "model.bin")
    with open(folder / "model.bin", "r+b") as file:
        file.truncate(1_000)
    one_sentence(cli("transcribe", speech, using=with_model), "model.bin", "grootte")
    (folder / "model.bin").unlink()
    one_sentence(cli("transcribe", speech, using=with_model), "model.bin", "ontbreekt")


def test_an_output_folder_that_cannot_be(cli: Cli, speech: Path, tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("x")
    for target in (tmp_path / "bestand", tmp_path / "bestand" / "uit"):
        one_sentence(cli("process", speech, "-o", target), "map")
        one_sentence(cli("note", "-", "-o", target, given=b"ik heb koorts"), "map")
    assert (tmp_path / "bestand").read_text() == "x"


@pytest.mark.parametrize(
    ("code", "said"), [(30, "alleen-lezen"), (13, "geen toegang"), (28, "schijf is vol"), (5, "leesfout")]
)
def test_an_output_folder_that_refuses(
    cli: Cli, speech: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    def refused(*_: object, **how: object) -> None:
        raise OSError(code, "refused", str(how.get("dir")))

    monkeypatch.setattr("tempfile.mkstemp", refused)
    one_sentence(cli("note", "-", "-o", tmp_path / "uit", given=b"ik heb koorts"), said)
    done = cli("process", speech, "-o", tmp_path / "uit")
    assert done.code == 1 and said in done.err
    assert list((tmp_path / "uit").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc")
def test_the_kernel_refuses(cli: Cli, speech: Path) -> None:
    one_sentence(cli("process", speech, "-o", "/proc/soepel"))
    one_sentence(cli("note", "/proc/self/mem"), "/proc/self/mem")


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", '{"schema": "soepel.transcript/9", "segments": []}', '{"schema": "soepel.note/1", "contacts": []}',
        '{"turns": "x"}', '{"turns": [{"speaker": "hond", "text": "waf"}]}', "[" * 100_000, '{"a":' * 50_000,
        '{"schema": "soepel.transcript/1", "segments": [{"text": "x", "start_s": NaN, "words": []}]}',
        '{"schema": "soepel.transcript/1", "segments": [{"text": 3}]}',
    ],
    ids=range(10),
)  # fmt: skip
def test_transcripts_that_are_none(cli: Cli, tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    one_sentence(cli("note", path), "x.json", "geen transcript")
    one_sentence(cli("note", path, "-o", tmp_path / "uit"), "geen transcript")
    assert list((tmp_path / "uit").iterdir()) == []


def test_a_bad_file_among_good_ones_is_named_and_the_good_are_whole(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("patient: ik heb koorts")
    (tmp_path / "b.wav").write_bytes(b"RIFF\0\0\0\0WAVE")
    one_sentence(cli("note", tmp_path / "a.txt", tmp_path / "b.wav", "-o", tmp_path / "uit"), "b.wav", "geen tekst")
    assert json.loads((tmp_path / "uit" / "a.json").read_text())["contacts"]
    one_sentence(cli("note", tmp_path / "weg.txt"), "weg.txt", "bestaat niet")
    one_sentence(cli("note", tmp_path), "map")


def test_no_microphone(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(**_: object) -> None:
        raise NoMicrophone(None)

    monkeypatch.setattr("asr.microphone.devices", none)
    monkeypatch.setattr(ModelStore, "path", lambda self, name, progress=no_progress: Path(name))
    done = cli("doctor")
    assert done.code == 0 and "Geen microfoon gevonden" in done.out
