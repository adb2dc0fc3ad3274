"""One model measured on the real road, with scripted ears."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.bench_measure import Counting, Runs, chosen, measure, rtf_of, speed, sustained
from app.bench_values import Job, measured_from_dict, to_dict
from app.settings import Folders, Settings
from asr.fake import FakeDetector, FakeRecognizer, silence, voice
from asr.recognizer import Work
from asr.transcript import Transcript
from tests.app.bench_parts import BenchBuild
from tests.app.helpers import SAID, hearing, write_wav

SPOKEN = np.concatenate((silence(0.5), voice(6.0), silence(1.0), voice(3.0), silence(0.5)))


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job("base", str(write_wav(tmp_path / "a.wav", SPOKEN)), SAID, ("koorts", "huid"), runs=3, sustained_s=0.05)


def test_every_field_is_filled(job: Job, tmp_path: Path) -> None:
    said: list[tuple[str, float]] = []
    found = measure(job, BenchBuild(Folders(tmp_path), Settings()), lambda what, share: said.append((what, share)))
    assert found.failed is None and found.speed and found.live and found.cost and found.quality and found.sustained
    assert len(found.speed.rtf) == 3 and found.speed.rtf_min <= found.speed.rtf_median <= found.speed.rtf_p90
    assert found.speed.speech_s == pytest.approx(9.0, abs=0.2)
    assert found.live.stops == 8 and found.live.sound_s == pytest.approx(11.0)
    assert found.quality.terms == 2 and found.quality.invented_in_s == pytest.approx(120.0)
    assert said[-1][1] == 1.0 and all(0 <= share <= 1 for _, share in said)
    assert measured_from_dict(to_dict(found)).model == "base"


def test_the_job_overrides_the_settings(tmp_path: Path) -> None:
    build = BenchBuild(Folders(tmp_path), Settings(threads=4))
    asked = chosen(build, Job("small", "a.wav", "x", threads=2, beam_size=1)).settings
    assert (asked.model, asked.threads, asked.beam_size, asked.device) == ("small", 2, 1, build.settings.device)
    assert chosen(build, Job("small", "a.wav", "x")).settings.threads == 4


def test_counting_counts_and_answers_as_the_inner_one() -> None:
    inner = FakeRecognizer((hearing("een"), hearing("twee")))
    counting = Counting(inner)
    assert [h.words[0].text for h in counting.hear([voice(1.0), voice(1.0)])] == ["een", "twee"]
    assert (counting.windows, counting.again, counting.engine) == (2, 0, inner.engine)
    assert counting.work == Work(tokens=2)


def test_the_time_is_split_over_what_the_recogniser_did() -> None:
    counting = Counting(FakeRecognizer())
    runs = Runs(Transcript(()), (2.0, 2.0), (3.0, 3.0), Work(1.0, 2.0, 0.5, 300), None, None)
    found = speed(runs, counting, sound_s=20.0, speech_s=10.0)
    assert (found.encode_share, found.decode_share, found.align_share) == (0.25, 0.5, 0.125)
    assert found.tokens_per_s == 150.0 and found.rtf_median == 0.1
    untold = speed(replace(runs, work=Work()), counting, 20.0, 10.0)
    assert untold.encode_share is None and untold.tokens_per_s is None


def test_sustained_compares_the_ends() -> None:
    assert sustained(voice(1.0), FakeRecognizer(), FakeDetector(), 0.0, lambda _: None) is None
    assert rtf_of([(0.0, 10.0, 1.0), (1.0, 30.0, 3.0)]) == pytest.approx(0.1)
