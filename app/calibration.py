"""How many threads, and whether on the graphics card: measured on this computer and kept, not assumed.

More threads can be far slower (hybrid processors: an 8-core one took 15 times as long on 8 threads as on 6, vocalinux
PR 492), so a window of sound is timed with each candidate. Kept per processor, cores, CTranslate2 version and model.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from app.files import write_text
from app.graphics import Card, CardVerdict
from app.settings import Settings
from asr.audio import Block
from asr.recognizer import Recognizer

SCHEMA = "soepel.calibration/1"
NEAR = 1.05  # a few percent faster is not worth a core that the microphone and the window could use
HOPELESS = 2.5  # a candidate that is this much slower at first sight is not looked at again
Report = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds for one window with so many threads."""

    threads: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found. `key` names what it holds for; `timings` is empty when there was but one candidate."""

    key: str
    threads: int
    timings: tuple[Timing, ...]
    card: CardVerdict

    def as_json(self) -> dict[str, Any]:
        """As it is shown and kept."""
        return asdict(self)

    def sentences(self) -> tuple[str, ...]:
        """The outcome in Dutch."""
        times = ", ".join(f"{t.threads}: {t.seconds:.2f} s" for t in self.timings)
        chosen = f"Aantal rekendraden: {self.threads}"
        return (f"{chosen} (gemeten, per venster: {times})." if times else f"{chosen} (er valt niets te kiezen).",
                self.card.sentence())  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compute:
    """What a recogniser is made with. `notice`: a Dutch sentence when it is not what was chosen."""

    device: str
    compute_type: str
    threads: int
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything ever found on this computer, by key."""

    threads: Mapping[str, tuple[int, tuple[Timing, ...]]] = field(default_factory=dict)
    cards: Mapping[str, CardVerdict] = field(default_factory=dict)

    def find(self, key: str, card_key: str | None) -> Calibration | None:
        """What holds for this processor, model and card (None: whatever the card); None when it was never measured."""
        card = CardVerdict("", "", Card.ABSENT) if card_key is None else self.cards.get(card_key)
        if key not in self.threads or card is None:
            return None
        threads, timings = self.threads[key]
        return Calibration(key, threads, timings, card)

    def with_(self, found: Calibration) -> Kept:
        """The same with one more."""
        return Kept({**self.threads, found.key: (found.threads, found.timings)},
                    {**self.cards, found.card.key: found.card})  # fmt: skip


def candidates(physical: int, usable: int) -> tuple[int, ...]:
    """{2, 4, 6, physical - 2} within the cores that may be used; one core, or two, leaves one choice."""
    limit = max(1, min(physical, usable))
    fitting = {n for n in (2, 4, 6, physical - 2) if 2 <= n <= limit}
    return tuple(sorted(fitting)) or (limit,)


def key_of(cpu: str, cores: int, version: str, sha256: str | None) -> str:
    """What the number of threads depends on."""
    return " | ".join((cpu, f"{cores} cores", f"ctranslate2 {version}", (sha256 or "?")[:12]))


def time_threads(make: Callable[[int], Recognizer], sound: Block, choices: Sequence[int], report: Report,
                 clock: Callable[[], float] = time.perf_counter) -> tuple[Timing, ...]:  # fmt: skip
    """Seconds for one window per choice: the better of two, after loading; a hopeless one is heard once."""
    found: list[Timing] = []
    for number, threads in enumerate(choices):
        report("Rekendraden kiezen", number / len(choices))
        recognizer = make(threads)
        seconds = timed(recognizer, sound, clock)
        best = min((t.seconds for t in found), default=seconds)
        if seconds <= HOPELESS * best:
            seconds = min(seconds, timed(recognizer, sound, clock))
        found.append(Timing(threads, seconds))
    return tuple(found)


def timed(recognizer: Recognizer, sound: Block, clock: Callable[[], float]) -> float:
    """Seconds to hear one window."""
    began = clock()
    recognizer.hear([sound])
    return clock() - began


def choose(timings: Sequence[Timing]) -> int:
    """The fewest threads that are about as fast as the fastest. Raises ValueError when there are none."""
    best = min(t.seconds for t in timings)
    return min(t.threads for t in timings if t.seconds <= NEAR * best)


def resolve(settings: Settings, found: Calibration | None) -> Compute:
    """What to use: the settings, with what was measured where they leave it open.

    A card that was tried and does not work falls back with a notice; one that is not there has one only for "cuda".
    """
    threads = settings.threads or (found.threads if found else 0)
    on_processor = Compute("cpu", settings.compute_type, threads)
    if settings.device == "cpu":
        return on_processor
    if found is not None and found.card.works:
        return Compute("cuda", found.card.compute_type or settings.compute_type, threads)
    card = found.card if found else CardVerdict("", "", Card.ABSENT)
    if settings.device == "auto" and card.state is Card.ABSENT:
        return on_processor
    return replace(on_processor, notice=card.sentence())


def load(path: Path) -> Kept:
    """What was kept; nothing when the file is missing or damaged, as measuring again costs seconds."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["schema"] != SCHEMA:
            return Kept()
        threads = {
            str(key): (int(row["threads"]), tuple(Timing(**timing) for timing in row["timings"]))
            for key, row in data["threads"].items()
        }
        cards = {
            str(key): CardVerdict(str(key), str(row["name"]), Card(row["state"]), row["compute_type"])
            for key, row in data["cards"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Kept()
    return Kept(threads, cards)


def save(kept: Kept, path: Path) -> None:
    """Keep it, atomically. Raises OSError."""
    document = {
        "schema": SCHEMA,
        "threads": {
            key: {"threads": threads, "timings": [asdict(timing) for timing in timings]}
            for key, (threads, timings) in kept.threads.items()
        },
        "cards": {key: asdict(verdict) for key, verdict in kept.cards.items()},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
