from __future__ import annotations

import inspect
import re
from pathlib import Path

import asr.errors as errors


def test_the_tree_in_the_docstring_is_the_tree_in_the_code():
    drawn = re.findall(r"^(?:[│ ]*[├└]── )?(\w+)(?:\(|\s|$)", errors.__doc__ or "", re.MULTILINE)
    made = [name for name, kind in vars(errors).items() if inspect.isclass(kind) and issubclass(kind, errors.AsrError)]
    assert [name for name in drawn if name in made or name.endswith("Error")] == made


def test_errors_carry_facts():
    cut = errors.AudioTruncated(Path("a.wav"), "end of file", 12.5, 60.0)
    assert (cut.path.name, cut.readable_s, cut.declared_s) == ("a.wav", 12.5, 60.0)
    assert isinstance(cut, errors.AudioError)
    assert errors.MicrophoneVanished("USB").device == "USB"
    assert errors.MicrophoneSilent(None, 5.0).seconds == 5.0
    wrong = errors.TranscriptFormatError("segments[0].text", "is not text")
    assert (wrong.where, wrong.reason) == ("segments[0].text", "is not text")
