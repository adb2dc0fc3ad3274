"""The road from a file to a note, with the shipped fakes on it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.road import process, timings_to_dict, transcribe
from asr.audio import Block
from asr.errors import AudioMissing
from asr.fake import FakeRecognizer
from asr.recognizer import Hearing
from asr.vocabulary import Vocabulary, save
from tests.app.helpers import SAID, FakeBuild


def test_the_whole_road(build: FakeBuild, speech: Path) -> None:
    told: list[str] = []
    result = process(speech, build, lambda what, share: told.append(what))
    assert result.heard.transcript.segments[0].text == SAID and result.heard.damage is None
    assert result.note.contacts[0].S[0].text == SAID
    assert list(dict.fromkeys(told)) == ["Model laden", "Uitschrijven", "Verslag schrijven"]
    timings = timings_to_dict(result)
    assert timings["audio_s"] == 4.0 and timings["realtime_factor"] >= 0


def test_a_wrong_name_costs_no_model(build: FakeBuild, tmp_path: Path) -> None:
    class NoModel(FakeBuild):
        def recognizer(self):  # type: ignore[no-untyped-def]
            raise AssertionError("loaded before the sound was opened")

    with pytest.raises(AudioMissing):
        transcribe(tmp_path / "weg.wav", NoModel(build.folders, build.settings))


def test_the_practices_own_words_are_told_to_the_recogniser_and_no_others(build: FakeBuild, speech: Path) -> None:
    recognizer = Recognizer()

    class Listening(FakeBuild):
        def recognizer(self) -> FakeRecognizer:
            return recognizer

    here = Listening(build.folders, build.settings)
    transcribe(speech, here)
    save(Vocabulary(("Meulenbelt", "De Zonnehoek")), build.folders.words)
    transcribe(speech, here)
    assert recognizer.prompts == ["", "Meulenbelt, De Zonnehoek."]


class Recognizer(FakeRecognizer):
    """Writes down what it was told to expect."""

    def __init__(self) -> None:
        super().__init__()
        self.prompts: list[str] = []

    def hear(self, windows: Sequence[Block], prompt: str = "") -> tuple[Hearing, ...]:
        self.prompts.append(prompt)
        return super().hear(windows, prompt)


def test_no_sound_has_no_realtime_factor(build: FakeBuild) -> None:
    from app.road import Heard, Result
    from asr.transcript import Transcript
    from soep.note import Note

    assert timings_to_dict(Result(Heard(Transcript(()), None), Note((), "x")))["realtime_factor"] is None
