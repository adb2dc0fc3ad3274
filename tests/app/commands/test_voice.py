"""`soepel voice`: learnt from a microphone or a file, used by the speakers, removed with one command."""

from __future__ import annotations

import getpass
import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.build import Build
from app.enrolment import MOST_FILE_S
from app.reading import ENOUGH_S
from app.settings import Folders, Settings
from app.workshop import Workshop
from asr.errors import NoMicrophone
from asr.fake import silence, voice
from asr.speakers import VoiceTracker
from tests.app.helpers import Cli, one_sentence, write_wav
from tests.app.voice_parts import VoiceBuild

WORDS = "zin die niemand raadt"


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "home")


def test_recorded_kept_used_and_removed(cli: Cli, home: Folders) -> None:
    build = VoiceBuild(home, Settings())
    assert build.doctors_voice() is None
    done = cli("voice", "record", using=build)
    assert (done.code, done.out) == (0, "") and "biometrisch" in done.err and "soepel voice remove" in done.err
    assert build.encoder.given_s == [ENOUGH_S]
    assert [p.name for p in home.home.iterdir()] == [home.voice.name]  # no sound
    tracked = Build.speakers(build)
    assert tracked is not None
    tracker = tracked._voices  # type: ignore[attr-defined]
    assert isinstance(tracker, VoiceTracker) and np.allclose(tracker._doctor, 1 / 16)
    assert "gewist" in cli("voice", "remove", using=build).err and not home.voice.exists()
    assert build.doctors_voice() is None
    assert cli("voice", "remove", using=build).err == "Er was geen stem bewaard.\n"


def test_a_file_serves_too_and_is_not_read_to_its_end(cli: Cli, home: Folders, tmp_path: Path) -> None:
    build = VoiceBuild(home, Settings())
    assert cli("voice", "import", write_wav(tmp_path / "ik.wav", voice(MOST_FILE_S + 30.0)), using=build).code == 0
    assert home.voice.is_file() and build.encoder.given_s == [MOST_FILE_S]


def test_what_is_no_voice_changes_nothing(cli: Cli, home: Folders, tmp_path: Path) -> None:
    one_sentence(cli("voice", "import", tmp_path / "weg.wav", using=VoiceBuild(home, Settings())), "weg.wav")
    short = write_wav(tmp_path / "kort.wav", np.concatenate((voice(3.0), silence(20.0))))
    one_sentence(cli("voice", "import", short, using=VoiceBuild(home, Settings())), "Te weinig spraak")
    assert not home.voice.exists()


def test_no_microphone(cli: Cli, home: Folders) -> None:
    class Bare(VoiceBuild):
        def microphone(self, device: object = None) -> Any:
            raise NoMicrophone(None)

    one_sentence(cli("voice", "record", using=Bare(home, Settings())), "microfoon")


def test_without_a_keyring_the_passphrase_is_asked(
    cli: Cli, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Keyboard(io.StringIO):
        def isatty(self) -> bool:
            return True

    locked = VoiceBuild(home, Settings(), passphrase=WORDS)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    one_sentence(cli("voice", "record", using=locked), "wachtzin")
    monkeypatch.setattr(sys, "stdin", Keyboard())
    monkeypatch.setattr(getpass, "getpass", lambda _: WORDS)
    one_sentence(cli("voice", "record", using=VoiceBuild(home, Settings(), passphrase=WORDS, new=True)), "wachtzin")
    assert cli("voice", "record", using=locked).code == 0
    assert locked.doctors_voice() is None  # a command that has no passphrase goes on without
    shop = Workshop(locked, locked.key)
    assert shop.build.doctors_voice() is not None


def test_a_voice_under_another_key_holds_nothing_up(cli: Cli, home: Folders) -> None:
    assert cli("voice", "record", using=VoiceBuild(home, Settings())).code == 0
    assert VoiceBuild(home, Settings()).doctors_voice() is None
    home.voice.write_bytes(b"")
    assert VoiceBuild(home, Settings()).doctors_voice() is None


def test_help_tells_what_is_kept_and_how_to_remove_it(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli("voice", "--help")
    said = " ".join(capsys.readouterr().out.split())
    assert "biometrisch" in said and "soepel voice remove wist het" in said
