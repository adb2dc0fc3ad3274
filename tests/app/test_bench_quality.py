"""Word errors, medical terms, invented words."""

from __future__ import annotations

from app.bench_quality import measure_quality, occurrences
from asr.transcript import Segment, Transcript


def test_quality_counts_errors_terms_and_invented_words() -> None:
    heard = Transcript((Segment.from_text("Ik heb koorts en ik hoest"),))
    quiet = Transcript((Segment.from_text("Ondertiteld door"),))
    found = measure_quality("ik heb sinds gisteren koorts en hoest", ("koorts", "zere keel"), heard, quiet, 60.0)
    assert (found.substituted, found.deleted, found.inserted, found.words) == (0, 2, 1, 7)
    assert (found.terms, found.terms_heard, found.terms_missed) == (2, 1, ("zere keel",))
    assert found.invented_words == 2 and 0 < found.cer < 1


def test_a_term_said_twice_must_be_heard_twice() -> None:
    once = Transcript((Segment.from_text("koorts ja"),))
    assert measure_quality("koorts ja koorts", ("koorts",), once, Transcript(()), 1.0).terms_heard == 0
    assert occurrences(["rode", "huid", "rode", "huid"], ["rode", "huid"]) == 2 and occurrences(["a"], []) == 0
