"""Each model is measured in a fresh child process: loading is cold, memory is its own, and a library that aborts the
process (some graphics drivers do) takes one result along, not the program.

The child is `soepel bench work`: the job as JSON on its standard input; on its standard output lines of JSON, either
{"what": .., "share": ..} or, last, {"measured": ..}. An error is a sentence on its standard error, as of any command.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any, TextIO

from app.bench_values import Job, Measured, measured_from_dict
from app.settings import Folders

Report = Callable[[str, float], None]
Measure = Callable[[Job, Report], Measured]
Hold = Callable[["subprocess.Popen[str] | None"], None]

ABORTED = "Het programma dat dit model meet, is door het systeem gestopt (code {code}). {model} werkt hier niet."


def own_command() -> list[str]:
    """What starts this program again, installed, from loose files or packed into one program."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]


@contextmanager
def child(arguments: list[str], folders: Folders, errors: IO[bytes]) -> Iterator[subprocess.Popen[str]]:
    """This program as a child with pipes; ended when the block is left. Ctrl-C goes to us alone."""
    process = subprocess.Popen(
        [*own_command(), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors,
        text=True, encoding="utf-8", errors="replace", cwd=Path(__file__).parent.parent,
        env={**os.environ, "SOEPEL_HOME": str(folders.home)}, start_new_session=os.name == "posix",
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def let_be(_: subprocess.Popen[str] | None) -> None:
    """A Hold that holds nothing: whoever measures waits for the child, and nobody else ends it."""


def in_child(folders: Folders, hold: Hold = let_be) -> Measure:
    """Measures a job in a child process of its own. `hold` is given the child, and None once it has ended by itself."""

    def measure(job: Job, report: Report) -> Measured:
        with tempfile.TemporaryFile() as errors, child(["bench", "work"], folders, errors) as process:
            hold(process)
            hand_over(process, asdict(job))
            found = read_lines(process, report)
            code = process.wait()
            hold(None)
            if found is not None and code == 0:
                return found
            errors.seek(0)
            return Measured(job.model, failed=why(code, job.model, errors.read().decode("utf-8", "replace")))

    return measure


def hand_over(process: subprocess.Popen[str], job: dict[str, Any]) -> None:
    """Give the child its job; one that is gone already is noticed when its answer is read."""
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(job))
        process.stdin.close()
    except BrokenPipeError:
        process.stdin = None


def read_lines(process: subprocess.Popen[str], report: Report) -> Measured | None:
    """Pass on how far the child is; its result, or None when it ended without one. Other output is passed over."""
    assert process.stdout is not None
    found = None
    for line in process.stdout:
        try:
            data = json.loads(line)
            if "measured" in data:
                found = measured_from_dict(data["measured"])
            else:
                report(str(data["what"]), float(data["share"]))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def why(code: int, model: str, said: str) -> str:
    """The Dutch sentence on a child that failed: its own last line, or that it was ended from outside."""
    lines = [line for line in said.splitlines() if line.strip()]
    return lines[-1] if code == 1 and lines else ABORTED.format(code=code, model=model)


def read_job(given: bytes) -> Job:
    """What the parent handed over. Raises ValueError and TypeError when it is no job."""
    fields: dict[str, Any] = json.loads(given)
    return Job(**{**fields, "terms": tuple(fields.get("terms", ()))})


def work(job: Job, out: TextIO, measure: Measure) -> None:
    """The child's side. Raises what measuring raises."""

    def tell(line: dict[str, Any]) -> None:
        out.write(json.dumps(line) + "\n")
        out.flush()

    measured = measure(job, lambda what, share: tell({"what": what, "share": share}))
    tell({"measured": asdict(measured)})
