from __future__ import annotations

import pytest

from asr import guards
from asr.recognizer import Hearing
from asr.transcript import Mark, Word


def words(text: str, probability: float = 0.9) -> tuple[Word, ...]:
    return tuple(Word(w, i * 0.3, i * 0.3 + 0.25, probability) for i, w in enumerate(text.split()))


@pytest.mark.parametrize(
    "text",
    [
        "ja " * 6,
        "dank u wel " * 4,
        "Dat is goed. dat is goed, Dat is goed. Dat is goed!",
        "Vert" + "v" * 40,
        "en toen " + "kwam hij terug " * 5,
    ],
)
def test_loops(text):
    assert guards.is_loop(text.split())


@pytest.mark.parametrize("text", ["nee nee nee", "ja ja ja ja dat klopt", "heel erg heel erg moe", "", "pijn"])
def test_what_people_say_twice_is_no_loop(text):
    assert not guards.is_loop(text.split())


@pytest.mark.parametrize(
    "text",
    [
        "Ondertiteld door TV GELDERLAND 2021",
        "Ondertitels ingediend door de Amara.org gemeenschap",
        "TV GELDERLAND",
        "Bedankt voor het kijken!",
        "Vergeet niet te abonneren op ons kanaal",
    ],
)
def test_subtitle_lines(text):
    assert guards.is_subtitle(text)


@pytest.mark.parametrize(
    "text",
    ["Ik kijk veel tv.", "bedankt voor het komen", "de ondertiteling kan ik niet meer lezen", "Ik woon in Gelderland."],
)
def test_a_patient_may_speak_of_television(text):
    assert not guards.is_subtitle(text)


def test_compression_ratio_of_a_loop_is_high():
    assert guards.compression_ratio("dank u wel " * 30) > 2.4
    assert guards.compression_ratio("sinds gisteren heb ik pijn in mijn linkerknie en ook wat koorts") < 1.6
    assert guards.compression_ratio("") == 1.0


def test_more_words_than_a_mouth_can_say():
    assert guards.is_too_fast(words("een twee drie vier vijf zes zeven acht"), 1.0)
    assert not guards.is_too_fast(words("een twee drie vier vijf zes zeven acht"), 2.5)
    assert not guards.is_too_fast(words("ja hoor"), 0.1)


def test_low_confidence():
    assert guards.is_low_confidence(words("kwarts bol", 0.2))
    assert not guards.is_low_confidence(words("paracetamol", 0.9))
    assert not guards.is_low_confidence((Word("getypt"),))


def test_no_speech_needs_both_signs():
    quiet = Hearing(words("dank u"), avg_logprob=-1.4, no_speech_probability=0.9)
    assert guards.is_no_speech(quiet, 4.0)
    assert not guards.is_no_speech(Hearing(words("dank u"), -0.3, 0.9), 4.0)
    assert not guards.is_no_speech(Hearing(words("dank u"), -1.4, 0.1), 4.0)


def test_a_subtitle_line_from_hardly_any_voice_is_dropped_and_from_a_voice_is_kept():
    line = Hearing(words("Ondertiteld door TV Gelderland"), -0.2, 0.1)
    assert guards.is_no_speech(line, 0.3)
    assert not guards.is_no_speech(line, 5.0)
    assert Mark.SUBTITLE in guards.marks(line.words, line, 5.0)


def test_voice_without_words():
    assert guards.lacks_words(Hearing(()), 3.5)
    assert not guards.lacks_words(Hearing(()), 1.0)
    assert not guards.lacks_words(Hearing(words("ja")), 3.5)


def test_sound_text_bears_no_mark():
    said = words("ik heb sinds drie dagen hoofdpijn")
    assert guards.marks(said, Hearing(said, -0.2, 0.01), 2.0) == ()


def test_text_that_is_no_dutch_is_marked_and_a_loan_word_is_not():
    said = words("over 2 way can come to the roof.")
    assert guards.marks(said, Hearing(said, -0.3, 0.01), 4.0) == (Mark.NOT_DUTCH,)
    said = words("ik doe nog een check van uw bloed over 2 weken")
    assert guards.marks(said, Hearing(said, -0.3, 0.01), 4.0) == ()


def test_one_sentence_in_another_language_among_dutch_ones():
    assert guards.has_foreign_phrase("Ik heb pijn. Bring to the room. Sinds gisteren.")
    assert not guards.has_foreign_phrase("Ik heb pijn. Sinds het weekend. Sorry, oké!")
    assert not guards.has_foreign_phrase("")


@pytest.mark.parametrize(
    ("text", "logprob", "first_logprob", "believed"),
    [
        ("Over 2 weken komt u terug, voor controle.", -0.61, -0.63, True),
        ("Of er twee weken komt u.", -0.56, -0.54, True),
        ("Het is een video die ik aan moet.", -1.2, -1.17, False),
        ("Ik heb mijn neer al een dag.", -0.7, -0.43, False),
        ("Ahem, ahem, ahem, ahem, ahem, ahem, ahem.", -0.33, -0.43, False),
        ("Paracetamol kan helpen. Over two weeks you can come.", -0.5, -0.6, False),
    ],
)
def test_a_second_text_is_believed_where_it_is_dutch_and_no_less_likely(text, logprob, first_logprob, believed):
    assert guards.is_dutch_instead(text, logprob, first_logprob) is believed


def test_a_loop_is_kept_and_marked():
    said = words("dat is goed " * 6)
    assert Mark.REPETITION in guards.marks(said, Hearing(said, -0.1, 0.01), 6.0)
