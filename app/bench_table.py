"""The figures as text: one table for a measurement, for two machines side by side, and as CSV. Quality stands first."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from app.bench_values import Measured, to_dict
from app.bench_verdict import starved
from app.benchmark import Benchmark, models_of

NA = "n/a"
Cell = Callable[[Measured], str]


def figure(part: str, name: str, unit: str = "", digits: int = 2, scale: float = 1.0) -> Cell:
    """A cell with one number of one part; "n/a" when it is not known."""

    def cell(measured: Measured) -> str:
        value = getattr(getattr(measured, part), name, None)
        return NA if value is None else f"{scale * value:.{digits}f}{unit}"

    return cell


def spread(measured: Measured) -> str:
    """Median, 90th percentile and least real-time factor."""
    speed = measured.speed
    return NA if speed is None else f"{speed.rtf_median:.3f} / {speed.rtf_p90:.3f} / {speed.rtf_min:.3f}"


def word_errors(measured: Measured) -> str:
    """Word error rate with what it is made of."""
    q = measured.quality
    return NA if q is None else f"{100 * q.wer:.1f} % ({q.substituted}/{q.deleted}/{q.inserted})"


def terms(measured: Measured) -> str:
    """How many medical terms were heard."""
    q = measured.quality
    return NA if q is None or not q.terms else f"{q.terms_heard} van {q.terms}"


def invented(measured: Measured) -> str:
    """Words where nothing was said."""
    q = measured.quality
    return NA if q is None else f"{q.invented_words} in {q.invented_in_s:.0f} s"


def pair(part: str, first: str, second: str, digits: int = 1) -> Cell:
    """Two numbers of seconds in one cell."""

    def cell(measured: Measured) -> str:
        found = [getattr(getattr(measured, part), name, None) for name in (first, second)]
        return " / ".join(NA if value is None else f"{value:.{digits}f}" for value in found) + " s"

    return cell


def split(measured: Measured) -> str:
    """Which part of the time went into encoding, decoding and timing words."""
    s = measured.speed
    if s is None or s.encode_share is None or s.decode_share is None or s.align_share is None:
        return NA
    return f"{100 * s.encode_share:.0f} / {100 * s.decode_share:.0f} / {100 * s.align_share:.0f} %"


def again(measured: Measured) -> str:
    """Windows that went round in a circle."""
    return NA if measured.speed is None else f"{measured.speed.again} van {measured.speed.windows}"


def how(measured: Measured) -> str:
    """Device, computing type, threads and beam, as they were resolved."""
    return f"{measured.device or NA} {measured.compute_type or ''}".rstrip()


ROWS: tuple[tuple[str, Cell], ...] = (
    ("woordfouten (fout/weg/extra)", word_errors),
    ("tekenfouten", figure("quality", "cer", " %", 1, 100)),
    ("medische woorden gehoord", terms),
    ("verzonnen bij stilte en ruis", invented),
    ("rekentijd per seconde geluid", spread),
    ("  per seconde spraak", figure("speed", "rtf_speech_median", "", 3)),
    ("  sneller dan het gesprek", figure("speed", "times_realtime", " x", 1)),
    ("live: rekentijd per seconde", figure("live", "rtf", "", 3)),
    ("live: eerste tekst na", figure("live", "first_text_s", " s", 1)),
    ("live: tekst loopt achter p50/p95", pair("live", "lag_p50_s", "lag_p95_s")),
    ("live: grootste achterstand", figure("live", "backlog_max_s", " s", 1)),
    ("Stop tot transcript p50/p95", pair("live", "stop_transcript_p50_s", "stop_transcript_p95_s", 2)),
    ("Stop tot verslag p50/p95", pair("live", "stop_note_p50_s", "stop_note_p95_s", 2)),
    ("laden koud/warm", pair("load", "cold_s", "warm_s", 2)),
    ("eerste venster / daarna", pair("load", "first_s", "next_s", 2)),
    ("processortijd per minuut geluid", figure("cost", "cpu_s_per_audio_min", " s", 1)),
    ("kernen bezig", figure("cost", "cores_busy", "", 1)),
    ("geheugen na laden", figure("cost", "rss_after_load_mb", " MB", 0)),
    ("geheugen, grootste", figure("cost", "rss_peak_mb", " MB", 0)),
    ("geheugen videokaart", figure("cost", "vram_mb", " MB", 0)),
    ("energie per minuut geluid", figure("cost", "energy_wh_per_audio_min", " Wh", 4)),
    ("volgehouden: laatste / eerste 5 min", figure("sustained", "ratio", "", 2)),
    ("vensters twee keer gelezen", again),
    ("rekentijd: geluid/woorden/tijden", split),
    ("woorddelen per seconde", figure("speed", "tokens_per_s", "", 0)),
    ("rekenen", how),
    ("rekendraden", lambda m: str(m.threads or NA)),
    ("zoekbreedte", lambda m: str(m.beam_size or NA)),
    ("sha256 van het model", lambda m: (m.sha256 or NA)[:12]),
)


def lay_out(heads: Sequence[str], models: Sequence[Measured]) -> list[str]:
    """A table: a column per model, a row per figure. A row that nobody can fill but with "n/a" stays, to say so."""
    rows = [["", *heads], *([label, *(cell(m) for m in models)] for label, cell in ROWS)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        row[0].ljust(widths[0]) + "".join("  " + c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]


def as_table(done: Benchmark) -> str:
    """The whole measurement for a reader: what on, the figures, what failed, the verdict."""
    ready = [m for m in done.models if m.failed is None]
    sound = done.sound
    lines = [*about_machine(done.machine, done.versions), ""]
    voices = " (computerstemmen; op echte gesprekken zijn er meer fouten)" if sound.synthetic else ""
    lines.append(f"geluid     {sound.name}, {sound.seconds:.0f} s, {sound.words} woorden{voices}")
    lines.append(f"gemeten    {done.settings['runs']} keer; voorverwarmd: {done.settings['warm_up']}")
    lines.append(f"spraak     {done.settings['vad']}")
    lines.append(f"woordenlijst {done.settings['own_words']}")
    lines.extend(f"let op     {warning}" for warning in warnings(done))
    lines.extend(["", *lay_out([m.model for m in ready], ready), ""])
    lines.extend(f"{m.model}: {m.failed}" for m in done.models if m.failed is not None)
    lines.extend(done.verdict.sentences)
    return "\n".join(lines)


def about_machine(machine: dict[str, Any], versions: dict[str, str]) -> list[str]:
    """The computer in three lines."""
    cpu, memory = machine["cpu"], machine["memory_mb"]
    return [
        f"computer   {cpu['model']}, {cpu['physical']} kernen ({cpu['logical']} draden), {' '.join(cpu['isa'])}",
        f"           {memory['total']} MB geheugen ({memory['free']} vrij), videokaart: {cards(machine)}, "
        f"{machine['power']['source']}, {machine['os']}",
        f"versies    {', '.join(f'{name} {number}' for name, number in versions.items())}",
    ]


def cards(machine: dict[str, Any]) -> str:
    """Every graphics card with its driver and memory."""
    return ", ".join(f"{name} (driver {driver}, {size})" for name, driver, size in machine["gpu"]) or "geen"


def warnings(done: Benchmark) -> list[str]:
    """What makes the figures less than they seem."""
    found = []
    busy, cores = done.machine.get("load_1min"), done.machine["cpu"]["usable"]
    if done.machine["power"]["source"] == "accu":
        found.append("gemeten op de accu; aan de stroom is de computer vaak sneller.")
    if any(map(starved, done.models)) or (busy is not None and busy > 1.5 * cores):
        found.append(
            f"de computer was ook met ander werk bezig (belasting {busy or 0:.0f} op {cores} kernen): "
            "zonder dat is hij sneller. Meet nog eens met andere programma's uit."
        )
    if done.quick:
        found.append("snelle meting: de cijfers zijn ruw.")
    if done.stopped:
        found.append("afgebroken: alleen wat klaar was staat hier.")
    return found


def as_csv(done: Benchmark) -> str:
    """One line per model, every figure a column, machine and sound repeated; numbers with a point."""
    machine, sound = done.machine, done.sound
    common = {
        "made_at": done.made_at, "cpu": machine["cpu"]["model"], "cores": machine["cpu"]["physical"],
        "memory_mb": machine["memory_mb"]["total"], "power": machine["power"]["source"], "os": machine["os"],
        "ctranslate2": done.versions.get("ctranslate2", ""), "sound": sound.name, "sound_s": round(sound.seconds, 2),
        "gpu": cards(machine), "own_words": done.settings["own_words"], "runs": done.settings["runs"],
        "vad": done.settings["vad"], "memory_free_mb": machine["memory_mb"]["free"],
    }  # fmt: skip
    rows = [{**common, **flat(m)} for m in done.models]
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def flat(measured: Measured) -> dict[str, Any]:
    """A model's figures with names such as "speed.rtf_median"."""
    row: dict[str, Any] = {}
    for field in fields(measured):
        value = getattr(measured, field.name)
        parts = to_dict(value) if hasattr(value, "__slots__") else {"": value}
        for name, part in parts.items():
            row[f"{field.name}.{name}".rstrip(".")] = " ".join(map(str, part)) if isinstance(part, list) else part
    return row


def compare(documents: Sequence[dict[str, Any]], names: Sequence[str]) -> str:
    """Machines side by side, with a warning for whatever else differs. Raises KeyError and TypeError."""
    lines: list[str] = []
    heads: list[str] = []
    columns: list[Measured] = []
    for name, document in zip(names, documents, strict=True):
        lines.extend([name, *("  " + line for line in about_machine(document["machine"], document["versions"]))])
        ready = [m for m in models_of(document) if m.failed is None]
        heads.extend(f"{name}: {m.model}" for m in ready)
        columns.extend(ready)
    lines.extend(f"let op  {warning}" for warning in differences(documents))
    order = sorted(range(len(columns)), key=lambda at: columns[at].model)
    lines.extend(["", *lay_out([heads[at] for at in order], [columns[at] for at in order])])
    lines.extend(["", *ratios(heads, columns)])
    return "\n".join(lines)


def differences(documents: Sequence[dict[str, Any]]) -> list[str]:
    """What must be the same before speeds may be laid side by side."""
    found = []
    if len({d["sound"]["sha256"] for d in documents}) > 1:
        found.append("er is op verschillend geluid gemeten; de cijfers zijn niet te vergelijken.")
    if len({d["versions"].get("ctranslate2") for d in documents}) > 1:
        found.append("de versies van ctranslate2 verschillen.")
    if len({d["versions"].get("soepel") for d in documents}) > 1:
        found.append("de versies van Soepel verschillen.")
    if len({bool(d["quick"]) for d in documents}) > 1:
        found.append("de ene meting was snel en ruw, de andere volledig.")
    return found


def ratios(heads: Sequence[str], columns: Sequence[Measured]) -> list[str]:
    """Per model how much faster the fastest machine is than each other."""
    lines = []
    for model in dict.fromkeys(m.model for m in columns):
        timed = [(h, m.speed.rtf_median) for h, m in zip(heads, columns, strict=True) if m.model == model and m.speed]
        best = min(timed, key=lambda one: one[1], default=None)
        for head, rtf in timed:
            if best is not None and head != best[0] and best[1] > 0:
                lines.append(f"{best[0]} is {rtf / best[1]:.1f} keer zo snel als {head}.")
    return lines
