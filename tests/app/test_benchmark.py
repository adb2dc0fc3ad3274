"""The whole measurement, with results that are given: what is kept, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.bench_table import as_table
from app.bench_values import Measured
from app.benchmark import identity, installed, models_of
from app.errors import NothingMeasured
from models.errors import ModelUnknown
from tests.app.bench_parts import BenchBuild, given, result, run, with_sustained


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
