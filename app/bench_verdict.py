"""What the figures mean for a GP, in plain Dutch: which model keeps up here, and the wait after a consult."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.bench_values import Measured

LIVE_RTF = 0.6  # below it there is room for the rest of the program and for a busier moment (research: 0.6)
MUST_RTF = 1.0
CONSULTS_MIN = (10, 15)
POOR_WER = 0.25
STARVED = 0.5  # share of its threads that a recogniser keeps busy; 0.8 to 1 when nothing else runs

# Work per second of sound, as a multiple of base on a processor. Derived from published encoder times (whisper.cpp
# issue 89: small 4.3 s, medium 15.2 s, large 27.5 s per window; rten 403: base 18x, small 5x, medium 2x realtime;
# faster-whisper 1144: turbo on a processor is a bit slower than medium). Good for a guess, so shown as one.
RELATIVE_WORK = {"tiny": 0.5, "base": 1.0, "small": 3.5, "medium": 11.0, "large-v3-turbo": 13.0, "large-v2": 22.0}


class Fits(StrEnum):
    """How a model and this computer go together."""

    LIVE = "live"
    TIGHT = "krap"
    AFTER = "achteraf"


@dataclass(frozen=True, slots=True)
class Advice:
    """One model on this computer. `waits_s`: from Stop to the note, per length in CONSULTS_MIN, seconds."""

    model: str
    fits: Fits
    waits_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`recommended`: the model with the fewest errors of those that keep up; None when nothing was measured."""

    recommended: str | None
    advice: tuple[Advice, ...]
    guesses: tuple[tuple[str, float], ...]
    sentences: tuple[str, ...]


def starved(measured: Measured) -> bool:
    """Whether other work kept the processor from it: then every time above is too long."""
    cost = measured.cost
    return cost is not None and measured.device == "cpu" and cost.cores_busy < STARVED * (measured.threads or 1)


def advise(measured: Measured) -> Advice | None:
    """About one model; None when it was not measured."""
    if measured.live is None or measured.speed is None:
        return None
    rtf = measured.live.rtf
    fits = Fits.LIVE if rtf <= LIVE_RTF else Fits.TIGHT if rtf <= MUST_RTF else Fits.AFTER
    # Who cannot keep up goes on after Stop, in full windows and batches: the speed of a file.
    behind = max(0.0, min(rtf, measured.speed.rtf_median) - 1.0)
    waits = tuple(measured.live.stop_note_p95_s + behind * 60 * minutes for minutes in CONSULTS_MIN)
    return Advice(measured.model, fits, waits)


def judge(models: Sequence[Measured], known: Sequence[str]) -> Verdict:
    """The verdict over all models that were measured. `known`: every model that could be installed."""
    advice = tuple(a for a in map(advise, models) if a is not None)
    by_name = {m.model: m for m in models}
    best = min(advice, key=lambda a: (list(Fits).index(a.fits), errors(by_name[a.model]), a.waits_s), default=None)
    guesses = guess(models, known)
    sentences = [about(a, by_name[a.model]) for a in advice]
    if best is not None:
        sentences.append(recommend(best, by_name[best.model], len(advice)))
    sentences.extend(about_guesses(guesses))
    if any(map(starved, models)):
        sentences.append("De computer was tijdens het meten druk met ander werk; in rust is hij sneller.")
    return Verdict(best.model if best else None, advice, guesses, tuple(sentences))


def errors(measured: Measured) -> float:
    """Word error rate, with invented words on silence as bad as errors; 1.0 when not known."""
    quality = measured.quality
    return 1.0 if quality is None else quality.wer + quality.invented_words / max(1, quality.words)


def guess(models: Sequence[Measured], known: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The expected live RTF of models that are not here, from the largest that was measured on the processor."""
    measured = [m for m in models if m.live is not None and m.device == "cpu" and m.model in RELATIVE_WORK]
    if not measured:
        return ()
    base = max(measured, key=lambda m: RELATIVE_WORK[m.model])
    assert base.live is not None
    per_unit = base.live.rtf / RELATIVE_WORK[base.model]
    seen = {m.model for m in models}
    return tuple((name, per_unit * RELATIVE_WORK[name]) for name in known if name in RELATIVE_WORK and name not in seen)


def about(advice: Advice, measured: Measured) -> str:
    """One model in one or two sentences."""
    assert measured.live is not None
    busy = f"{100 * measured.live.rtf:.0f} %"
    ten, fifteen = (how_long(wait) for wait in advice.waits_s)
    match advice.fits:
        case Fits.LIVE:
            start = f"{advice.model} loopt hier live mee: het uitschrijven vraagt {busy} van de duur van het gesprek."
        case Fits.TIGHT:
            start = f"{advice.model} loopt hier maar net live mee ({busy} van de duur van het gesprek)."
        case Fits.AFTER:
            start = f"{advice.model} is hier te traag om live mee te lopen en schrijft uit na het gesprek."
    if ten == fifteen:
        return f"{start} Na Stop wacht u {ten} op het verslag, ook na een consult van 10 of 15 minuten."
    return f"{start} Na een consult van 10 minuten wacht u {ten} op het verslag, na 15 minuten {fifteen}."


def how_long(seconds: float) -> str:
    """A wait in Dutch words, rounded up to what a person notices."""
    if seconds < 1:
        return "hooguit 1 seconde"
    if seconds < 90:
        return f"ongeveer {int(seconds) + 1} seconden"
    return f"ongeveer {round(seconds / 60)} minuten"


def recommend(best: Advice, measured: Measured, count: int) -> str:
    """The advice itself, with a warning when even the best makes many errors."""
    why = "" if count == 1 else " Het maakt de minste fouten van de modellen die hier meekomen."
    if best.fits is Fits.AFTER:
        why = " Geen enkel model komt hier live mee; dit kost de minste tijd of fouten."
    wer = measured.quality.wer if measured.quality else 0.0
    poor = f" Let op: {100 * wer:.0f} van de 100 woorden zijn fout; kijk het verslag goed na." if wer > POOR_WER else ""
    return f"Advies: gebruik {best.model}.{why}{poor}"


def about_guesses(guesses: Sequence[tuple[str, float]]) -> list[str]:
    """What to expect of the models that are not installed, the best of each kind in one sentence."""
    live = [name for name, rtf in guesses if rtf <= LIVE_RTF]
    tight = [name for name, rtf in guesses if LIVE_RTF < rtf <= MUST_RTF]
    slow = [name for name, rtf in guesses if rtf > MUST_RTF]
    sentences = []
    if live:
        sentences.append(f"Schatting: {named(live)} zou hier ook live meelopen. Haal het op en meet het na.")
    if tight:
        sentences.append(f"Schatting: {named(tight)} zou hier maar net live meelopen.")
    if slow:
        sentences.append(f"Schatting: te traag om hier live mee te lopen: {named(slow)}.")
    return sentences


def named(names: Sequence[str]) -> str:
    """Names in a Dutch sentence."""
    return " en ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
