"""What a speaker takes back is taken out; what is no correction stays."""

from __future__ import annotations

import pytest

from asr.transcript import Transcript
from soep.corrections import repaired
from soep.utterances import turns_of


def after(*said: str) -> str:
    turns = [{"speaker": s.partition(": ")[0], "text": s.partition(": ")[2]} for s in said]
    return " | ".join(turn.phrase.folded for turn in repaired(turns_of(Transcript.from_turns(turns))))


@pytest.mark.parametrize(
    ("said", "holds", "gone"),
    [
        ("Drie, nee vier dagen.", "4 dagen", "3"),
        ("Metoprolol vijftig… nee, vijfentwintig milligram.", "25 milligram", "50"),
        ("Om acht uur, nee, om half negen.", "half 9", "8"),
        ("Vijf minuten zo blijven. Doe maar tien eigenlijk.", "10 minuten", "5"),
        ("Ik zie u over vier weken. Nee, dat vind ik te lang, twee weken.", "over 2 weken", "4"),
        ("Over zes weken terug. Nee, dan bent u net op gang, doe drie maanden.", "over 3 maanden terug", "6"),
        ("Mijn knie, links... nee, rechts.", "rechts", "links"),
        ("Een week al, of nee, wacht, negen dagen.", "9 dagen", "week"),
        ("Dinsdag, nee, woensdag begon het.", "woensdag", "dinsdag"),
        ("Hier, mijn rechterwang. Eh, nee, links, zei ik.", "linkerwang", "rechter"),
        ("Drie keer... nee, even denken, vier keer per dag.", "4 keer per dag", "3"),
        ("Zestien... sta eens stil... zeventien kilo.", "17 kilo", "16"),
        ("Vierhonderd, eh, vijfhonderd milligram.", "500 milligram", "400"),
        ("De kruisband, of nee, de meniscus.", "meniscus", "kruisband"),
        ("Lantus, achttien eenheden. Metformine, twee keer duizend. Nee, pardon, twintig lantus.", "20 eenheden", "18"),
        ("Achtendertig twee, nee, dat was van z'n zus, hij zevenendertig negen.", "37,9", "38,2"),
    ],
)
def test_a_correction_within_a_turn(said: str, holds: str, gone: str) -> None:
    text = after("patient: " + said)
    assert holds in text and gone not in text


@pytest.mark.parametrize(
    ("said", "holds"),
    [
        ("Drie dagen hoest en vier dagen koorts.", ("3 dagen", "4 dagen")),
        ("Hoest al drie weken. Nee, dan had ik geen koorts, die heb ik twee dagen.", ("3 weken", "2 dagen")),
        ("Op tijd, om acht uur.", ("8 uur",)),
        ("Drie keer per dag. Doe maar twee tabletten tegelijk.", ("3 keer", "2 tabletten")),
        ("Eerst links en nu ook rechts.", ("links", "rechts")),
        ("Niet links maar rechts.", ("rechts",)),
        ("Geen hoest, nee, koorts ook niet.", ("geen hoest", "koorts ook niet")),
        ("Al drie dagen. Nee, koorts heb ik twee dagen gehad.", ("3 dagen", "2 dagen")),
        ("Metformine, twee keer duizend. Nee, koorts niet.", ("2 keer 1000",)),
        ("Twee keer per dag, maximaal zes.", ("2 keer", "6")),
    ],
)
def test_what_is_no_correction_stays(said: str, holds: tuple[str, ...]) -> None:
    text = after("patient: " + said)
    assert all(part in text for part in holds)


def test_the_patient_corrects_the_doctor() -> None:
    text = after("arts: Amlodipine tien milligram...", "patient: Vijf. Die heeft u gehalveerd.")
    assert "amlodipine 5 milligram" in text


def test_evidence_covers_the_words_that_were_taken_back() -> None:
    turns = repaired(turns_of(Transcript.from_turns([{"speaker": "patient", "text": "drie, nee vier dagen"}])))
    words = [w for t in turns[0].phrase for w in t.words]
    assert 2 in words and 3 in words


@pytest.mark.parametrize(
    ("before", "reply", "holds"),
    [
        ("Dat is een dag of vier.", "Dat is twee weken, pa.", "2 weken"),
        ("Paracetamol neem ik, vier keer op een dag.", "Drie keer, dokter.", "3 keer"),
        ("Drie dagen.", "Zeven, niet vijf?", "3 dagen"),
        ("U neemt twee tabletten.", "Twee tabletten, ja.", "2 tabletten"),
        ("Twee keer per dag.", "Een week, dat is lang.", "2 keer"),
    ],
)
def test_another_speaker_may_put_a_number_right(before: str, reply: str, holds: str) -> None:
    turns = turns_of(
        Transcript.from_turns([{"speaker": "patient", "text": before}, {"speaker": "derde", "text": reply}])
    )
    assert holds in repaired(turns)[0].phrase.folded
