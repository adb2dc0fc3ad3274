"""What the coming turns say of an utterance and how it is put."""

from __future__ import annotations

import numpy as np
import pytest

from asr.transcript import Transcript
from soep.cues import cues
from soep.utterances import Utterance, turns_of, utterances_of


def talk(*said: str) -> tuple[Utterance, ...]:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    return utterances_of(turns_of(Transcript.from_turns(turns)))


@pytest.mark.parametrize(
    ("stands", "falls"),
    [
        (
            ("patient: Al vier maanden.", "arts: Heeft u koorts?"),
            ("patient: Al vier maanden.", "arts: Hier staat, dat is eigenlijk vijf maanden."),
        ),
        (
            ("arts: Doxycycline, 1 keer per dag.", "patient: Prima, doe maar."),
            ("arts: Doxycycline, 1 keer per dag.", "patient: Liever niet, nooit meer."),
        ),
        (("arts: We maken een foto.", "arts: Dag."), ("arts: We maken een foto.", "arts: Nee, dan doen we dat niet.")),
        (("patient: Mijn knie doet zeer.",), ("patient: Mijn moeder had suikerziekte.",)),
    ],
)
def test_what_follows_and_how_it_is_put_shows_in_the_cues(stands: tuple[str, ...], falls: tuple[str, ...]) -> None:
    assert (cues(talk(*falls))[0] != cues(talk(*stands))[0]).any()


def test_cues_are_truth_values_and_look_no_further_than_five_turns() -> None:
    said = ["arts: Doxycycline, 1 keer per dag."] + ["patient: Hm.", "arts: Ja."] * 4
    near, far = talk(*said), talk(*said, "arts: Die doxycycline doen we toch niet.")
    assert set(np.unique(cues(near))) <= {0.0, 1.0}
    assert (cues(near)[0] == cues(far)[0]).all()
