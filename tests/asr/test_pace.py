from __future__ import annotations

from asr.pace import Lag, Policy
from asr.segmenter import FULL_S


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_whoever_waits_for_sound_has_caught_up():
    clock = Clock()
    lag = Lag(clock)
    for _ in range(100):
        clock.now += 0.5
        lag.arrived(0.5, waited_s=0.5)
    assert lag.backlog_s == 0.0


def test_a_decode_leaves_sound_waiting_and_reading_takes_it_away():
    clock = Clock()
    lag = Lag(clock)
    lag.arrived(0.5, waited_s=0.5)
    clock.now += 8.0
    assert lag.backlog_s == 8.0
    lag.arrived(0.5, waited_s=0.0)
    assert lag.backlog_s == 7.5


def test_sound_that_comes_faster_than_the_clock_is_no_lag():
    clock = Clock()
    lag = Lag(clock)
    lag.arrived(3600.0, waited_s=0.0)
    clock.now += 1.0
    assert lag.backlog_s == 1.0


def test_sound_that_was_spoken_before_anybody_listened_waits():
    clock = Clock()
    lag = Lag(clock, began_s=clock.now - 30.0)
    assert lag.backlog_s == 30.0
    lag.arrived(0.5, waited_s=0.0)
    assert lag.backlog_s == 29.5
    lag.arrived(0.5, waited_s=0.3)
    assert lag.backlog_s == 0.0


def test_windows_grow_with_the_backlog():
    policy = Policy()
    assert policy.close_at_s(0) < policy.close_at_s(10) < policy.close_at_s(30) == FULL_S
    assert policy.batch(0) == 1 < policy.batch(30)


def test_transcribe_after_is_entered_late_and_left_later():
    policy = Policy()
    assert not policy.follow(30) and not policy.later
    assert policy.follow(70) and policy.later
    assert not policy.follow(30) and policy.later
    assert policy.follow(5) and not policy.later


def test_guessing_stops_when_too_much_was_thrown_away():
    policy = Policy()
    assert policy.may_guess(0.0, pause_s=0.8, open_s=5.0)
    assert not policy.may_guess(0.0, pause_s=0.3, open_s=5.0)
    assert not policy.may_guess(0.0, pause_s=0.8, open_s=0.5)
    assert not policy.may_guess(9.0, pause_s=0.8, open_s=5.0)
    policy.spent(1.0, useful=False)
    assert not policy.may_guess(0.0, pause_s=0.8, open_s=5.0)
    policy.spent(10.0, useful=True)
    assert policy.may_guess(0.0, pause_s=0.8, open_s=5.0)
