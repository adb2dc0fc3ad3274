"""Statements become lines: said once, within the room, each plan drug on its own line, problems apart."""

from __future__ import annotations

from asr.transcript import Word
from soep.check import carried, traceable
from soep.compose import drafts, line_of, without_repeats
from soep.measure import spoken_numbers
from soep.note import Section
from soep.numbers import to_digits
from soep.persons import Person, subject
from soep.problems import contact_of, title
from soep.statement import Act, Statement
from soep.text import Phrase, Token, added, tokenise
from soep.worth import within


def phrase(said: str, first: int = 0) -> Phrase:
    return to_digits(tokenise([Word(w) for w in said.split()], first))


def statement(said: str, section: Section = Section.S, *, at: int = 0, worth: float = 0.8) -> Statement:
    return Statement(section, Act.MELDING, phrase(said), at, at, worth)


def texts(*said: Statement) -> list[str]:
    return [line_of(d).text for d in drafts(said)]


def test_what_adds_no_word_is_said_once() -> None:
    said = [statement("koorts en hoest"), statement("hoest", at=1), statement("keelpijn", at=2)]
    assert [s.phrase.folded for s in without_repeats(said)] == ["koorts en hoest", "keelpijn"]


def test_the_least_telling_goes_when_there_is_no_room_and_a_conclusion_never() -> None:
    said = [
        statement("hoest", worth=0.9),
        statement("gezellige zus", worth=0.1),
        statement("griep", Section.E, worth=0.0),
    ]
    assert [s.phrase.folded for s in within(said, 2)] == ["hoest", "griep"]


def test_every_drug_of_the_plan_has_a_line_of_its_own() -> None:
    plan = Section.P
    said = statement("paracetamol 3 dd", plan), statement("naproxen niet", plan, at=1)
    assert texts(*said) == ["Paracetamol 3dd", "Naproxen niet"]


def test_a_line_shows_what_was_heard_beside_what_was_meant() -> None:
    told = Statement(Section.S, Act.MELDING, Phrase((Token("paracetamol", (0, 1), "", "paarse mol"),)), 0, 0, 1.0)
    assert texts(told) == ["Paarse mol (paracetamol?)"]


def test_a_number_a_side_or_a_denial_that_was_not_said_is_not_carried() -> None:
    words = [Word(w) for w in ("links", "vier", "dagen", "pijn")]
    assert carried(phrase("links vier dagen pijn"), words)
    assert not carried(Phrase((Token("5", (1,)), Token("dagen", (2,)))), words)
    assert not carried(Phrase((Token("rechts", (0,)),)), words)
    assert not carried(added("geen") + Phrase((Token("pijn", (3,)),)), words)


def test_what_the_measure_cannot_trace_does_not_leave() -> None:
    words = [Word(w) for w in ("pols", "honderd", "en", "vier", "vijf", "dagen")]
    said = frozenset(spoken_numbers("pols honderd en vier vijf dagen"))
    assert traceable(Phrase((Token("pols", (0,)), Token("5", (4,)))), words, said)
    assert not traceable(Phrase((Token("pols", (0,)), Token("104", (1, 2, 3)))), words, said)
    assert not traceable(Phrase((Token("hartslag", (5,)),)), words, said)


def test_whose_it_is() -> None:
    assert subject(phrase("Mijn moeder had borstkanker")) is Person.FAMILY
    assert subject(phrase("Mijn man heeft ook koorts")) is Person.HOUSEHOLD
    assert subject(phrase("De buurvrouw zei dat")) is Person.OTHER
    assert subject(phrase("Ik heb het van mijn moeder")) is Person.PATIENT


def test_one_complaint_is_one_contact_named_after_the_conclusion() -> None:
    said = [statement("hoest"), statement("bronchitis", Section.E, at=1)]
    assert contact_of(said, None) == [0, 0]
    assert title(said) == "Bronchitis"
    assert title([statement("geen bronchitis", Section.E)]) == "Consult"
    assert title([statement("trombose van been", Section.E), statement("enkel dik", Section.S)]) == "Enkel"
