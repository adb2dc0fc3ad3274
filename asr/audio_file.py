"""A sound file, of any kind that FFmpeg's libraries read, as a stream of 16 kHz mono blocks. Never held whole."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import av.error
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from numpy.typing import NDArray

from asr.audio import SAMPLE_RATE_HZ, Block, Converter
from asr.errors import AudioEmpty, AudioMissing, AudioNotDecodable, AudioTruncated, AudioUnreadable

_EXACT_LENGTH: Final = frozenset({"wav", "w64", "aiff", "flac", "mov,mp4,m4a,3gp,3g2,mj2"})
_TOLERANCE_S: Final = 0.2
_PROTECTED: Final = frozenset({"drms", "enca", "aavd"})  # FairPlay, MPEG common encryption, Audible
_INTEGER_SCALE: Final = {"u8": 1 / 128, "s16": 1 / 32768, "s32": 1 / 2147483648, "s64": 2.0**-63}


class AudioFile:
    """Opens on `with` (AudioMissing, AudioUnreadable, AudioEmpty, AudioNotDecodable) and iterates Blocks, once.

    A file that breaks off or is damaged hands out all that can be read, and then raises AudioTruncated. Channels are
    brought together by asr.audio.Downmix; a change of rate or channels midway is followed; NaN becomes silence.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.duration_s: float | None = None
        self._container: InputContainer | None = None

    def __enter__(self) -> Self:
        self._container = _open(self.path)
        try:
            self.duration_s = _declared_s(self._container, _stream(self._container, self.path))
        except AudioNotDecodable:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file; may be called twice."""
        if self._container is not None:
            self._container.close()
            self._container = None

    def __iter__(self) -> Iterator[Block]:
        if self._container is None:
            raise RuntimeError("AudioFile is used outside its with block")
        reader = _Reader(self._container, _stream(self._container, self.path), self.path)
        yield from reader.blocks()
        reader.judge_end(self.duration_s)


class _Reader:
    """One pass over the packets; keeps count of what was read and what was damaged."""

    def __init__(self, container: InputContainer, stream: AudioStream, path: Path) -> None:
        self._container, self._stream, self._path = container, stream, path
        self._samples = 0
        self._damage = ""
        self._lost_s = 0.0
        self._converter: Converter | None = None
        self._shape: tuple[int, int] | None = None

    def blocks(self) -> Iterator[Block]:
        for frame in self._frames():
            for block in self._convert(frame):
                self._samples += len(block)
                yield block
        for block in self._converter.flush() if self._converter else ():
            self._samples += len(block)
            yield block

    def judge_end(self, declared_s: float | None) -> None:
        """Raises when less came out than the file promised, or damage was met."""
        read_s = self._samples / SAMPLE_RATE_HZ
        if self._samples == 0:
            raise AudioNotDecodable(self._path, self._damage) if self._damage else AudioEmpty(self._path)
        exact = self._container.format.name in _EXACT_LENGTH
        promised_s = declared_s if exact else None
        if promised_s is not None and self._container.format.name == "wav":
            promised_s *= _riff_promise(self._path)
        if promised_s is not None and promised_s - read_s > _TOLERANCE_S:
            raise AudioTruncated(self._path, self._damage or "shorter than it says", read_s, promised_s)
        if self._lost_s > _TOLERANCE_S:
            raise AudioTruncated(self._path, self._damage, read_s, declared_s)

    def _convert(self, frame: AudioFrame) -> Iterator[Block]:
        samples = _samples_of(frame)
        shape = (frame.sample_rate, samples.shape[1])
        if self._converter is None or shape != self._shape:
            if self._converter is not None:
                yield from self._converter.flush()
            self._converter, self._shape = Converter(*shape), shape
        yield from self._converter.push(samples)

    def _frames(self) -> Iterator[AudioFrame]:
        """Every frame that decodes; a damaged packet is noted and passed over."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets)
            except StopIteration:
                return
            except (av.error.FFmpegError, OSError) as error:
                self._damage, self._lost_s = str(error), math.inf
                return
            try:
                yield from packet.decode()
            except av.error.EOFError:
                return
            except (av.error.FFmpegError, ValueError) as error:
                self._damage = str(error)
                self._lost_s += float((packet.duration or 0) * (packet.time_base or 0))


def _open(path: Path) -> InputContainer:
    try:
        if path.is_dir():
            raise AudioUnreadable(path, "is a folder")
        size = os.stat(path).st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise AudioMissing(path) from error
    except (OSError, ValueError) as error:
        raise AudioUnreadable(path, type(error).__name__) from error
    if size == 0:
        raise AudioEmpty(path, "zero bytes")
    try:
        return av.open(os.fspath(path), mode="r", metadata_errors="ignore")
    except (av.error.FFmpegError, ValueError) as error:
        raise AudioNotDecodable(path, str(error)) from error


def _stream(container: InputContainer, path: Path) -> AudioStream:
    streams = container.streams.audio
    if not streams or streams[0].codec_context is None:
        raise AudioNotDecodable(path, "no sound track that can be decoded")
    if streams[0].codec_context.codec_tag in _PROTECTED:
        raise AudioNotDecodable(path, "protected (DRM)")
    return streams[0]


def _declared_s(container: InputContainer, stream: AudioStream) -> float | None:
    if stream.duration is not None and stream.time_base is not None:
        seconds = float(stream.duration * stream.time_base)
    elif container.duration is not None:
        seconds = container.duration / av.time_base
    else:
        return None
    return seconds if 0 < seconds < 86_400 * 7 else None


def _riff_promise(path: Path) -> float:
    """How many times its real size a wav says it has; at least 1. FFmpeg takes the real size for the whole of it.

    Sizes that recorders write while they do not know it yet (0, the largest number) promise nothing.
    """
    with path.open("rb") as file:
        head = file.read(8)
        real = file.seek(0, os.SEEK_END)
    said = int.from_bytes(head[4:8], "little")
    if head[:4] != b"RIFF" or said >= 0x7FFF_0000:
        return 1.0
    return max(1.0, (said + 8) / real)


def _samples_of(frame: AudioFrame) -> NDArray[np.float32]:
    """Shape (n, channels), float32, whatever the codec's own sample format is."""
    raw = frame.to_ndarray()
    channels = len(frame.layout.channels)
    planes = raw.T if frame.format.is_planar else raw.reshape(-1, channels)
    kind = frame.format.packed.name
    if kind not in _INTEGER_SCALE:
        return planes.astype(np.float32)
    offset = 128.0 if kind == "u8" else 0.0
    return (planes.astype(np.float32) - np.float32(offset)) * np.float32(_INTEGER_SCALE[kind])
