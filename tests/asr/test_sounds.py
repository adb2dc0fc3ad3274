from __future__ import annotations

import pytest

from asr.sounds import SoundIndex, closeness, key, letters

DRUGS = (
    "paracetamol", "omeprazol", "lisinopril", "metoprolol", "amoxicilline", "tramadol", "morfine", "oxazepam",
    "levothyroxine", "xarelto", "nitrofurantoine", "ferrofumaraat",
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tijd", "teit"), ("koud", "kaut"), ("lachen", "laggen"), ("hond", "ont"), ("web", "wep"), ("cent", "sent"),
        ("kat", "cat"), ("foto", "photo"), ("tee", "thee"), ("bakker", "baker"), ("lopen", "lope"), ("taxi", "taksi"),
        ("quarantaine", "kwarantaine"), ("tyfus", "tifus"), ("aeroob", "eroob"), ("vijf", "fijf"), ("zes", "ses"),
        ("accent", "aksent"), ("rheuma", "reuma"), ("wordt", "word"), ("nicotine", "nikotine"),
        ("Één", "een"), ("blauw", "blau"),
    ],
)  # fmt: skip
def test_spellings_of_one_sound_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(("one", "other"), [("pak", "bak"), ("man", "maan"), ("huis", "hout"), ("kat", "kap")])
def test_words_that_differ_to_the_ear_have_other_keys_or_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other) or closeness(one, other) < 1


def test_letters_are_plain() -> None:
    assert letters("Nitrofurantoïne-") == "nitrofurantoine"
    assert letters("12%") == ""
    assert letters("ß日本") == ""


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("paarse mol", "paracetamol"), ("ome prazol", "omeprazol"), ("lissi nopril", "lisinopril"),
        ("metroprolol", "metoprolol"), ("amoxi silline", "amoxicilline"), ("levotiroxine", "levothyroxine"),
        ("ksarelto", "xarelto"), ("nitro furan twine", "nitrofurantoine"), ("ferro fumaraad", "ferrofumaraat"),
        ("ox aze pam", "oxazepam"),
    ],
)  # fmt: skip
def test_a_misheard_drug_is_closest_to_the_one_meant(heard: str, term: str) -> None:
    assert max(DRUGS, key=lambda drug: closeness(heard, drug)) == term
    words = f"ik slik {heard} elke dag".split()
    [found] = SoundIndex(DRUGS).matches(words, 0.7)
    assert (found.first, found.after, found.term) == (2, 2 + len(heard.split()), term)


def test_closeness_is_symmetric_and_within_bounds() -> None:
    pairs = [("paarse mol", "paracetamol"), ("", "tramadol"), ("a", "b"), ("tramadol", "tramadol")]
    for one, other in pairs:
        assert closeness(one, other) == pytest.approx(closeness(other, one))
        assert 0 <= closeness(one, other) <= 1
    assert closeness("tramadol", "Tramadol") == 1
    assert closeness("", "") == 0


def test_a_neighbouring_sound_counts_less_than_a_strange_one() -> None:
    assert closeness("dramadol", "tramadol") > closeness("kramadol", "tramadol")
    assert closeness("tromadol", "tramadol") > closeness("tsamadol", "tramadol")


def test_the_best_of_overlapping_stretches_is_taken() -> None:
    matches = SoundIndex(["tramadol", "omeprazol"]).matches(["de", "trama", "dol", "en", "omeprazool"], 0.75)
    assert [(m.first, m.after, m.term) for m in matches] == [(1, 3, "tramadol"), (4, 5, "omeprazol")]


def test_numbers_take_part_in_nothing() -> None:
    assert SoundIndex(["b12", "tramadol"]).matches(["trama2dol", "50", "tra", "5", "madol"], 0.5) == ()


def test_a_phrase_is_a_term_too() -> None:
    [found] = SoundIndex(["De Zonnehoek"]).matches(["zij", "woont", "in", "de", "zonne", "hoek"], 0.8)
    assert (found.first, found.after, found.term) == (3, 6, "De Zonnehoek")


def test_terms_without_enough_sound_are_left_out() -> None:
    assert SoundIndex(["", "ui", "12", "!"]).matches(["ui", "12"], 0.1) == ()


def test_hostile_text_does_no_harm() -> None:
    words = ["<script>", "a" * 5000, "\x00\u202e", "🤒", "日本語", "x" * 200]
    assert SoundIndex(DRUGS).matches(words, 0.7) == ()
