"""Check consult files: format, length, counts, and facts and traps against the reference note and the bare talk."""

from __future__ import annotations

import sys
from pathlib import Path

from soep.measure import fact_found, normalise, trap_hit
from soep.training import consults


def problems(path: Path) -> list[str]:
    """What is wrong with one consult file, a line each; empty when it is right."""
    try:
        c = consults.read(path)
    except consults.ConsultFormatError as error:
        return [str(error)]
    out = []
    words = sum(len(u.text.split()) for u in c.utterances)
    if not 480 <= words <= 1150:
        out.append(f"{words} words of talk; wanted 500-1100")
    if not 15 <= len(c.facts) <= 25:
        out.append(f"{len(c.facts)} facts; wanted 15-25")
    if not 5 <= len(c.traps) <= 9:
        out.append(f"{len(c.traps)} traps; wanted 5-9")
    lines = [(k, normalise(t)) for k, t in c.reference]
    for f in c.facts:
        if not any(k == f["section"] and fact_found(f, line) for k, line in lines):
            out.append(f"fact {f['id']} ({f['text']}) is not found in section {f['section']} of the reference note")
    for trap in c.traps:
        for k, line in lines:
            if trap_hit(trap, [(k, line)]):
                out.append(f"trap {trap['id']} ({trap['text']}) is hit by the reference note: {line}")
    if "—" in path.read_text("utf-8"):
        out.append("em-dash in the file")
    return out


def main(paths: list[str]) -> int:
    """Print the problems of each file; 1 when there are any."""
    bad = 0
    for p in paths:
        found = problems(Path(p))
        bad += bool(found)
        print(f"{p}: {'ok' if not found else ''}")
        for row in found:
            print("   ", row)
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
