"""Who speaks, by voice: stretches of the talk to two or three voices, numbered; words and their order never change.

Each window's embeddings are made as it closes (about 0.5 % of its length on one core), so that at Stop only the
grouping is left: some hundredths of a second. A voice is a number, 0 the one heard most; whose it is, is for the text
to say, unless the doctor's own voice was enrolled. What is unsure stays None.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.clusters import centres_of, likelihoods
from asr.errors import VoiceSampleTooShort
from asr.segmenter import Window
from asr.stretches import Stretch, stretches_of
from asr.transcript import Segment, Speaker, Transcript
from asr.voice_encoder import WIDTH, VoiceEncoder, Voices

LEAST_SAMPLE_S: Final = 8.0
_RELIABLE_S: Final = 1.0  # shorter stretches are labelled, but do not shape the voices
_SURE: Final = 0.8
_SHARPNESS: Final = 40.0  # log-likelihood per unit of cosine, for a stretch of 1.6 s; tuned on joined clips
_FULL_S, _MOST_S = 1.6, 2.5
_DOCTOR_ALIKE: Final = 0.86  # cosine to the enrolled voice; a man and a woman were at 0.78, one person above 0.91
_DOCTOR_MARGIN: Final = 0.05

_Numbers = NDArray[np.int64]


class Speakers(Protocol):
    """Tells speakers apart over one recording."""

    def take(self, window: Window, segments: Sequence[Segment]) -> None:
        """A window that was decoded, with its final segments; called once for each, in order."""
        ...

    def labelled(self, transcript: Transcript) -> Transcript:
        """The transcript with voices: the same words, segments cut where the voice changes."""
        ...


class VoiceTracker:
    """The shipped way. `most`: voices to expect at most. `doctor`: the doctor's own voice from `enrolled`, if known."""

    def __init__(self, encoder: VoiceEncoder, *, most: int = 3, doctor: Voices | None = None) -> None:
        self._encoder, self._most, self._doctor = encoder, most, doctor
        self._stretches: list[Stretch] = []
        self._voices: list[Voices] = []

    def take(self, window: Window, segments: Sequence[Segment]) -> None:
        """See Speakers."""
        first = self._stretches[-1].last + 1 if self._stretches else 0
        stretches, sounds = stretches_of(window, segments, first)
        self._stretches += stretches
        if stretches:
            self._voices.append(self._encoder.embed(sounds))

    def labelled(self, transcript: Transcript) -> Transcript:
        """See Speakers. ValueError when the transcript's words are not those that were taken."""
        count = self._stretches[-1].last + 1 if self._stretches else 0
        if count != len(transcript.words):
            raise ValueError(f"{len(transcript.words)} words, but {count} were taken")
        if not count:
            return transcript
        return self._labelled(transcript, np.concatenate(self._voices))

    def _labelled(self, transcript: Transcript, voices: Voices) -> Transcript:
        centres, sure = told_apart(self._stretches, voices, self._most)
        lengths = [s.last - s.first + 1 for s in self._stretches]
        roles = {} if self._doctor is None else doctors_voice(centres, self._doctor)
        return with_voices(transcript, np.repeat(sure, lengths), roles)


def told_apart(stretches: Sequence[Stretch], voices: Voices, most: int) -> tuple[Voices, _Numbers]:
    """The centres of the voices, shape (k, 256), and per stretch the number of its voice, -1 where that is unsure."""
    seconds = np.array([s.voice_s for s in stretches])
    reliable = seconds >= _RELIABLE_S
    if not reliable.any():
        return voices[:0], np.full(len(stretches), -1)
    centres = centres_of(voices[reliable], seconds[reliable], most)
    weights = _SHARPNESS * np.minimum(seconds, _MOST_S) / _FULL_S
    scores = weights[:, None] * (voices @ centres.T).astype(np.float64)
    likely = likelihoods(scores, np.array([_change(s) for s in stretches]))
    return centres, np.where(likely.max(axis=1) >= _SURE, likely.argmax(axis=1), -1)


def _change(stretch: Stretch) -> float:
    """How often a stretch is another speaker than the one before it: seldom without a pause or a full stop."""
    if stretch.pause_s >= 0.4:
        return 0.4
    return 0.15 if stretch.new_sentence or stretch.pause_s >= 0.25 else 0.03


def with_voices(transcript: Transcript, of_words: _Numbers, roles: dict[int, Speaker]) -> Transcript:
    """Segments with the voices of their words (-1: unsure), cut where one sure voice follows another."""
    segments: list[Segment] = []
    for first, segment in zip(transcript.first_word_of(), transcript.segments, strict=True):
        numbers = of_words[first : first + len(segment.words)]
        for begin, end, voice in _runs(numbers):
            role = roles.get(voice, segment.speaker) if voice is not None else segment.speaker
            segments.append(replace(segment, words=segment.words[begin:end], speaker=role, voice=voice))
    return replace(transcript, segments=tuple(segments))


def _runs(numbers: _Numbers) -> Iterator[tuple[int, int, int | None]]:
    """Begin, end and voice of each part of a segment. With one sure voice for half of its words it stays whole."""
    sure = {int(n) for n in numbers if n >= 0}
    if len(sure) <= 1:
        known = 2 * np.count_nonzero(numbers >= 0) >= len(numbers)
        yield 0, len(numbers), next(iter(sure)) if sure and known else None
        return
    begin = 0
    for voice, group in groupby(int(n) for n in numbers):
        end = begin + len(list(group))
        yield begin, end, voice if voice >= 0 else None
        begin = end


def doctors_voice(centres: Voices, doctor: Voices) -> dict[int, Speaker]:
    """The number of the voice that is clearly the doctor's, as {number: ARTS}; empty when none is."""
    alike = np.sort((centres @ doctor.reshape(WIDTH)).astype(np.float64))
    best = int(np.argmax(centres @ doctor.reshape(WIDTH))) if len(centres) else -1
    if best < 0 or alike[-1] < _DOCTOR_ALIKE or (len(alike) > 1 and alike[-1] - alike[-2] < _DOCTOR_MARGIN):
        return {}
    return {best: Speaker.ARTS}


def enrolled(encoder: VoiceEncoder, sound: Block) -> Voices:
    """The voice in `sound`, shape (256,): some 20 s of one person without much silence.

    Raises VoiceSampleTooShort for less than 8 s in which something is heard.
    """
    piece = SAMPLE_RATE_HZ // 10
    pieces = sound[: len(sound) // piece * piece].reshape(-1, piece)
    level = np.sqrt(np.mean(np.square(pieces, dtype=np.float64), axis=1))
    heard = pieces[level > max(1e-4, 0.1 * float(level.max(initial=0.0)))]
    if len(heard) * 0.1 < LEAST_SAMPLE_S:
        raise VoiceSampleTooShort(len(heard) * 0.1, LEAST_SAMPLE_S)
    voice: Voices = encoder.embed([heard.reshape(-1)])[0]
    return voice
