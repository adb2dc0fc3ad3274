"""The writer by rules: a transcript in, a note out; deterministic, and nothing in it that was not said.

The steps in the order in which an utterance passes through them: utterances, corrections, roles, classify, exchange,
plan, telegram, compose, problems, check.
"""

from __future__ import annotations

from typing import Protocol

from asr.transcript import Transcript
from soep import classify
from soep.compose import drafts, line_of, without_repeats
from soep.corrections import repaired
from soep.note import Contact, Line, Note, Section
from soep.roles import with_roles
from soep.statements import statements_of
from soep.utterances import turns_of, utterances_of
from soep.worth import within


SHARE = 0.335


class Writer(Protocol):
    """Writes a note from a transcript."""

    name: str

    def write(self, transcript: Transcript) -> Note:
        """The note; empty when the talk holds nothing for one."""
        ...


class RuleWriter:
    """The shipped writer."""

    name = "soepel-regels/1"

    def write(self, transcript: Transcript) -> Note:
        """A SOEP note; every line rests on words of the transcript."""
        turns = repaired(turns_of(transcript))
        utterances = utterances_of(turns)
        embedded = classify.embed(utterances)
        doctor = classify.doctor_probabilities(utterances, embedded)
        utterances = with_roles(utterances, doctor, [t.voice for t in turns])
        labels = classify.labels(utterances, embedded)
        words = sum(len(t.phrase) for t in turns)
        statements = within(without_repeats(statements_of(utterances, labels)), int(words * SHARE))
        lines: dict[Section, list[Line]] = {s: [] for s in Section}
        for draft in drafts(statements):
            lines[draft.section].append(line_of(draft))
        if not any(lines.values()):
            return Note((), self.name)
        contact = Contact("Consult", *(tuple(lines[s]) for s in Section))
        return Note((contact,), self.name)
