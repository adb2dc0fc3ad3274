"""What the practice's own words gain and what they harm, with whisper base on synthetic speech.

    python tests/benchmarks/vocabulary.py [--model DIR]

Two sets of sentences are spoken by espeak-ng: one with drug names and names of the list, one without any. Each is heard
without the list, with the list's own words as hotwords, and with a long list (40 terms). For each: term recall (terms
that were said and stand in the text), the same after correction by sound, word error rate, invented terms (in the text
but not said), false corrections and suggestions. A script, not a test: it prints, and judges nothing.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import tempfile
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soxr

from asr.audio import SAMPLE_RATE_HZ, Block
from asr.sounds import letters
from asr.transcript import Segment, Transcript
from asr.vocabulary import Vocabulary, corrections, hotwords, texts
from asr.wer import WordErrors, word_errors
from asr.whisper import Whisper
from models.store import ModelStore
from soep.hearing import shipped_ordinary
from soep.lexicon import Kind, shipped

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
    """What one way of listening gave on one set."""

    recall: float
    recall_corrected: float
    errors: WordErrors
    invented: int
    corrected_wrongly: int
    suggested_wrongly: int


def speech(sentence: str) -> Block:
    """The sentence by espeak-ng, 16 kHz."""
    made = subprocess.run(["espeak-ng", "-v", "nl", "-s", "135", "--stdout", sentence], capture_output=True, check=True)
    with wave.open(io.BytesIO(made.stdout)) as file:
        rate_hz = file.getframerate()
        samples = np.frombuffer(made.stdout[44:], dtype=np.int16).astype(np.float32) / 32768
    return np.asarray(soxr.resample(samples, rate_hz, SAMPLE_RATE_HZ), dtype=np.float32)


def windows(sentences: Sequence[str]) -> Iterator[Block]:
    """The sentences in windows that fit Whisper's."""
    gap = np.zeros(round(_GAP_S * SAMPLE_RATE_HZ), dtype=np.float32)
    parts: list[Block] = []
    for sentence in sentences:
        sound = speech(sentence)
        if parts and sum(map(len, parts)) + len(sound) > _WINDOW_S * SAMPLE_RATE_HZ:
            yield np.concatenate(parts)
            parts = []
        parts += [sound, gap]
    yield np.concatenate(parts)


def contains(text: str, term: str) -> bool:
    """Whether the term stands in the text as words."""
    said, wanted = [letters(w) for w in text.split()], [letters(w) for w in term.split()]
    return any(said[i : i + len(wanted)] == wanted for i in range(len(said)))


def measure(recognizer: Whisper, sentences: Sequence[str], prompt: str, told: Vocabulary) -> Outcome:
    """Hear a set with this prompt. `told`: the terms of the prompt, of which none may be invented."""
    hearings = [recognizer.hear([w], prompt)[0] for w in windows(sentences)]
    transcript = Transcript(tuple(Segment(h.words) for h in hearings))
    reference, heard = " ".join(sentences), " ".join(s.text for s in transcript.segments)
    found = corrections(transcript, OWN, shipped_ordinary())
    after = " ".join(texts(transcript, [c for c in found if c.sure]))
    said = [t for t in OWN.terms if contains(reference, t)]
    wrong = [c for c in found if c.term not in said]
    return Outcome(
        sum(contains(heard, t) for t in said) / max(1, len(said)),
        sum(contains(after, t) for t in said) / max(1, len(said)),
        word_errors(reference, heard),
        sum(contains(heard, t) and not contains(reference, t) for t in told.terms),
        sum(c.sure for c in wrong),
        sum(not c.sure for c in wrong),
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, help="folder with a CTranslate2 Whisper; default: base, from its wheels")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        recognizer = Whisper(chosen.model or ModelStore(Path(folder)).path("base"), threads=2)
    long = OWN.with_terms(t for t in shipped().terms(Kind.MIDDEL) if t not in OWN.terms)
    ways = {"no list": "", "own words": hotwords(OWN), "long list": hotwords(long)}
    print(f"{'way':10} {'speech':8} {'recall':>7} {'+sound':>7} {'WER':>6} {'invented':>9} {'wrong':>6} {'doubts':>7}")
    for way, prompt in ways.items():
        told = Vocabulary(tuple(prompt.rstrip(".").split(", ")) if prompt else ())
        for name, sentences in (("terms", WITH_TERMS), ("plain", WITHOUT_TERMS)):
            o = measure(recognizer, sentences, prompt, told)
            print(
                f"{way:10} {name:8} {o.recall:7.2f} {o.recall_corrected:7.2f} {o.errors.rate:6.3f} {o.invented:9d} "
                f"{o.corrected_wrongly:6d} {o.suggested_wrongly:7d}"
            )


if __name__ == "__main__":
    main()
