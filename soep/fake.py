"""A stand-in for the writer: instant, and shipped for tests and demos."""

from __future__ import annotations

from asr.transcript import Transcript
from soep.note import Contact, Evidence, Line, Note


class FakeWriter:
    """Every segment that holds words is one line under S, word for word, with those words as its evidence."""

    name = "fake"

    def write(self, transcript: Transcript) -> Note:
        """See soep.write.Writer."""
        places = zip(transcript.segments, transcript.first_word_of(), strict=True)
        lines = tuple(Line(s.text, (Evidence(at, at + len(s.words) - 1),)) for s, at in places if s.words)
        return Note((Contact("Consult", S=lines),) if lines else (), self.name)
