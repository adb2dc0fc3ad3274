"""Whose voice is whose: the voices that asr told apart get a role from what they say.

Voice tells that two stretches are one person, text tells which person; over a whole consult that is far surer than over
one sentence. A voice whose words do not tell stays without a role, and so does a stretch whose voice is unsure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from asr.segmenter import Window
from asr.speakers import Speakers
from asr.transcript import Segment, Speaker, Transcript

DoctorProbability = Callable[[Sequence[str]], Sequence[float]]
"""For each text how likely the doctor says it, from the text alone."""

_TEXTS: Final = 15  # per voice, the longest ones: more make it no surer, and cost time at Stop
_LEAST_WORDS: Final = 3
_TRUST: Final = 0.5  # sentences of one talk are no independent witnesses
_CLEAR: Final = 2.0  # log-odds: about 7 to 1
_TWICE: Final = 2.0


class VoicesWithRoles:
    """Speakers for the listener: tells voices apart and names them. `doctor_probability` is asked once, at the end."""

    def __init__(self, voices: Speakers, doctor_probability: DoctorProbability) -> None:
        self._voices, self._doctor_probability = voices, doctor_probability

    def take(self, window: Window, segments: Sequence[Segment]) -> None:
        """See asr.speakers.Speakers."""
        self._voices.take(window, segments)

    def labelled(self, transcript: Transcript) -> Transcript:
        """See asr.speakers.Speakers; `speaker` is set where the voice is known and clear."""
        return with_roles(self._voices.labelled(transcript), self._doctor_probability)


def with_roles(transcript: Transcript, doctor_probability: DoctorProbability) -> Transcript:
    """The same transcript with speakers on the segments whose voice has a clear role; the others are left as they are.

    A role that a segment has already (an enrolled voice) counts for all of its voice and is never changed.
    """
    roles = roles_of(transcript, doctor_probability)
    segments = (
        replace(s, speaker=roles.get(s.voice)) if s.speaker is None and s.voice is not None else s
        for s in transcript.segments
    )
    return replace(transcript, segments=tuple(segments))


def roles_of(transcript: Transcript, doctor_probability: DoctorProbability) -> dict[int, Speaker]:
    """The role of each voice's number; voices without a clear role are left out. One voice alone gets none."""
    spoken: dict[int, list[Segment]] = {}
    for segment in transcript.segments:
        if segment.voice is not None:
            spoken.setdefault(segment.voice, []).append(segment)
    if len(spoken) < 2:
        return {}
    doctors = {v for v, own in spoken.items() if any(s.speaker is Speaker.ARTS for s in own)}
    doctors = doctors or _doctors(spoken, doctor_probability)
    others = sorted(set(spoken) - doctors, key=lambda v: -_words(spoken[v]))
    if not doctors:
        return {}
    roles = dict.fromkeys(doctors, Speaker.ARTS)
    if len(others) == 1 or (len(others) > 1 and _words(spoken[others[0]]) >= _TWICE * _words(spoken[others[1]])):
        roles |= dict.fromkeys(others[1:], Speaker.DERDE) | {others[0]: Speaker.PATIENT}
    return roles


def _doctors(spoken: dict[int, list[Segment]], doctor_probability: DoctorProbability) -> set[int]:
    """The voice that speaks most like the doctor, when it clearly does; or several, when they clearly all do."""
    odds = {voice: _log_odds(own, doctor_probability) for voice, own in spoken.items()}
    alike = {v for v in spoken if odds[v] >= _CLEAR}
    if len(alike) > 1:  # one person whose voice sounded like two, but then somebody else must be there
        return alike if len(alike) < len(spoken) else set()
    first, second = sorted(odds, key=lambda v: -odds[v])[:2]
    return {first} if odds[first] - odds[second] >= _CLEAR else set()


def _log_odds(segments: Sequence[Segment], doctor_probability: DoctorProbability) -> float:
    """How much all that a voice says speaks for the doctor."""
    long = sorted((s for s in segments if len(s.words) >= _LEAST_WORDS), key=lambda s: -len(s.words))[:_TEXTS]
    if not long:
        return 0.0
    likely = np.clip(np.asarray(doctor_probability([s.text for s in long]), dtype=np.float64), 0.1, 0.9)
    return float(_TRUST * np.log(likely / (1.0 - likely)).sum())


def _words(segments: Sequence[Segment]) -> int:
    return sum(len(s.words) for s in segments)


def doctor_probability(texts: Sequence[str]) -> list[float]:
    """What soep's classifier says of each text taken as one turn: the mean over its sentences; 0.5 without any."""
    from soep import classify
    from soep.utterances import turns_of, utterances_of

    transcript = Transcript(tuple(Segment.from_text(text) for text in texts))
    turns = turns_of(transcript)
    utterances = utterances_of(turns)
    likely = classify.doctor_probabilities(utterances, classify.embed(utterances))
    owner = np.searchsorted(transcript.first_word_of(), [t.phrase.tokens[0].words[0] for t in turns], side="right") - 1
    found: list[list[float]] = [[] for _ in texts]
    for utterance, probability in zip(utterances, likely, strict=True):
        found[int(owner[utterance.turn])].append(float(probability))
    return [float(np.mean(values)) if values else 0.5 for values in found]


def with_roles_swapped(transcript: Transcript) -> Transcript:
    """The same words with arts and patient changed over; others and the unknown stay as they are."""
    other = {Speaker.ARTS: Speaker.PATIENT, Speaker.PATIENT: Speaker.ARTS}
    segments = tuple(
        s if s.speaker is None else replace(s, speaker=other.get(s.speaker, s.speaker)) for s in transcript.segments
    )
    return replace(transcript, segments=segments)


def with_speaker(transcript: Transcript, number: int, speaker: Speaker) -> Transcript:
    """The same words with one segment, numbered from 0, given to `speaker`; the very same object when it was already.

    Its voice is no longer what tells who speaks there.
    """
    if not 0 <= number < len(transcript.segments) or transcript.segments[number].speaker is speaker:
        return transcript
    given = replace(transcript.segments[number], speaker=speaker, voice=None)
    return replace(transcript, segments=(*transcript.segments[:number], given, *transcript.segments[number + 1:]))
