"""Whether the graphics card can transcribe. It is tried in a child process, since some drivers end the whole process,
and only at the first window (CTranslate2 loads without cuBLAS and fails when it first computes).

The verdict is kept per card, driver and CTranslate2 version (app/calibration.py), so nobody waits for it twice.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.bench_child import child
from app.settings import Folders
from asr.audio import Block
from asr.errors import ModelLoadError
from asr.recognizer import Recognizer
from asr.wer import word_errors

PATIENCE_S = 180.0
COMPUTE_TYPES = ("int8_float16", "int8_float32", "float32")  # the fastest that a card knows comes first
MOST_DIFFERENCE = 0.2  # share of the words in which card and processor may differ: they round differently

Make = Callable[[str, str], Recognizer]


class Card(StrEnum):
    """What became of the trial."""

    WORKS = "works"
    ABSENT = "absent"
    REFUSES = "refuses"
    CRASHED = "crashed"
    DIFFERS = "differs"
    TOO_SLOW = "too_slow"


WHY = {
    Card.WORKS: "De videokaart ({name}) werkt en wordt gebruikt als u dat kiest.",
    Card.ABSENT: "Geen bruikbare NVIDIA-videokaart gevonden; de processor doet het werk.",
    Card.REFUSES: "De videokaart ({name}) kan het model niet laden of mist cuBLAS 12; de processor doet het werk.",
    Card.CRASHED: "De videokaart ({name}) liep vast bij een proef; de processor doet het werk. Werk de driver bij.",
    Card.DIFFERS: "De videokaart ({name}) rekent anders dan de processor; de processor doet het werk.",
    Card.TOO_SLOW: "De videokaart ({name}) gaf op tijd geen antwoord; de processor doet het werk.",
}


@dataclass(frozen=True, slots=True)
class CardVerdict:
    """One trial. `key` names card, driver and version; `compute_type` is set when the card works."""

    key: str
    name: str
    state: Card
    compute_type: str | None = None

    @property
    def works(self) -> bool:
        """Whether to use it."""
        return self.state is Card.WORKS and self.compute_type is not None

    def sentence(self) -> str:
        """The verdict in Dutch."""
        return WHY[self.state].format(name=self.name)


def key_of(cards: Sequence[Sequence[str]], version: str) -> str:
    """What the verdict depends on; the first card is the one that is used."""
    return " | ".join((*cards[0][:2], f"ctranslate2 {version}")) if cards else ""


def try_card(folders: Folders, model: str, cards: Sequence[Sequence[str]], version: str,
             arguments: Sequence[str] = ("bench", "probe"), patience_s: float = PATIENCE_S) -> CardVerdict:  # fmt: skip
    """Have a child transcribe on the first card and compare. Whatever the child does, this gives a verdict."""
    key = key_of(cards, version)
    if not cards:
        return CardVerdict(key, "", Card.ABSENT)
    name = cards[0][0]
    try:
        with tempfile.TemporaryFile() as errors, child(list(arguments), folders, errors) as process:
            said, _ = process.communicate(json.dumps({"model": model}), timeout=patience_s)
            code = process.returncode
    except subprocess.TimeoutExpired:
        return CardVerdict(key, name, Card.TOO_SLOW)
    except OSError:  # no child can be started
        return CardVerdict(key, name, Card.CRASHED)
    answer = last_answer(said)
    if code == 0 and answer is not None:
        return CardVerdict(key, name, Card(answer["state"]), answer["compute_type"])
    return CardVerdict(key, name, Card.REFUSES if code == 1 else Card.CRASHED)


def last_answer(said: str) -> dict[str, Any] | None:
    """The child's answer among whatever a driver printed; None without one."""
    for line in reversed(said.splitlines()):
        try:
            answer = json.loads(line)
            Card(answer["state"])
            return {"state": answer["state"], "compute_type": answer.get("compute_type")}
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return None


def trial(make: Make, sound: Block) -> dict[str, Any]:
    """The child's side: `make(device, compute_type)` builds a recogniser. Raises ModelLoadError when no type loads."""
    expected = text_of(make("cpu", "int8"), sound)
    problem: ModelLoadError | None = None
    for compute_type in COMPUTE_TYPES:
        try:
            recognizer = make("cuda", compute_type)
        except ModelLoadError as error:
            problem = error
            continue
        heard = text_of(recognizer, sound)
        same = word_errors(expected, heard).rate <= MOST_DIFFERENCE
        return {"state": (Card.WORKS if same else Card.DIFFERS).value, "compute_type": compute_type}
    assert problem is not None
    raise problem


def text_of(recognizer: Recognizer, sound: Block) -> str:
    """What is heard in one window."""
    [hearing] = recognizer.hear([sound])
    return " ".join(word.text for word in hearing.words)
