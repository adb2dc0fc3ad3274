"""Guards against invented text: pure functions, one each. Suspicious text is marked; only sure non-speech is dropped.

Sources: the thresholds of OpenAI's whisper and faster-whisper (no-speech 0.6, log-probability -1.0, compression 2.4);
known strings from "bag of hallucinations" (arXiv 2501.11378) and reports on Dutch (juvoly.nl, EdF2021/ithaka #96).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

from asr.foreign import is_foreign
from asr.recognizer import Hearing
from asr.transcript import Mark, Word

_NO_SPEECH: Final = 0.6
_LOW_LOGPROB: Final = -1.0
_COMPRESSION: Final = 2.4
_UNSURE_LOGPROB: Final = -0.6
_LOW_WORD: Final = 0.35
_LIKELY_LOGPROB: Final = -0.8
_LESS_LOGPROB: Final = 0.05
_FASTEST_WORDS_PER_S: Final = 7.0
_LONG_WITHOUT_WORDS_S: Final = 3.0
_STUTTER: Final = re.compile(r"([^\W\d]{1,4}?)\1{7,}")
_SUBTITLES: Final = re.compile(
    r"ondertitel(?:d|s|ing|ingen)\b.*\b(?:door|ingediend|amara|tv|gelderland|community|gemeenschap)|amara\.org|"
    r"tv[ -]gelderland|bedankt voor het kijken|(?:vergeet niet te|abonneer je)\b.*\b(?:kanaal|abonneren|liken)|"
    r"ondertiteling:|vertaling:|copyright|www\.\w+\.\w+",
    re.IGNORECASE,
)


def compression_ratio(text: str) -> float:
    """Bytes of the text over bytes of its zlib form; loops score high, 2.4 is Whisper's own limit."""
    raw = text.encode("utf-8")
    return len(raw) / len(zlib.compress(raw)) if raw else 1.0


def is_loop(words: Sequence[str]) -> bool:
    """Whether 1 to 8 words come four times in a row (six for a single word: "nee nee nee nee" is said).

    Also a word in which one to four letters come eight times in a row, which Whisper makes of some voices.
    """
    if any(_STUTTER.search(w) for w in words):
        return True
    plain = [re.sub(r"\W", "", w).lower() for w in words]
    for size in range(1, 9):
        needed = 6 if size == 1 else 4
        run = 0
        for index in range(size, len(plain)):
            run = run + 1 if plain[index] == plain[index - size] else 0
            if run >= size * (needed - 1):
                return True
    return False


def is_subtitle(text: str) -> bool:
    """Whether it is one of the subtitle makers' lines that Whisper learned from television."""
    return bool(_SUBTITLES.search(text))


def has_foreign_phrase(text: str) -> bool:
    """Whether one of its sentences is English, German or French, or holds a stretch of it."""
    return any(is_foreign(sentence.split()) for sentence in re.split(r"(?<=[.?!…])\s+", text))


def is_dutch_instead(text: str, logprob: float, first_logprob: float) -> bool:
    """Whether to believe a window's second text, made with foreign words forbidden, instead of its first, foreign one.

    It must be Dutch, likely, and hardly less likely than the first. So what was really said in another language
    stays: forced into Dutch it is much less likely, or goes round in a circle, which is likely indeed. Nonsense stays
    foreign too, and marked, as Dutch nonsense would not be. Found on the shipped consults with noise and other speeds.
    """
    believable = logprob >= max(_LIKELY_LOGPROB, first_logprob - _LESS_LOGPROB)
    return believable and not is_loop(text.split()) and not has_foreign_phrase(text)


def is_too_fast(words: Sequence[Word], speech_s: float) -> bool:
    """Whether there are more words than a mouth can say in so many seconds of voice."""
    return len(words) >= 6 and len(words) / max(speech_s, 0.5) > _FASTEST_WORDS_PER_S


def is_low_confidence(words: Sequence[Word]) -> bool:
    """Whether the words together are less likely than not to be right."""
    known = [w.probability for w in words if w.probability is not None]
    return bool(known) and sum(known) / len(known) < _LOW_WORD


def perhaps_no_speech(hearing: Hearing) -> bool:
    """Whisper's own two signs together: the no-speech token is likely and the text is not."""
    return hearing.no_speech_probability > _NO_SPEECH and hearing.avg_logprob < _LOW_LOGPROB


def is_no_speech(hearing: Hearing, speech_s: float) -> bool:
    """Whether to drop the text: detector and Whisper agree, or under half a second of voice gave a subtitle line."""
    text = " ".join(w.text for w in hearing.words)
    weak = speech_s < 1.0
    return perhaps_no_speech(hearing) or (weak and (is_subtitle(text) or hearing.avg_logprob < _LOW_LOGPROB))


def lacks_words(hearing: Hearing, speech_s: float) -> bool:
    """Whether there was a voice for over 3 s, and not one word came of it."""
    return not hearing.words and speech_s >= _LONG_WITHOUT_WORDS_S


def marks(words: Sequence[Word], hearing: Hearing, speech_s: float) -> tuple[Mark, ...]:
    """Why this segment's words are suspect. `speech_s`: seconds of voice in which these words were heard."""
    texts = [w.text for w in words]
    found = (
        (Mark.REPETITION, is_loop(texts) or compression_ratio(" ".join(texts)) > _COMPRESSION),
        (Mark.SUBTITLE, is_subtitle(" ".join(texts))),
        (Mark.LOW_CONFIDENCE, is_low_confidence(words)),
        (Mark.PERHAPS_NO_SPEECH, hearing.no_speech_probability > _NO_SPEECH and hearing.avg_logprob < _UNSURE_LOGPROB),
        (Mark.TOO_FAST, is_too_fast(words, speech_s)),
        (Mark.NOT_DUTCH, is_foreign(texts)),
    )
    return tuple(mark for mark, here in found if here)
