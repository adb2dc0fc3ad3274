"""The shipped reader and role head, on a few turns and on the labelled consults."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from asr.transcript import Transcript
from soep import classify
from soep.statement import FATES
from soep.training import consults
from soep.training.dataset import labelled
from soep.training.examples import example
from soep.training.measures import measured
from soep.utterances import Utterance, turns_of, utterances_of

TUNE = Path(consults.__file__).parent / "consults" / "tune"


def talk(*said: str) -> tuple[Utterance, ...]:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    return utterances_of(turns_of(Transcript.from_turns(turns)))


def test_the_reader_knows_the_fates_of_the_consult_files_in_their_order() -> None:
    assert tuple(sorted(consults.FATES)) == FATES


def test_every_label_is_a_distribution_over_sections_acts_and_fates() -> None:
    utterances = talk("arts: Ik dacht aan een foto.", "patient: Liever niet.", "arts: Dan niet.")
    labels = classify.labels(utterances, classify.embed(utterances))
    assert [set(x.fates) for x in labels] == [set(FATES)] * 3
    assert all(sum(x.fates.values()) == pytest.approx(1.0, abs=1e-4) for x in labels)
    assert all(sum(x.acts.values()) == pytest.approx(1.0, abs=1e-4) for x in labels)
    assert classify.labels((), classify.embed(())) == []


def test_what_follows_changes_what_becomes_of_a_plan() -> None:
    plan = "arts: Dan schrijf ik u een kuur doxycycline voor."
    taken = talk(plan, "patient: Prima, doen we.", "arts: Haal hem vandaag maar op.")
    left = talk(plan, "patient: Nee, liever niet, daar word ik zo beroerd van.", "arts: Dan doen we dat niet.")
    stands = [classify.labels(t, classify.embed(t))[0].fates["vast"] for t in (taken, left)]
    assert stands[0] > stands[1]


@pytest.mark.slow
def test_the_shipped_files_are_those_of_the_recorded_figures() -> None:
    recorded = json.loads(resources.files("soep").joinpath("data/classifier_metrics.json").read_text("utf-8"))
    found = measured([example(labelled(c)) for c in consults.read_all(TUNE)])
    for part, figures in recorded["tune"].items():
        np.testing.assert_allclose(list(found[part].values()), list(figures.values()), atol=0.005, err_msg=part)


def test_in_a_short_talk_little_can_have_undone_what_was_said() -> None:
    utterances = talk("arts: Dan geef ik u metoprolol, vijftig... nee, vijfentwintig milligram.")
    fates = classify.labels(utterances, classify.embed(utterances))[0].fates
    assert fates["vast"] > 0.5 > fates["weg"]
    assert sum(fates.values()) == pytest.approx(1.0, abs=1e-4)
