"""Voices in a transcript: with a scripted encoder, and once with the shipped one on two espeak voices."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from asr.audio import Block
from asr.audio_file import AudioFile
from asr.errors import VoiceSampleTooShort
from asr.events import Finished
from asr.fake import FakeBlocks, FakeDetector, FakeRecognizer, silence, voice
from asr.listen import listen
from asr.recognizer import Hearing
from asr.segmenter import FRAME_S, Window
from asr.speakers import VoiceTracker, doctors_voice, enrolled
from asr.stretches import stretches_of
from asr.transcript import Segment, Speaker, Transcript, Word
from asr.vad import FRAME_SAMPLES
from asr.voice_encoder import Ge2e, Voices, unit

PEOPLE = unit(np.random.default_rng(1).normal(size=(2, 256)).astype(np.float32))


class FakeEncoder:
    """Knows people by their level: quiet is person 0, loud is person 1, in between is neither."""

    def embed(self, stretches: Sequence[Block]) -> Voices:
        return np.stack([self._one(float(np.abs(s).max(initial=0.0))) for s in stretches])

    def _one(self, level: float) -> Voices:
        if 0.35 < level < 0.45:
            return unit(PEOPLE.sum(axis=0))
        return PEOPLE[int(level >= 0.45)]


def window_of(words: Sequence[Word], levels: Sequence[float], start_s: float = 0.0) -> Window:
    """A window in which word i is a tone of levels[i], and silence is left between words."""
    frames = np.arange(round(((words[-1].end_s or 0.0) + 0.5 - start_s) / FRAME_S)) + round(start_s / FRAME_S)
    sound = np.zeros(len(frames) * FRAME_SAMPLES, dtype=np.float32)
    voiced = np.zeros(len(frames), dtype=np.float32)
    for word, level in zip(words, levels, strict=True):
        inside = (frames * FRAME_S >= (word.start_s or 0.0)) & (frames * FRAME_S < (word.end_s or 0.0))
        voiced[inside] = 1.0
        sound[np.repeat(inside, FRAME_SAMPLES)] = level
    return Window(sound, frames, voiced)


def said(text: str, start_s: float, word_s: float = 0.4) -> tuple[Word, ...]:
    return tuple(
        Word(t, round(start_s + i * word_s, 2), round(start_s + (i + 1) * word_s, 2), 0.9)
        for i, t in enumerate(text.split())
    )


def talk(*turns: tuple[str, float]) -> tuple[VoiceTracker, Transcript]:
    """Turns (text, level) with 0.6 s between them, all in one segment, taken by a tracker."""
    words: list[Word] = []
    levels: list[float] = []
    at_s = 0.0
    for text, level in turns:
        spoken = said(text, at_s)
        words += spoken
        levels += [level] * len(spoken)
        at_s = (spoken[-1].end_s or 0.0) + 0.6
    tracker = VoiceTracker(FakeEncoder())
    segment = Segment(tuple(words))
    tracker.take(window_of(words, levels), [segment])
    return tracker, Transcript((segment,), duration_s=at_s)


def test_a_segment_with_two_speakers_is_cut_and_no_word_changes() -> None:
    answer = "drie dagen en vooral heel erg veel in de nacht"
    first, last = "hoe lang hoest u al zo zeg", "ik luister even naar de longen hoor"
    tracker, transcript = talk((first, 0.6), (answer, 0.2), (last, 0.6))
    found = tracker.labelled(transcript)
    assert found.words == transcript.words
    assert [(s.text, s.voice) for s in found.segments] == [(first, 0), (answer, 1), (last, 0)]  # 0: heard longest
    assert all(s.speaker is None for s in found.segments)


def test_one_voice_is_one_voice() -> None:
    tracker, transcript = talk(("ik dicteer vandaag een brief", 0.6), ("aan de longarts in de stad", 0.6))
    found = tracker.labelled(transcript)
    assert [s.voice for s in found.segments] == [0]


def test_an_unsure_voice_stays_unlabelled() -> None:
    sure = [
        ("goedemorgen gaat u maar rustig zitten hoor waar komt u vandaag voor", 0.6),
        ("dank u wel ik kom voor mijn rug die steeds pijn doet", 0.2),
    ]
    tracker, transcript = talk(*sure, *sure, ("nou ja", 0.4))
    assert [s.voice for s in tracker.labelled(transcript).segments] == [0, 1, 0, 1, None]


def test_words_that_were_not_taken_are_refused() -> None:
    tracker, transcript = talk(("goedemorgen allemaal", 0.6))
    with pytest.raises(ValueError, match="3 words"):
        tracker.labelled(Transcript((*transcript.segments, Segment.from_text("meer"))))
    assert VoiceTracker(FakeEncoder()).labelled(Transcript(())) == Transcript(())


def test_only_clicks_give_no_voice() -> None:
    tracker, transcript = talk(("ja", 0.6))
    assert tracker.labelled(transcript) == transcript


def test_stretches_end_at_pauses_and_sentences() -> None:
    words = said("dat is goed. ja hoor", 0.0) + said("en nu verder", 3.0)
    window = window_of(words, [0.5] * len(words))
    found, sounds = stretches_of(window, [Segment(words)], first=10)
    assert [(s.first, s.last) for s in found] == [(10, 12), (13, 14), (15, 17)]
    assert [s.new_sentence for s in found] == [True, True, False]
    assert found[2].pause_s == pytest.approx(1.0, abs=0.05)
    assert [len(s) / 16_000 for s in sounds] == pytest.approx([1.3, 0.9, 1.2], abs=0.15)


def test_the_enrolled_voice_is_the_doctors() -> None:
    assert doctors_voice(PEOPLE, PEOPLE[1]) == {1: Speaker.ARTS}
    assert doctors_voice(PEOPLE[:1], PEOPLE[1]) == {}
    assert doctors_voice(np.stack([PEOPLE[1], PEOPLE[1]]), PEOPLE[1]) == {}
    assert doctors_voice(PEOPLE[:0], PEOPLE[1]) == {}


def test_enrolment_wants_enough_speech() -> None:
    assert enrolled(FakeEncoder(), voice(10.0, 0.6)).shape == (256,)
    with pytest.raises(VoiceSampleTooShort):
        enrolled(FakeEncoder(), np.concatenate((voice(3.0), silence(30.0))))
    with pytest.raises(VoiceSampleTooShort):
        enrolled(FakeEncoder(), silence(0.0))


def test_the_listener_labels_its_last_transcript_only() -> None:
    words = said("een twee drie vier vijf zes", 0.3)
    sound = np.concatenate((silence(0.5), voice(3.0), silence(2.0)))
    road = listen(FakeBlocks(sound), FakeRecognizer([Hearing(words)]), FakeDetector(),
                  speakers=VoiceTracker(FakeEncoder()))  # fmt: skip
    *_, last = road
    assert isinstance(last, Finished)
    assert [s.voice for s in last.transcript.segments] == [0]


def test_a_window_in_which_no_word_was_heard_has_no_voice() -> None:
    words = said("een twee drie vier vijf zes", 0.3)
    assert stretches_of(window_of(words, [0.6] * 6), [], first=10) == ([], [])
    sound = np.concatenate((silence(0.5), voice(2.0), silence(2.0)))
    *_, last = listen(FakeBlocks(sound), FakeRecognizer([Hearing(())]), FakeDetector(),
                      speakers=VoiceTracker(FakeEncoder()))  # fmt: skip
    assert isinstance(last, Finished)
    assert last.transcript.words == ()


def spoken(folder: Path, name: str, text: str) -> Block:
    """espeak-ng's sound of a text. `name`: a Dutch voice with a variant."""
    path = folder / "said.wav"
    subprocess.run(["espeak-ng", "-v", name, "-w", str(path), text], check=True, capture_output=True)
    with AudioFile(path) as sound:
        return np.concatenate(list(sound))


@pytest.mark.slow
def test_two_espeak_voices_are_told_apart(tmp_path: Path) -> None:
    turns = [
        ("nl+m3", "Goedemorgen, gaat u zitten, waar kan ik u mee helpen?"),
        ("nl+f4", "Ik moet al een week veel hoesten en ik slaap er slecht van."),
        ("nl+m3", "En heeft u daar ook koorts bij gehad?"),
        ("nl+f4", "Nee, koorts heb ik eigenlijk niet gehad."),
        ("nl+m3", "Dan ga ik nu even naar uw longen luisteren."),
        ("nl+f4", "Dat is goed, ik trek mijn trui even uit."),
    ]
    tracker, segments, at_s = VoiceTracker(Ge2e()), [], 0.0
    for name, text in turns:
        sound = spoken(tmp_path, name, text)
        frames = len(sound) // FRAME_SAMPLES
        first = round(at_s / FRAME_S)
        loud = np.abs(sound[: frames * FRAME_SAMPLES]).reshape(frames, FRAME_SAMPLES).max(axis=1) > 0.02
        window = Window(sound, np.arange(first, first + frames), loud.astype(np.float32))
        count = len(text.split())
        segment = Segment(said(text, at_s, frames * FRAME_S / count))
        tracker.take(window, [segment])
        segments.append(segment)
        at_s = (first + frames) * FRAME_S + 0.5
    found = tracker.labelled(Transcript(tuple(segments)))
    assert [w.text for w in found.words] == [w.text for s in segments for w in s.words]
    owner = [number for number, (_, text) in enumerate(turns) for _ in text.split()]
    voices = [s.voice for s in found.segments for _ in s.words]
    doctor = {v for v, o in zip(voices, owner, strict=True) if o % 2 == 0} - {None}
    patient = {v for v, o in zip(voices, owner, strict=True) if o % 2 == 1} - {None}
    assert len(doctor) == len(patient) == 1 and doctor != patient
    assert voices.count(None) <= len(voices) // 5
