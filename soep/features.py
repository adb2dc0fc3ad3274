"""Hand features of an utterance: what a sentence embedding is blind to or too vague about.

Adds to the utterances one row of numbers each: surface cues (question, imperative, condition, tense, person), kinds of
words from the lexicon, numbers with units, place in the consult, and the same cues of the neighbours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from asr.transcript import Speaker
from soep.lexicon import Kind, shipped
from soep.numbers import is_number
from soep.utterances import Utterance

_CUES: tuple[str, ...] = (
    r"\?$",
    r"^(?:en |maar |oke |goed |nou |ja )?(?:heeft|hebt|heb|bent|ben|is|zijn|kunt|kun|kan|mag|moet|wilt|wil|zit"
    r"|doet|gaat|komt|voelt|slikt|gebruikt|rookt|drinkt|slaapt|eet|hoe|wat|waar|wanneer|wie|welke|waarom"
    r"|sinds)\b",
    r"\b(?:hoe|wat|waar|wanneer|welke|waarom|hoeveel|hoelang)\b",
    r"\b(?:u|uw)\b",
    r"\b(?:je|jij|jou|jouw|ge|gij)\b",
    r"\b(?:ik|mij|me)\b",
    r"\b(?:m'n|mijn)\b",
    r"\b(?:hij|zij|ze|haar|hem|zijn)\b",
    r"\b(?:we|wij)\b",
    r"^(?:nee|neen|nee hoor)\b",
    r"^(?:ja|jawel|jazeker|klopt|precies|inderdaad|mm|hm|oke|goed|prima)\b",
    r"\b(?:niet|geen|nooit|niks|niets|nergens|zonder)\b",
    r"\b(?:ik heb|ik ben|ik voel|ik had|ik kan|ik krijg|ik moet|ik slik|ik gebruik|ik slaap|ik rook)\b",
    r"\b(?:ik ga|ik wil even|even (?:kijken|luisteren|meten|voelen)|mag ik|doet u|gaat u|ga maar|zucht|adem|kijk)\b",
    r"\b(?:ik zie|ik hoor|ik voel|zie ik|hoor ik|voel ik|hier zit|dat is)\b",
    r"\b(?:ik denk|denk ik|lijkt me|lijkt mij|volgens mij|past bij|dit is|het is|u heeft|je hebt|noemen we"
    r"|waarschijnlijk|geen aanwijzing\w*|aanwijzing\w*)\b",
    r"\b(?:schrijf|voorschrij\w*|recept|geef (?:u|je)|krijgt u|krijg je|krijgt|neemt u|neem|slikt u|smeren"
    r"|smeert|gebruiken|beginnen|starten|ophogen|verlagen|stoppen|stop|staken|afbouwen|doorgaan)\b",
    r"\b(?:laat|laten|aanvragen|verwijs\w*|verwijzing|prikken|lab|foto|echo|afspraak|terugkomen|controle|bel"
    r"|belt|bellen|langs|terug)\b",
    r"\b(?:als|indien|mocht|zodra|tenzij|zo niet)\b",
    r"\b(?:direct|meteen|dezelfde dag|112|spoed|onmiddellijk|huisartsenpost|alarmbel\w*|let op)\b",
    r"\b(?:over|na) (?:een|\d+) (?:dag|dagen|week|weken|maand|maanden)\b",
    r"\b(?:kunnen|zouden|zou|zullen|eventueel|misschien|wellicht|overwegen|anders)\b",
    r"\b(?:bang|ongerust|zorgen|hoop|hopen|vraag me af|wil graag|zou graag|ik dacht|denk zelf|verwacht)\b",
    r"\b(?:moeder|vader|broer|zus|zoon|zoontje|dochter|dochtertje|man|vrouw|opa|oma|tante|oom|buurman"
    r"|buurvrouw|collega|vriend|vriendin|kind|kinderen|partner|nicht|neef|schoon\w+)\b",
    r"\b(?:jaar geleden|vroeger|vorig jaar|ooit|eerder|als kind|destijds|geopereerd|operatie)\b",
    r"\b(?:sinds|geleden|begonnen|begon|al|dagen|weken|maanden|gisteren|vannacht|vanochtend)\b",
    r"\b(?:allergi\w*|overgevoelig)\b",
    r"\b(?:rook|rookt|roken|gestopt|alcohol|bier|wijn|glas|glazen|drugs|sigaretten)\b",
    r"\b(?:werk|baan|school|studie|sport|voetbal|hobby|vakantie)\b",
    r"\b(?:dank|bedankt|dag|doei|tot ziens|goedemorgen|goedemiddag|hallo|welkom|beterschap|sterkte|fijne)\b",
    r"\b(?:haha|grapje|koffie|weer|parkeer\w*|jas|stoel|trein|kinderen)\b",
    r"\b(?:mg|milligram|tablet\w*|keer per dag|per dag|dd|zakje\w*|pufje\w*|kuur|zalf|creme|druppels)\b",
    r"\b(?:bloeddruk|pols|temperatuur|saturatie|gewicht|weegt|lengte|graden|thermometer|meet|gemeten|hartslag)\b",
    r"\b\d{2,3}/\d{2,3}\b",
    r"\b3[4-9],\d\b|\b4[0-2],\d\b",
    r"\bdus\b",
    r"\b(?:uitleg|komt doordat|betekent|meestal|vaak|gaat vanzelf|vanzelf over|kan het zijn|normaal)\b",
    r"\b(?:liever niet|hoeft niet|niet nodig|doen we niet|laat maar|laten we|afwachten|aankijken|wachten we)\b",
    r"\.\.\.",
)
_COMPILED = tuple(re.compile(c) for c in _CUES)
_KINDS = tuple(Kind)
PLACES = 7
SHORT_TALK = 12
SPEAKERS = (Speaker.ARTS, Speaker.PATIENT, Speaker.DERDE)


def _cues(utterance: Utterance) -> list[float]:
    folded = utterance.phrase.folded
    return [float(bool(c.search(folded))) for c in _COMPILED]


def _contents(utterance: Utterance) -> list[float]:
    lexicon = shipped()
    kinds = [lexicon.kinds(t.folded) for t in utterance.phrase]
    counts = [min(3, sum(kind in k for k in kinds)) / 3 for kind in _KINDS]
    tokens = len(utterance.phrase)
    numbers = sum(is_number(t) for t in utterance.phrase)
    return [*counts, min(3, numbers) / 3, np.log1p(tokens) / 4, float(tokens <= 2), float(tokens <= 5)]


def own_features(utterances: Sequence[Utterance]) -> NDArray[np.float32]:
    """What an utterance itself holds: shape (n, features), values about 0 to 1."""
    return np.array([_cues(u) + _contents(u) for u in utterances], dtype=np.float32)


def text_features(utterances: Sequence[Utterance]) -> NDArray[np.float32]:
    """One row per utterance, without any use of speaker labels. Shape (n, features), values about 0 to 1."""
    if not utterances:
        return np.zeros((0, 0), dtype=np.float32)
    own = own_features(utterances)
    n = len(utterances)
    new_turn = np.array([1.0, *(float(a.turn != b.turn) for a, b in pairwise(utterances))], dtype=np.float32)
    ends_turn = np.append(new_turn[1:], 1.0)
    first, last = (0.0, 1.0) if n > SHORT_TALK else (0.2, 0.5)
    place = np.linspace(first, last, n, dtype=np.float32)
    rows = [own, _shifted(own, 1), _shifted(own, -1), new_turn[:, None], ends_turn[:, None]]
    places = np.stack([place, place**2, place < 0.06, place > 0.94, (place > 0.4) & (place < 0.75)], axis=1)
    return np.concatenate([*rows, places], axis=1).astype(np.float32)


def _shifted(rows: NDArray[np.float32], by: int) -> NDArray[np.float32]:
    out = np.zeros_like(rows)
    if by > 0:
        out[by:] = rows[:-by]
    else:
        out[:by] = rows[-by:]
    return out


def speaker_features(utterances: Sequence[Utterance]) -> NDArray[np.float32]:
    """Who speaks, before, now and after: shape (n, 9), one-hot; all zero where the speaker is not known."""
    own = np.array([[float(u.speaker is s) for s in SPEAKERS] for u in utterances], dtype=np.float32).reshape(-1, 3)
    return np.concatenate([own, _shifted(own, 1), _shifted(own, -1)], axis=1) if len(own) else own
