from __future__ import annotations

import pytest

from asr.transcript import Segment, Speaker, Transcript, Word


def test_words_are_numbered_over_the_whole_transcript():
    transcript = Transcript((Segment.from_text("een twee"), Segment(()), Segment.from_text("drie")))
    assert [w.text for w in transcript.words] == ["een", "twee", "drie"]
    assert transcript.first_word_of() == (0, 2, 2)


def test_turns():
    transcript = Transcript.from_turns([{"speaker": "arts", "text": "Dag."}, {"speaker": None, "text": "Hallo daar."}])
    assert [s.speaker for s in transcript.segments] == [Speaker.ARTS, None]
    assert transcript.segments[1].text == "Hallo daar."


def test_an_unknown_speaker():
    with pytest.raises(ValueError, match="dokter"):
        Transcript.from_turns([{"speaker": "dokter", "text": "Dag."}])


def test_confidence_is_no_part_of_identity():
    assert Word("ja", 0.0, 0.1, 0.2) == Word("ja", 0.0, 0.1, 0.9)


def test_an_empty_segment_has_no_times():
    assert Segment(()).start_s is None and Segment(()).end_s is None
