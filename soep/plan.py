"""Step 6: what became of a proposal: agreed, refused by the patient, or let go by the doctor.

Adds to the plan's assertions the outcome that was spoken after them: a drug or test that was proposed and dropped is
written as such, never as a prescription. A proposal counts as agreed only when that was heard. Cases: research/soep.md
section 6, 35-38.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from enum import Enum

from soep.lexicon import Kind, shipped
from soep.polarity import Answer, is_negative, lead
from soep.statement import Act, Label
from soep.text import Phrase, Token
from soep.utterances import Utterance

REFUSES = re.compile(
    r"\b(?:liever (?:\w+ ){0,3}(?:niet|nie|geen|mee|zonder)|laat (?:dan )?maar|hoeft (?:van mij )?niet"
    r"|hoef ik niet|wil ik (?:\w+ ){0,3}(?:niet|nie|geen)"
    r"|dan niet|geen zin in|niet nodig|(?:alsjeblieft|alstublieft),? geen|daar (?:heb|zit|loop) ik (?:niet"
    r"|geen|voor weg)|niet doen|doe maar niet|niet zitten"
    r"|dat gaat (?:me )?niet|ga ik niet doen|nee+n?,? dank|dank u nee|bedank ik voor|kan ik niet|durf ik niet"
    r"|nooit meer|over m'n lijk|dat doe ik niet"
    r"|nu niet|nog niet|niet meteen|ik niet|nooit van|eerst zonder|eerst (?:zelf|even)|ik wacht|even wachten"
    r"|krijg (?:ik )?(?:dat )?niet rond|da liever|niet meer|zonder|ander\w* (?:dan|liever))\b"
)
DROPS = re.compile(
    r"\b(?:dan (?:niet|geen|laten we|houden we|kies ik|wachten we|kijken we)|(?:laten|laat|houden|hou) (?:we"
    r"|ik) (?:die|dat|hem|het|ze)?(?: \w+){0,2} ?(?:zitten|liggen|achterwege|in de kast|los|achter de hand"
    r"|niet doen|weg)"
    r"|(?:doen|nemen|geven|starten) we (?:\w+ ){0,4}(?:niet|niks)|gaan we (?:\w+ ){0,2}niet|hoeft (?:nu |ook "
    r"|dus )?niet|doe ik (?:\w+ ){0,3}niet|doe ik haar|is (?:nu |dan )?niet nodig|niet zinvol"
    r"|slaan we over|nog niets|geef (?:ik )?(?:ze|die|hem|het|dat)? ?niet|schrijf (?:ik )?(?:\w+ ){0,3}niet"
    r"|wacht er nog mee|ik wacht|achter de hand|volgende keer|pas als|alleen als|wat zwaar|te zwaar"
    r"|zin heeft het niet|bij nader inzien|laat ik (?:dat |het |hem )?aan|beslissen we|we beslissen"
    r"|sla ik over|sla (?:ik )?(?:die|dat|hem) (?:ik )?over|denk er over|niet doen"
    r"|streep ik door|praat mezelf er (?:al)?weer uit|bespaar ik|kan helemaal niet"
    r"|raad ik (?:\w+ )?af|liever niet|nu niet|nog niet|geen haast)\b"
)
MODAL = re.compile(
    r"\b(?:(?:zou|zouden) (?:\w+ ){0,6}kunnen|zou (?:je|u|ik|ook|nog|kunnen)|kan (?:ik|je"
    r"|u)? ?(?:\w+ ){0,2}(?:ook|wel|nog|eventueel)|ik kan|kunnen we|we kunnen|eventueel|overwegen|overweeg"
    r"|dacht (?:ik )?(?:nog )?aan|overwoog|te denken|in gedachten|mogelijkheid|optie|er is ook|er zijn ook|er bestaan"
    r"|bestaat er|heb je nog|eerste keus|normaliter|wilt u|wil je|stel(?:de)? (?:ik )?voor"
    r"|volgende stap|zat ik|wil ik|wilde ik|kan ook|zou kunnen)\b"
)
_OFFER = re.compile(r"\b(?:stel ik voor|zou|zouden|eventueel|dacht)\b")
DECIDED = re.compile(
    r"\b(?:doen we|krijgt u|krijg je|geef ik|schrijf ik|neemt u|begint u|stopt u|stop|laat u|laat je|staakt"
    r"|gaat u|ga je|wordt het|maken we|maak ik|u krijgt|je krijgt|ik geef u|ik geef je|ik schrijf)\b"
)
ACCEPTS = re.compile(
    r"\b(?:graag|is goed|prima|doe (?:ik|maar)|doen we|oke|okee|akkoord|fijn|goed idee|lijkt me (?:goed|wat"
    r"|fijn)|afgesproken|dat kan|wil ik wel|dat wil ik|goed|mooi|komt goed|regel|begrepen|ja)\b"
)
_REACH = 4
_TAG = re.compile(r"\b(?:niet|geen|nooit|niets|niks)\b")


_DOSE = re.compile(
    r"\d+ (?:mg|milligram|dd|keer|maal|tablet\w*|zakje\w*|puf\w*|druppel\w*|gram)\b.*|\b(?:per dag|daags)\b"
)


class Outcome(Enum):
    """What became of a proposal."""

    AGREED = "agreed"
    REFUSED = "refused"
    DROPPED = "dropped"
    OPEN = "open"


WORDS = {
    Outcome.REFUSED: "besproken, wil patiënt niet",
    Outcome.DROPPED: "besproken, nu niet",
    Outcome.OPEN: "overwogen",
}


_LEFT = re.compile(
    r"\b(?:dus|maar) (?:dan )?(?:dat|die|hem) (?:dus )?(?:niet|doe ik niet|doen we niet)\b"
    r"|\bsla (?:ik|we) (?:\w+ )?over\b"
    r"|\b(?:die|dat) sla ik over|\bwacht ik (?:daar|er|nog)\w*\b|\bwacht (?:ik|er) |\bstreep ik door\b"
    r"|\blaat ik (?:liggen|zitten|achterwege)"
)


def outcome(at: int, utterances: Sequence[Utterance], labels: Sequence[Label]) -> tuple[Outcome, Utterance | None]:
    """What became of the proposal in utterance `at`, and the utterance that decides it (None: nobody said)."""
    own = utterances[at]
    modal_said = MODAL.search(own.phrase.folded)
    if modal_said and _LEFT.search(own.phrase.folded, modal_said.end()):
        return Outcome.DROPPED, None
    if _TAG.search(own.phrase.folded) or (DECIDED.search(own.phrase.folded) and not _OFFER.search(own.phrase.folded)):
        return Outcome.AGREED, None
    names = named(own.phrase)
    modal = own.asks or MODAL.search(own.phrase.folded) is not None
    likely = labels[at].p(Act.VOORSTEL) > max(0.45, labels[at].p(Act.BELEID, Act.UITLEG))
    proposal = modal or (likely and not _DOSE.search(own.phrase.folded))
    if not names and not (modal and proposal):
        return Outcome.AGREED, None
    window = [u for u in utterances[at + 1 :] if u.turn <= own.turn + _REACH]
    found = _decided(own, names, window, proposal=proposal)
    if found:
        return found
    return Outcome.OPEN if proposal and names and labels[at].act is Act.VOORSTEL else Outcome.AGREED, None


def _decided(
    own: Utterance, names: set[str], window: Sequence[Utterance], *, proposal: bool
) -> tuple[Outcome, Utterance | None] | None:
    """What the first deciding utterance decides, and that utterance; None when there is none."""
    replied = False
    refused: Utterance | None = None
    for later in window:
        others = named(later.phrase) - names
        if later.speaker is own.speaker:
            if others and later.turn > own.turn:
                return (Outcome.REFUSED, refused) if refused else None
            if _lets_go(own, later, names, proposal=proposal or refused is not None) and not others:
                return (Outcome.REFUSED, refused) if refused else (Outcome.DROPPED, later)
            if proposal and names & named(later.phrase) and _takes_back(later):
                return Outcome.DROPPED, later
            if refused and later.turn > own.turn and proposal:
                return Outcome.REFUSED, refused
            continue
        if (replied and later.turn > own.turn + 1) or (others and not names & named(later.phrase)):
            continue
        verdict = _reply(later, proposal=proposal)
        if verdict is Outcome.AGREED:
            return verdict, later
        if verdict is Outcome.REFUSED and refused is None:
            refused = later
        replied = replied or not later.asks
    return (Outcome.REFUSED, refused) if refused and proposal else None


def _lets_go(own: Utterance, later: Utterance, names: set[str], *, proposal: bool) -> bool:
    """Whether the one who proposed it lets it go: "dat doe ik niet", said of it or right after it."""
    near = bool(names) or later.turn == own.turn
    return proposal and near and DROPS.search(later.phrase.folded) is not None


def _takes_back(later: Utterance) -> bool:
    return _TAG.search(later.phrase.folded) is not None or "zonder" in later.phrase.folded


def _reply(later: Utterance, *, proposal: bool) -> Outcome | None:
    """What the other one says to a proposal; None when it is neither yes nor no."""
    first = lead(later.phrase)
    if later.asks:
        return None
    if REFUSES.search(later.phrase.folded) or (proposal and first.answer is Answer.NO):
        return Outcome.REFUSED
    if proposal and (first.answer is Answer.YES or ACCEPTS.search(later.phrase.folded)):
        return Outcome.AGREED
    return None


_STEP = 2


def drug_of(phrase: Phrase) -> Token | None:
    """The last drug that a phrase names by its own name; None for "zalf", "zakje" and the like."""
    drugs = [t for t in phrase if Kind.MIDDEL in shipped().whole.get(t.folded, ())]
    return drugs[-1] if drugs else None


def _names_drug(phrase: Phrase) -> bool:
    return any(Kind.MIDDEL in shipped().whole.get(w, ()) for t in phrase for w in (t.folded, *t.folded.split("-")))


def with_drug(phrase: Phrase, u: Utterance, utterances: Sequence[Utterance]) -> Phrase:
    """A dose without its drug gets the drug's name in front: "Dus wordt het prednisolon. Dertig milligram, ..."."""
    if not _DOSE.search(phrase.folded) or drug_of(phrase) or named(phrase) - {"tablet", "tabletten", "zakje", "kuur"}:
        return phrase
    for before in reversed(utterances[max(0, u.index - 3) : u.index]):
        if before.speaker is not u.speaker and before.turn == u.turn - 1 and _names_drug(before.phrase):
            return phrase
        if before.speaker is not u.speaker or before.turn < u.turn - _STEP:
            continue
        drug = drug_of(before.phrase)
        if drug:
            return phrase if _TAG.search(before.phrase.folded) else Phrase((replace(drug, tail=","),)) + phrase
    return phrase


_DOSED = re.compile(
    r"\d|\b(?:dd|daags|dag|nodig|start\w*|begin\w*|neem\w*|nemen|kies|liever|zoals|gebruik\w*|slik\w*|smeer\w*"
    r"|stop\w*|staak\w*"
    r"|door\w*|blijf\w*|mag|geef|krijg\w*|recept|verwij\w*|prik\w*|laat|laten"
    r"|afspraak|controle\w*|bel\w*|ophogen|verlagen|afbouwen|halveren|af|weg|aan|op|erbij|bij|schrijf|via|elke"
    r"|avond|ochtend|tegen|besproken|overwogen)\b"
)


def undecided(phrase: Phrase) -> bool:
    """Whether a plan phrase names a drug but says nothing of using, leaving or changing it."""
    drugs = any(shipped().has(t.folded, Kind.MIDDEL) for t in phrase)
    return drugs and not is_negative(phrase) and not _DOSED.search(phrase.folded)


def named(phrase: Phrase) -> set[str]:
    """The drugs and tests a phrase names, folded."""
    return {t.folded for t in phrase if shipped().has(t.folded, Kind.MIDDEL, Kind.TEST)}


def subject_of(phrase: Phrase) -> Phrase:
    """What a proposal is about: from its first drug or test to its last, at most five tokens; else the whole phrase."""
    at = [i for i, t in enumerate(phrase.tokens) if t.folded in named(phrase)]
    if not at:
        return phrase
    return phrase[at[0] : min(at[-1], at[0] + 4) + 1].bare()
