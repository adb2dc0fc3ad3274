"""Bad sound through the command line: one clear Dutch sentence, exit 1, no traceback, nothing half-written.

The files are made here; the recogniser is the shipped fake, as none of this is about what is heard. tests/asr/ attacks
the reader of sound files from nearer by.
"""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from asr.fake import silence, voice
from tests.app.helpers import Cli, one_sentence, write_wav

SPOKEN = np.concatenate((silence(0.3), voice(1.5), silence(0.2)))
FFMPEG = shutil.which("ffmpeg")


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
