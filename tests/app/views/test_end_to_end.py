"""The window as a GP uses it: a real screen, a real microphone, real speech, the real model, the real clipboard."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(420)]

SAMPLE = Path(__file__).parents[3] / "app" / "data" / "sample"
SAID = "Ik heb sinds drie dagen koorts en hoofdpijn. De pijn zit aan de linkerkant."


@pytest.fixture
def short_talk(tmp_path: Path) -> Path:
    """Some five seconds of speech."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    sound = tmp_path / "gesprek.wav"
    subprocess.run(["espeak-ng", "-v", "nl", "-s", "130", "-w", str(sound), SAID], check=True)
    return sound


def told(output: str, name: str) -> str:
    """The value that the driver printed."""
    found = re.search(rf"^{name}=(.*)$", output, re.MULTILINE)
    assert found, output
    return found[1]


def test_the_sample_from_microphone_to_clipboard(stage) -> None:
    sound = next(p for p in SAMPLE.iterdir() if p.suffix in (".ogg", ".opus", ".flac", ".wav"))
    output = stage.play("consult", stage.as_wav(sound), timeout_s=400)
    print(output)
    lines = told(output, "note").split(" | ")
    assert {line[:2] for line in lines} >= {"S:", "P:"}
    assert "hoest" in " ".join(lines).lower()


def test_a_microphone_that_is_pulled_out(stage, short_talk: Path) -> None:
    output = stage.play("pulled", short_talk, timeout_s=200)
    print(output)
    assert "kant" in told(output, "heard").lower()  # its last word
    assert "bewaard" in told(output, "banner")


def test_closing_while_recording_and_being_killed_while_typing_lose_nothing(stage, short_talk: Path) -> None:
    stage.play("closed", short_talk, timeout_s=200)
    output = stage.play("reopened", short_talk, timeout_s=200, ends=-signal.SIGKILL)
    print(output)
    assert "kant" in told(output, "heard").lower()  # its last word
    output = stage.play("went_on", stage.as_wav(SAMPLE / "consult.opus"), timeout_s=200)
    print(output)
    assert told(output, "plan").endswith("rust, over twee weken terug")
    assert "kant" in told(output, "heard").lower()
    assert told(output, "voice") == "✓ Soepel kent uw stem."
    assert (stage.home / "soepel" / "stem.versleuteld").is_file()
    assert list((stage.home / "soepel" / "opnames").iterdir()) == []
