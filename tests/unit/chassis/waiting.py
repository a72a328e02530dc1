"""Messages as a broker delivers them, for lines and those who keep one."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

from chassis.deliveries import Delivered
from chassis.lines import Arrival
from tests.factories import declarer_filed

NEVER = float("inf")


@dataclass
class Message:
    """One that lies unanswered on a channel."""

    delivery_tag: int
    redelivered: bool = False
    channel: SimpleNamespace = field(default_factory=lambda: SimpleNamespace(connection="open"))

    @property
    def delivery_info(self) -> dict[str, bool]:
        return {"redelivered": self.redelivered}

    def lose_channel(self) -> None:
        self.channel.connection = None


def arrival(tag: int, **changes) -> Arrival:
    message = Message(tag)
    return Arrival(message, Delivered(uuid4(), declarer_filed()), datetime.now(UTC), **changes)
