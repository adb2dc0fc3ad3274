"""The guards on sound: what is no speech never reaches the recognizer, and hard speech comes through whole."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest

from asr.audio import Block
from asr.audio_file import AudioFile
from asr.events import Finished
from asr.fake import FakeRecognizer
from asr.guards import is_loop
from asr.listen import listen
from asr.recognizer import Recognizer
from asr.transcript import Transcript
from asr.vad import Silero
from asr.wer import word_errors
from asr.whisper import Whisper
from tests.asr.noises import NOISES

COMPLAINT = "Ik heb sinds drie dagen pijn in mijn linker knie. Het begon na het voetballen. Traplopen gaat slecht."
QUESTION = "Heeft u ook koorts gehad? En slikt u daar iets voor? Paracetamol misschien?"


def heard(sound: Block, recognizer: Recognizer, *, live: bool = False) -> Transcript:
    *_, last = listen((sound[at : at + 8000] for at in range(0, len(sound), 8000)), recognizer, Silero(), live=live)
    assert isinstance(last, Finished)
    return last.transcript


@pytest.mark.parametrize("level", [1.0, 0.1])
@pytest.mark.parametrize("name", sorted(NOISES))
def test_no_words_are_invented_where_nobody_speaks(name, level):
    recognizer = FakeRecognizer()
    assert heard((NOISES[name](30.0) * level).astype(np.float32), recognizer).segments == ()
    assert recognizer.calls == []


@pytest.fixture(scope="module")
def whisper(whisper_base: Path) -> Whisper:
    return Whisper(whisper_base, threads=2)


@pytest.fixture(scope="module")
def complaint(tmp_path_factory: pytest.TempPathFactory) -> Block:
    return spoken(COMPLAINT, "nl", tmp_path_factory.mktemp("sound") / "a.wav")


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Block:
    return spoken(QUESTION, "nl+f3", tmp_path_factory.mktemp("sound") / "b.wav")


def spoken(text: str, voice: str, path: Path) -> Block:
    subprocess.run(["espeak-ng", "-v", voice, "-s", "145", "-w", str(path), text], check=True)
    with AudioFile(path) as sound:
        return np.concatenate(list(sound))


@pytest.mark.slow
def test_two_voices_at_once_give_no_loop(whisper, complaint, question):
    length = max(len(complaint), len(question))
    both = np.pad(complaint, (0, length - len(complaint))) + np.pad(question, (0, length - len(question)))
    made = heard(both.astype(np.float32), whisper)
    words = [w.text for w in made.words]
    assert words and (not is_loop(words) or all(s.marks for s in made.segments))


@pytest.mark.slow
def test_a_long_pause_costs_no_words_and_moves_no_times(whisper, complaint, question):
    rest = NOISES["silence"](60.0)
    made = heard(np.concatenate((complaint, rest, question)), whisper)
    resumed_s = (len(complaint) + len(rest)) / 16_000
    late = [w for w in made.words if w.start_s is not None and w.start_s > resumed_s - 1]
    early = [w for w in made.words if w.end_s is not None and w.end_s < len(complaint) / 16_000 + 1]
    assert len(late) > 6 and len(early) > 8
    assert len(late) + len(early) == len(made.words)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fan", "keyboard", "slam"])
def test_speech_over_noise_keeps_its_words(whisper, complaint, name):
    noise = NOISES[name](len(complaint) / 16_000)[: len(complaint)] * 0.2
    made = heard((complaint + noise).astype(np.float32), whisper)
    assert word_errors(COMPLAINT, " ".join(s.text for s in made.segments)).rate < 0.8


@pytest.mark.slow
def test_clipped_speech_is_still_heard(whisper, complaint):
    made = heard(np.clip(complaint * 20, -1, 1).astype(np.float32), whisper)
    assert len(made.words) > 8
