"""The guard against text that is no Dutch: what it marks of four languages' lines, and of what Whisper hears.

    python tests/benchmarks/foreign.py [MODEL_DIR] [--threads 2] [--most 100] [--show]

The lines are those of the game of dutch_speech.py, written in Dutch, English, German and French: what is marked of the
Dutch ones is wrong, what is not marked of the others is missed. With MODEL_DIR the Dutch sound of every level is
transcribed too, from a file, and the segments that are marked are shown; that is real Dutch, so none should be.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from asr.audio import SAMPLE_RATE_HZ
from asr.errors import AudioEmpty
from asr.events import Finished
from asr.fake import FakeBlocks
from asr.foreign import is_foreign
from asr.listen import listen
from asr.transcript import Mark, Segment
from asr.vad import Silero
from asr.whisper import Whisper
from tests.benchmarks.dutch_speech import fetch, joined

FILES = {"nl": "dialogs_nl.lua", "en": "dialogs_en.lua", "de": "dialogs_de.lua", "fr": "dialogs_fr.lua"}
ENGLISH = re.compile(r'dialogId\("[^"]+",\s*"[^"]*",\s*"((?:[^"\\]|\\.)*)"')
OTHERS = re.compile(r'dialogStr\("((?:[^"\\]|\\.)*)"\)')
SIZES = ((1, 3), (4, 6), (7, 10), (11, 999))  # words


def main() -> None:
    """Runs and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model_dir", type=Path, nargs="?")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--most", type=int, default=100, help="clips of a level")
    parser.add_argument("--show", action="store_true", help="show the lines that were judged wrongly")
    args = parser.parse_args()
    for language in FILES:
        lines(language, args.show)
    if args.model_dir is not None:
        speech(Whisper(args.model_dir, threads=args.threads), args.most)


def lines(language: str, show: bool) -> None:
    """What is marked of one language's lines, by their length."""
    texts = []
    for path in sorted((fetch() / "script").glob(f"*/{FILES[language]}")):
        pattern = ENGLISH if language == "en" else OTHERS
        texts += pattern.findall(path.read_text(encoding="utf-8", errors="replace"))
    said = [text.replace("\\", "").split() for text in texts if text.strip()]
    shares = []
    for least, most in SIZES:
        some = [words for words in said if least <= len(words) <= most]
        shares.append(f"{least}-{most} words {sum(map(is_foreign, some))} of {len(some)}")
    print(f"{language}: marked {sum(map(is_foreign, said))} of {len(said)} lines; {', '.join(shares)}")
    if show:
        print("\n".join("  " + " ".join(words) for words in said if is_foreign(words) == (language == "nl")))


def speech(whisper: Whisper, most: int) -> None:
    """What is marked of the Dutch sound."""
    segments: list[Segment] = []
    seconds = 0.0
    for path in sorted((fetch() / "script").glob("*/dialogs_nl.lua")):
        try:
            sound, _ = joined(path.parent.name, most=most)
        except (AudioEmpty, ValueError):
            continue  # a clip without sound, a level without clips
        seconds += len(sound) / SAMPLE_RATE_HZ
        *_, last = listen(FakeBlocks(sound), whisper, Silero())
        assert isinstance(last, Finished)
        segments += last.transcript.segments
    marked = [segment.text for segment in segments if Mark.NOT_DUTCH in segment.marks]
    print(f"sound: {seconds / 60:.0f} minutes, {len(segments)} segments, marked {len(marked)}")
    print("\n".join(f"  {text}" for text in marked))


if __name__ == "__main__":
    main()
