"""Who speaks, from how likely the doctor says each utterance."""

from __future__ import annotations

import numpy as np

from asr.transcript import Speaker, Transcript
from soep.roles import with_roles
from soep.utterances import turns_of, utterances_of

A, P = Speaker.ARTS, Speaker.PATIENT


def roles(
    labels: list[str | None], doctor: list[float], voices: list[int | None] | None = None
) -> list[Speaker | None]:
    said = Transcript.from_turns([{"speaker": s, "text": f"Zin {i}."} for i, s in enumerate(labels)])
    # Turns without a speaker stay apart, as typed turns do.
    utterances = utterances_of(turns_of(said))
    out = with_roles(utterances, np.array(doctor, dtype=np.float32), voices or [None] * len(labels))
    return [u.speaker for u in out]


def test_turns_without_labels_alternate_and_an_unsure_one_follows_its_neighbours() -> None:
    assert roles([None] * 5, [0.95, 0.1, 0.5, 0.1, 0.9]) == [A, P, A, P, A]


def test_nothing_to_go_by_stays_without_a_speaker() -> None:
    assert roles([None] * 2, [0.5, 0.5]) == [None, None]


def test_labels_that_the_text_contradicts_throughout_are_turned_round() -> None:
    assert roles(["patient", "arts", "patient", "arts"], [0.95, 0.05, 0.9, 0.05]) == [A, P, A, P]


def test_one_contrary_turn_turns_nothing_round() -> None:
    assert roles(["arts", "patient", "arts", "patient"], [0.9, 0.9, 0.9, 0.1]) == [A, P, A, P]


def test_voices_decide_together() -> None:
    assert roles([None] * 4, [0.9, 0.2, 0.6, 0.3], [1, 0, 1, 0]) == [A, P, A, P]
