from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from asr.transcript import Segment, Transcript
from asr.vocabulary import (
    MEDICAL,
    MOST_TERMS,
    Correction,
    Vocabulary,
    corrections,
    hotwords,
    learned,
    load,
    save,
    texts,
)

PRACTICE = Vocabulary(("De Zonnehoek", "Meulenbelt", "omeprazol", "Kwakernaat", "Bas"))
ORDINARY = frozenset({"het", "is", "de", "zonne", "hoek", "molen", "klopt"}).__contains__


def said(*lines: str) -> Transcript:
    return Transcript(tuple(Segment.from_text(line) for line in lines))


def test_a_bulk_paste_is_read_as_terms() -> None:
    pasted = " • Meulenbelt\r\nDe  Zonnehoek, omeprazol;Omeprazol\tB12\n\n12\n, ;\nnitrofurantoïne\n\u202eTerlouw\x00"
    assert Vocabulary.parse(pasted).terms == (
        "Meulenbelt", "De Zonnehoek", "omeprazol", "B12", "nitrofurantoïne", "Terlouw",
    )  # fmt: skip


def test_what_is_no_term_is_left_out_and_the_list_has_an_end() -> None:
    assert Vocabulary.parse("x" * 61 + "\neen twee drie vier vijf zes").terms == ()
    syllables = "babebibobudadedidodufafefifofumamemimomuratetitotu"
    many = [syllables[i : i + 2] + syllables[j : j + 2] + "t" for i in range(0, 50, 2) for j in range(0, 50, 2)]
    assert len(set(many)) > MOST_TERMS
    assert len(Vocabulary.parse("\n".join(many)).terms) == MOST_TERMS


def test_a_list_grows_and_shrinks() -> None:
    grown = PRACTICE.with_terms(["Terlouw", "de zonnehoek"])
    assert grown.terms == (*PRACTICE.terms, "Terlouw")
    assert grown.without("terlouw") == PRACTICE
    assert Vocabulary.parse(grown.text) == grown


def test_a_list_is_kept_as_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "new" / "woordenlijst.txt"
    assert load(path) == Vocabulary()
    save(PRACTICE, path)
    assert path.read_text(encoding="utf-8").splitlines() == list(PRACTICE.terms)
    assert load(path) == PRACTICE
    assert [p.name for p in path.parent.iterdir()] == ["woordenlijst.txt"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_list_from_windows_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "lijst.txt"
    path.write_bytes("nitrofurantoïne\r\nDiëtist Müller".encode(encoding))
    assert load(path).terms == ("nitrofurantoïne", "Diëtist Müller")


def test_a_folder_in_the_place_of_the_list_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        load(tmp_path)
    with pytest.raises(OSError):
        save(PRACTICE, tmp_path)


def test_hotwords_are_bounded() -> None:
    assert hotwords(Vocabulary()) == ""
    assert hotwords(Vocabulary(("Bas", "Els")), ["paracetamol"]) == "Bas, Els, paracetamol."
    many = Vocabulary(tuple(f"Naam{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(300)))
    told = hotwords(many)
    assert len(told) <= 241
    assert len(told.split(", ")) <= 40
    assert told.startswith("Naamaa, Naamab")


def test_a_name_heard_another_way_is_corrected_beside_the_transcript() -> None:
    transcript = said("Ik ben bij meulen belt geweest.", "Zij woont in de zonnehoek, toch?")
    found = corrections(transcript, PRACTICE)
    assert [(c.first, c.after, c.heard, c.term, c.sure) for c in found] == [
        (3, 5, "meulen belt", "Meulenbelt", True),
        (9, 11, "de zonnehoek", "De Zonnehoek", True),
    ]
    assert texts(transcript, found) == ("Ik ben bij Meulenbelt geweest.", "Zij woont in De Zonnehoek, toch?")
    assert texts(transcript, ()) == tuple(s.text for s in transcript.segments)
    assert texts(transcript, found[1:])[0] == "Ik ben bij meulen belt geweest."


def test_what_sounds_less_alike_is_only_suggested() -> None:
    [found] = corrections(said("De fysio heet Kwaakernard, zei hij."), PRACTICE)
    assert (found.heard, found.term, found.sure) == ("Kwaakernard", "Kwakernaat", False)


def test_what_is_right_already_is_left_alone() -> None:
    assert corrections(said("Meulenbelt gaf omeprazol in De Zonnehoek."), PRACTICE) == ()


def test_ordinary_words_numbers_and_short_terms_are_left_alone() -> None:
    assert corrections(said("De zon scheen op het huis en de bus is 20 minuten te laat."), PRACTICE, ORDINARY) == ()
    assert corrections(said("Het is in de zonne hoek."), PRACTICE, ORDINARY) == ()
    assert corrections(said("tien keer meulen, belt u 112"), Vocabulary(("B12", "112"))) == ()


def test_nothing_is_corrected_across_a_comma_or_a_segment() -> None:
    assert corrections(said("In de meulen, belt hij."), PRACTICE) == ()
    assert corrections(said("In de meulen", "belt hij."), PRACTICE) == ()


def test_no_list_and_no_words() -> None:
    assert corrections(said("Ik hoest."), Vocabulary()) == ()
    assert corrections(Transcript(()), PRACTICE) == ()
    assert texts(Transcript(()), [Correction(0, 1, "a", "b", 1.0, True)]) == ()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Ik slik paarse mol.", "Ik slik paracetamol.", ("paracetamol",)),
        ("bij meulen belt en kwaken aad", "bij Meulenbelt en Kwakernaat", ("Meulenbelt", "Kwakernaat")),
        ("u krijgt ome prazol, elke dag", "u krijgt omeprazol, elke dag", ("omeprazol",)),
        ("zij heet Terlau", "zij heet Terlouw", ("Terlouw",)),
    ],
)
def test_a_correction_teaches_its_word(before: str, after: str, expected: tuple[str, ...]) -> None:
    assert learned(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("ik hoest al drie dagen", "ik hoest al vier dagen"),  # short words, a number
        ("koorts van 38.5 graden", "koorts van 39.5 graden"),
        ("hij hoest", "hij hoestte"),  # an ending
        ("pijn links", "Pijn, links."),  # case and punctuation
        ("de huisarts komt", "de wijkverpleegkundige komt"),  # a change of mind
        ("gelijk", "gelijk"),
        ("dat loopt zo", "dat klopt zo"),  # ordinary words
        ("", "een heel nieuwe tekst die nergens op lijkt"),
        ("alles weg", ""),
    ],
)
def test_other_changes_teach_nothing(before: str, after: str) -> None:
    assert learned(before, after, ORDINARY) == ()


@pytest.mark.slow
def test_the_longest_hotwords_take_little_of_whispers_prompt(whisper_base: Path) -> None:
    """Whisper keeps 224 tokens for what went before; we allow 150, and names of any origin must fit."""
    tokenizer = Tokenizer.from_file(str(whisper_base / "tokenizer.json"))
    drugs = Vocabulary(("hydrochloorthiazide", "desloratadine", "ursodeoxycholzuur", "acetylsalicylzuur"))
    names = Vocabulary(("Szczepański", "Öztürk", "El Khattabi", "Nguyễn", "Bouazzaoui", "Kwakernaat", "Wójcik"))
    for vocabulary in (Vocabulary(), drugs, names.with_terms(f"{n} {m}" for n in names.terms for m in names.terms)):
        told = hotwords(vocabulary, MEDICAL)
        assert len(tokenizer.encode(" " + told).ids) <= 145
