from __future__ import annotations

import numpy as np
import pytest

from asr.fake import FakeBlocks, FakeDetector, FakeRecognizer, silence, voice
from asr.recognizer import Hearing, Work
from asr.transcript import Word


def test_blocks_are_the_sound_in_pieces_and_then_the_error():
    blocks = iter(FakeBlocks(voice(1.2), block_s=0.5, error=OSError("weg")))
    assert [len(next(blocks)) for _ in range(3)] == [8_000, 8_000, 3_200]
    with pytest.raises(OSError, match="weg"):
        next(blocks)


def test_the_detector_hears_voice_and_not_silence():
    found = FakeDetector().push(np.concatenate((silence(1.024), voice(1.024))))
    assert found.tolist() == [0.0] * 32 + [1.0] * 32


def test_the_recognizer_follows_its_script_and_then_counts():
    said = Hearing((Word("ja"),))
    lengths: list[float] = []
    recognizer = FakeRecognizer([said], lengths.append)
    assert recognizer.hear([voice(1.0)]) == (said,)
    [counted] = recognizer.hear([voice(2.0)])
    assert [w.text for w in counted.words] == ["w1", "w2", "w3", "w4", "w5"]
    assert recognizer.calls == lengths == [1.0, 2.0]
    assert recognizer.engine.name == "fake" and recognizer.work == Work(tokens=6)
