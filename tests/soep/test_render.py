"""The note as it leaves: JSON with evidence, text, and nothing harmful in either."""

from __future__ import annotations

import json

import pytest

from asr.transcript import Segment, Speaker, Transcript, Word
from soep.note import Contact, Evidence, Line, Note
from soep.render import NOTHING_HEARD, clean_line, note_to_dict, note_to_text

TALK = Transcript(
    (
        Segment((Word("Koorts", 1.0, 1.4), Word("gehad?", 1.4, 1.8)), Speaker.ARTS),
        Segment(()),
        Segment.from_text("Nee hoor.", Speaker.PATIENT),
    )
)


def note(*lines: Line, title: str = "Koorts", icpc: str | None = None) -> Note:
    return Note((Contact(title, S=lines, icpc=icpc),), "proef")


def test_the_form_of_the_json() -> None:
    line = Line("geen koorts", (Evidence(0, 1), Evidence(2, 2)), ("laag",))
    assert note_to_dict(note(line), TALK) == {
        "schema": "soepel.note/1",
        "language": "nl",
        "writer": "proef",
        "contacts": [
            {
                "title": "Koorts",
                "icpc": None,
                "S": [
                    {
                        "text": "geen koorts",
                        "evidence": [
                            {"segment": 0, "start_s": 1.0, "end_s": 1.8, "quote": "Koorts gehad?"},
                            {"segment": 2, "start_s": None, "end_s": None, "quote": "Nee"},
                        ],
                        "doubts": ["laag"],
                    }
                ],
                "O": [],
                "E": [],
                "P": [],
            }
        ],
    }


@pytest.mark.parametrize(
    ("span", "quotes"),
    [
        (Evidence(0, 3), [(0, "Koorts gehad?"), (2, "Nee hoor.")]),
        (Evidence(1, 2), [(0, "gehad?"), (2, "Nee")]),
        (Evidence(3, 99), [(2, "hoor.")]),
        (Evidence(50, 60), []),
        (Evidence(-2, 0), [(0, "Koorts")]),
    ],
)
def test_a_span_becomes_one_entry_per_segment(span: Evidence, quotes: list[tuple[int, str]]) -> None:
    entries = note_to_dict(note(Line("x", (span,))), TALK)["contacts"][0]["S"][0]["evidence"]
    assert [(e["segment"], e["quote"]) for e in entries] == quotes


def test_an_icpc_code_of_another_form_is_left_out() -> None:
    assert note_to_dict(note(icpc="R74"), TALK)["contacts"][0]["icpc"] == "R74"
    assert note_to_dict(note(icpc="R74; drop"), TALK)["contacts"][0]["icpc"] is None


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("paracetamol p/o", "paracetamol per os"),
        ("pijn e/o koorts", "pijn en/of koorts"),
        ("S: koorts", "S - koorts"),
        ("hoest P: paracetamol", "hoest P - paracetamol"),
        ("(o/ rood)", "(o - rood)"),
        ("foto's; geen koorts", "foto's, geen koorts"),
        ("vangnet: bellen", "vangnet: bellen"),
        ("RR 140/90; pols: 72", "RR 140/90; pols: 72"),
        ("a\x07b\u202ec\nd", "a bc d"),
        ("<script>x</script>", "<script>x</script>"),
    ],
)
def test_no_marker_and_no_control_character_stays_in_a_line(text: str, clean: str) -> None:
    assert clean_line(text) == clean
    assert clean_line(clean) == clean


def test_everything_that_leaves_is_clean() -> None:
    talk = Transcript.from_turns([{"speaker": None, "text": "ko\x1b[31morts \u202e p/o"}])
    dirty = note(Line("S: \x1b[31mkoorts", (Evidence(0, 1),), ("gehoord: \u202eko\x07",)), title="E:\x00 koorts")
    for text in (json.dumps(note_to_dict(dirty, talk), ensure_ascii=False), note_to_text(dirty)):
        assert all(c.isprintable() or c == "\n" for c in text)


def test_text_of_one_contact() -> None:
    one = Contact("x", S=(Line("hoest", ()), Line("geen koorts", ())), P=(Line("paracetamol p/o", ()),))
    assert note_to_text(Note((one,), "w")) == "S: hoest\n   geen koorts\nP: paracetamol per os"


def test_text_of_several_contacts_has_titles() -> None:
    two = Note(
        (Contact("Oorpijn", S=(Line("oorpijn", ()),)), Contact("leeg"), Contact("Wrat", E=(Line("wrat", ()),))), "w"
    )
    assert note_to_text(two) == "1. Oorpijn\nS: oorpijn\n\n2. Wrat\nE: wrat"
    assert note_to_text(two, titles=False) == "S: oorpijn\n\nE: wrat"


@pytest.mark.parametrize("empty", [Note((), "w"), Note((Contact("x"),), "w"), note(Line(" \x07 ", ()))])
def test_an_empty_note_says_so(empty: Note) -> None:
    assert note_to_text(empty) == NOTHING_HEARD
