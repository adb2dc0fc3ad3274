from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from asr.audio import Block
from asr.errors import AudioTruncated, Cancelled, MicrophoneVanished
from asr.events import Event, Finished, Pace, Progress, SegmentsReady, Tentative
from asr.fake import FakeBlocks, FakeDetector, FakeRecognizer, silence, voice
from asr.listen import listen
from asr.recognizer import Hearing
from asr.transcript import Mark, Transcript, Word


def talk(*seconds: float) -> Block:
    return np.concatenate([voice(s) if i % 2 == 0 else silence(s) for i, s in enumerate(seconds)])


def consult(minutes: float) -> Block:
    rng = np.random.default_rng(3)
    turns = [x for _ in range(int(minutes * 60 / 6)) for x in (rng.uniform(2, 8), rng.uniform(0.4, 1.6))]
    return talk(*turns)


def events_of(sound: Block, recognizer: FakeRecognizer, **how: object) -> list[Event]:
    return list(listen(FakeBlocks(sound), recognizer, FakeDetector(), **how))  # type: ignore[arg-type]


def transcript_of(events: list[Event]) -> Transcript:
    assert isinstance(events[-1], Finished)
    return events[-1].transcript


class World:
    """A clock that runs with the sound: reading waits for it, decoding takes `per_window_s`."""

    def __init__(self, per_window_s: float) -> None:
        self.now, self.heard, self.per_window_s = 0.0, 0.0, per_window_s

    def clock(self) -> float:
        return self.now

    def decode(self, length_s: float) -> None:
        self.now += self.per_window_s

    def blocks(self, sound: Block, step_s: float = 0.5) -> Iterator[Block]:
        for block in FakeBlocks(sound, block_s=step_s):
            self.heard += len(block) / 16_000
            self.now = max(self.now, self.heard)
            yield block


def live(sound: Block, per_window_s: float) -> tuple[list[Event], FakeRecognizer, World]:
    world = World(per_window_s)
    recognizer = FakeRecognizer(on_hear=world.decode)
    events = list(listen(world.blocks(sound), recognizer, FakeDetector(), live=True, clock=world.clock))
    return events, recognizer, world


def test_silence_gives_an_empty_transcript_without_asking_the_recognizer():
    recognizer = FakeRecognizer()
    assert transcript_of(events_of(silence(120), recognizer)).segments == ()
    assert recognizer.calls == []


def test_no_sound_at_all():
    made = transcript_of(events_of(silence(0), FakeRecognizer()))
    assert made.segments == () and made.duration_s == 0.0


@pytest.mark.parametrize("is_live", [False, True])
def test_the_transcript_is_what_was_told_on_the_way(is_live):
    events = events_of(consult(5), FakeRecognizer(), live=is_live)
    told = [s for e in events if isinstance(e, SegmentsReady) for s in e.segments]
    made = transcript_of(events)
    assert tuple(told) == made.segments and len(made.words) > 100
    starts = [w.start_s for w in made.words]
    assert starts == sorted(starts)
    assert made.duration_s == pytest.approx(len(consult(5)) / 16_000, abs=0.01)


@pytest.mark.parametrize("is_live", [False, True])
def test_each_second_of_speech_is_heard_once(is_live):
    sound = consult(5)
    recognizer = FakeRecognizer()
    events_of(sound, recognizer, live=is_live)
    assert len(sound) / 16_000 * 0.8 < sum(recognizer.calls) < len(sound) / 16_000 * 1.3


def test_a_file_goes_in_full_windows():
    recognizer = FakeRecognizer()
    events_of(consult(5), recognizer)
    assert np.mean(recognizer.calls[:-1]) > 20


def test_progress_of_a_file_reaches_its_end():
    sound = consult(5)
    events = events_of(sound, FakeRecognizer(), total_s=len(sound) / 16_000)
    done = [e.done_s for e in events if isinstance(e, Progress)]
    assert done == sorted(done) and done[-1] == pytest.approx(len(sound) / 16_000)
    assert len(done) > 2


def test_an_idle_machine_tells_the_words_soon():
    events, recognizer, _ = live(consult(5), per_window_s=0.5)
    assert np.median(recognizer.calls) < 25
    assert not any(isinstance(e, Pace) and e.later for e in events)


def test_at_a_pause_it_works_ahead_and_does_not_decode_that_twice():
    events, recognizer, _ = live(talk(5, 3), per_window_s=0.5)
    [guess] = [e for e in events if isinstance(e, Tentative)]
    assert guess.text.startswith("w1 w2")
    assert len(recognizer.calls) == 1
    assert transcript_of(events).words[0].text == "w1"


def test_work_ahead_is_thrown_away_when_speech_goes_on():
    events, recognizer, _ = live(talk(5, 1, 5, 1), per_window_s=0.5)
    assert len(recognizer.calls) == 2
    made = transcript_of(events)
    assert made.words[0].text != "w1"
    assert made.words[-1].end_s == pytest.approx(11.3, abs=0.6)


def test_a_slow_machine_takes_fuller_windows_and_then_says_that_it_comes_after():
    events, recognizer, _ = live(consult(12), per_window_s=40.0)
    paces = [e for e in events if isinstance(e, Pace)]
    assert paces and any(p.later for p in paces)
    assert not paces[0].later
    assert np.median(recognizer.calls[3:]) > 18


def test_a_far_too_slow_machine_still_hears_everything():
    sound = consult(5)
    events, recognizer, _ = live(sound, per_window_s=90.0)
    assert sum(recognizer.calls) > len(sound) / 16_000 * 0.8
    assert transcript_of(events).duration_s == pytest.approx(len(sound) / 16_000, abs=0.01)


def test_what_was_spoken_while_the_model_was_loading_is_told_as_backlog():
    world = World(0.5)
    world.now = 30.0
    sound = consult(2)
    heard = listen(world.blocks(sound), FakeRecognizer(on_hear=world.decode), FakeDetector(), live=True,
                   clock=world.clock, began_s=0.0)  # fmt: skip
    told = [e.backlog_s for e in heard if isinstance(e, Pace)]
    assert told[0] == pytest.approx(29.5) and told[-1] < 2.5


def test_a_machine_that_catches_up_says_so():
    world = World(80.0)
    recognizer = FakeRecognizer(on_hear=world.decode)
    paces: list[Pace] = []
    for event in listen(world.blocks(consult(20)), recognizer, FakeDetector(), live=True, clock=world.clock):
        if isinstance(event, Pace):
            paces.append(event)
            if event.later:
                world.per_window_s = 0.2
    assert any(p.later for p in paces) and not paces[-1].later


def broken_off(error: Exception, is_live: bool) -> list[Event]:
    seen: list[Event] = []
    with pytest.raises(type(error)):
        for event in listen(FakeBlocks(talk(5, 1, 4, 1), error=error), FakeRecognizer(), FakeDetector(), live=is_live):
            seen.append(event)
    return seen


@pytest.mark.parametrize(
    ("error", "is_live"),
    [(AudioTruncated(Path("a.wav"), "cut", 11.0, 60.0), False), (MicrophoneVanished("USB", "gone"), True)],
)
def test_sound_that_breaks_off_is_transcribed_first_and_then_told(error, is_live):
    seen = broken_off(error, is_live)
    assert isinstance(seen[-1], Finished)
    assert len(seen[-1].transcript.words) > 10


@pytest.mark.parametrize("is_live", [False, True])
def test_cancel(is_live):
    calls = iter([False] * 50)
    with pytest.raises(Cancelled):
        list(
            listen(
                FakeBlocks(consult(3)), FakeRecognizer(), FakeDetector(), live=is_live,
                cancelled=stop_when_empty(calls),
            )
        )  # fmt: skip


def stop_when_empty(calls: Iterator[bool]) -> Callable[[], bool]:
    return lambda: next(calls, True)


def test_a_voice_without_words_is_looked_at_again_in_two_halves():
    said = Hearing((Word("toch", 0.5, 0.9, 0.8),), -0.2, 0.01)
    recognizer = FakeRecognizer([Hearing((), -0.9, 0.3), said, Hearing(())])
    made = transcript_of(events_of(talk(5, 0.5, 5, 1), recognizer))
    assert [w.text for w in made.words] == ["toch"]
    assert len(recognizer.calls) == 3


def test_a_loop_is_kept_with_a_mark():
    loop = tuple(Word(w, i * 0.4, i * 0.4 + 0.3, 0.95) for i, w in enumerate(["dat", "is", "zo"] * 6))
    made = transcript_of(events_of(talk(9, 1), FakeRecognizer([Hearing(loop, -0.1, 0.01, 3.0)])))
    assert len(made.words) == 18
    assert all(Mark.REPETITION in s.marks for s in made.segments)


def test_a_sentence_that_is_no_dutch_is_kept_with_a_mark_and_its_neighbours_bear_none():
    said = "Dat helpt tegen de pijn. Over 2 way can come to the roof. Dat is goed."
    words = tuple(Word(w, i * 0.4, i * 0.4 + 0.3, 0.95) for i, w in enumerate(said.split()))
    made = transcript_of(events_of(talk(9, 1), FakeRecognizer([Hearing(words, -0.3, 0.01)])))
    assert " ".join(w.text for w in made.words) == said
    assert [s.marks for s in made.segments] == [(), (Mark.NOT_DUTCH,), ()]


def test_words_where_detector_and_whisper_agree_that_nobody_spoke_are_left_out():
    invented = Hearing((Word("Bedankt", 0.0, 0.5, 0.3),), avg_logprob=-1.5, no_speech_probability=0.9)
    assert transcript_of(events_of(talk(1, 2), FakeRecognizer([invented]))).segments == ()
