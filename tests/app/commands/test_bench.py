"""`soepel bench` at the command line: outputs, comparison, calibration, Ctrl-C; once with the real model."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from app import bench_child, tuning
from app.bench_child import Measure
from app.bench_values import Job, Measured, measured_from_dict
from app.parser import build_parser
from app.settings import Folders, Settings
from asr.fake import silence, voice
from models.store import ModelStore
from tests.app.bench_parts import BenchBuild, result
from tests.app.helpers import Cli, write_wav

ROOT = Path(__file__).parents[3]


@pytest.fixture
def build(tmp_path: Path) -> BenchBuild:
    """Fakes for the whole road, with a sound to measure on where the program keeps it."""
    folder = tmp_path / "data" / "bench"
    folder.mkdir(parents=True)
    write_wav(folder / "bench.wav", voice(2.0))
    (folder / "bench.json").write_text('{"turns": [{"speaker": "arts", "text": "u hebt koorts"}], "terms": ["koorts"]}')
    return BenchBuild(Folders(tmp_path / "home"), Settings())


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """What was asked of the children; they answer at once."""
    asked: list[Job] = []

    def in_child(folders: Folders) -> Measure:
        return lambda job, report: (asked.append(job), replace(result(), model=job.model))[1]

    monkeypatch.setattr(bench_child, "in_child", in_child)
    return asked


def test_every_output(cli: Cli, jobs: list[Job], tmp_path: Path) -> None:
    done = cli("bench", "--json", "--csv", tmp_path / "m.csv", "--plot", tmp_path / "m.png", "--models", "base,small")
    assert done.code == 0 and done.json["schema"] == "soepel.bench/1"
    assert [job.model for job in jobs] == ["base", "small"] and jobs[0].runs == 3 and jobs[0].terms == ("koorts",)
    assert (tmp_path / "m.csv").read_text().count("\n") == 3 and "Geschreven" in done.err
    assert Image.open(io.BytesIO((tmp_path / "m.png").read_bytes())).size[0] == 1200
    assert "Advies: gebruik base." in cli("bench").out


def test_choices_reach_the_child(cli: Cli, jobs: list[Job]) -> None:
    assert cli("bench", "--quick", "--sustained", "--threads", 2, "--beam", 1, "--device", "cpu").code == 0
    [job] = jobs
    assert (job.runs, job.quick, job.sustained_s, job.threads, job.beam_size, job.device) == (1, True, 900, 2, 1, "cpu")
    assert cli("bench", "--runs", "5").code == 0 and jobs[-1].runs == 5


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("--runs", "0"), 2, "geen geldige waarde"),
        (("--beam", "veel"), 2, "geen geldige waarde"),
        (("--audio", "a.wav"), 2, "horen bij elkaar"),
        (("--models", "reuzengroot"), 1, "reuzengroot"),
        (("compare", "weg.json"), 1, "weg.json"),
        (("compare",), 2, "METING.json"),
    ],
)
def test_wrong_use(cli: Cli, jobs: list[Job], argv: tuple[str, ...], code: int, said: str) -> None:
    done = cli("bench", *argv)
    assert done.code == code and said in done.err and not done.out and not jobs


def test_own_sound(cli: Cli, jobs: list[Job], tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("u hebt hoofdpijn")
    assert cli("bench", "--audio", write_wav(tmp_path / "a.wav", voice(1.0)), "--text", tmp_path / "t.txt").code == 0
    assert Path(jobs[0].audio).is_absolute() and jobs[0].text == "u hebt hoofdpijn"
    missing = cli("bench", "--audio", tmp_path / "weg.wav", "--text", tmp_path / "t.txt")
    assert missing.code == 1 and "weg.wav" in missing.err


def test_stopping_keeps_what_was_ready(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    def measure(job: Job, report: object) -> Measured:
        if job.model != "base":
            raise KeyboardInterrupt
        return result()

    monkeypatch.setattr(bench_child, "in_child", lambda folders: measure)
    done = cli("bench", "--models", "base,small", "--json")
    assert done.code == 130 and done.json["stopped"] and len(done.json["models"]) == 1 and "Afgebroken" in done.err
    first = cli("bench", "--models", "small")
    assert first.code == 130 and not first.out and "Afgebroken" in first.err


def test_compare(cli: Cli, jobs: list[Job], tmp_path: Path) -> None:
    one = cli("bench", "--json").json
    for name in ("a", "b"):
        (tmp_path / f"{name}.json").write_text(json.dumps(one))
    done = cli("bench", "compare", tmp_path / "a.json", tmp_path / "b.json")
    assert done.code == 0 and "a: base" in done.out and "b: base" in done.out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "soepel.bench/1"}', '{"schema": "soepel.note/1"}',
                                  '{"schema": "soepel.bench/1", "models": [{"name": 1}]}',
                                  '{"schema": "soepel.bench/1", "models": []}'])  # fmt: skip
def test_a_file_that_is_no_measurement(cli: Cli, tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    done = cli("bench", "compare", tmp_path / "x.json")
    assert done.code == 1 and "is geen meting van Soepel" in done.err and not done.out


def test_calibrate(cli: Cli, build: BenchBuild, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "physical_cores", lambda: 2)
    monkeypatch.setattr(tuning, "gpus", tuple)
    done = cli("bench", "calibrate", "--json")
    assert done.code == 0 and done.json["threads"] == min(2, tuning.usable_cores())
    assert (build.folders.home / tuning.FILE_NAME).is_file()
    assert "de processor doet het werk" in cli("bench", "calibrate").out


def test_a_card_that_is_not_there_is_said(cli: Cli, jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "physical_cores", lambda: 2)
    monkeypatch.setattr(tuning, "gpus", tuple)
    done = cli("bench", "--device", "cuda")
    assert done.code == 0 and "Geen bruikbare NVIDIA-videokaart" in done.err


def test_the_child_measures(cli: Cli, tmp_path: Path) -> None:
    audio = write_wav(tmp_path / "a.wav", [*silence(0.3), *voice(3.0), *silence(0.4)])
    job = {"model": "base", "audio": str(audio), "text": "u hebt koorts", "quick": True, "runs": 1}
    done = cli("bench", "work", given=json.dumps(job).encode())
    last = json.loads(done.out.splitlines()[-1])
    assert done.code == 0 and measured_from_dict(last["measured"]).speed is not None


@pytest.mark.parametrize("given", [b"", b"[]", b"{}", b"\xff"])
@pytest.mark.parametrize("child", ["work", "probe"])
def test_the_children_are_not_for_people(cli: Cli, child: str, given: bytes) -> None:
    done = cli("bench", child, given=given)
    assert done.code == 2 and "soepel bench?" in done.err and not done.out


def test_help_hides_the_children(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["bench", "--help"])
    shown = capsys.readouterr().out
    assert "compare" in shown and "calibrate" in shown and "work" not in shown and "probe" not in shown


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_with_the_real_model(whisper_base: Path, sample_folder: Path, tmp_path: Path) -> None:
    ModelStore(tmp_path / "models").import_folder(whisper_base)
    plot = tmp_path / "out.png"
    done = subprocess.run(
        [sys.executable, "-m", "app", "bench", "--quick", "--json", "--plot", str(plot), "--threads", "2",
         "--audio", str(next(sample_folder.glob("*.opus"))), "--text", str(next(sample_folder.glob("*.json")))],
        cwd=ROOT, env={**os.environ, "SOEPEL_HOME": str(tmp_path)}, capture_output=True, timeout=800,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    [measured] = [measured_from_dict(one) for one in document["models"]]
    assert measured.failed is None and measured.speed and measured.live and measured.cost and measured.quality
    assert measured.threads == 2 and measured.device == "cpu" and measured.sha256 is not None
    assert measured.quality.wer < 0.6 and measured.quality.invented_words == 0
    assert measured.cost.rss_peak_mb > measured.cost.rss_after_load_mb > 100
    assert Image.open(io.BytesIO(plot.read_bytes())).format == "PNG"
