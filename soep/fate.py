"""Step 4c: what stands at the end of the consult, and what was let go, put right, or never about this patient.

Adds the decision what to do with a statement that may mislead a reader who finds it in the note: a plan dropped three
turns later, a number put right by the other speaker, an illness explained or somebody else's, a fear. How likely each
fate is, the classifier says (Label.fates).
"""

from __future__ import annotations

import re

from soep.note import Section
from soep.persons import kin_in
from soep.polarity import is_negative
from soep.statement import Act, Label
from soep.text import Phrase

_UNSURE_PLAN = 0.25
_DROPPED_PLAN = 0.5
_STANDS = 0.55
_MEASURED_AT_HOME = re.compile(r"\bthuis\b.*\d|\d.*\bthuis\b")
_AN_IDEA, _OF_ONCE = 0.5, 0.8
"""How far a told idea, and what was so once, count as standing: the words mostly say themselves which it is."""


def misleads(phrase: Phrase, section: Section, label: Label) -> bool:
    """Whether a reader would take for true what was let go, put right, explained in general or somebody else's."""
    p = label.fates
    if not p or is_negative(phrase):
        return False
    if section is Section.P:
        gone = p["weg"] + p["open"] + p["ander"] + p["algemeen"]
        return gone > _DROPPED_PLAN and label.act is not Act.VANGNET
    if _MEASURED_AT_HOME.search(phrase.folded):
        return False
    idea = p["idee"] * (1.0 if label.act is Act.ZORG else _AN_IDEA)
    kin = p["ander"] if kin_in(phrase) else 0.0
    return p["vast"] + p["toen"] * _OF_ONCE + idea + kin < _STANDS


def unsure(label: Label) -> bool:
    """Whether a plan may not go through, so that it must not read as agreed."""
    gone = label.fates.get("weg", 0.0) + label.fates.get("open", 0.0)
    return gone > _UNSURE_PLAN and label.act is not Act.VANGNET
