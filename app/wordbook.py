"""The GP's intents about the practice's own words: list, save, add one, offer what was mended. Each is a small job."""

from __future__ import annotations

from collections.abc import Callable

from app.events import Event, OfferDeclined
from app.jobs import Work
from app.session import Session
from app.workshop import Workshop


class Wordbook:
    """Part of the controller: `start` runs a job whose events reach the session, `apply` changes it at once."""

    def __init__(self, workshop: Workshop, start: Callable[[Work], object], apply: Callable[[Event], object]) -> None:
        self._shop, self._start, self._apply = workshop, start, apply

    def find(self) -> None:
        """Read the list."""
        self._start(self._shop.find_words())

    def save(self, text: str) -> None:
        """Keep what the GP typed or pasted as the whole list."""
        self._start(self._shop.save_words(text))

    def add(self, term: str) -> None:
        """The GP wants this word in the list."""
        self._start(self._shop.add_word(term))

    def decline(self, term: str) -> None:
        """The GP does not want it; this consult does not offer it again."""
        self._apply(OfferDeclined(term))

    def offer(self, session: Session) -> None:
        """After copying: look which words the GP mended. Nothing mended costs nothing."""
        if session.note is not None and session.is_edited:
            self._start(self._shop.find_offers(session.note, session.drafts))
