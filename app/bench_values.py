"""The values of a measurement: what is asked, what is found. Frozen; `to_dict` gives the JSON of soepel.bench/1.

Definitions, so that figures of two machines mean the same:
    RTF            seconds of work per second of sound; loading is left out, a warm-up went before (lower is faster)
    RTF on speech  the same work per second in which the detector hears a voice
    lag            from the end of a segment's last word until its text stands on the screen
    Stop -> ..     from the press on Stop, on the audio clock, until the transcript (the note) is whole
"""

from __future__ import annotations

import dataclasses
from dataclasses import asdict, dataclass
from typing import Any

SCHEMA = "soepel.bench/1"


@dataclass(frozen=True, slots=True)
class Job:
    """One model to measure. `threads`, `beam_size`, `device`: None leaves what the settings say."""

    model: str
    audio: str
    text: str
    terms: tuple[str, ...] = ()
    runs: int = 3
    quick: bool = False
    sustained_s: float = 0.0
    threads: int | None = None
    beam_size: int | None = None
    device: str | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds until the recogniser stands. Cold: the first time in a fresh process, so with importing the libraries
    and checking every byte; the system may still hold the file in memory. Warm: once more in the same process.
    `first_s` and `next_s`: the first window heard, and the same one again."""

    cold_s: float
    warm_s: float
    first_s: float
    next_s: float


@dataclass(frozen=True, slots=True)
class Speed:
    """Of a whole file, over all runs. `speech_s`: seconds with a voice in it. `again`: windows of one run that went
    round in a circle and were decoded twice. The shares are of all the time; the rest is reading and detecting voices.
    `tokens_per_s`: per second of decoding, the hypothesis that won alone. None: this recogniser does not tell."""

    speech_s: float
    rtf: tuple[float, ...]
    rtf_median: float
    rtf_p90: float
    rtf_min: float
    rtf_speech_median: float
    times_realtime: float
    recognizer_share: float
    windows: int
    again: int = 0
    encode_share: float | None = None
    decode_share: float | None = None
    align_share: float | None = None
    tokens_per_s: float | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """Of the live road, replayed on the audio clock; seconds. `rtf`: real work per second of sound."""

    sound_s: float
    rtf: float
    first_text_s: float | None
    lag_p50_s: float | None
    lag_p95_s: float | None
    backlog_max_s: float
    stops: int
    stop_transcript_p50_s: float
    stop_transcript_p95_s: float
    stop_note_p50_s: float
    stop_note_p95_s: float
    note_s: float
    note_first_s: float
    cpu_s_per_audio_min: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What a file costs. `vram_mb`, the most that the first card held beyond what it held before, and
    `energy_wh_per_audio_min` are None where nothing tells them ("n/a")."""

    cpu_s_per_audio_min: float
    cores_busy: float
    rss_after_load_mb: float
    rss_peak_mb: float
    vram_mb: float | None
    energy_wh_per_audio_min: float | None
    energy_source: str | None


@dataclass(frozen=True, slots=True)
class Quality:
    """Against the known text: word errors swapped, left out, put in; characters; medical terms; invented words."""

    wer: float
    substituted: int
    deleted: int
    inserted: int
    words: int
    cer: float
    terms: int
    terms_heard: int
    terms_missed: tuple[str, ...]
    invented_words: int
    invented_in_s: float
    marked_segments: int
    normalizer: str


@dataclass(frozen=True, slots=True)
class Sustained:
    """A long run without rest: the last five minutes over the first five; above 1 the machine slowed down."""

    seconds: float
    rtf_first: float
    rtf_last: float
    ratio: float


@dataclass(frozen=True, slots=True)
class Measured:
    """All about one model, or in `failed` the Dutch sentence on why there is nothing."""

    model: str
    sha256: str | None = None
    compute_type: str | None = None
    device: str | None = None
    threads: int | None = None
    beam_size: int | None = None
    load: Load | None = None
    speed: Speed | None = None
    live: Live | None = None
    cost: Cost | None = None
    quality: Quality | None = None
    sustained: Sustained | None = None
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound that was used. `synthetic`: read by computer voices, which are easier than people."""

    name: str
    sha256: str
    seconds: float
    words: int
    synthetic: bool


def measured_from_dict(data: dict[str, Any]) -> Measured:
    """What `asdict` made of a Measured, read back; figures of other versions that we do not know are passed over.

    Raises KeyError, TypeError and AttributeError when it is something else.
    """
    parts = {"load": Load, "speed": Speed, "live": Live, "cost": Cost, "quality": Quality, "sustained": Sustained}
    fields: dict[str, Any] = dict(data)
    for name, kind in parts.items():
        given = fields.get(name)
        if given is not None:
            known = {field.name for field in dataclasses.fields(kind)}
            fields[name] = kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in given.items() if k in known})
    return Measured(**fields)


def to_dict(value: Any) -> dict[str, Any]:
    """A value as JSON: times rounded to a tenth of a millisecond."""
    return {k: _rounded(v) for k, v in asdict(value).items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(v) for v in value]
    return value
