"""Bad input through the command line: one clear Dutch sentence, exit 1, no traceback, nothing half-written.

The sound files are made here, hostile or broken on purpose; the recogniser is the shipped fake, as none of this is about
what is heard. tests/models/ and tests/asr/ attack the same places from nearer by.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from asr.errors import NoMicrophone
from asr.fake import silence, voice
from models.content import no_progress
from models.store import ModelStore
from tests.app.helpers import Cli, FakeBuild, Outcome, write_wav

SPOKEN = np.concatenate((silence(0.3), voice(1.5), silence(0.2)))
FFMPEG = shutil.which("ffmpeg")


def one_sentence(done: Outcome, *said: str) -> None:
    """Exit 1, nothing on standard output, one short Dutch message with these words in it."""
    assert (done.code, done.out) == (1, "")
    assert done.err.count("\n") == 1 and len(done.err) < 400 and done.err.rstrip().endswith(".")
    assert "Traceback" not in done.err and "Error" not in done.err
    for word in said:
        assert word in done.err, done.err


def ieee_float_wav(path: Path, samples: np.ndarray) -> Path:  # type: ignore[type-arg]
    """A wav of 32-bit floats, which unlike integers can be NaN."""
    data = samples.astype("<f4").tobytes()
    fmt = struct.pack("<HHIIHH", 3, 1, 16_000, 64_000, 4, 32)
    chunks = b"fmt " + struct.pack("<I", len(fmt)) + fmt + b"data" + struct.pack("<I", len(data)) + data
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    return path


def missing(folder: Path) -> Path:
    return folder / "weg.wav"


def empty(folder: Path) -> Path:
    (folder / "leeg.wav").touch()
    return folder / "leeg.wav"


def without_samples(folder: Path) -> Path:
    return write_wav(folder / "nul.wav", np.zeros(0))


def text(folder: Path) -> Path:
    (folder / "tekst.wav").write_text("dit is geen geluid\n" * 200)
    return folder / "tekst.wav"


def picture(folder: Path) -> Path:
    (folder / "plaatje.mp3").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return folder / "plaatje.mp3"


def noise(folder: Path) -> Path:
    (folder / "ruis.m4a").write_bytes(np.random.default_rng(0).bytes(30_000))
    return folder / "ruis.m4a"


def head_only(folder: Path) -> Path:
    whole = write_wav(folder / "heel.wav", SPOKEN).read_bytes()
    (folder / "kop.wav").write_bytes(whole[:20])
    return folder / "kop.wav"


def folder_itself(folder: Path) -> Path:
    (folder / "map.wav").mkdir()
    return folder / "map.wav"


def through_a_file(folder: Path) -> Path:
    (folder / "bestand").touch()
    return folder / "bestand" / "x.wav"


def protected(folder: Path) -> Path:
    """What a bought audio book looks like: an mp4 whose one track is of an encrypted kind."""

    def box(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", 8 + len(data)) + kind + data

    stsd = box(b"stsd", struct.pack(">II", 0, 1) + box(b"drms", bytes(28)))
    tables = b"".join(box(kind, bytes(8)) for kind in (b"stts", b"stsc", b"stco")) + box(b"stsz", bytes(12))
    mdhd = box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 44_100, 44_100, 0x55C4, 0))
    hdlr = box(b"hdlr", bytes(8) + b"soun" + bytes(13))
    tkhd = box(b"tkhd", bytes(11) + b"\1" + bytes(72))
    mdia = box(b"mdia", mdhd + hdlr + box(b"minf", box(b"stbl", stsd + tables)))
    moov = box(b"moov", box(b"mvhd", bytes(100)) + box(b"trak", tkhd + mdia))
    (folder / "boek.m4a").write_bytes(box(b"ftyp", b"M4A \0\0\0\0M4A mp42") + moov + box(b"mdat", bytes(4_000)))
    return folder / "boek.m4a"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (missing, "bestaat niet"), (empty, "leeg"), (without_samples, "leeg"), (text, "geen geluid"),
        (picture, "geen geluid"), (noise, "geen geluid"), (head_only, ""), (folder_itself, "map"),
        (through_a_file, ""), (protected, "beveiligd"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)  # fmt: skip
def test_sound_that_is_none(cli: Cli, tmp_path: Path, make: Callable[[Path], Path], said: str) -> None:
    path = make(tmp_path)
    one_sentence(cli("transcribe", path), said)
    one_sentence(cli("transcribe", path, "--json"), said)
    one_sentence(cli("process", path, "-o", tmp_path / "uit"), said)
    assert list((tmp_path / "uit").iterdir()) == []


@pytest.mark.parametrize("name", ["a\nb.wav", "a\x1b[31m.wav", "x" * 300 + ".wav", "a\udcff.wav", "<b>.wav"])
def test_names_that_mean_harm(cli: Cli, tmp_path: Path, name: str) -> None:
    done = cli("transcribe", tmp_path / name)
    assert (done.code, done.out) == (1, "") and "\x1b" not in done.err and "Traceback" not in done.err


def test_a_file_that_may_not_be_read(cli: Cli, speech: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def refused(self: Path, *args: object, **how: object) -> object:
        if self == speech:
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, *args, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    one_sentence(cli("transcribe", speech), "kan niet worden gelezen")


def test_what_can_be_read_of_a_truncated_file_is_not_lost(cli: Cli, tmp_path: Path) -> None:
    sound = np.concatenate((silence(0.5), voice(6.0), silence(0.5)))
    whole = write_wav(tmp_path / "heel.wav", sound).read_bytes()
    path = tmp_path / "half.wav"
    path.write_bytes(whole[: len(whole) // 2])
    done = cli("transcribe", path)
    assert done.code == 1 and "koorts" in done.out and "afgebroken" in done.err and done.err.count("\n") == 1
    assert cli("transcribe", path, "--json").json["segments"]
    done = cli("process", path, "-o", tmp_path / "uit")
    assert done.code == 1 and len(list((tmp_path / "uit").iterdir())) == 3


def test_nan_and_infinite_samples_are_silence(cli: Cli, tmp_path: Path) -> None:
    sound = SPOKEN.copy()
    sound[::7] = np.nan
    sound[5::1001] = np.inf
    path = ieee_float_wav(tmp_path / "nan.wav", sound)
    done = cli("transcribe", path, "--json")
    assert done.code == 0 and done.json["duration_s"] == pytest.approx(2.0)
    path = ieee_float_wav(tmp_path / "alles.wav", np.full(16_000, np.nan))
    assert "Geen spraak gehoord" in cli("transcribe", path).out


@pytest.mark.parametrize(("rate_hz", "channels"), [(8_000, 1), (44_100, 2), (48_000, 8), (96_000, 1)])
def test_any_rate_and_channel_count(cli: Cli, tmp_path: Path, rate_hz: int, channels: int) -> None:
    at_s = np.arange(2 * rate_hz) / rate_hz
    tone = np.repeat(0.25 * np.sin(2 * np.pi * 220 * at_s), channels)
    path = write_wav(tmp_path / "veel.wav", tone, rate_hz=rate_hz, channels=channels)
    done = cli("transcribe", path, "--json")
    assert done.code == 0 and done.json["duration_s"] == pytest.approx(2.0, abs=0.01) and done.json["segments"]


@pytest.mark.slow
@pytest.mark.skipif(FFMPEG is None, reason="no ffmpeg to make the files with")
@pytest.mark.parametrize("kind", ["flac", "ogg", "opus", "mp3", "m4a", "wma", "amr"])
def test_the_formats_of_the_help_and_some_odd_ones(cli: Cli, tmp_path: Path, kind: str) -> None:
    source, target = write_wav(tmp_path / "bron.wav", SPOKEN), tmp_path / f"x.{kind}"
    made = subprocess.run([FFMPEG or "", "-loglevel", "error", "-i", source, "-ar", "8000", target], check=False)
    if made.returncode:
        pytest.skip(f"this ffmpeg cannot make {kind}")
    assert cli("transcribe", target).code == 0


def test_silence_and_noise_give_no_words(cli: Cli, tmp_path: Path) -> None:
    hiss = np.random.default_rng(0).normal(0, 0.005, 32_000)
    for name, sound in (("stil", silence(1.0)), ("ruis", hiss), ("kort", silence(0.01))):
        path = write_wav(tmp_path / f"{name}.wav", sound)
        done = cli("process", path, "-o", tmp_path / name, "--json")
        assert done.code == 0, name
        assert done.json["transcript"]["segments"] == []
        assert not any(contact[s] for contact in done.json["note"]["contacts"] for s in "SOEP")
        assert "Geen spraak gehoord" in (tmp_path / name / "note.txt").read_text(encoding="utf-8")


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
