"""The measure of a writer on cases: what `soepel eval` shows.

Adds to soep/measure.py the sums over facts, sections and consults (names and order of the arithmetic as in the
reference scorer, so that totals agree to the last digit), the validity of evidence, and the time a note takes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from soep.cases import Case
from soep.degrade import degraded
from soep.measure import alien_numbers, fact_found, normalise, trap_hit
from soep.note import Note, Section
from soep.render import note_to_dict
from soep.support import unsupported
from soep.write import Writer

WARM_UP = ({"speaker": "patient", "text": "Ik heb koorts."},)


@dataclass(frozen=True, slots=True)
class Score:
    """One note against its case; the first thirteen names are the reference scorer's. `w`, `sec`, `any`: weights of the
    facts, of those found in their section, of those found anywhere; `crit` of `crit_n` critical facts were found
    anywhere; `by`: section -> (found in it, wanted). `unsupported`: lines whose words their evidence does not hold."""

    id: str
    w: int
    sec: int
    any: int
    crit: int
    crit_n: int
    missed: tuple[str, ...]
    misplaced: tuple[str, ...]
    traps: tuple[str, ...]
    alien_numbers: tuple[str, ...]
    ratio: float
    lines: int
    by: dict[str, tuple[int, int]]
    traps_n: int
    unsupported: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Conditions:
    """What is taken from the talk before the writer gets it. `word_errors`: share of words, in [0, 1]."""

    speakers: bool = True
    word_errors: float = 0.0
    seed: int = 1

    def applied(self, case: Case) -> Case:
        """The case as the writer will see it."""
        if self.word_errors:
            case = replace(case, turns=degraded(case.turns, self.word_errors, f"{self.seed}:{case.id}"))
        return case if self.speakers else case.without_speakers()


def lines_of(document: dict[str, Any]) -> list[tuple[str, str]]:
    """(section, text) of every line of a note in JSON form, contact by contact."""
    return [(k, line["text"]) for contact in document["contacts"] for k in "SOEP" for line in contact[k]]


def score(case: Case, written: Sequence[tuple[str, str]]) -> Score:
    """Score a note's (section, text) lines against a case."""
    lines = [(k, normalise(t)) for k, t in written if t.strip()]
    talk = case.talk
    w = sec = anywhere = crit = crit_n = 0
    missed: list[str] = []
    misplaced: list[str] = []
    by = {s.value: (0, 0) for s in Section}
    for fact in case.facts:
        weight, section = fact.get("weight", 1), fact["section"]
        found = {k for k, line in lines if fact_found(fact, line)}
        w += weight
        sec += weight * (section in found)
        anywhere += weight * bool(found)
        by[section] = (by[section][0] + weight * (section in found), by[section][1] + weight)
        crit_n += weight >= 2
        crit += weight >= 2 and bool(found)
        if section not in found:
            (misplaced if found else missed).append(f"{section}: {fact['text']}")
    words = sum(len(line.split()) for _, line in lines)
    return Score(
        case.id, w, sec, anywhere, crit, crit_n, tuple(missed), tuple(misplaced), tuple(_traps(case, lines)),
        tuple(sorted(alien_numbers(lines, talk))), words / max(1, len(normalise(talk).split())), len(lines), by,
        len(case.traps),
    )  # fmt: skip


def _traps(case: Case, lines: Sequence[tuple[str, str]]) -> Iterator[str]:
    for trap in case.traps:
        hit = next(((k, line) for k, line in lines if trap_hit(trap, [(k, line)])), None)
        if hit:
            yield f"{trap['text']} <- [{hit[0]}] {hit[1]}"


def without_support(document: dict[str, Any]) -> list[str]:
    """Each line of a note in JSON form whose evidence lacks some of its words, as "[section] line <- words"."""
    out = []
    for contact in document["contacts"]:
        for k in "SOEP":
            for line in contact[k]:
                lacking = unsupported(line["text"], " ".join(e["quote"] for e in line["evidence"]))
                if lacking or not line["evidence"]:
                    out.append(f"[{k}] {line['text']} <- {', '.join(lacking) or 'no evidence'}")
    return out


def evaluate(
    cases: Iterable[Case],
    writer: Writer,
    conditions: Conditions = Conditions(),
    *,
    clock: Callable[[], float] = time.perf_counter,
) -> Iterator[Score]:
    """Write and score one note per case. The writer's own loading happens before the first clock."""
    _write(writer, Case("", "", WARM_UP, (), ()))
    for case in cases:
        given = conditions.applied(case)
        start_s = clock()
        note = _write(writer, given)
        seconds = clock() - start_s
        document = note_to_dict(note, given.transcript())
        found = score(given, lines_of(document))
        yield replace(found, unsupported=tuple(without_support(document)), seconds=seconds)


def _write(writer: Writer, case: Case) -> Note:
    return writer.write(case.transcript())


def totals(scores: Sequence[Score]) -> dict[str, Any]:
    """The figures over all consults; the reference scorer's names and values, then this module's own."""
    weight = sum(s.w for s in scores) or 1
    total: dict[str, Any] = {
        "consults": len(scores),
        "section_recall": sum(s.sec for s in scores) / weight,
        "fact_recall": sum(s.any for s in scores) / weight,
        "critical_recall": sum(s.crit for s in scores) / max(1, sum(s.crit_n for s in scores)),
        "trap_hits": sum(len(s.traps) for s in scores),
        "traps": sum(s.traps_n for s in scores),
        "alien_numbers": sum(len(s.alien_numbers) for s in scores),
        "length_ratio": sum(s.ratio for s in scores) / max(1, len(scores)),
        "lines_per_note": sum(s.lines for s in scores) / max(1, len(scores)),
    }
    for k in "SOEP":
        total["recall_" + k] = sum(s.by[k][0] for s in scores) / max(1, sum(s.by[k][1] for s in scores))
    lines = sum(s.lines for s in scores)
    return total | {
        "misplacement": sum(s.any - s.sec for s in scores) / weight,
        "evidence_valid": 1 - sum(len(s.unsupported) for s in scores) / lines if lines else 1.0,
        "seconds_per_consult": sum(s.seconds for s in scores) / max(1, len(scores)),
        "seconds_worst": max((s.seconds for s in scores), default=0.0),
    }


def to_dict(scores: Sequence[Score], conditions: Conditions, writer: str) -> dict[str, Any]:
    """All figures as JSON-ready data of schema `soepel.eval/1`."""
    head = {"schema": "soepel.eval/1", "writer": writer, **asdict(conditions)}
    return head | {"total": totals(scores), "rows": [asdict(s) for s in scores]}
