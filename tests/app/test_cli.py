"""The command line as a whole: exit codes, streams, help, Ctrl-C, and what is loaded."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import cli as module
from app import road
from app.desk import Desk
from app.parser import build_parser
from tests.app.helpers import Cli, FakeBuild

ROOT = Path(__file__).parents[2]
SLOW_PROCESS = """
import sys, time
sys.path.insert(0, sys.argv[1])
import app.road
from app.cli import main
app.road.process = lambda *_: time.sleep(60)
sys.stdout.write("begin\\n")
sys.stdout.flush()
sys.exit(main(["process", "x.wav", "-o", "uit"]))
"""
COMMANDS = ("transcribe", "note", "process", "demo", "models", "words", "voice", "doctor", "eval")


def soepel(*argv: str, home: Path, stdout: int | None = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """A real process."""
    return subprocess.run(
        [sys.executable, "-m", "app", *argv],
        cwd=ROOT,
        env={**os.environ, "SOEPEL_HOME": str(home)},
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=120,
    )


@pytest.mark.parametrize("command", [(), *((c,) for c in COMMANDS)])
def test_help_is_dutch(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args([*command, "--help"])
    shown = capsys.readouterr().out
    assert left.value.code == 0
    assert shown.startswith("gebruik: ") and "opties:" in shown and "toon deze hulp" in shown
    for english in ("usage", "options:", "positional", "show this"):
        assert english not in shown


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["note"], "ontbreken: TRANSCRIPT"),
        (["onzin"], "kies uit"),
        (["process", "x.wav"], "ontbreken: -o"),
        (["note", "x", "--kleur"], "onbekende argumenten: --kleur"),
        (["transcribe", "x.wav", "--threads", "veel"], "geen geldige waarde"),
        (["transcribe", "x.wav", "--threads", "-1"], "geen geldige waarde"),
        (["transcribe", "x.wav", "--model"], "hier hoort een waarde achter"),
        (["models"], "ontbreken: "),
        (["models", "install"], "ontbreken: NAAM"),
        (["note", "a.txt", "b.txt"], "met -o een map"),
    ],
)
def test_wrong_usage_is_exit_2_in_dutch(cli: Cli, argv: list[str], expected: str) -> None:
    done = cli(*argv)
    assert (done.code, done.out) == (2, "")
    assert expected in done.err
    for english in ("invalid", "required", "argument ", "expected"):
        assert english not in done.err


def test_ctrl_c_leaves_nothing_behind(cli: Cli, tmp_path: Path, speech: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(road, "transcribe", pressed)
    done = cli("process", speech, "-o", tmp_path / "uit")
    assert (done.code, done.out) == (130, "") and "Afgebroken" in done.err
    assert list((tmp_path / "uit").iterdir()) == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="another signal there")
@pytest.mark.parametrize("wait_s", [0.05, 1.0])
def test_ctrl_c_at_any_moment(tmp_path: Path, wait_s: float) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW_PROCESS, str(ROOT)],
        cwd=tmp_path, env={**os.environ, "SOEPEL_HOME": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    child.stdout.readline()
    time.sleep(wait_s)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130
    assert err.decode() == "Afgebroken. Er is niets half geschreven.\n"
    assert list(tmp_path.glob("uit/*")) == []


def test_a_reader_that_went_away_is_no_drama(build: FakeBuild) -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    err = io.StringIO()
    assert module.run(["models", "list"], Desk(build, Closed(), err, io.BytesIO())) == 1
    assert err.getvalue() == ""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_output_that_does_not_fit_is_one_sentence(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        done = soepel("models", "list", home=tmp_path, stdout=full.fileno())
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1 and "schijf is vol" in done.stderr.decode()


LOADED = """
import sys
from app.cli import main
try:
    code = main(sys.argv[1:])
except SystemExit as left:
    code = left.code
heavy = {"PySide6", "faster_whisper", "ctranslate2", "onnxruntime", "sounddevice", "av", "huggingface_hub", "keyring"}
print("LOADED", code, sorted(heavy & set(sys.modules)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("argv", "allowed"), [(["--help"], []), (["models", "list"], []), (["note", "{text}"], ["onnxruntime"])]
)
def test_quick_commands_load_nothing_heavy(tmp_path: Path, argv: list[str], allowed: list[str]) -> None:
    text = tmp_path / "gesprek.txt"
    text.write_text("patient: ik heb koorts")
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *(a.format(text=text) for a in argv)],
        cwd=ROOT, env={**os.environ, "SOEPEL_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    last = done.stdout.splitlines()[-1]
    assert last.startswith("LOADED 0 "), done.stderr
    loaded = {name for name in ("PySide6", "faster_whisper", "ctranslate2", "onnxruntime", "av") if name in last}
    assert loaded <= set(allowed)


def test_without_its_library_there_is_no_window_but_a_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [n for n in sys.modules if n.startswith("app.views")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "app.views.start", None)
    monkeypatch.setenv("DISPLAY", ":0")
    done = cli()
    assert done.code == 1 and "venster" in done.err and "Traceback" not in done.err


@pytest.mark.skipif(sys.platform != "linux", reason="a screen is always there")
def test_without_a_screen_there_is_no_window_but_a_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = cli()
    assert done.code == 1 and "een scherm" in done.err
