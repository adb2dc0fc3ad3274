"""The GP's intents about the practice's own words: list, save, add one, offer what was mended. Each is a small job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Lock

from app.events import Event, OfferDeclined, WordsFound, WordsOffered
from app.jobs import Cancelled, Work
from app.session import Session
from app.words import is_everyday, offers
from app.workshop import Workshop
from asr import vocabulary
from asr.vocabulary import Vocabulary


class Wordbook:
    """Part of the controller: `start` runs a job whose events reach the session, `apply` changes it at once."""

    def __init__(self, workshop: Workshop, start: Callable[[Work], object], apply: Callable[[Event], object]) -> None:
        self._shop, self._start, self._apply = workshop, start, apply
        self._list = Lock()  # reading the list and writing it back is one step

    def find(self) -> None:
        """Read the list."""
        self._start(self._find)

    def save(self, text: str) -> None:
        """Keep what the GP typed or pasted as the whole list; what cannot be kept still stands in the window."""

        def work(_: Cancelled) -> Iterator[Event]:
            yield WordsFound(Vocabulary.parse(text))
            with self._list:
                vocabulary.save(Vocabulary.parse(text), self._shop.build.folders.words)

        self._start(work)

    def add(self, term: str) -> None:
        """The GP wants this word in the list."""

        def work(_: Cancelled) -> Iterator[Event]:
            path = self._shop.build.folders.words
            with self._list:
                grown = vocabulary.load(path).with_terms((term,))
                vocabulary.save(grown, path)
            yield WordsFound(grown)

        self._start(work)

    def decline(self, term: str) -> None:
        """The GP does not want it; this consult does not offer it again."""
        self._apply(OfferDeclined(term))

    def offer(self, session: Session) -> None:
        """After copying: look which words the GP mended. Nothing mended costs nothing."""
        note = session.note
        if note is None or not session.is_edited:
            return
        drafts = session.drafts

        def work(_: Cancelled) -> Iterator[Event]:
            yield WordsOffered(note, offers(note, drafts, self._shop.build.vocabulary()))

        self._start(work)

    def learn(self, heard: str, meant: str) -> None:
        """The GP set words of the talk right: offer them where they were misheard."""

        def work(_: Cancelled) -> Iterator[Event]:
            yield WordsOffered(None, vocabulary.learned(heard, meant, is_everyday))

        self._start(work)

    def _find(self, _: Cancelled) -> Iterator[Event]:
        yield WordsFound(vocabulary.load(self._shop.build.folders.words))
