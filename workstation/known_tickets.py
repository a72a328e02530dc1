"""Tickets as the gateway gave them, in memory alone, and which of them may be tried by now."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Final

LONG_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Ticket:
    """`text` is what the gateway wants to see."""

    text: str
    expires_at: datetime


class KnownTickets:
    """By the digests under which the journal has them."""

    def __init__(self) -> None:
        self._known: dict[str, Ticket] = {}
        self._not_before: dict[str, float] = {}

    def learn(self, digest: str, ticket: Ticket) -> None:
        self._known[digest] = ticket

    def get(self, digest: str) -> Ticket | None:
        return self._known.get(digest)

    def text(self, digest: str) -> str:
        """Raises KeyError for one that was forgotten, as what is cancelled may be at any time."""
        return self._known[digest].text

    def may_be_tried(self, digest: str) -> bool:
        return digest in self._known and self._not_before.get(digest, 0.0) <= time.monotonic()

    def put_off(self, digest: str) -> None:
        """For a minute, in which others go first."""
        self._not_before[digest] = time.monotonic() + LONG_SECONDS

    def failed(self, digest: str) -> None:
        """In a way that nobody expected: once is nothing, after the second time others go first."""
        if digest in self._not_before:
            self.put_off(digest)
        else:
            self._not_before[digest] = 0.0

    def digests(self) -> set[str]:
        """Of all of which anything is kept."""
        return {*self._known, *self._not_before}

    def forget(self, digest: str) -> None:
        self._known.pop(digest, None)
        self._not_before.pop(digest, None)
