"""Labelled consults as matrices: the program's own utterances get the labels of the utterances they overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from asr.transcript import Segment, Speaker, Transcript, Word
from soep.corrections import repaired
from soep.training.consults import Consult
from soep.utterances import Utterance, turns_of, utterances_of


@dataclass(frozen=True, slots=True)
class Labelled:
    """The program's utterances of one consult, with the section, act and fate of the utterance that overlaps most."""

    consult: Consult
    utterances: tuple[Utterance, ...]
    sections: tuple[str, ...]
    acts: tuple[str, ...]
    fates: tuple[str, ...]


def transcript_of(consult: Consult) -> tuple[Transcript, tuple[int, ...]]:
    """The talk as a Transcript, and for each word the number of the labelled utterance it belongs to."""
    segments: list[Segment] = []
    owners: list[int] = []
    last = -1
    for number, u in enumerate(consult.utterances):
        words = tuple(Word(w) for w in u.text.split())
        owners.extend([number] * len(words))
        if u.turn == last:
            segments[-1] = replace(segments[-1], words=segments[-1].words + words)
        else:
            segments.append(Segment(words, Speaker(u.speaker)))
        last = u.turn
    return Transcript(tuple(segments)), tuple(owners)


def labelled(consult: Consult) -> Labelled:
    """One consult through the program's first steps, with labels."""
    transcript, owners = transcript_of(consult)
    utterances = utterances_of(repaired(turns_of(transcript)))
    sections, acts, fates = [], [], []
    for u in utterances:
        owner = Counter(owners[w] for t in u.phrase for w in t.words).most_common(1)[0][0]
        sections.append(consult.utterances[owner].section)
        acts.append(consult.utterances[owner].act)
        fates.append(consult.utterances[owner].fate)
    return Labelled(consult, utterances, tuple(sections), tuple(acts), tuple(fates))


def without_speakers(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """The same utterances with every speaker unknown."""
    return tuple(replace(u, speaker=None) for u in utterances)
