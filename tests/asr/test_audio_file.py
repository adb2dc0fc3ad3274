from __future__ import annotations

import os
import struct
import tracemalloc
import wave
from pathlib import Path

import numpy as np
import pytest

from asr.audio_file import AudioFile
from asr.errors import AudioEmpty, AudioMissing, AudioNotDecodable, AudioTruncated, AudioUnreadable

SECONDS = 3.0


def read(path: Path) -> np.ndarray:
    with AudioFile(path) as sound:
        return np.concatenate(list(sound))


def pitch_hz(samples: np.ndarray) -> float:
    middle = samples[8_000:24_000]
    return float(np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax())


def float_wav(path: Path, samples: np.ndarray, rate_hz: int = 16_000) -> Path:
    """A 32-bit float wav, written by hand so that NaN gets in."""
    data = samples.astype("<f4").tobytes()
    head = struct.pack("<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 3, 1, rate_hz, rate_hz * 4,
                       4, 32, b"data", len(data))  # fmt: skip
    path.write_bytes(head + data)
    return path


@pytest.mark.parametrize(
    ("name", "rate_hz", "channels", "extra"),
    [
        ("a.wav", "8000", "1", ["-b", "8"]),
        ("a.wav", "44100", "2", ["-b", "16"]),
        ("a.wav", "96000", "1", ["-b", "24"]),
        ("a.wav", "48000", "8", ["-b", "32"]),
        ("a.flac", "48000", "2", []),
        ("a.ogg", "22050", "1", []),
        ("a.aiff", "16000", "1", []),
    ],
)
def test_reads_every_kind_that_sox_writes(sox, name, rate_hz, channels, extra):
    path = sox(name, "-n", "-r", rate_hz, "-c", channels, *extra, "OUT", "synth", "3", "sine", "1000", "vol", "0.5")
    samples = read(path)
    assert len(samples) / 16_000 == pytest.approx(SECONDS, abs=0.02)
    assert pitch_hz(samples) == pytest.approx(1000, abs=1)
    assert np.abs(samples).max() == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.opus"])
def test_reads_what_telephones_make(tmp_path, tone, name):
    path = encoded(tmp_path / name, tone(1000, SECONDS, 48_000))
    samples = read(path)
    assert len(samples) / 16_000 == pytest.approx(SECONDS, abs=0.12)
    assert pitch_hz(samples) == pytest.approx(1000, abs=1)


def encoded(path: Path, sound: np.ndarray, rate_hz: int = 48_000) -> Path:
    import av

    codec = {".mp3": "libmp3lame", ".m4a": "aac", ".opus": "libopus", ".flac": "flac"}[path.suffix]
    with av.open(str(path), "w") as out:
        stream = out.add_stream(codec, rate=rate_hz)
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray((sound[None, :] * 32767).astype(np.int16), format="s16", layout="mono")
        frame.sample_rate = rate_hz
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=rate_hz,
                                      frame_size=stream.frame_size or None)  # fmt: skip
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
    return path


def test_tells_its_length_before_reading(sox):
    with AudioFile(sox("a.wav", "-n", "-r", "16000", "OUT", "synth", "2", "sine", "200")) as sound:
        assert sound.duration_s == pytest.approx(2.0, abs=0.01)


def test_blocks_are_at_most_a_second_and_none_is_empty(sox):
    with AudioFile(sox("a.wav", "-n", "-r", "44100", "OUT", "synth", "5", "sine", "200")) as sound:
        lengths = [len(b) for b in sound]
    assert 0 < min(lengths) <= max(lengths) <= 16_000


def test_a_dead_channel_does_not_halve_the_level(sox):
    path = sox(
        "a.wav", "-n", "-r", "16000", "-c", "2", "OUT", "synth", "2", "sine", "300", "vol", "0.5", "remix", "1", "0"
    )
    assert np.abs(read(path)).max() == pytest.approx(0.5, abs=0.02)


def test_nan_samples_become_silence(tmp_path, tone):
    sound = tone(300, 1, 16_000)
    sound[100:200] = np.nan
    sound[300] = np.inf
    samples = read(float_wav(tmp_path / "nan.wav", sound))
    assert np.isfinite(samples).all()
    assert not samples[110:190].any()


def test_a_change_of_rate_midway_is_followed(tmp_path, tone):
    """Two pieces of MP3 behind each other, as dictation recorders leave them."""
    first = encoded(tmp_path / "1.mp3", tone(1000, 2, 16_000), 16_000)
    second = encoded(tmp_path / "2.mp3", tone(1000, 2, 48_000), 48_000)
    path = tmp_path / "chained.mp3"
    path.write_bytes(first.read_bytes() + second.read_bytes())
    samples = read(path)
    assert len(samples) / 16_000 == pytest.approx(4.0, abs=0.3)
    assert pitch_hz(samples) == pytest.approx(1000, abs=1)
    assert pitch_hz(samples[-32_000:]) == pytest.approx(1000, abs=1)


@pytest.mark.parametrize("name", ["a.wav", "a.flac"])
def test_a_truncated_file_gives_what_is_there_and_then_says_so(sox, name):
    path = sox(name, "-n", "-r", "16000", "OUT", "synth", "10", "noise", "vol", "0.3")
    size = path.stat().st_size
    os.truncate(path, size * 6 // 10)
    heard = 0
    with AudioFile(path) as sound, pytest.raises(AudioTruncated) as caught:
        for block in sound:
            heard += len(block)
    assert heard / 16_000 == pytest.approx(6.0, abs=0.4)
    assert caught.value.readable_s == pytest.approx(heard / 16_000)
    assert caught.value.path == path


def test_a_damaged_middle_gives_the_rest_and_then_says_so(sox):
    path = sox("a.flac", "-n", "-r", "16000", "OUT", "synth", "10", "noise", "vol", "0.3")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = b"\x00" * 20_000
    path.write_bytes(bytes(data))
    heard = 0
    with AudioFile(path) as sound, pytest.raises(AudioTruncated):
        for block in sound:
            heard += len(block)
    assert heard / 16_000 > 8.0


def test_missing(tmp_path):
    with pytest.raises(AudioMissing) as caught, AudioFile(tmp_path / "nee.wav"):
        pass
    assert caught.value.path.name == "nee.wav"


def test_a_folder(tmp_path):
    with pytest.raises(AudioUnreadable), AudioFile(tmp_path):
        pass


def test_a_name_that_no_system_takes(tmp_path):
    with pytest.raises(AudioUnreadable), AudioFile(tmp_path / "a\0b.wav"):
        pass


def test_zero_bytes(tmp_path):
    (tmp_path / "leeg.wav").touch()
    with pytest.raises(AudioEmpty), AudioFile(tmp_path / "leeg.wav"):
        pass


def test_a_header_without_samples(tmp_path):
    path = float_wav(tmp_path / "leeg.wav", np.zeros(0))
    with pytest.raises((AudioEmpty, AudioNotDecodable)), AudioFile(path) as sound:
        list(sound)


@pytest.mark.parametrize(
    "content", [b"dit is geen geluid\n" * 50, b"\x89PNG\r\n\x1a\n" + b"\0" * 500, os.urandom(5000)]
)
def test_no_sound_at_all(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    with pytest.raises(AudioNotDecodable), AudioFile(tmp_path / "a.wav") as sound:
        list(sound)


def test_only_the_head_of_an_m4a_is_not_decodable(tmp_path, tone):
    path = encoded(tmp_path / "a.m4a", tone(300, 3, 48_000))
    os.truncate(path, 600)
    with pytest.raises(AudioNotDecodable), AudioFile(path) as sound:
        list(sound)


def test_a_protected_m4a_is_not_decodable(tmp_path, tone):
    """FairPlay marks the codec "drms" where "mp4a" would stand."""
    path = encoded(tmp_path / "a.m4a", tone(300, 3, 48_000))
    path.write_bytes(path.read_bytes().replace(b"mp4a", b"drms"))
    with pytest.raises(AudioNotDecodable), AudioFile(path) as sound:
        list(sound)


def test_a_long_file_is_never_held_whole(sox):
    path = sox("lang.flac", "-n", "-r", "16000", "OUT", "synth", "600", "sine", "200")
    tracemalloc.start()
    with AudioFile(path) as sound:
        seconds = sum(len(b) for b in sound) / 16_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert seconds == pytest.approx(600, abs=0.1)
    assert peak < 8_000_000  # the whole would be 38 MB


def test_outside_its_with_block_it_refuses(tmp_path):
    with pytest.raises(RuntimeError):
        next(iter(AudioFile(tmp_path)))


def test_a_plain_wav_that_was_cut_off_is_told_from_one_that_was_streamed(tmp_path, tone):
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes((tone(300, 4, 16_000) * 32_000).astype("<i2").tobytes())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with AudioFile(path) as sound, pytest.raises(AudioTruncated) as caught:
        list(sound)
    assert caught.value.readable_s == pytest.approx(2.0, abs=0.01)
    assert caught.value.declared_s == pytest.approx(4.0, abs=0.01)
    for size in (0, 0xFFFF_FFFF):  # as programs write that do not know it yet
        path.write_bytes(whole[:4] + size.to_bytes(4, "little") + whole[8:40] + size.to_bytes(4, "little") + whole[44:])
        assert len(read(path)) == 64_000
