"""Every row of DESIGN.md section 5 and every hard case of research/soep.md section 6, with a two-way ratchet.

A case that starts to fail fails this test, and so does a known failure that has been fixed, until it is taken off the
list (cases/known_failures.json).
"""

from __future__ import annotations

from tests.soep.hard import hard_cases, known_failures
from tests.soep.known import failures


def test_the_list_of_known_failures_names_cases() -> None:
    cases = hard_cases()
    ids = [case.id for case in cases]
    assert len(ids) == len(set(ids))
    assert known_failures() <= set(ids)
    numbers = {case.source.rpartition(".")[2] for case in cases if case.source.startswith("research")}
    assert numbers == {str(n) for n in range(1, 53)}


def test_the_hard_cases_fail_exactly_where_it_is_known() -> None:
    found = failures(hard_cases())
    known = known_failures()
    new = {name: wrong for name, wrong in found.items() if name not in known}
    assert not new, "these fail now: " + "; ".join(f"{name}: {', '.join(wrong)}" for name, wrong in new.items())
    assert not known - set(found), "fixed; take them off the list (python -m tests.soep.known --write)"
