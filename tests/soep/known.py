"""`python -m tests.soep.known [--write]`: which hard cases fail now; the list of known failures made anew."""

from __future__ import annotations

import json
import sys

from soep import classify
from soep.write import RuleWriter
from tests.soep.hard import CASES, Hard, faults, hard_cases
from tests.soep.quick import RememberingEncoder


def failures(cases: list[Hard]) -> dict[str, list[str]]:
    """What is wrong, by the case's id."""
    encoder = RememberingEncoder()
    encoder.prepare(case.transcript() for case in cases)
    kept, classify.encoder = classify.encoder, lambda: encoder  # type: ignore[assignment,misc]
    try:
        writer = RuleWriter()
        return {case.id: wrong for case in cases if (wrong := faults(case, writer))}
    finally:
        classify.encoder = kept  # type: ignore[misc]


def main(arguments: list[str]) -> int:
    """Print every failure; with --write put the list in the file that the test reads."""
    cases = hard_cases()
    found = failures(cases)
    for case in cases:
        for wrong in found.get(case.id, ()):
            print(f"{case.id}: {wrong}")
    print(f"{len(found)} of {len(cases)} fail")
    if "--write" in arguments:
        text = json.dumps(sorted(found), indent=1, ensure_ascii=False) + "\n"
        (CASES / "known_failures.json").write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
