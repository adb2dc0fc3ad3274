"""The writer by rules: a transcript in, a note out; deterministic, and nothing in it that was not said.

The steps in the order in which an utterance passes through them: utterances, corrections, hearing, roles, classify,
exchange and plan and telegram (statements), worth, problems, compose, check.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from asr.transcript import Transcript, Word
from soep import check, classify, hearing, problems
from soep.compose import drafts, line_of, without_repeats
from soep.corrections import repaired
from soep.measure import spoken_numbers
from soep.note import Contact, Line, Note, Section
from soep.persons import informant
from soep.placing import placed
from soep.roles import with_roles
from soep.statement import Act, Statement
from soep.statements import statements_of
from soep.text import added
from soep.utterances import Turn, Utterance, turns_of, utterances_of
from soep.worth import within

SHARE = 0.352
LEAST_ROOM = 60


class Writer(Protocol):
    """Writes a note from a transcript."""

    name: str

    def write(self, transcript: Transcript) -> Note:
        """The note; empty when the talk holds nothing for one."""
        ...


class RuleWriter:
    """The shipped writer. `ear` finds misheard words; give one with the practice's own words where there is one."""

    name = "soepel-regels/1"

    def __init__(self, ear: hearing.Ear | None = None) -> None:
        self._ear = ear or hearing.shipped()

    def write(self, transcript: Transcript) -> Note:
        """A SOEP note; every line rests on words of the transcript."""
        words = transcript.words
        corrected: set[int] = set()
        turns = self._heard(repaired(turns_of(transcript), corrected), words)
        utterances = utterances_of(turns)
        if not utterances:
            return Note((), self.name)
        embedded = classify.embed(utterances)
        doctor = classify.doctor_probabilities(utterances, embedded)
        utterances = with_roles(utterances, doctor, [t.voice for t in turns])
        labels = placed(utterances, classify.labels(utterances, embedded))
        room = max(LEAST_ROOM, int(sum(len(t.phrase) for t in turns) * SHARE))
        statements = within(without_repeats(statements_of(utterances, labels)), room)
        if not statements:
            return Note((), self.name)
        statements = [*_told_by(utterances), *statements]
        second = problems.second_problem(utterances, statements)
        numbers = problems.contact_of(statements, second)
        unknown = frozenset(n for u in utterances if u.speaker is None for t in u.phrase for n in t.words)
        said = frozenset(spoken_numbers(" ".join(w.text for w in words)))
        contacts = []
        for number in sorted(set(numbers)):
            own = [s for s, n in zip(statements, numbers, strict=True) if n == number]
            own = [s for s in own if check.traceable(s.phrase, words, said)]
            if own:
                contacts.append(_contact(own, transcript, frozenset(corrected), unknown, words))
        return Note(tuple(contacts), self.name)

    def _heard(self, turns: Sequence[Turn], words: Sequence[Word]) -> tuple[Turn, ...]:
        """The turns with suggestions for words that were probably misheard."""
        out: list[Turn] = []
        talk = False
        for turn in turns:
            found = self._ear.suggestions(turn.phrase, words, after_talk=talk)
            talk = self._ear.talks_of_drugs(turn.phrase)
            out.append(replace(turn, phrase=hearing.marked(turn.phrase, found)) if found else turn)
        return tuple(out)


def _told_by(utterances: Sequence[Utterance]) -> list[Statement]:
    """The statement that somebody else tells the story, when that is so."""
    found = informant(utterances)
    if not found:
        return []
    at, who = found
    return [Statement(Section.S, Act.MELDING, added("heteroanamnese") + who, at.index, at.turn, 1.0)]


def _contact(
    statements: Sequence[Statement],
    transcript: Transcript,
    corrected: frozenset[int],
    unknown: frozenset[int],
    words: Sequence[Word],
) -> Contact:
    """One problem's statements as a contact; a statement whose evidence does not carry it does not leave."""
    lines: dict[Section, list[Line]] = {s: [] for s in Section}
    rows = drafts([s for s in statements if check.carried(s.phrase, words)])
    against = check.conflicts(rows)
    for i, draft in enumerate(rows):
        why = check.doubts(draft, transcript, corrected, unknown, words)
        extra = (against[i],) if i in against else ()
        lines[draft.section].append(line_of(replace(draft, doubts=(*why, *extra))))
    s, o, e, p = (tuple(lines[section]) for section in Section)
    return Contact(problems.title(statements), s, o, e, p)
