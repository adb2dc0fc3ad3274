from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asr.errors import ModelLoadError
from asr.whisper import Whisper, usable_cores
from tests.asr.test_guards_on_sound import COMPLAINT, QUESTION, spoken

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whisper(whisper_base: Path) -> Whisper:
    return Whisper(whisper_base, threads=2)


@pytest.fixture(scope="module")
def sounds(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("sound")
    return [spoken(COMPLAINT, "nl", folder / "a.wav"), spoken(QUESTION, "nl+f3", folder / "b.wav")]


def test_the_engine_tells_what_was_resolved(whisper, whisper_base):
    engine = whisper.engine
    assert (engine.name, engine.model, engine.device) == ("faster-whisper", whisper_base.name, "cpu")
    assert engine.compute_type == "int8_float32"
    assert (engine.threads, engine.beam_size) == (2, 5)


def test_words_have_times_and_probabilities(whisper, sounds):
    [hearing] = whisper.hear(sounds[:1])
    assert len(hearing.words) >= 8
    length_s = len(sounds[0]) / 16_000
    for before, word in zip(hearing.words, hearing.words[1:], strict=False):
        assert before.start_s <= word.start_s <= word.end_s <= length_s
        assert 0 <= word.probability <= 1
        assert word.text == word.text.strip() and " " not in word.text


def test_a_batch_and_a_repeat_give_the_same(whisper, sounds):
    together = whisper.hear(sounds)
    assert whisper.hear(sounds) == together
    texts = [[w.text for w in h.words] for h in together]
    alone = [[w.text for w in whisper.hear([s])[0].words] for s in sounds]
    assert sum(map(len, texts)) == pytest.approx(sum(map(len, alone)), abs=3)


def test_what_it_took_is_told(whisper, sounds):
    before = whisper.work
    [hearing] = whisper.hear(sounds[:1])
    took = whisper.work - before
    assert min(took.encode_s, took.decode_s, took.align_s) > 0
    assert len(hearing.words) <= took.tokens and not hearing.again


def test_a_loop_is_decoded_once_more_with_repeats_forbidden(whisper, sounds, monkeypatch):
    [plain] = whisper.hear(sounds[:1])
    monkeypatch.setattr("asr.guards.is_loop", lambda words: True)
    before = whisper.work
    [hearing] = whisper.hear(sounds[:1])
    texts = [w.text for w in hearing.words]
    grams = [tuple(texts[i : i + 4]) for i in range(len(texts) - 3)]
    assert hearing.again and texts and len(set(grams)) == len(grams)
    assert (whisper.work - before).tokens > len(plain.words) + len(hearing.words)


def test_text_that_is_no_dutch_is_decoded_once_more_with_its_words_forbidden(whisper, sounds, monkeypatch):
    [plain] = whisper.hear(sounds[:1])
    monkeypatch.setattr("asr.guards.has_foreign_phrase", lambda text: True)
    monkeypatch.setattr("asr.guards.is_dutch_instead", lambda *of: True)
    monkeypatch.setattr(whisper, "_foreign", lambda: whisper._tokens.encode(" knie"))
    before = whisper.work
    [hearing] = whisper.hear(sounds[:1])
    assert hearing.again and hearing.words
    assert "knie" not in [word.text for word in hearing.words]
    assert (whisper.work - before).tokens > len(plain.words) + len(hearing.words)


def test_where_the_second_text_is_not_believed_the_first_one_stays(whisper, sounds, monkeypatch):
    [plain] = whisper.hear(sounds[:1])
    monkeypatch.setattr("asr.guards.has_foreign_phrase", lambda text: True)
    assert whisper.hear(sounds[:1]) == (plain,)


def test_the_words_forbidden_are_whole_tokens_of_other_languages(whisper):
    words = {whisper._tokens.decode([token]) for token in whisper._foreign()}
    assert len(words) > 500 and {" the", " The", " way", " und", " avec"} <= words
    assert words.isdisjoint({" de", " over", " is", " check", " ik", " Ik", " was"})


def test_no_windows_and_a_window_without_sound(whisper):
    assert whisper.hear([]) == ()
    [nothing] = whisper.hear([np.zeros(160, dtype=np.float32)])
    assert len(nothing.words) < 10


def test_a_prompt_is_bounded(whisper, sounds):
    [hearing] = whisper.hear(sounds[:1], prompt="knie, voetballen, paracetamol " * 200)
    assert hearing.words


def test_a_window_that_whisper_cannot_take(whisper):
    with pytest.raises(ValueError, match="30 s"):
        whisper.hear([np.zeros(31 * 16_000, dtype=np.float32)])


@pytest.mark.parametrize("missing", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_that_is_not_whole(whisper_base, tmp_path, missing):
    for file in whisper_base.iterdir():
        if file.name != missing:
            (tmp_path / file.name).symlink_to(file)
    with pytest.raises(ModelLoadError, match=missing):
        Whisper(tmp_path)


def test_weights_that_are_cut_off(whisper_base, tmp_path):
    for file in whisper_base.iterdir():
        if file.name != "model.bin":
            (tmp_path / file.name).symlink_to(file)
    (tmp_path / "model.bin").write_bytes((whisper_base / "model.bin").read_bytes()[:100_000])
    with pytest.raises(ModelLoadError) as caught:
        Whisper(tmp_path)
    assert caught.value.model_dir == tmp_path


def test_there_is_a_core():
    assert usable_cores() >= 1
