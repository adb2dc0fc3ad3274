"""The audio clock: waiting is skipped, work is charged."""

from __future__ import annotations

import numpy as np
import pytest

from asr.audio import SAMPLE_RATE_HZ
from asr.fake import FakeDetector, FakeRecognizer, silence, voice
from asr.listen import listen
from asr.replay import Replay, percentile


class Timer:
    """Real seconds, as the test says they pass."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_block_comes_when_it_would_have_been_spoken() -> None:
    timer = Timer()
    road = Replay(silence(2.0), timer=timer)
    blocks = iter(road)
    next(blocks)
    assert road.clock() == pytest.approx(0.5)
    timer.now_s += 1.2  # work that takes longer than the next two blocks
    next(blocks)
    assert road.clock() == pytest.approx(1.7)  # two blocks wait already: no time is added
    next(blocks)
    assert road.clock() == pytest.approx(1.7)
    next(blocks)
    assert road.clock() == pytest.approx(2.0) and road.busy_s == pytest.approx(1.2)


def test_no_sample_is_lost() -> None:
    sound = np.arange(SAMPLE_RATE_HZ * 2 + 77, dtype=np.float32)
    assert np.array_equal(np.concatenate(list(Replay(sound))), sound)


def test_stop_costs_what_the_last_window_costs() -> None:
    timer = Timer()

    def slow(_: float) -> None:
        timer.now_s += 3.0

    road = Replay(np.concatenate((voice(5.0), silence(0.3))), timer=timer)
    for _ in listen(road, FakeRecognizer(on_hear=slow), FakeDetector(), live=True, clock=road.clock):
        pass
    assert road.clock() - road.sound_s == pytest.approx(3.0)


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.5, 2.5), (0.9, 3.7), (1.0, 4.0)])
def test_percentile_is_numpys(share: float, expected: float) -> None:
    values = [4.0, 1.0, 3.0, 2.0]
    assert percentile(values, share) == pytest.approx(expected) == pytest.approx(np.percentile(values, 100 * share))


def test_percentile_of_nothing() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
