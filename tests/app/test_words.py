"""The practice's own words: what of them is used, and what is offered after the GP mended the note."""

from __future__ import annotations

import pytest

from app.draft import Draft
from app.words import CandidWriter, count_sentence, is_everyday, is_new, offers, told
from asr.transcript import Segment, Transcript
from asr.vocabulary import MOST_TERMS, Vocabulary
from soep.note import Contact, Evidence, Line, Note

NOTE = Note((Contact("Hoest", S=(Line("hoest", ()),), P=(Line("verwijzing naar meule belt", ()),)),), "test")


def draft(s: str, p: str) -> tuple[Draft, ...]:
    return (Draft("Hoest", S=s, P=p),)


def test_a_mended_name_is_offered_once() -> None:
    mended = draft("hoest", "verwijzing naar Meulenbelt\ncontrole bij Meulenbelt")
    assert offers(NOTE, mended, Vocabulary()) == ("Meulenbelt",)


def test_a_name_in_the_list_is_not_offered() -> None:
    assert offers(NOTE, draft("hoest", "verwijzing naar Meulenbelt"), Vocabulary(("meulenbelt",))) == ()


def test_an_untouched_note_and_a_change_of_mind_offer_nothing() -> None:
    assert offers(NOTE, draft("hoest", "verwijzing naar meule belt"), Vocabulary()) == ()
    assert offers(NOTE, draft("hoesten", "belt bij klachten"), Vocabulary()) == ()


def test_a_drug_is_offered_and_an_everyday_word_is_not() -> None:
    assert not is_everyday("omeprazol")
    assert is_everyday("benauwd") and is_everyday("wachten")
    heard = Note((Contact("Maag", S=(Line("benaud", ()),), P=(Line("omeprasool", ()),)),), "test")
    assert offers(heard, draft("benauwd", "omeprazol"), Vocabulary()) == ("omeprazol",)


class Scripted:
    """Writes one line about everything."""

    name = "scripted"

    def __init__(self, text: str, *doubts: str) -> None:
        self._line = (text, doubts)

    def write(self, transcript: Transcript) -> Note:
        line = Line(self._line[0], (Evidence(0, len(transcript.words) - 1),), self._line[1])
        return Note((Contact("Rug", P=(line,)),), self.name)


@pytest.mark.parametrize(
    ("text", "heard", "doubts", "wanted"),
    [
        ("naar Meulenbelt", "naar meulebeld", (), 1),
        ("naar Meulenbelt", "naar meulenbelt", (), 0),
        ("naar De Zonnehoek", "naar de zonne hoek", (), 0),
        ("naar Meulenbelt", "naar meulebeld", ("Bedoeld: Meulenbelt?",), 1),
        ("naar huis", "naar meulebeld", (), 0),
    ],
)
def test_an_own_word_in_the_note_that_was_heard_otherwise_is_told(
    text: str, heard: str, doubts: tuple[str, ...], wanted: int
) -> None:
    own = Vocabulary(("Meulenbelt", "De Zonnehoek"))
    note = CandidWriter(Scripted(text, *doubts), own).write(Transcript((Segment.from_text(heard),)))
    assert len(note.contacts[0].P[0].doubts) == wanted
    assert (note.contacts[0].title, note.contacts[0].P[0].text) == ("Rug", text)


def test_how_many_words_are_used() -> None:
    assert (told(Vocabulary()), told(Vocabulary(("Bas",)))) == (0, 1)
    assert "Nog geen" in count_sentence(Vocabulary())
    assert count_sentence(Vocabulary(("Bas",))).startswith("1 woord.")
    many = Vocabulary(tuple(f"Naam{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(100)))
    assert 0 < told(many) < 100
    assert count_sentence(many).startswith(f"100 woorden. Bij het uitschrijven let Soepel op de eerste {told(many)}.")


def test_a_word_is_new_as_long_as_the_list_has_room() -> None:
    assert is_new("Terlouw", Vocabulary(("Bas",))) and not is_new("bas", Vocabulary(("Bas",)))
    syllables = "babebibobudadedidodufafefifofumamemimomuratetitotu"
    pairs = [syllables[i : i + 2] + syllables[j : j + 2] for i in range(0, 50, 2) for j in range(0, 50, 2)]
    assert not is_new("Terlouw", Vocabulary.parse("\n".join(pairs))) and len(pairs) > MOST_TERMS
