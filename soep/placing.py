"""Step 4b: where rules know better than the classifier.

Adds certainty to the labels where the wording leaves no doubt: a measurement or "ik hoor ..." by the doctor is O, a
patient's own story is S, an interruption about somebody else and a figure of speech belong nowhere. Embeddings cannot
tell who hears the wheeze; these rules can. Cases: research/soep.md section 6, 39, 46-48.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from asr.transcript import Speaker
from soep.lexicon import Kind, shipped
from soep.note import Section
from soep.statement import Act, Label
from soep.utterances import Utterance

_MEASURED = re.compile(r"\b\d{2,3}/\d{2,3}\b|\b3[4-9],\d\b|\b4[0-2],\d\b|\bweegschaal\b.*\d")
_CONDITION = re.compile(
    r"\b(?:als|mocht|indien|zodra|bij)\b|\b(?:krijgt|krijg|wordt|word|komt|gaat|blijft) (?:u|je|hij|ze|het|de|er|uw)\b"
)
_SAFETY_NET = re.compile(
    r"^(?:(?:en|maar|dus|let op|verder)[, ]+)*(?:als|mocht|indien|zodra|krijgt|krijg|wordt|word|blijft|gaat|komt)\b"
    r"|\b(?:als|mocht|zodra) (?:u|je|hij|ze|zij|het|de|er)\b"
)
_CONTACTS = re.compile(
    r"\b(?:bel|belt|bellen|112|1-1-2|contact|huisartsenpost|komt u (?:meteen |direct )?terug|kom (?:je )?terug)\b"
)
_JUDGES = re.compile(
    r"\b(?:(?:zou|kan) (?:\w+ ){1,3}(?:kunnen )?zijn|ik denk (?:het niet|aan|dat)|geen aanwijzing\w*"
    r"|past bij|onwaarschijnlijk"
    r"|lijkt (?:me|mij)|(?:dat|het|dit) is (?:een|gewoon)|(?:u heeft|je hebt) een)\b"
)
_PRESCRIBES = re.compile(
    r"\b(?:neemt u|neem je|u neemt|je neemt|mag u|u mag|u krijgt|je krijgt|ik geef|geef ik"
    r"|schrijf|smeer\w*|stippen|stop maar|u stopt|start\w*|begint)\b"
)
_PERCEIVED = re.compile(
    r"\b(?:ik (?:hoor|zie|voel)|(?:hoor|zie|voel) ik)\b(?! (?:u|je|dat u|dat je|het al|wel|graag|terug))"
)
_ELSEWHERE = re.compile(
    r"\b(?:thuis|gemiddeld\w*|lijstje|schriftje|vorige|vorig|gisteren|vanmorgen"
    r"|vanochtend|als|boven de|onder de|streef|doel|toen|streven"
    r"|mocht|indien)\b"
)
_AT_HOME = re.compile(r"\b(?:thuis|gemiddeld\w*|lijstje|schriftje)\b.*\d")
_OWN = re.compile(r"\b(?:ik|m'n|mijn|mij|we|hij|zij|ze)\b")
_INTERRUPTS = re.compile(
    r"\b(?:aan de lijn|sorry dat ik stoor|mag ik (?:even )?storen|belt (?:net )?over|staat aan de balie"
    r"|(?:mevrouw|meneer) \w+ (?:belt|aan de))\b"
)
_IDIOM = re.compile(
    r"\bpijn in (?:de|mijn|m'n) portemonnee\b|\bziek van,? (?:van )?(?:die|dat|de|het|mijn|m'n)\b|\bhartzeer\b"
    r"|\bblinde vlek\b|\bmijn hart vast\b"
)
_PLAN_ACTS = (Act.REACTIE, Act.BELEID, Act.VOORSTEL, Act.VANGNET, Act.UITLEG)


def placed(utterances: Sequence[Utterance], labels: Sequence[Label]) -> list[Label]:
    """The labels, put right where a rule is certain."""
    out: list[Label] = []
    interrupted = -1
    for u, label in zip(utterances, labels, strict=True):
        if u.speaker is Speaker.DERDE and _INTERRUPTS.search(u.phrase.folded):
            interrupted = u.turn
        if (
            u.turn == interrupted
            or (u.turn == interrupted + 1 and u.by_doctor and interrupted >= 0)
            or _IDIOM.search(u.phrase.folded)
        ):
            out.append(_nowhere(label))
        else:
            out.append(_certain(u, label))
    return out


def _nowhere(label: Label) -> Label:
    return replace(label, section=None, act=Act.PRAAT, relevance=0.0, sections={**dict.fromkeys("SOEP", 0.0), "-": 1.0})


def _in(label: Label, section: Section, act: Act) -> Label:
    others = {k: v * 0.1 for k, v in label.sections.items()}
    return replace(
        label, section=section, act=act, sections={**others, section.value: max(0.9, label.sections[section])}
    )


def _certain(u: Utterance, label: Label) -> Label:
    folded = u.phrase.folded
    if u.by_doctor and not u.asks:
        finding = _MEASURED.search(folded) or (_PERCEIVED.search(folded) and _names_finding(u))
        if (
            finding
            and not _ELSEWHERE.search(folded)
            and (label.section is not Section.O or label.act is Act.HANDELING)
            and label.act not in (Act.VANGNET, Act.HERHALING)
        ):
            return _in(label, Section.O, Act.ONDERZOEK)
    if u.by_doctor and not u.asks:
        found = _said_by_doctor(u, label)
        if found:
            return _in(label, *found)
        if label.section is Section.O and _AT_HOME.search(folded):
            return _in(label, Section.S, Act.HERHALING)
    told = u.speaker in (Speaker.PATIENT, Speaker.DERDE)
    if told and label.section is Section.O and _AT_HOME.search(folded):
        return _in(label, Section.S, Act.MELDING)
    if told and label.section is Section.P and label.act not in _PLAN_ACTS and not u.asks and _OWN.search(folded):
        return _in(label, Section.S, Act.MELDING)
    return label


def _said_by_doctor(u: Utterance, label: Label) -> tuple[Section, Act] | None:
    """Where a doctor's advice, prescription or judgement belongs when the classifier put it elsewhere; else None."""
    folded = u.phrase.folded
    names = {k for t in u.phrase for k in shipped().kinds(t.folded)}
    if label.section is not Section.P and _CONDITION.search(folded) and _CONTACTS.search(folded):
        return Section.P, Act.VANGNET
    if label.act is not Act.VANGNET and _SAFETY_NET.search(folded) and _CONTACTS.search(folded):
        return Section.P, Act.VANGNET
    if label.section in (Section.O, Section.E, None) and Kind.MIDDEL in names and _PRESCRIBES.search(folded):
        return Section.P, Act.BELEID
    judged = Kind.ZIEKTE in names and Kind.MIDDEL not in names and _JUDGES.search(folded)
    if label.section in (Section.P, Section.O, None) and judged and not _CONDITION.search(folded):
        return Section.E, Act.CONCLUSIE
    return None


def _names_finding(u: Utterance) -> bool:
    return any(shipped().has(t.folded, Kind.BEVINDING, Kind.KLACHT, Kind.LICHAAMSDEEL) for t in u.phrase)
