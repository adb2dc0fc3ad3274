"""The child that measures: its result, its sentence, its death, and Ctrl-C."""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path

import pytest

from app import bench_child
from app.bench_child import Report, child, in_child, read_job, why, work
from app.bench_values import Job, Measured
from app.settings import Folders
from tests.app.bench_parts import result

JOB = Job("base", "a.wav", "tekst", ("koorts",))


def run_script(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> tuple[Measured, list[str]]:
    monkeypatch.setattr(bench_child, "own_command", lambda: [sys.executable, "-c", script])
    said: list[str] = []
    return in_child(Folders(tmp_path))(JOB, lambda what, share: said.append(what)), said


def test_a_job_goes_in_and_a_result_comes_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    out = io.StringIO()

    def measured(job: Job, report: Report) -> Measured:
        report("laden", 0.5)
        return result(job.model)

    job = read_job(json.dumps({"model": "base", "audio": "a.wav", "text": "t", "terms": ["x"]}).encode())
    assert job.terms == ("x",) and job.runs == 3
    work(job, out, measured)
    (tmp_path / "lines").write_text("een driver praat mee\n" + out.getvalue(), encoding="utf-8")
    script = f"import sys; sys.stdin.read(); print(open({str(tmp_path / 'lines')!r}).read(), end='')"
    found, said = run_script(monkeypatch, tmp_path, script)
    assert found == result() and said == ["laden"]


def test_its_own_sentence_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found, _ = run_script(monkeypatch, tmp_path, "import sys; sys.exit('Het model ontbreekt.')")
    assert found == Measured("base", failed="Het model ontbreekt.")


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_child_that_aborts_is_survived(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found, _ = run_script(monkeypatch, tmp_path, "import os; os.abort()")
    assert found.failed is not None and "gestopt" in found.failed and "base" in found.failed


def test_a_child_without_a_result_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found, said = run_script(monkeypatch, tmp_path, "print('{\"what\": 1}'); print('[]')")
    assert found.failed is not None and said == []


def test_ctrl_c_ends_the_child(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bench_child, "own_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    with (
        tempfile.TemporaryFile() as errors,
        pytest.raises(KeyboardInterrupt),
        child([], Folders(tmp_path), errors) as process,
    ):
        raise KeyboardInterrupt
    assert process.poll() is not None


def test_the_child_is_this_program(monkeypatch: pytest.MonkeyPatch) -> None:
    assert bench_child.own_command() == [sys.executable, "-m", "app"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert bench_child.own_command() == [sys.executable]


def test_why_takes_the_last_line() -> None:
    assert why(1, "base", "Een.\nTwee.\n\n") == "Twee." and "code -6" in why(-6, "base", "Traceback")
