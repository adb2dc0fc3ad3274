"""Notes of every quality for a case, made without a writer: to compare the measure with the reference scorer."""

from __future__ import annotations

from soep.cases import Case

Lines = list[tuple[str, str]]


def pasted(case: Case) -> Lines:
    """The whole talk: the doctor's turns as P, the others as S."""
    return [("P" if turn["speaker"] == "arts" else "S", turn["text"] or "") for turn in case.turns]


def shifted(case: Case) -> Lines:
    """The wanted facts in their own words, every second one in the next section."""
    after = dict(zip("SOEP", "OEPS", strict=True))
    return [(after[f["section"]] if n % 2 else f["section"], f["text"]) for n, f in enumerate(case.facts)]


def trapped(case: Case) -> Lines:
    """What must not be in a note, with numbers that nobody said."""
    return [("E", f"{trap['text']}, {n},5 en 777 mg") for n, trap in enumerate(case.traps)] + [("S", " ")]


KINDS = {"pasted": pasted, "shifted": shifted, "trapped": trapped, "empty": lambda case: []}
