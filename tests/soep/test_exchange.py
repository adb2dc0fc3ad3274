"""Question and answer become one assertion."""

from __future__ import annotations

import pytest

from asr.transcript import Transcript
from soep.exchange import merge
from soep.utterances import turns_of, utterances_of


def merged(question: str, answer: str) -> str:
    said = Transcript.from_turns([{"speaker": "arts", "text": question}, {"speaker": "patient", "text": answer}])
    utterances = utterances_of(turns_of(said))
    asked = [u for u in utterances if u.turn == 0]
    told = [u for u in utterances if u.turn == 1]
    return " | ".join(a.phrase.bare().folded for a in merge(asked, told))


@pytest.mark.parametrize(
    ("question", "answer", "together"),
    [
        ("Koorts gehad?", "Nee hoor.", "geen koorts"),
        ("Koorts, hoesten, benauwd?", "Alleen hoesten.", "geen koorts, niet benauwd | alleen hoesten"),
        ("Geen pijn op de borst?", "Nee.", "geen pijn op de borst"),
        ("Geen pijn op de borst?", "Jawel.", "pijn op de borst"),
        ("Rookt u?", "Acht per dag.", "rookt, 8 per dag"),
        ("En roken?", "Al zes jaar niet meer.", "roken, al 6 jaar niet meer"),
        ("Trekt het door naar uw been?", "Nee.", "trekt niet door naar uw been"),
        ("Slikt u iets?", "Nee.", "slikt niets"),
        ("Rechts dus?", "Nee, links.", "links"),
    ],
)
def test_merge(question: str, answer: str, together: str) -> None:
    assert merged(question, answer) == together


def test_an_open_answer_to_several_questions_affirms_none_of_them() -> None:
    assert "overgeven" not in merged("Moet u overgeven, ziet u vlekken?", "Licht is oké.")


def test_the_words_of_the_no_are_part_of_the_evidence() -> None:
    said = Transcript.from_turns([{"speaker": "arts", "text": "Koorts?"}, {"speaker": "patient", "text": "Nee."}])
    asked, told = utterances_of(turns_of(said))
    (assertion,) = merge([asked], [told])
    assert {n for t in assertion.phrase for n in t.words} == {0, 1}
