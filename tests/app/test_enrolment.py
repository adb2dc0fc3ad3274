"""A voice is learnt from speech alone; what is no voice keeps what was there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.enrolment import PATIENCE_S, Sample, learn, loudness, taken
from app.errors import VoiceInterrupted, VoiceTooQuiet
from app.reading import ENOUGH_S, READ_ALOUD
from app.settings import Folders, Settings
from app.store import voice as kept
from asr.audio import Block
from asr.errors import AudioTruncated, ComputerSlept, MicrophoneVanished, VoiceSampleTooShort
from asr.fake import FakeBlocks, FakeDetector, silence, voice
from tests.app.voice_parts import VoiceBuild


def filled(sound: Block, error: Exception | None = None) -> Sample:
    sample = Sample(FakeDetector())
    for _ in taken(FakeBlocks(sound, error=error), sample):
        pass
    return sample


def test_silence_does_not_count_and_listening_ends_when_there_is_enough() -> None:
    sample = filled(np.concatenate((silence(6.0), voice(10.0), silence(3.0), voice(30.0))))
    assert sample.spoken_s == pytest.approx(ENOUGH_S, abs=0.6)
    assert sample.heard_s == pytest.approx(ENOUGH_S + 9.0, abs=0.6)
    assert sample.is_full and sample.share == 1.0


def test_it_does_not_listen_for_ever() -> None:
    sample = filled(silence(PATIENCE_S + 20.0))
    assert sample.heard_s == PATIENCE_S == sample.quiet_s
    with pytest.raises(VoiceTooQuiet):
        sample.sound()


def test_progress_follows_what_was_said() -> None:
    sample = Sample(FakeDetector())
    shares = []
    for _ in taken(FakeBlocks(np.concatenate((voice(8.0), silence(4.0), voice(4.0)))), sample):
        shares.append(sample.share)
    assert shares == sorted(shares)
    assert shares[16] == pytest.approx(0.4, abs=0.02) == shares[22]  # no speech, no progress
    assert sample.quiet_s == 0.0


def test_too_short_too_soft_and_broken_off_are_told_apart() -> None:
    with pytest.raises(VoiceSampleTooShort):
        filled(np.concatenate((voice(5.0), silence(60.0)))).sound()
    with pytest.raises(VoiceTooQuiet):
        filled(voice(60.0, level=0.003)).sound()
    with pytest.raises(VoiceInterrupted):
        filled(voice(5.0), MicrophoneVanished("usb"))
    with pytest.raises(VoiceInterrupted):
        filled(voice(5.0), ComputerSlept("usb"))
    with pytest.raises(AudioTruncated):
        filled(voice(5.0), AudioTruncated(Path("x.wav"), "", 5.0, 9.0))
    with pytest.raises(VoiceTooQuiet):
        Sample(FakeDetector()).sound()


def test_loudness_is_that_of_the_loudest_parts() -> None:
    assert loudness(np.concatenate((silence(20.0), voice(5.0, level=0.2)))) == pytest.approx(0.2 / 2**0.5, rel=0.05)
    assert loudness(silence(0.05)) == 0.0


def test_what_cannot_be_learnt_leaves_the_voice_that_was_there(tmp_path: Path) -> None:
    build = VoiceBuild(Folders(tmp_path), Settings())
    learn(filled(voice(30.0)), build, build.key)
    before = build.folders.voice.read_bytes()
    with pytest.raises(VoiceSampleTooShort):
        learn(filled(np.concatenate((voice(3.0), silence(57.0)))), build, build.key)
    assert build.folders.voice.read_bytes() == before
    learn(filled(voice(30.0)), build, build.key)
    assert build.folders.voice.read_bytes() != before
    assert kept.find(build.folders.voice, build.key).shape == (256,)


def test_the_text_to_read_is_long_enough_for_the_fastest_reader() -> None:
    assert len(READ_ALOUD.split()) >= ENOUGH_S * 3.5  # words a second, fast reading aloud
