"""Work that tells how far it is becomes a generator, errors and halting included."""

from __future__ import annotations

import pytest

from app.reporting import Report, Told, told


def never() -> None:
    return None


def collected(generator: object) -> tuple[list[Told], object]:
    words = []
    while True:
        try:
            words.append(next(generator))  # type: ignore[call-overload]
        except StopIteration as end:
            return words, end.value


def test_every_word_in_order_and_then_the_result() -> None:
    def work(report: Report) -> int:
        for number in range(50):
            report("meten", number / 50)
        report("klaar", None)
        return 7

    words, result = collected(told(work, never))
    assert result == 7
    assert words == [*(Told("meten", n / 50) for n in range(50)), Told("klaar", None)]


def test_what_the_work_raises_comes_out_after_what_it_told() -> None:
    def work(report: Report) -> None:
        report("eerst", 0.0)
        raise ZeroDivisionError

    words: list[Told] = []
    with pytest.raises(ZeroDivisionError):
        words.extend(told(work, never))
    assert words == [] or words == [Told("eerst", 0.0)]


def test_halting_ends_the_work_at_its_next_word_and_the_work_may_round_off() -> None:
    heard: list[str] = []
    halted: list[BaseException] = []

    def work(report: Report) -> str:
        try:
            for number in range(1_000_000):
                report(str(number), None)
        except KeyboardInterrupt:
            return "half"
        return "heel"

    generator = told(work, lambda: halted[0] if halted else None)
    while True:
        try:
            heard.append(next(generator).what)
        except StopIteration as end:
            assert end.value == "half"
            break
        if len(heard) == 3:
            halted.append(KeyboardInterrupt())
    assert heard[:3] == ["0", "1", "2"] and len(heard) < 1_000_000
