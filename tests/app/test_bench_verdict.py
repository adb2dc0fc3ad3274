"""What the figures mean for a GP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bench_values import Measured
from app.bench_verdict import Fits, advise, how_long, judge, named
from tests.app.bench_parts import result


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


def test_a_busy_computer_is_told() -> None:
    calm = result()
    assert calm.cost is not None
    busy = replace(calm, cost=replace(calm.cost, cores_busy=0.4))
    assert "druk met ander werk" in judge([busy], ()).sentences[-1]
    assert "druk" not in " ".join(judge([calm], ()).sentences)


def test_waits_and_names_in_dutch() -> None:
    assert how_long(0.4) == "hooguit 1 seconde" and how_long(2.2) == "ongeveer 3 seconden"
    assert how_long(600) == "ongeveer 10 minuten"
    assert named(["a"]) == "a" and named(["a", "b", "c"]) == "a, b en c"
