"""How long the window keeps its user waiting while a recording begins, start by start, in milliseconds.

    python tests/benchmarks/stalls.py [--starts 10] [--busy 0]

Each start is a program of its own on a screen of its own (Xvfb), with whisper base, a microphone made by PulseAudio and
the scenario `begun` of tests/app/views/scenarios.py: the click on record comes as soon as there is a window, so that
everything is being loaded meanwhile; six seconds later Stop. A heartbeat of 10 ms in the window's thread tells by how
much it was ever late. `--busy`: so many processes that do nothing but work, beside it. "load": the machine's 1-minute
load average before the start. The first start, which installs the model, is played and not counted.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.app.views.conftest import ROOT, Stage, screen_of_its_own, stage_in

PLAY_S = 200.0


def main() -> None:
    """Play the starts and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--starts", type=int, default=10)
    parser.add_argument("--busy", type=int, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, screen_of_its_own() as screen, stage_in(Path(home), screen) as stage:
        sound = stage.as_wav(ROOT / "app" / "data" / "sample" / "consult.opus")
        start(stage, sound)
        longest = []
        for number in range(1, args.starts + 1):
            load = os.getloadavg()[0]
            idle = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(args.busy)]
            try:
                stalls = start(stage, sound)
            finally:
                for process in idle:
                    process.kill()
                    process.wait()
            longest.append(max(stalls.values()))
            told = ", ".join(f"{phase} {ms}" for phase, ms in stalls.items())
            print(f"start {number}: longest {longest[-1]} ms ({told}), load {load:.1f}", flush=True)
    print(f"median {statistics.median(longest):.0f} ms, longest of all {max(longest)} ms, busy beside it {args.busy}")


def start(stage: Stage, sound: Path) -> dict[str, int]:
    """One start with nothing left of the one before but the model and the key: phase to its longest stall in ms."""
    shutil.rmtree(stage.home / "soepel" / "opnames", ignore_errors=True)
    output = stage.play("begun", sound, timeout_s=PLAY_S)
    [told] = re.findall(r"^longest_stall_ms=(.*)$", output, re.MULTILINE)
    return {phase: int(ms) for phase, ms in (part.split(":") for part in told.split())}


if __name__ == "__main__":
    main()
