"""The main job needs no network, and does not try it: proven by the kernel, not by our own code.

Python's audit hooks do not see native code (onnxruntime's uploader went past them), so this counts system calls.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.offline import OFFLINE_ENVIRONMENT, stay_offline

INTERNET = re.compile(r"AF_INET6?\b")
PROGRAM = [sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"]
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="strace and network namespaces are Linux's")


def environment(home: Path) -> dict[str, str]:
    """A fresh user without any cache; only what a program needs to start."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ}
    return {**kept, "HOME": str(home), "PYTHONPATH": str(Path(__file__).parent.parent)}


def internet_calls(command: list[str], home: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """Run the command with all its children under strace; the system calls that name an internet address family."""
    log = home / "network.strace"
    strace = ["strace", "-f", "-qq", "-e", "trace=network", "-o", str(log)]
    done = subprocess.run(
        [*strace, *command], cwd=home, env=environment(home), capture_output=True, text=True, timeout=280
    )
    return done, [line for line in log.read_text(errors="replace").splitlines() if INTERNET.search(line)]


def main_job(sample_folder: Path, out: Path) -> list[str]:
    return [*PROGRAM, "process", str(sample_folder / "consult.opus"), "-o", str(out)]


def assert_note_was_made(done: subprocess.CompletedProcess[str], out: Path) -> None:
    assert done.returncode == 0, done.stderr
    assert [p for p in out.rglob("*") if p.is_file() and p.stat().st_size], "nothing was written"


def test_the_guard_sets_every_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OFFLINE_ENVIRONMENT:
        monkeypatch.setenv(name, "0")
    stay_offline()
    assert {name: os.environ[name] for name in OFFLINE_ENVIRONMENT} == OFFLINE_ENVIRONMENT


@linux_only
@pytest.mark.slow
def test_the_main_job_makes_no_internet_call(tmp_path: Path, sample_folder: Path) -> None:
    done, calls = internet_calls(main_job(sample_folder, tmp_path / "out"), tmp_path)
    assert_note_was_made(done, tmp_path / "out")
    assert calls == []


@linux_only
@pytest.mark.slow
def test_the_harness_can_fail(tmp_path: Path) -> None:
    """Positive control: a grandchild that opens one internet socket, and sends nothing, is caught."""
    one_socket = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {one_socket!r}], check=True)"
    done, calls = internet_calls([sys.executable, "-c", child], tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(calls) == 1


@linux_only
@pytest.mark.slow
def test_the_main_job_works_without_any_network(tmp_path: Path, sample_folder: Path) -> None:
    """In a network namespace of its own, where not even loopback is up."""
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--net"]
    allowed = shutil.which("unshare") and subprocess.run([*unshare, "true"], capture_output=True).returncode == 0
    if not allowed:
        pytest.skip("this machine does not allow a network namespace")
    done = subprocess.run(
        [*unshare, *main_job(sample_folder, tmp_path / "out")],
        cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=280,
    )  # fmt: skip
    assert_note_was_made(done, tmp_path / "out")
