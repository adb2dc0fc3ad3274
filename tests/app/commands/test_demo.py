"""`soepel demo`, on the shipped sample with the fakes behind it (tests/test_offline.py runs it for real)."""

from __future__ import annotations

from pathlib import Path

from asr.transcript_json import from_dict
from tests.app.helpers import Cli, FakeBuild


def test_shows_transcript_note_and_timings(cli: Cli) -> None:
    done = cli("demo")
    assert done.code == 0
    at = [done.out.index(part) for part in ("verzonnen", "TRANSCRIPT", "SOEP-VERSLAG", "TIJDEN", "uitschrijven")]
    assert at == sorted(at)


def test_json(cli: Cli) -> None:
    document = cli("demo", "--json").json
    assert document["schema"] == "soepel.demo/1" and 60 <= document["timings"]["audio_s"] <= 120
    assert from_dict(document["transcript"]).words and document["note"]["schema"] == "soepel.note/1"


def test_a_sample_that_was_not_installed(cli: Cli, build: FakeBuild, tmp_path: Path) -> None:
    class Bare(FakeBuild):
        def sample(self) -> Path:
            return tmp_path

    done = cli("demo", using=Bare(build.folders, build.settings))
    assert done.code == 1 and "voorbeeldconsult ontbreekt" in done.err
