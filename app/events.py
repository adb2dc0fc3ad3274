"""What happens to a consult: the GP's intents and what the jobs report. Pure values; app.session says what they do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.draft import LineKey
from app.saved import Saved
from asr.events import Event as ListenEvent
from asr.microphone import Device
from asr.transcript import Speaker
from asr.vocabulary import Correction, Vocabulary
from soep.note import Note, Section


class Consent(StrEnum):
    """Whether the patient was told and agreed to this recording."""

    UNASKED = "unasked"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class Leftover:
    """A consult that was not finished: where its recording is, when it began (unix ms) and how much sound it holds.

    `has_note`: it was under review, and its text is kept.
    """

    path: Path
    started_ms: int
    duration_s: float
    has_note: bool = False


@dataclass(frozen=True, slots=True)
class LeftoversFound:
    """The recordings that still wait to be worked out, newest last."""

    leftovers: tuple[Leftover, ...]


@dataclass(frozen=True, slots=True)
class DevicesFound:
    """The microphones that are there now."""

    devices: tuple[Device, ...]


@dataclass(frozen=True, slots=True)
class WordsFound:
    """The practice's own words as they now are."""

    words: Vocabulary


@dataclass(frozen=True, slots=True)
class CorrectionsFound:
    """Where the transcript may hold one of those words under another spelling."""

    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True)
class WordsOffered:
    """Words that the GP mended and may want in the list. `note`: where that was; None: in the talk itself."""

    note: Note | None
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    """The GP does not want this word in the list."""

    term: str


@dataclass(frozen=True, slots=True)
class Heard:
    """The journal took in a block. `level` is its peak in [0, 1], `quiet_s` how long nothing was heard by now.

    `lost_s`: how much sound never came through in this take (a computer that hung). `moved`: the system took another
    microphone than the one we began with.
    """

    recorded_s: float
    level: float
    quiet_s: float = 0.0
    lost_s: float = 0.0
    moved: bool = False


@dataclass(frozen=True, slots=True)
class ConsentTicked:
    """The GP (un)ticked that the patient was told and agreed."""

    consent: Consent


@dataclass(frozen=True, slots=True)
class Started:
    """Recording was asked for."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Pause was asked for."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Recording on was asked for."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Stop was asked for: the microphone is closed, everything recorded is still transcribed."""


@dataclass(frozen=True, slots=True)
class ReadingStarted:
    """A file or an unfinished recording is being transcribed."""


@dataclass(frozen=True, slots=True)
class ConsultRestored:
    """A consult that was under review when the program ended stands there again, as the GP left it."""

    saved: Saved


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """The writer is done."""

    note: Note


@dataclass(frozen=True, slots=True)
class SectionEdited:
    """The GP changed the text of one section."""

    contact: int
    section: Section
    text: str


@dataclass(frozen=True, slots=True)
class DoubtSeen:
    """The GP looked at a doubtful line and let it stand."""

    key: LineKey


@dataclass(frozen=True, slots=True)
class NoteCopied:
    """The whole note went to the clipboard."""


@dataclass(frozen=True, slots=True)
class SectionCopied:
    """One section went to the clipboard."""

    contact: int
    section: Section


@dataclass(frozen=True, slots=True)
class RolesSwapped:
    """Arts and patient were mixed up: change them over."""


@dataclass(frozen=True, slots=True)
class TurnGiven:
    """One turn of the talk, numbered from 0, was said by `speaker`, whatever stood there."""

    segment: int
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class WordsMended:
    """The words [first, after) of the talk were misheard: `text` was said."""

    first: int
    after: int
    text: str


@dataclass(frozen=True, slots=True)
class RewriteStarted:
    """The note is being written again from the transcript as it now stands."""


@dataclass(frozen=True, slots=True)
class RecordingInterrupted:
    """The microphone failed or the disk is full: recording can go on once that is mended; what came in is kept."""

    error: Exception


@dataclass(frozen=True, slots=True)
class RecordingBroken:
    """Recording cannot go on; what is on disk is still transcribed."""

    error: Exception


@dataclass(frozen=True, slots=True)
class ListeningFailed:
    """Transcription stopped; a recording goes on without it."""

    error: Exception


@dataclass(frozen=True, slots=True)
class WritingFailed:
    """The writer stopped; the transcript stands."""

    error: Exception


@dataclass(frozen=True, slots=True)
class Noticed:
    """Something else went wrong that the GP should know; the consult goes on."""

    error: Exception


@dataclass(frozen=True, slots=True)
class ErrorDismissed:
    """The GP has read the message."""


@dataclass(frozen=True, slots=True)
class Preparing:
    """The recogniser is made ready. `what` (Dutch) and `share` in [0, 1] are of the measuring at a first start.

    `what` is empty while a model loads, which cannot be skipped.
    """

    what: str = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """The recogniser is ready, or could not be made so."""


@dataclass(frozen=True, slots=True)
class Advised:
    """Nothing is wrong, but the GP may want to know this (Dutch): a graphics card that is not used, say."""

    text: str


@dataclass(frozen=True, slots=True)
class AdviceDismissed:
    """The GP has read the advice."""


@dataclass(frozen=True, slots=True)
class WorkCancelled:
    """The GP did not want to wait; the sound itself is kept."""


@dataclass(frozen=True, slots=True)
class ConsultClosed:
    """The consult is done with; the next one starts empty, consent included."""


ConsultEvent = (
    ConsentTicked | LeftoversFound | DevicesFound | Started | Heard | Paused | Resumed | Stopped | ReadingStarted
    | NoteWritten | SectionEdited | DoubtSeen | NoteCopied | SectionCopied | RolesSwapped | TurnGiven | WordsMended
    | RewriteStarted | RecordingInterrupted | RecordingBroken | ListeningFailed | WritingFailed | Noticed
    | ErrorDismissed
    | WorkCancelled | ConsultRestored | ConsultClosed | WordsFound | CorrectionsFound | WordsOffered | OfferDeclined
    | Advised | AdviceDismissed | Preparing | Prepared
)  # fmt: skip
Dismissal = ErrorDismissed | AdviceDismissed
Event = ConsultEvent | ListenEvent
