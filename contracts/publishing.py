"""Publishing many messages at once: what is sent, and what the broker says about each."""

from dataclasses import dataclass, field
from typing import Any, Final

PERSISTENT: Final = 2
"""AMQP's delivery mode of messages that outlive a restart of the broker."""


@dataclass(frozen=True, slots=True)
class Message:
    """`headers` hold AMQP table values; `message_id` is unique within what is sent at once."""

    message_id: str
    exchange: str
    routing_key: str
    body: bytes
    content_type: str
    headers: dict[str, Any] = field(default_factory=dict)
    expiration_ms: int | None = None


class Confirms:
    """Of one channel with confirms on: messages that wait for their answer, and the refused ones.

    The broker counts what is published on a channel from 1 and names messages by that number; one
    answer may stand for all up to its number. A message that no queue took comes back before it
    is confirmed.

    `stale`: the broker refused one itself (basic.nack). A channel that came to a queue while the
    queue had no leader asks the former leader's node again and again (`rabbit_fifo_client` of
    RabbitMQ 3.10), until that node is back; a new channel finds the new leader.
    """

    def __init__(self) -> None:
        self._sent = 0
        self._waiting: dict[int, str] = {}
        self._refused: set[str] = set()
        self.stale = False

    @property
    def are_missing(self) -> bool:
        return bool(self._waiting)

    def expect(self, message_id: str) -> None:
        """To be called once for each message, in the order in which they are published."""
        self._sent += 1
        self._waiting[self._sent] = message_id

    def answer(self, tag: int, *, multiple: bool, taken: bool) -> None:
        """What is known already, or was never sent, changes nothing."""
        tags = [known for known in self._waiting if known <= tag] if multiple else [tag]
        ids = {self._waiting.pop(each) for each in tags if each in self._waiting}
        if not taken:
            self._refused |= ids
            self.stale = True

    def give_back(self, message_id: str) -> None:
        """The broker returned it: no queue took it (basic.return, AMQP 0-9-1)."""
        self._refused.add(message_id)

    def take_refused(self) -> set[str]:
        """The ids that no queue took since this was asked last."""
        refused, self._refused = self._refused, set()
        return refused
