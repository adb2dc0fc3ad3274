"""How well a model hears: word errors against the known text, medical terms, and words where nothing was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from app.bench_values import Quality
from asr.transcript import Transcript
from asr.wer import NORMALIZER, normalized, word_errors


def measure_quality(text: str, terms: Sequence[str], heard: Transcript, quiet: Transcript, quiet_s: float) -> Quality:
    """`heard`: the transcript of the sound that says `text`. `quiet`: that of `quiet_s` seconds without a word."""
    said = " ".join(word.text for word in heard.words)
    errors = word_errors(text, said)
    expected, found = normalized(text), normalized(said)
    missed = tuple(term for term in dict.fromkeys(terms) if not holds(found, normalized(term), expected))
    wanted = len(dict.fromkeys(terms))
    letters = " ".join(expected)
    return Quality(
        errors.rate, errors.substituted, errors.deleted, errors.inserted, errors.reference,
        cer=Levenshtein.distance(letters, " ".join(found)) / max(1, len(letters)),
        terms=wanted, terms_heard=wanted - len(missed), terms_missed=missed,
        invented_words=len(quiet.words), invented_in_s=quiet_s,
        marked_segments=sum(bool(segment.marks) for segment in heard.segments), normalizer=NORMALIZER,
    )  # fmt: skip


def holds(heard: Sequence[str], term: Sequence[str], expected: Sequence[str]) -> bool:
    """Whether `term` was heard as often as it is said (at least once)."""
    return occurrences(heard, term) >= max(1, occurrences(expected, term))


def occurrences(words: Sequence[str], term: Sequence[str]) -> int:
    """How often the words of `term` stand together in `words`."""
    size = len(term)
    if not size:
        return 0
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))[tuple(term)]
