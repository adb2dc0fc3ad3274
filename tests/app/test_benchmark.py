"""The whole measurement, with results that are given: what is kept, what is said, how it is shown."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.bench_child import Measure, Report
from app.bench_plot import as_png
from app.bench_table import ROWS, as_csv, as_table, compare
from app.bench_values import Job, Measured
from app.bench_verdict import Fits, advise, judge
from app.benchmark import Benchmark, Request, identity, installed, models_of, run_benchmark
from app.errors import NothingMeasured
from app.settings import Folders, Settings
from asr.fake import voice
from models.errors import ModelUnknown
from tests.app.bench_parts import BenchBuild, known, result, with_sustained
from tests.app.helpers import write_wav


@pytest.fixture
def parts(tmp_path: Path) -> BenchBuild:
    return BenchBuild(Folders(tmp_path / "home"), Settings())


@pytest.fixture
def audio(tmp_path: Path) -> Path:
    return write_wav(tmp_path / "bench.wav", voice(2.0))


def given(*results: Measured | type[BaseException]) -> Measure:
    """Measures by handing out `results`; an exception class is raised instead."""
    left = list(results)

    def measure(job: Job, report: Report) -> Measured:
        report("laden", 0.5)
        one = left.pop(0)
        if isinstance(one, type):
            raise one
        return replace(one, model=job.model)

    return measure


def run(build: BenchBuild, audio: Path, measure: Measure, *models: str, **how: Any) -> Benchmark:
    return run_benchmark(Request(known(audio), models, **how), build, measure, lambda what, share: None)


def test_the_document(parts: BenchBuild, audio: Path) -> None:
    done = run(parts, audio, given(result(), with_sustained(result(rtf=0.4, wer=0.1))), "base", "small")
    document = json.loads(json.dumps(done.as_json(), allow_nan=False))
    assert document["schema"] == "soepel.bench/1" and document["sound"]["seconds"] == 2.0
    assert document["machine"]["cpu"]["model"] and document["versions"]["ctranslate2"]
    assert len(document["models"][0]["sha256"]) == 64 and document["models"][1]["sha256"] is None
    assert models_of(document)[1].sustained is not None
    assert document["verdict"]["recommended"] == "small"


def test_without_names_every_model_that_is_here(parts: BenchBuild, audio: Path) -> None:
    assert installed(parts.models()) == ("base",)
    assert [m.model for m in run(parts, audio, given(result())).models] == ["base"]
    with pytest.raises(ModelUnknown):
        identity(parts.models(), "reuzengroot")


def test_stopped_keeps_what_was_ready(parts: BenchBuild, audio: Path) -> None:
    done = run(parts, audio, given(result(), KeyboardInterrupt), "base", "small")
    assert done.stopped and [m.model for m in done.models] == ["base"]
    assert "afgebroken" in as_table(done)
    with pytest.raises(KeyboardInterrupt):
        run(parts, audio, given(KeyboardInterrupt), "base")


def test_one_that_fails_does_not_spoil_the_rest(parts: BenchBuild, audio: Path) -> None:
    broken = Measured("small", failed="Het model small is beschadigd.")
    done = run(parts, audio, given(result(), broken), "base", "small")
    assert "small: Het model small is beschadigd." in as_table(done)
    with pytest.raises(NothingMeasured) as problem:
        run(parts, audio, given(broken), "small")
    assert problem.value.reasons == (broken.failed,)


@pytest.mark.parametrize(
    ("rtf", "fits", "ten_s", "words"),
    [
        (0.2, Fits.LIVE, 1.5, "loopt hier live mee"),
        (0.8, Fits.TIGHT, 1.5, "maar net"),
        (1.5, Fits.AFTER, 301.5, "10 minuten wacht u ongeveer 5 minuten"),
    ],
)
def test_the_wait_after_a_consult(rtf: float, fits: Fits, ten_s: float, words: str) -> None:
    advice = advise(result(rtf=rtf))
    assert advice is not None and advice.fits is fits and advice.waits_s[0] == pytest.approx(ten_s)
    assert words in " ".join(judge([result(rtf=rtf)], ()).sentences)


def test_best_is_the_one_with_the_fewest_errors_that_keeps_up() -> None:
    models = [result("base", rtf=0.1, wer=0.3), result("small", rtf=0.4, wer=0.2), result("medium", rtf=2.0, wer=0.1)]
    assert judge(models, ()).recommended == "small"
    assert judge([models[2]], ()).recommended == "medium"
    assert judge([Measured("base", failed="Weg.")], ("base",)).recommended is None
    assert "kijk het verslag goed na" in " ".join(judge([models[0]], ()).sentences)


def test_models_that_are_not_here_are_guessed_from_the_largest_that_is() -> None:
    verdict = judge([result("base", rtf=0.1)], ("base", "small", "medium", "onbekend"))
    assert dict(verdict.guesses) == {"small": pytest.approx(0.35), "medium": pytest.approx(1.1)}
    said = " ".join(verdict.sentences)
    assert "small zou hier ook live meelopen" in said and "te traag om hier live mee te lopen: medium" in said
    assert judge([replace(result("base"), device="cuda")], ("base", "small")).guesses == ()


def test_table_and_csv_hold_every_figure(parts: BenchBuild, audio: Path) -> None:
    done = run(parts, audio, given(result(), with_sustained(result())), "base", "small", quick=True)
    table = as_table(done)
    assert all(label in table for label, _ in ROWS) and "n/a" in table and "snelle meting" in table
    assert "30.0 % (20/5/5)" in table and "4 van 5" in table and "1.50" in table
    rows = list(csv.DictReader(io.StringIO(as_csv(done))))
    assert [row["model"] for row in rows] == ["base", "small"] and rows[0]["speed.rtf_median"] == "0.1"


def test_compare_warns_for_what_differs(parts: BenchBuild, audio: Path) -> None:
    one = run(parts, audio, given(result(rtf=0.1))).as_json()
    other = json.loads(json.dumps(run(parts, audio, given(result(rtf=0.2)), quick=True).as_json()))
    other["sound"]["sha256"] = "x"
    shown = compare([one, other], ["balie", "spreekkamer"])
    assert "balie: base is 2.0 keer zo snel als spreekkamer: base." in shown
    assert "verschillend geluid" in shown and "ruw" in shown and shown.count("sneller dan het gesprek") == 1


@pytest.mark.parametrize("rtf", [0.01, 0.5, 0.9, 4.0])
def test_the_picture_has_a_row_per_model(parts: BenchBuild, audio: Path, rtf: float) -> None:
    broken = Measured("medium", failed="Weg.")
    done = run(parts, audio, given(result(rtf=rtf), result(rtf=rtf, wer=1.4), broken), "base", "small", "medium")
    picture = Image.open(io.BytesIO(as_png(done)))
    assert picture.format == "PNG" and picture.size == (1200, 190 + 2 * 132 + 92)
    colours = {Fits.LIVE: (31, 138, 91), Fits.TIGHT: (224, 161, 0), Fits.AFTER: (179, 54, 43)}
    advice = advise(result(rtf=rtf))
    painted = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
    assert advice is not None and colours[advice.fits] in painted
