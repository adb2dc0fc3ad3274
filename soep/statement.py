"""What passes between the steps after understanding: one assertion, its place and its reasons to doubt."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from soep.note import Section
from soep.text import Phrase


class Act(StrEnum):
    """What an utterance does; the labels of training/FORMAT.md."""

    GROET = "groet"
    PRAAT = "praat"
    VRAAG = "vraag"
    MELDING = "melding"
    ANTWOORD = "antwoord"
    ZORG = "zorg"
    HANDELING = "handeling"
    ONDERZOEK = "onderzoek"
    CONCLUSIE = "conclusie"
    UITLEG = "uitleg"
    BELEID = "beleid"
    VOORSTEL = "voorstel"
    VANGNET = "vangnet"
    REACTIE = "reactie"
    HERHALING = "herhaling"


FATES = ("algemeen", "ander", "idee", "open", "toen", "vast", "weg")
"""What can become of what was said: soep/training/FORMAT.md."""


@dataclass(frozen=True, slots=True)
class Label:
    """What the classifier says of an utterance: probabilities in [0, 1]. `section` None: belongs nowhere.

    `fates`: does it stand at the end of the consult ("vast"), or why not (soep/training/FORMAT.md).
    """

    section: Section | None
    act: Act
    relevance: float
    sections: dict[str, float]
    acts: dict[str, float]
    fates: dict[str, float] = field(default_factory=dict)

    def p(self, *acts: Act) -> float:
        """The probability that it is one of these acts."""
        return sum(self.acts[a] for a in acts)


@dataclass(frozen=True, slots=True)
class Statement:
    """One assertion: where it belongs, in the speaker's words. `at`: the number of the utterance it comes from."""

    section: Section
    act: Act
    phrase: Phrase
    at: int
    turn: int
    relevance: float
    doubts: tuple[str, ...] = ()
