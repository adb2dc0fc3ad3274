"""Step 6: what became of a proposal: agreed, refused by the patient, or let go by the doctor.

Adds to the plan's assertions the outcome that was spoken after them: a drug or test that was proposed and dropped is
written as such, never as a prescription. Cases: research/soep.md section 6, 35-38.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from soep.polarity import Answer, is_negative, lead
from soep.statement import Act, Label
from soep.text import Phrase
from soep.utterances import Utterance

_REFUSES = re.compile(
    r"\b(?:liever (?:niet|geen)|laat (?:dan )?maar|hoeft (?:van mij )?niet|hoef ik niet|wil ik niet|dan niet|geen zin in|niet nodig|alsjeblieft geen"
    r"|alstublieft geen|daar (?:heb|zit) ik (?:niet|geen)|niet doen|doe maar niet|zie ik niet zitten|dat gaat (?:me )?niet|ga ik niet doen|nee,? dank"
    r"|bedank ik voor|kan ik niet|durf ik niet|nooit meer|over m'n lijk|dat doe ik niet|nog niet|niet meteen|ik niet|nooit van)\b"
)
_DROPS = re.compile(
    r"\b(?:dan (?:niet|laten we|houden we|doen we (?:het|dat|die|hem)? ?(?:maar )?niet|geen)|laten we (?:die|dat|hem|het)? ?(?:maar |nog |even )?(?:zitten|achterwege|in de kast|los)"
    r"|doen we (?:dus )?niet|gaan we niet doen|hoeft (?:nu |ook )?niet|doe ik (?:liever |dus )?niet|is (?:nu )?niet nodig|niet zinvol|slaan we over|dan hoeft dat niet)\b"
)
_MODAL = re.compile(r"\b(?:zou|zouden|kunnen|kan|eventueel|overwegen|dacht ik aan|te denken aan|mogelijkheid|of we (?:kunnen|doen)|misschien)\b")
_ACCEPTS = re.compile(r"\b(?:graag|is goed|prima|doe maar|doen we|oke|okee|akkoord|fijn|goed idee|lijkt me (?:goed|wat|fijn)|afgesproken|dat kan|wil ik wel)\b")
_TURNS = 3


class Outcome(Enum):
    """What became of a proposal."""

    AGREED = "agreed"
    REFUSED = "refused"
    DROPPED = "dropped"
    OPEN = "open"


def outcome(at: int, utterances: Sequence[Utterance], labels: Sequence[Label]) -> Outcome:
    """What became of the proposal in utterance `at`, from what is said in it and in the next three turns."""
    own = utterances[at]
    if _DROPS.search(own.phrase.folded):
        return Outcome.DROPPED
    modal = bool(_MODAL.search(own.phrase.folded)) or own.asks or labels[at].act is Act.VOORSTEL
    if not modal:
        return Outcome.AGREED
    for later in utterances[at + 1 :]:
        if later.turn > own.turn + _TURNS:
            break
        folded = later.phrase.folded
        if later.turn == own.turn:
            if _DROPS.search(folded) and not is_negative(own.phrase):
                return Outcome.DROPPED
            if labels[later.index].act in (Act.VOORSTEL, Act.BELEID):
                own = own if later.asks else later
            continue
        if later.speaker is not own.speaker:
            first = lead(later.phrase)
            if is_negative(own.phrase):
                continue
            if _REFUSES.search(folded) or (first.answer is Answer.NO and len(later.phrase) <= 9):
                return Outcome.REFUSED
            if _ACCEPTS.search(folded) or first.answer is Answer.YES:
                return Outcome.AGREED
        elif _DROPS.search(folded):
            return Outcome.DROPPED
        if later.turn > utterances[at].turn + 1 and later.speaker is utterances[at].speaker:
            break
    return Outcome.OPEN


def is_modal(phrase: Phrase) -> bool:
    """Whether the phrase proposes rather than decides."""
    return bool(_MODAL.search(phrase.folded))
