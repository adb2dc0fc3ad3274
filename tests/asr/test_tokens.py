"""Our tokeniser gives the numbers and the text that Hugging Face's gives."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from asr.tokens import load, pieces

LETTERS = {"a": 0, "b": 1, "Ġ": 2, "ab": 3, "Ġab": 4, "Ã": 5, "©": 6}
FORM = {
    "added_tokens": [{"id": 7, "content": "<|einde|>", "special": True},
                     {"id": 8, "content": "<|0.00|>", "special": False}],
    "decoder": {"type": "ByteLevel"},
    "model": {"type": "BPE", "vocab": LETTERS, "merges": ["a b", "Ġ ab"]},
}  # fmt: skip
SAID = """Wat zegt u? 't Is 38,5 °C, 2½ dag; ik  heb
'n hoest -- [ja] « œdeem » naïef cafés. \u2028 ٣ ½ we'll IT'S _x_ 漢字 🙂 ♪♪"""
WORDS = SAID.split(" ")


def written(tmp_path: Path, form: object) -> Path:
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps(form), encoding="utf-8")
    return path


def test_text_becomes_numbers_and_numbers_text(tmp_path: Path) -> None:
    tokens = load(written(tmp_path, FORM))
    assert tokens.encode("ab abé").ids == [3, 4, 5, 6]
    assert tokens.decode([3, 4, 5, 6, 7, 8, 99]) == "ab abé<|0.00|>"
    assert tokens.decode([5]) == "\ufffd"
    assert [tokens.token_to_id(t) for t in ("ab", "<|einde|>", "zz")] == [3, 7, None]


def test_merges_may_be_written_as_pairs(tmp_path: Path) -> None:
    model = {**FORM["model"], "merges": [["a", "b"], ["Ġ", "ab"]]}  # type: ignore[dict-item]
    assert load(written(tmp_path, {**FORM, "model": model})).encode("ab ab").ids == [3, 4]


@pytest.mark.parametrize("text", ["", "{", '"vocab": {}', '{"vocab": {}, "merges": []}', '{"vocab": {"a": 0,'])
def test_what_is_no_tokeniser_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError):
        load(path)


@pytest.mark.parametrize("change", [{"decoder": {"type": "Metaspace"}}, {"model": {**FORM["model"], "type": "Unigram"}},
                                    {"decoder": None}])  # type: ignore[dict-item]  # fmt: skip
def test_another_kind_is_refused(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        load(written(tmp_path, {**FORM, **change}))


def test_pieces_are_all_of_the_text() -> None:
    assert "".join(pieces(SAID)) == SAID
    assert pieces("ik  heb 2½ 'll") == ["ik", " ", " heb", " 2½", " '", "ll"]
    assert pieces("we'll\n\n x") == ["we", "'ll", "\n\n", " x"]


@pytest.mark.slow
def test_the_numbers_are_those_of_hugging_faces_tokenizers(whisper_base: Path) -> None:
    from tokenizers import Tokenizer

    path = whisper_base / "tokenizer.json"
    ours, theirs = load(path), Tokenizer.from_file(str(path))
    chance = random.Random(1)
    count = theirs.get_vocab_size()
    assert [n for n in range(count + 5) if ours.decode([n]) != theirs.decode([n])] == []
    rows = [[chance.randrange(count) for _ in range(30)] for _ in range(500)]
    assert [row for row in rows if ours.decode(row) != theirs.decode(row)] == []
    wild = ["".join(chr(chance.choice((chance.randrange(32, 600), chance.randrange(0x2000, 0x3000), 32, 10)))
                    for _ in range(40)) for _ in range(500)]  # fmt: skip
    talk = [" ".join(chance.sample(WORDS, 12)) for _ in range(500)]
    for text in (SAID, *WORDS, *(f" {word}" for word in WORDS), *wild, *talk):
        assert ours.encode(text).ids == theirs.encode(text, add_special_tokens=False).ids, text
    for token in ("<|nl|>", "<|nospeech|>", "<|nocaptions|>", "<|startofprev|>", "hallo", "Ġhallo"):
        assert ours.token_to_id(token) == theirs.token_to_id(token)
