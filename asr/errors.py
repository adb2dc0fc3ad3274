"""Everything that can go wrong between sound and words; one class per cause, facts as attributes, no Dutch.

AsrError
├── AudioError(path)                a sound file
│   ├── AudioMissing                there is no such file
│   ├── AudioUnreadable             a folder, no permission, or the disk fails
│   ├── AudioEmpty                  zero bytes, or a well-formed file without one sample
│   ├── AudioNotDecodable           no sound, a codec that is not known here, or protected (DRM)
│   └── AudioTruncated              breaks off or is damaged; raised after every readable block was handed out
├── MicrophoneError(device)         a microphone
│   ├── NoSoundSystem               PortAudio is not there or cannot start
│   ├── NoMicrophone                no input device at all, or not the one that was asked for
│   ├── MicrophoneNotOpened         there, but it refuses to open (busy, no permission)
│   ├── MicrophoneVanished          gave sound, then stopped
│   ├── ComputerSlept               gave sound, then the computer slept
│   └── MicrophoneSilent            gives exact zeros only: muted, or the system keeps it from us
├── ModelLoadError(model_dir)       the weights do not load
├── DetectorLoadError               the voice detector's weights do not load
├── VoiceEncoderLoadError(file)     the voice encoder's weights are missing, changed, or do not load
├── VoiceSampleTooShort(heard_s)    too little speech to know a voice by
├── TranscriptFormatError(where)    a transcript file that is not soepel.transcript/1
└── Cancelled                       the user asked to stop
"""

from __future__ import annotations

from pathlib import Path


class AsrError(Exception):
    """Root of the tree."""


class AudioError(AsrError):
    """Something about the sound file `path`; `reason` is the decoder's or the system's own words."""

    def __init__(self, path: Path, reason: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {path.name}: {reason}")
        self.path = path
        self.reason = reason


class AudioMissing(AudioError):
    """There is no such file."""


class AudioUnreadable(AudioError):
    """It is a folder, may not be read, or the disk fails."""


class AudioEmpty(AudioError):
    """Zero bytes, or not one sample."""


class AudioNotDecodable(AudioError):
    """No sound in it, an unknown codec, or protected content."""


class AudioTruncated(AudioError):
    """The sound breaks off or is damaged. `readable_s` seconds were handed out of `declared_s` promised."""

    def __init__(self, path: Path, reason: str, readable_s: float, declared_s: float | None) -> None:
        super().__init__(path, reason)
        self.readable_s = readable_s
        self.declared_s = declared_s


class MicrophoneError(AsrError):
    """Something about the microphone named `device` (None: the system's default)."""

    def __init__(self, device: str | None, reason: str = "") -> None:
        super().__init__(f"{type(self).__name__}: {device or 'default'}: {reason}")
        self.device = device
        self.reason = reason


class NoSoundSystem(MicrophoneError):
    """PortAudio is not there or cannot start."""


class NoMicrophone(MicrophoneError):
    """There is no input device, or not the one that was asked for."""


class MicrophoneNotOpened(MicrophoneError):
    """The device is there but refuses to open."""


class MicrophoneVanished(MicrophoneError):
    """No sound arrives any more; all that came before was handed out."""


class ComputerSlept(MicrophoneError):
    """The computer slept while the microphone was open; all that came before was handed out."""


class MicrophoneSilent(MicrophoneError):
    """Exact zeros only, from the start, `seconds` long: muted or kept from us. Real rooms are never exactly silent."""

    def __init__(self, device: str | None, seconds: float) -> None:
        super().__init__(device, f"{seconds:.1f} s of zeros")
        self.seconds = seconds


class ModelLoadError(AsrError):
    """The weights in `model_dir` do not load."""

    def __init__(self, model_dir: Path, reason: str) -> None:
        super().__init__(f"{model_dir.name}: {reason}")
        self.model_dir = model_dir
        self.reason = reason


class DetectorLoadError(AsrError):
    """The voice detector's weights are missing or do not load."""


class VoiceEncoderLoadError(AsrError):
    """The voice encoder's weights `file` are missing, are not the shipped ones, or do not load."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.file = file
        self.reason = reason


class VoiceSampleTooShort(AsrError):
    """Only `heard_s` seconds of speech to know a voice by; `needed_s` are needed."""

    def __init__(self, heard_s: float, needed_s: float) -> None:
        super().__init__(f"{heard_s:.1f} s of speech, {needed_s:.0f} s needed")
        self.heard_s = heard_s
        self.needed_s = needed_s


class TranscriptFormatError(AsrError):
    """Not a transcript: `where` names the place ("segments[3].words[0].start_s"), `reason` what is wrong."""

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}")
        self.where = where
        self.reason = reason


class Cancelled(AsrError):
    """The user asked to stop."""
