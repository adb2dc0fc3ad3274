"""The recogniser: Whisper's weights run by CTranslate2, on this machine only.

Each window is encoded once and decoded once, in a batch, with the whole beam: a narrow beam first and a wide one where
that was doubtful made more errors, as a wrong word is often sure of itself (5605 words of real Dutch, base: 0.390 wrong
with 2 and then 5, 0.373 with 5). Timestamp tokens are left out (fewer tokens; word times come from one alignment pass).
Nothing random: a loop is decoded once more with repeated 4-grams forbidden, and English, German or French with their
common words forbidden; never sampled.
"""

from __future__ import annotations

import importlib.metadata
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel
from faster_whisper.feature_extractor import FeatureExtractor
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens, merge_punctuations
from numpy.typing import NDArray

from asr import guards
from asr.audio import SAMPLE_RATE_HZ, Block
from asr.errors import ModelLoadError
from asr.foreign import shipped
from asr.recognizer import LONGEST_WINDOW_S, Hearing, Work
from asr.tokens import load as load_tokens
from asr.transcript import Engine, Word

_FRAMES: Final = 3000  # mel frames in Whisper's fixed 30 s
_FRAME_SAMPLES: Final = 160
_SAMPLES: Final = _FRAMES * _FRAME_SAMPLES
_PROMPT_TOKENS: Final = 150  # the output's room shrinks with the prompt
_TOKENS_PER_S: Final = 12  # nobody says more; stops a loop early
_NEEDED: Final = ("model.bin", "config.json", "tokenizer.json")


class Whisper:
    """Loads the weights in `model_dir` (a folder with model.bin, config.json and tokenizer.json; never a hub's name).

    `threads` 0 means as many as the cores that may be used, at most 4. `beam_size` 1 is greedy.
    Raises ModelLoadError.
    """

    def __init__(self, model_dir: Path, *, device: str = "cpu", compute_type: str = "int8", threads: int = 0,
                 beam_size: int = 5) -> None:  # fmt: skip
        for name in _NEEDED:
            if not (model_dir / name).is_file():
                raise ModelLoadError(model_dir, f"{name} is missing")
        threads = threads or min(4, usable_cores())
        try:
            core = ctranslate2.models.Whisper(
                str(model_dir), device=device, compute_type=compute_type, intra_threads=threads
            )
            tokens = load_tokens(model_dir / "tokenizer.json")
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelLoadError(model_dir, str(error)) from error
        self._model = _Loaded(core)
        self._features = FeatureExtractor(feature_size=core.n_mels)
        self._tokens: Any = Tokenizer(tokens, core.is_multilingual, "transcribe", "nl")
        self._suppressed = get_suppressed_tokens(self._tokens, [-1])
        self._beam_size = beam_size
        self._work = Work()
        self._engine = Engine(
            name="faster-whisper", model=model_dir.name, version=importlib.metadata.version("faster-whisper"),
            compute_type=core.compute_type, device=core.device, threads=threads, beam_size=beam_size,
        )  # fmt: skip

    @property
    def engine(self) -> Engine:
        """Versions and settings as they were resolved."""
        return self._engine

    @property
    def work(self) -> Work:
        """What it took since it was loaded."""
        return self._work

    def hear(self, windows: Sequence[Block], prompt: str = "") -> tuple[Hearing, ...]:
        """One Hearing per window of at most 30 s (ValueError for a longer one); see asr.recognizer.Recognizer."""
        if any(len(w) > LONGEST_WINDOW_S * SAMPLE_RATE_HZ for w in windows):
            raise ValueError("a window is longer than 30 s")
        if not windows:
            return ()
        lengths_s = [len(w) / SAMPLE_RATE_HZ for w in windows]
        began_s = time.perf_counter()
        encoded = self._encode(windows)
        encoded_s = time.perf_counter()
        drafts = self._decode(encoded, lengths_s, prompt)
        each = [(encoded[index : index + 1], length_s) for index, length_s in enumerate(lengths_s)]
        drafts = [self._unlooped(draft, *one) for draft, one in zip(drafts, each, strict=True)]
        drafts = [self._in_dutch(draft, *one) for draft, one in zip(drafts, each, strict=True)]
        decoded_s = time.perf_counter()
        words = [self._align(draft, *one) for draft, one in zip(drafts, each, strict=True)]
        aligned_s = time.perf_counter()
        self._work += Work(
            encoded_s - began_s, decoded_s - encoded_s, aligned_s - decoded_s, sum(draft.tokens for draft in drafts)
        )
        return tuple(draft.hearing(found) for draft, found in zip(drafts, words, strict=True))

    def _encode(self, windows: Sequence[Block]) -> NDArray[Any]:
        """Shape (windows, 1500, width); one window at a time, as four at once took 110 MB more and no less time.

        The sound is padded to 30 s, as OpenAI's whisper does. faster-whisper pads the mel spectrogram with zeros, which
        no silence looks like: on real Dutch in windows of 25 s that cost 0.013 in word error rate.
        """
        found = []
        for window in windows:
            mel = self._features(np.pad(window, (0, _SAMPLES - len(window))), padding=0)[None, :, :_FRAMES]
            mel = np.ascontiguousarray(mel, dtype=np.float32)
            found.append(np.array(self._model.model.encode(ctranslate2.StorageView.from_array(mel), to_cpu=True)))
        return np.concatenate(found)

    def _decode(self, encoded: NDArray[Any], lengths_s: Sequence[float], prompt: str, forbidden: Sequence[int] = (),
                **how: int) -> list[_Draft]:  # fmt: skip
        tokens = self._prompt_tokens(prompt)
        results = self._model.model.generate(
            ctranslate2.StorageView.from_array(encoded), [tokens] * len(encoded), beam_size=self._beam_size,
            return_scores=True, return_no_speech_prob=True, suppress_tokens=[*self._suppressed, *forbidden],
            max_length=min(448, len(tokens) + 20 + int(_TOKENS_PER_S * max(lengths_s))), **how,
        )  # fmt: skip
        return [self._draft(result) for result in results]

    def _draft(self, result: Any) -> _Draft:
        ids = [t for t in result.sequences_ids[0] if t < self._tokens.eot]
        length = len(result.sequences_ids[0])
        avg_logprob = result.scores[0] * length / (length + 1)
        return _Draft(ids, self._tokens.decode(ids).strip(), avg_logprob, result.no_speech_prob, length)

    def _unlooped(self, draft: _Draft, encoded: NDArray[Any], length_s: float) -> _Draft:
        """The draft; or, when it goes round in a circle, that window decoded again without a prompt."""
        if not guards.is_loop(draft.text.split()):
            return draft
        [better] = self._decode(encoded, [length_s], "", no_repeat_ngram_size=4)
        return replace(better, tokens=draft.tokens + better.tokens, again=True)

    def _in_dutch(self, draft: _Draft, encoded: NDArray[Any], length_s: float) -> _Draft:
        """The draft; or, when it is partly in another language, that window in Dutch, if that is no less likely.

        A prompt in Dutch is no way: where little was heard, its words came back as if they had been said.
        """
        if not guards.has_foreign_phrase(draft.text):
            return draft
        [other] = self._decode(encoded, [length_s], "", self._foreign())
        tokens = draft.tokens + other.tokens
        if guards.is_dutch_instead(other.text, other.avg_logprob, draft.avg_logprob):
            return replace(other, tokens=tokens, again=True)
        return replace(draft, tokens=tokens)

    def _foreign(self) -> list[int]:
        """Tokens that are a whole word of another language, without accents; 2400 look-ups, made when they are needed.

        Looked up and not encoded: encode(" the") gives two tokens, though Whisper writes the one that is " the".
        """
        words = [word for words in shipped().foreign.values() for word in words]
        names = {f"Ġ{spelt}" for word in words for spelt in (word, word.capitalize())}
        found = map(self._tokens.tokenizer.token_to_id, names)
        return sorted(token for token in found if token is not None)

    def _prompt_tokens(self, prompt: str) -> list[int]:
        start = [*self._tokens.sot_sequence, self._tokens.no_timestamps]
        if not prompt.strip():
            return start
        said = self._tokens.encode(" " + prompt.strip())[:_PROMPT_TOKENS]
        return [self._tokens.sot_prev, *said, *start]

    def _align(self, draft: _Draft, encoded: NDArray[Any], length_s: float) -> tuple[Word, ...]:
        """Words with times and probabilities. One window at a time: four at once took 90 MB more and no less time."""
        if not draft.text:
            return ()
        frames = max(2, min(_FRAMES, round(length_s * SAMPLE_RATE_HZ / _FRAME_SAMPLES)))
        [found] = WhisperModel.find_alignment(
            self._model, self._tokens, [draft.ids], ctranslate2.StorageView.from_array(encoded), [frames]
        )
        merge_punctuations(found, "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、")
        return tuple(_words(found, length_s))


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What faster-whisper's alignment needs of a WhisperModel, which would read the tokeniser its own way (asr.tokens).

    `tokens_per_second`: places in the encoded sound, two frames of 10 ms each.
    """

    model: Any
    tokens_per_second: int = SAMPLE_RATE_HZ // (2 * _FRAME_SAMPLES)


@dataclass(frozen=True, slots=True)
class _Draft:
    """Decoded text that has no word times yet. `tokens`: all that were decoded for it."""

    ids: list[int]
    text: str
    avg_logprob: float
    no_speech: float
    tokens: int
    again: bool = False

    def hearing(self, words: tuple[Word, ...]) -> Hearing:
        return Hearing(words, self.avg_logprob, self.no_speech, guards.compression_ratio(self.text), self.again)


def usable_cores() -> int:
    """Logical cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _words(found: Sequence[dict[str, Any]], length_s: float) -> list[Word]:
    """The alignment's words; an empty one (merged punctuation) is left out, and a word never ends before it starts."""
    words = []
    for item in found:
        for text in str(item["word"]).split():
            start_s = min(max(float(item["start"]), 0.0), length_s)
            end_s = min(max(float(item["end"]), start_s), length_s)
            probability = min(max(float(item["probability"]), 0.0), 1.0)
            words.append(Word(text, round(start_s, 3), round(end_s, 3), round(probability, 4)))
    return words
