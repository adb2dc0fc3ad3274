"""Steps 5 to 7 together: labelled utterances become statements, each in its section, in telegram style.

Adds the choice of what is worth noting, by the classifier's relevance and what was said, and the section of merged
questions and answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from asr.transcript import Speaker
from soep.exchange import Assertion, is_question, lowered, merge
from soep.fate import misleads, unsure
from soep.features import SHORT_TALK
from soep.lexicon import Kind, shipped
from soep.note import Section
from soep.persons import Person, kin_in, subject
from soep.plan import WORDS, Outcome, named, outcome, subject_of, undecided, with_drug
from soep.polarity import is_negative
from soep.statement import Act, Label, Statement
from soep.telegram import pruned, squeezed, weight
from soep.text import Phrase, added
from soep.utterances import Utterance

_ENOUGH = {Section.S: 0.3, Section.O: 0.3, Section.E: 0.3, Section.P: 0.3}
_COMPLAINS = 0.15
_SURE, _TELLING, _TELLING_PATIENT = 0.8, 0.5, 0.7
_FIRST_PERSON = re.compile(r"\b(?:ik|ikzelf|zelf|mij|me|m'n|mijn)\b")
_QUOTES = re.compile(r"\b(?:zei|zegt|dacht|denkt|volgens)\b")
_OWN_STORY = re.compile(
    r"\b(?:ik heb|ik had|ik ben|ik kan|ik voel|ik piep|ik hoest|ik slik|ik rook|had ik|heb ik|mijn|m'n"
    r"|thuis)\b"
)
_NOT_SURE = "Niet zeker of dit is afgesproken"
_EMPTY = re.compile(
    r"(?:niet|geen|wel|ja|nee|hoeft?|nodig|mag|kan|kunnen|wil|klopt|dat|daar|dan|nu|zo|voor|van|bij|met|in|op|aan|om|of"
    r"|en|ook|nog|meer|echt|precies|graag|goed|prima|weet|vind|denk|pleit|testen)\Z"
)
_VERB_FIRST = re.compile(
    r"(?:(?:en|maar|oke|goed)[, ]+)*(?:is|blijkt|komt|helpt|wordt|krijgt?|gaat|valt|bent?|blijft|zakt|lukt|werkt)\b.*,"
    r" (?:dan|bel|kom)\b"
)
_CHANGES = re.compile(r"\b(?:laat|laten|stop\w*|staak\w*|staken|mag niet|weg)\b")
_ANY_MORE = frozenset(["meer", "nog", "andere", "anders", "klacht", "klachten", "verder", "problemen"])
_SILENT = (Act.GROET, Act.PRAAT)


def statements_of(utterances: Sequence[Utterance], labels: Sequence[Label]) -> list[Statement]:
    """All statements of a consult in spoken order."""
    out: list[Statement] = []
    if len(utterances) <= SHORT_TALK:
        labels = [_alone(u, x) for u, x in zip(utterances, labels, strict=True)]
    turns = _by_turn(utterances)
    taken: set[int] = set()
    for number, turn in enumerate(turns):
        following = turns[number + 1] if number + 1 < len(turns) else []
        for u in turn:
            if u.index in taken:
                continue
            questions = _question_run(turn, u, labels)
            if questions and following and _answers(following[0], u):
                taken |= {x.index for x in turn if x.index >= u.index}
                answers = _answer_part(following, labels)
                taken |= {a.index for a in answers}
                out.extend(_answered(questions, answers, labels, utterances))
                continue
            out.extend(_plain(u, labels, utterances))
    return out


def _alone(u: Utterance, label: Label) -> Label:
    """A label in a talk that is too short to judge by its neighbours: what has content belongs somewhere."""
    if (weight(u.phrase) == 0 and not named(u.phrase)) or label.sections["-"] >= 1:
        return label
    told = u.speaker in (Speaker.PATIENT, Speaker.DERDE) or (u.speaker is None and _OWN_STORY.search(u.phrase.folded))
    sections = (Section.S,) if told else tuple(Section)
    best = max(sections, key=lambda s: label.sections[s])
    act = Act.MELDING if label.act in _SILENT else label.act
    if label.section is not None and not told:
        best = label.section
    suffers = any(shipped().has(t.folded, Kind.KLACHT) for t in u.phrase)
    if told and label.section is Section.P and label.act is Act.REACTIE and not suffers:
        best = Section.P
    return replace(
        label, section=best, act=act, relevance=max(label.relevance, _SURE), sections={**label.sections, "-": 0.0}
    )


def _answers(next_one: Utterance, asked: Utterance) -> bool:
    """Whether the next turn can answer: another speaker, or nobody knows."""
    return next_one.speaker is None or asked.speaker is None or next_one.speaker is not asked.speaker


def _by_turn(utterances: Sequence[Utterance]) -> list[list[Utterance]]:
    turns: list[list[Utterance]] = []
    for u in utterances:
        if turns and turns[-1][0].turn == u.turn:
            turns[-1].append(u)
        else:
            turns.append([u])
    return turns


def _question_run(turn: Sequence[Utterance], u: Utterance, labels: Sequence[Label]) -> list[Utterance]:
    """The questions from `u` to the end of its turn, when all of them ask."""
    rest = [x for x in turn if x.index >= u.index]
    asking = [is_question(x, labels[x.index]) for x in rest]
    if not asking[0]:
        return []
    last = max(i for i, a in enumerate(asking) if a)
    idle = all(labels[x.index].relevance < 0.4 or labels[x.index].section is None for x in rest[last + 1 :])
    return rest[: last + 1] if all(asking[: last + 1]) and idle else []


def _answer_part(turn: Sequence[Utterance], labels: Sequence[Label]) -> list[Utterance]:
    """The utterances of a turn up to its own question."""
    end = next((i for i, x in enumerate(turn) if i and is_question(x, labels[x.index])), len(turn))
    if turn and is_question(turn[0], labels[turn[0].index]):
        end = 0
    return list(turn[:end])


def _answered(
    questions: Sequence[Utterance],
    answers: Sequence[Utterance],
    labels: Sequence[Label],
    utterances: Sequence[Utterance],
) -> Iterator[Statement]:
    if not answers:
        for q in questions:
            yield from _plain(q, labels, utterances)
        return
    asked = labels[questions[-1].index]
    relevance = max(asked.relevance, labels[answers[0].index].relevance)
    for assertion in merge(questions, answers):
        label = labels[assertion.at]
        section = _section(assertion, label, asked, questions[-1])
        idle = label.act in (*_SILENT, Act.HANDELING) and not any(t.text[0].isdigit() for t in assertion.phrase)
        if section is None or (idle and not assertion.built):
            continue
        score = relevance if assertion.built else label.relevance
        teller = utterances[assertion.at]
        if section is Section.P and teller.by_doctor and not assertion.denied:
            end, by = outcome(teller.index, utterances, labels)
            if end is not Outcome.AGREED:
                yield from _proposal(end, by, replace(teller, phrase=assertion.phrase), label)
                continue
        yield from _statement(
            assertion.phrase, section, label, utterances[assertion.at], score, utterances, built=assertion.built
        )


def _section(assertion: Assertion, label: Label, asked: Label, question: Utterance) -> Section | None:
    if assertion.built or label.act is Act.ANTWOORD:
        scores = {s: label.sections[s] + asked.sections[s] for s in Section}
        best = max(Section, key=lambda s: scores[s])
        return best if scores[best] > label.sections["-"] + asked.sections["-"] else None
    return label.section


def _plain(u: Utterance, labels: Sequence[Label], utterances: Sequence[Utterance]) -> Iterator[Statement]:
    label = labels[u.index]
    if label.section is None or label.act in _SILENT or (u.asks and label.section is not Section.P):
        return
    if label.act is Act.HANDELING and not any(t.text[0].isdigit() for t in u.phrase):
        return
    phrase = u.phrase
    if label.section is Section.P and u.by_doctor:
        end, by = outcome(u.index, utterances, labels)
        if end is not Outcome.AGREED:
            yield from _proposal(end, by, u, label)
            return
    elif (
        label.section is Section.P and u.speaker is not None and (label.relevance < _TELLING_PATIENT or named(u.phrase))
    ):
        return
    yield from _statement(phrase, label.section, label, u, label.relevance, utterances)


def _proposal(end: Outcome, by: Utterance | None, u: Utterance, label: Label) -> Iterator[Statement]:
    """A proposal that was not agreed: what it was about and what became of it; rests also on who decided it."""
    about = subject_of(u.phrase)
    doubts = (_NOT_SURE,) if end is Outcome.OPEN else ()
    short = lowered(squeezed(about if about is not u.phrase else pruned(u.phrase)))
    if short.tokens and label.relevance >= _ENOUGH[Section.P]:
        words = tuple(n for t in by.phrase for n in t.words) if by else ()
        told = added(WORDS[end])
        last = replace(told.tokens[-1], words=words)
        text = short.bare().tailed(",") + told[:-1] + Phrase((last,))
        yield Statement(Section.P, label.act, text, u.index, u.turn, label.relevance, doubts=doubts)


def _said_by(phrase: Phrase) -> bool:
    """Whether somebody else is quoted on what the patient might have: an idea of the patient's, worth noting."""
    return bool(_QUOTES.search(phrase.folded)) and any(shipped().has(t.folded, Kind.ZIEKTE) for t in phrase)


def _with_kin(phrase: Phrase, u: Utterance, utterances: Sequence[Utterance]) -> Phrase:
    """A disease said right after a relative was named is that relative's: "M'n tante had dat. Een psychose." """
    if (
        not any(shipped().has(t.folded, Kind.ZIEKTE) for t in phrase)
        or _FIRST_PERSON.search(phrase.folded)
        or kin_in(phrase)
    ):
        return phrase
    for before in reversed(utterances[max(0, u.index - 2) : u.index]):
        quoted = _QUOTES.search(before.phrase.folded) or is_negative(phrase)
        if before.turn < u.turn - 1 or quoted or subject(before.phrase) is Person.PATIENT:
            continue
        kin = next((t for t in before.phrase if t.folded == (kin_in(before.phrase) or ("", ""))[1]), None)
        if kin:
            return Phrase((replace(kin, tail=","),)) + phrase
    return phrase


def _says_nothing(short: Phrase, section: Section) -> bool:
    """Whether only a yes or no without its subject is left, or a bare number of nobody knows what."""
    words = [t.folded for t in short if not _EMPTY.match(t.folded)]
    if not is_negative(short) and all(w in _ANY_MORE for w in words):
        return True
    return not words or (section in (Section.S, Section.P) and all(not w[:1].isalpha() for w in words))


def _enough(phrase: Phrase, section: Section) -> float:
    """How relevant a phrase must be: less when it names a complaint, of which a short consult has none to lose."""
    complains = section is Section.S and any(shipped().has(t.folded, Kind.KLACHT) for t in phrase)
    return _COMPLAINS if complains else _ENOUGH[section]


def _whole(phrase: Phrase, section: Section, label: Label) -> bool:
    """Whether every clause counts: findings, conclusions, a safety net, a plan for a drug."""
    if section in (Section.O, Section.E) or label.act is Act.VANGNET:
        return True
    drug = any(shipped().has(t.folded, Kind.MIDDEL) for t in phrase)
    return section is Section.P and drug and _CHANGES.search(phrase.folded) is not None


def _statement(
    phrase: Phrase,
    section: Section,
    label: Label,
    u: Utterance,
    relevance: float,
    utterances: Sequence[Utterance] = (),
    *,
    built: bool = False,
) -> Iterator[Statement]:
    if relevance < _enough(phrase, section) or misleads(phrase, section, label):
        return
    if section is Section.P and u.by_doctor:
        phrase = with_drug(phrase, u, utterances)
    if section is Section.S:
        phrase = _with_kin(phrase, u, utterances)
    if section is Section.P and u.by_doctor and not u.asks and _VERB_FIRST.match(phrase.folded):
        phrase = added("als") + lowered(phrase)
    if not built and relevance < _SURE and len(phrase) > 6 and not _whole(phrase, section, label):
        phrase = pruned(phrase)
    if section is Section.S and label.act is not Act.ZORG and subject(phrase) is Person.OTHER and not _said_by(phrase):
        return
    short = lowered(squeezed(phrase))
    doubts: tuple[str, ...] = ()
    if section is Section.P and undecided(phrase):
        short = short.bare().tailed(",") + added("besproken")
    if section is Section.P and unsure(label) and not is_negative(phrase):
        short = short.bare().tailed(",") + added("wel/niet?")
        doubts = (_NOT_SURE,)
    if not short.tokens or (weight(short) == 0 and relevance < _TELLING) or _says_nothing(short, section):
        return
    yield Statement(section, label.act, short, u.index, u.turn, relevance, doubts=doubts)
