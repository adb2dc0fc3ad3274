"""Whisper's tokeniser: words to the numbers that the network knows, and back, in plain Python.

Not the library's: that one reads its file in a single call that holds every thread of the process, 70 to 210 ms long,
and the window stood still for it while a model was loaded. Here no step takes long, and other threads have their turn
in between: at most 17 ms, measured side by side. The numbers are the same ones (the tests compare all of them).
Source: byte-pair encoding as in OpenAI's GPT-2 (encoder.py), which Whisper took over; the file is a `tokenizer.json`
of Hugging Face's tokenizers.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

# GPT-2's own pattern, on the text with each character replaced by its kind (see `_kind`)
_PIECES: Final = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[Lstrevmld]+| ?N+| ?[o']+|\s+(?!\S)|\s+")
_STRING: Final = r'("[^"\\]*(?:\\.[^"\\]*)*")'
_NUMBERED: Final = re.compile(rf"\s*{_STRING}\s*:\s*(\d+)\s*[,}}]")
_MERGE: Final = re.compile(rf"\s*(?:{_STRING}|\[\s*{_STRING}\s*,\s*{_STRING}\s*\])\s*[,\]]")  # "a b" or ["a", "b"]
_KEPT: Final = frozenset("strevmld' ")  # letters of the English endings, an apostrophe, a space: their own kind


@dataclass(frozen=True, slots=True)
class Encoding:
    """What `encode` gives: the token numbers."""

    ids: list[int]


class Tokens:
    """The three calls that faster_whisper.tokenizer.Tokenizer makes of a tokeniser.

    `vocabulary`: tokens as they are written, to their numbers. `merges`: "a b", the commonest first. `added`: tokens
    that stand for no text, or no spoken text; `hidden`: those of them that are left out of what is decoded.
    """

    def __init__(self, vocabulary: dict[str, int], merges: Sequence[str], added: dict[str, int],
                 hidden: frozenset[str]) -> None:  # fmt: skip
        self._numbers = vocabulary
        self._ranks = {merge: rank for rank, merge in enumerate(merges)}
        self._added, self._hidden = added, hidden
        self._written = {number: token for table in (vocabulary, added) for token, number in table.items()}
        self._letters = _letters()
        self._bytes = {letter: byte for byte, letter in enumerate(self._letters)}

    def token_to_id(self, token: str) -> int | None:
        """A token's number; None when there is no such token."""
        return self._added.get(token, self._numbers.get(token))

    def encode(self, text: str, *, add_special_tokens: bool = False) -> Encoding:
        """The numbers of this text; it is never taken for one of the added tokens. ValueError to ask for special ones.

        Raises KeyError for a character whose bytes the vocabulary lacks, which Whisper's has not.
        """
        if add_special_tokens:
            raise ValueError("the caller adds its own")
        return Encoding([self._numbers[part] for piece in pieces(text) for part in self._merged(piece)])

    def decode(self, ids: Sequence[int]) -> str:
        """The text of these numbers; numbers that are not known are passed over, half a character becomes U+FFFD."""
        found = bytearray()
        for number in ids:
            token = self._written.get(number, "")
            if token in self._added:
                found += b"" if token in self._hidden else token.encode()
            else:
                found += bytes(self._bytes[letter] for letter in token)
        return found.decode("utf-8", "replace")

    def _merged(self, piece: str) -> list[str]:
        """A piece of text as tokens: its bytes, put together pair by pair, the commonest pair first."""
        parts = [self._letters[byte] for byte in piece.encode("utf-8", "replace")]
        while len(parts) > 1:
            ranks = [self._ranks.get(f"{a} {b}", len(self._ranks)) for a, b in pairwise(parts)]
            at = ranks.index(min(ranks))
            if ranks[at] == len(self._ranks):
                break
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return parts


def load(path: Path) -> Tokens:
    """The tokeniser in a `tokenizer.json`. Raises OSError, and ValueError when that holds no tokeniser of Whisper's.

    The two long tables, 50,000 entries each, are read entry by entry; the json module would read them in one go.
    """
    text, vocabulary = _taken_out(path.read_text(encoding="utf-8"), "vocab", _NUMBERED)
    text, merges = _taken_out(text, "merges", _MERGE)
    try:
        form: dict[str, Any] = json.loads(text)
        if form["decoder"]["type"] != "ByteLevel" or form["model"].get("type", "BPE") != "BPE":
            raise ValueError(f"{path.name} is of another kind")
        added = {str(one["content"]): int(one["id"]) for one in form["added_tokens"]}
        hidden = frozenset(str(one["content"]) for one in form["added_tokens"] if one["special"])
    except (KeyError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path.name} lacks something: {problem!r}") from problem
    numbers = {_plain(token): int(number) for token, number in vocabulary}
    return Tokens(numbers, [" ".join(map(_plain, filter(None, merge))) for merge in merges], added, hidden)


def _taken_out(text: str, name: str, entry: re.Pattern[str]) -> tuple[str, list[tuple[str, ...]]]:
    """The text with nothing left in its table `name`, and the table's entries. Raises ValueError."""
    opening = re.search(rf'"{name}"\s*:\s*[{{\[]', text)
    if opening is None:
        raise ValueError(f"no {name}")
    entries: list[tuple[str, ...]] = []
    at = opening.end()
    while found := entry.match(text, at):
        entries.append(found.groups(""))
        at = found.end()
        if text[at - 1] != ",":
            return text[: opening.end()] + text[at - 1 :], entries
    raise ValueError(f"{name}, entry {len(entries)}")


def _plain(written: str) -> str:
    """What a JSON string holds."""
    return str(json.loads(written)) if "\\" in written else written[1:-1]


def pieces(text: str) -> list[str]:
    """The text cut into words with the space before them, numbers, other signs and spaces; all of it, in order."""
    kinds = "".join(map(_kind, text))
    return [text[found.start() : found.end()] for found in _PIECES.finditer(kinds)]


def _kind(character: str) -> str:
    """L for a letter, N for a number, a line end for any space but the plain one, o for all else; or itself."""
    if character in _KEPT:
        return character
    if character.isspace():
        return "\n"
    category = unicodedata.category(character)[0]
    return category if category in "LN" else "o"


def _letters() -> list[str]:
    """A character that can be seen for each of the 256 bytes, as the vocabulary writes them (GPT-2's encoder.py)."""
    seen = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    rest = [byte for byte in range(256) if byte not in seen]
    places = dict(zip(seen, seen, strict=True)) | {byte: 256 + n for n, byte in enumerate(rest)}
    return [chr(places[byte]) for byte in range(256)]
