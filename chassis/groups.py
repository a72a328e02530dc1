"""Events handled in groups: one transaction for all that came while the last group was at work."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog
from eventlet.event import Event as Signal

from chassis import handlers
from chassis.errors import Away
from chassis.subscriptions import Arrival, Subscription, redelivered
from contracts.base import Event

log = structlog.get_logger()

GROUP_SIZE = 50
"""Larger ones gain little, and what a process holds when it dies is handled one by one after."""


class GroupSubscription(Subscription):
    """One group of a queue at a time, in order of arrival; see `subscribe_groups`."""

    @property
    def prefetch(self) -> int:
        """One group at work and the next one waiting."""
        return 2 * GROUP_SIZE

    def handle_message(self, _body: None, message: Any) -> None:
        self.line.append(message)
        self.work_off()

    def handle_next(self) -> None:
        """A group that fails is handled again one by one, so that each answers for itself."""
        self.outage.pause(held=len(self.line))
        decoded = map(self.decoded, self._next_group())
        arrivals = [arrival for arrival in decoded if arrival is not None]
        if len(arrivals) == 1:
            self.try_one(arrivals[0])
        elif arrivals and not self._start_together(arrivals).wait():
            for alone in [self.give_to_worker(arrival) for arrival in arrivals]:
                alone.wait()

    def _next_group(self) -> list[Any]:
        """Of one while a server is away, and where a process may have died of it."""
        group: list[Any] = []
        while self.line and len(group) < GROUP_SIZE:
            if group and (self.outage.is_on or redelivered(group[0]) or redelivered(self.line[0])):
                break
            if (message := self.next_in_line()) is None:
                break
            group.append(message)
        return group

    def _start_together(self, arrivals: Sequence[Arrival]) -> Signal:
        """Its `wait` tells whether all are answered or held."""
        settled = Signal()
        self.spawn(arrivals, partial(self._finish_together, arrivals, settled))
        return settled

    def _finish_together(
        self, arrivals: Sequence[Arrival], settled: Signal, _ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        if exc_info is None:
            self._ack(arrivals)
        elif isinstance(exc_info[1], Away):
            self.line.extendleft(arrival.message for arrival in reversed(arrivals))
            self.outage.begin(exc_info[1])
        else:
            cause = type(exc_info[1]).__name__
            log.warning("group_split", queue=self.queue.name, size=len(arrivals), cause=cause)
            settled.send(False)
            return result, None
        settled.send(True)
        return result, exc_info

    def _ack(self, arrivals: Sequence[Arrival]) -> None:
        """At once, where nothing that came before them on this channel waits in line still."""
        messages = [arrival.message for arrival in arrivals]
        last = max(messages, key=_tag)
        if any(_tag(waiting) < _tag(last) for waiting in self.line):
            for message in messages:
                self.queue_consumer.ack_message(message)
        else:
            self.queue_consumer.ack_message(last, multiple=True)
        self.observe_lag(arrivals)


def _tag(message: Any) -> int:
    """Counts up on a channel."""
    return int(message.delivery_tag)


def subscribe_groups(
    event: type[Event], *, outside_transaction: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The method handles all that came meanwhile; what it gets stands in `chassis.handlers`.

    All in one transaction. When it raises, it is called again with each event alone, and what
    fails then is dealt with as by `chassis.subscriptions.subscribe`.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        entrypoint = handlers.of_events(method, outside_transaction=outside_transaction)
        return GroupSubscription.decorator(event)(entrypoint)

    return decorate
