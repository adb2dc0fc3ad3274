"""What the practice's own words gain and what they harm, with whisper base.

    python -m tests.benchmarks.vocabulary [--model DIR] [--real]

Two sets of sentences are spoken by espeak-ng: one with drug names and names of the list, one without any; `--real`
adds real Dutch speech without any (dutch_speech.py). Each is heard without a list, with the list's own words as
hotwords, and with the shipped medical list as hotwords. Columns:

    recall    terms that were said and stand in the text
    +list     the same, after the sure corrections by sound from the practice's list
    +ear      the same, counting terms that are suggested by soep.hearing too
    WER       word error rate
    invented  hotwords in the text that were not said
    wrong     sure corrections to a term that was not said
    doubts    suggestions (list and soep.hearing) of a term that was not said, per 1000 words

A script, not a test: it prints, and judges nothing.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tempfile
import wave
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.audio_file import AudioFile
from asr.sounds import letters
from asr.transcript import Segment, Transcript
from asr.vocabulary import MEDICAL, Vocabulary, corrections, hotwords, texts
from asr.wer import WordErrors, word_errors
from asr.whisper import Whisper
from models.store import ModelStore
from soep.hearing import shipped
from soep.text import fold, tokenise
from tests.benchmarks.dutch_speech import clips

_GAP_S = 0.7
_WINDOW_S = 28.0
OWN = Vocabulary((
    "omeprazol", "lisinopril", "metoprolol", "nitrofurantoïne", "amitriptyline", "desloratadine", "gliclazide",
    "tamsulosine", "levothyroxine", "Ventolin", "Microgynon", "Meulenbelt", "Terlouw", "De Zonnehoek", "Kwakernaat",
    "praktijk Lindenhout",
))  # fmt: skip
WITH_TERMS = (
    "Ik schrijf u omeprazol voor, een keer per dag voor het eten.",
    "U gebruikt al jaren lisinopril voor de bloeddruk.",
    "We gaan de metoprolol langzaam ophogen.",
    "Voor de blaas krijgt u nitrofurantoïne, vijf dagen lang.",
    "De amitriptyline neemt u een uur voor het slapen.",
    "Tegen de hooikoorts kunt u desloratadine proberen.",
    "Hoe gaat het met de gliclazide, heeft u hypo's gehad?",
    "De tamsulosine helpt goed bij het plassen.",
    "We prikken over zes weken opnieuw, de levothyroxine blijft gelijk.",
    "Neem de Ventolin mee als u gaat sporten.",
    "Sinds de Microgynon heb ik minder last.",
    "Ik verwijs u naar dokter Meulenbelt in het ziekenhuis.",
    "Mevrouw Terlouw van de thuiszorg komt morgen langs.",
    "Mijn moeder woont nu in De Zonnehoek.",
    "De fysiotherapeut heet Kwakernaat.",
    "U belt met praktijk Lindenhout, waarmee kan ik u helpen?",
)
WITHOUT_TERMS = (
    "Goedemorgen, gaat u zitten, waar kan ik u mee helpen?",
    "Ik heb al een week last van mijn rug, vooral als ik opsta.",
    "Straalt de pijn uit naar uw been of blijft het in de rug?",
    "Nee, het blijft op dezelfde plek, maar het is wel zeurend.",
    "Heeft u zelf al iets geprobeerd om de klachten te verminderen?",
    "Ik heb veel gewandeld en een warme kruik gebruikt.",
    "Dat is een goed idee, blijf vooral in beweging.",
    "Mijn man zegt dat ik te veel achter de computer zit.",
    "Kunt u op uw tenen en op uw hakken lopen?",
    "Ik druk nu zachtjes op uw rug, zegt u het als het pijn doet.",
    "Er is geen reden om een foto te maken.",
    "Meestal gaat het binnen een paar weken vanzelf over.",
    "Als u gevoel verliest of niet kunt plassen, belt u meteen.",
    "Over twee weken wil ik u graag nog een keer zien.",
    "Met de kinderen gaat het goed, die zijn op vakantie.",
    "Dank u wel, dan maak ik bij de balie een afspraak.",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way of listening gave on one set; the columns of the table."""

    recall: float
    with_list: float
    with_ear: float
    errors: WordErrors
    invented: int
    wrong: int
    doubts_per_1000: float


def speech(sentence: str) -> Block:
    """The sentence by espeak-ng, 16 kHz."""
    made = subprocess.run(["espeak-ng", "-v", "nl", "-s", "135", "--stdout", sentence], capture_output=True, check=True)
    with wave.open(io.BytesIO(made.stdout)) as file:
        rate_hz = file.getframerate()
        samples = np.frombuffer(made.stdout[44:], dtype=np.int16).astype(np.float32) / 32768
    return np.asarray(soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ), dtype=np.float32)


def windows(sounds: Iterable[Block]) -> Iterator[Block]:
    """The sounds with pauses between them, in windows that fit Whisper's."""
    gap = np.zeros(round(_GAP_S * SAMPLE_RATE_HZ), dtype=np.float32)
    parts: list[Block] = []
    for sound in sounds:
        if parts and sum(map(len, parts)) + len(sound) > _WINDOW_S * SAMPLE_RATE_HZ:
            yield np.concatenate(parts)
            parts = []
        parts += [sound, gap]
    yield np.concatenate(parts)


def real_speech() -> tuple[str, list[Block]]:
    """Lines of Debian's fillets-ng-data-nl: text and sounds."""
    lines = clips("electromagnet", 25) + clips("keys", 25)
    sounds = []
    for line in lines:
        with AudioFile(line.sound) as file:
            sounds.append(np.concatenate(list(file)))
    return " ".join(c.text for c in lines), sounds


def contains(text: str, term: str) -> bool:
    """Whether the term stands in the text as words."""
    said, wanted = [letters(w) for w in text.split()], [letters(w) for w in term.split()]
    return any(said[i : i + len(wanted)] == wanted for i in range(len(said)))


def measure(recognizer: Whisper, reference: str, sounds: Iterable[Block], prompt: str) -> Outcome:
    """Hear a set with this prompt."""
    hearings = [recognizer.hear([w], prompt)[0] for w in windows(sounds)]
    transcript = Transcript(tuple(Segment(h.words) for h in hearings))
    heard = " ".join(s.text for s in transcript.segments)
    found = corrections(transcript, OWN, shipped().is_ordinary)
    after = " ".join(texts(transcript, [c for c in found if c.sure]))
    by_ear = [
        s.term
        for first, segment in zip(transcript.first_word_of(), transcript.segments, strict=True)
        for s in shipped().suggestions(tokenise(segment.words, first), transcript.words)
    ]
    said = [t for t in OWN.terms if contains(reference, t)]
    doubts = [c.term for c in found if not c.sure] + by_ear
    told = prompt.rstrip(".").split(", ") if prompt else []
    return Outcome(
        sum(contains(heard, t) for t in said) / max(1, len(said)),
        sum(contains(after, t) for t in said) / max(1, len(said)),
        sum(contains(after, t) or fold(t) in by_ear for t in said) / max(1, len(said)),
        word_errors(reference, heard),
        sum(contains(heard, t) and not contains(reference, t) for t in told),
        sum(c.sure and not contains(reference, c.term) for c in found),
        1000 * sum(not contains(reference, t) for t in doubts) / max(1, len(transcript.words)),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder with a CTranslate2 Whisper; default: base, from its wheels")
    parser.add_argument("--real", action="store_true", help="also real speech (downloads a Debian package once)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recognizer = Whisper(chosen.model or ModelStore(Path(folder)).path("base"), threads=2)
    sets = {
        "terms": (" ".join(WITH_TERMS), [speech(s) for s in WITH_TERMS]),
        "plain": (" ".join(WITHOUT_TERMS), [speech(s) for s in WITHOUT_TERMS]),
    } | ({"real": real_speech()} if chosen.real else {})
    ways = {"no list": "", "own words": hotwords(OWN), "medical": hotwords(Vocabulary(), MEDICAL)}
    print(
        f"{'hotwords':10}{'speech':8}{'recall':>7}{'+list':>7}{'+ear':>7}{'WER':>7}{'invented':>9}{'wrong':>6}{'doubts':>7}"
    )
    for way, prompt in ways.items():
        for name, (reference, sounds) in sets.items():
            o = measure(recognizer, reference, sounds, prompt)
            print(
                f"{way:10}{name:8}{o.recall:7.2f}{o.with_list:7.2f}{o.with_ear:7.2f}{o.errors.rate:7.3f}"
                f"{o.invented:9d}{o.wrong:6d}{o.doubts_per_1000:7.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
