"""Events handled in groups: one transaction for all that came meanwhile."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import eventlet
import structlog
from eventlet.event import Event as Signal

from chassis import handlers
from chassis.lines import Arrival
from chassis.subscriptions import Subscription
from contracts.base import Event

log = structlog.get_logger()

GROUP_SIZE = 50
"""Larger ones gain little, and what a process holds when it dies is handled one by one after."""

GATHERING_SECONDS = 0.025
"""How long the first of a group waits for others: events come in clumps, as their outboxes send."""


class GroupSubscription(Subscription):
    """One group of a queue at a time, in order of arrival; see `subscribe_groups`."""

    @property
    def prefetch(self) -> int:
        """One group at work and the next one waiting."""
        return 2 * GROUP_SIZE

    def take(self, arrival: Arrival) -> None:
        self.stand_in_line(arrival)

    def handle_next(self) -> bool:
        """A group that fails goes back into the line, so that each answers for itself."""
        group = self._next_group()
        if len(group) == 1:
            self.try_alone(group[0])
        elif group and not self._start_together(group).wait():
            for arrival in group:
                arrival.alone = True
            self.line.put_back(group)
        return bool(group)

    def _next_group(self) -> list[Arrival]:
        """Who goes alone waits for nobody: all that come again after a process has died do."""
        first = self.line.next()
        if first is None:
            return []
        group = [first]
        if self._goes_alone(first):
            return group
        if len(self.line) < GROUP_SIZE - 1:
            eventlet.sleep(GATHERING_SECONDS)
        while len(group) < GROUP_SIZE and (arrival := self.line.next()) is not None:
            if self._goes_alone(arrival):
                self.line.put_back([arrival])
                break
            group.append(arrival)
        return group

    def _goes_alone(self, arrival: Arrival) -> bool:
        return arrival.alone or self.outage.is_on

    def _start_together(self, group: Sequence[Arrival]) -> Signal:
        """Its `wait` tells whether all are answered."""
        settled = Signal()
        self.spawn(group, partial(self._finish_together, group, settled))
        return settled

    def _finish_together(
        self, group: Sequence[Arrival], settled: Signal, _ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        if exc_info is None:
            self._ack(group)
        else:
            cause = type(exc_info[1]).__name__
            log.warning("group_split", queue=self.queue.name, size=len(group), cause=cause)
        settled.send(exc_info is None)
        return result, None

    def _ack(self, group: Sequence[Arrival]) -> None:
        """At once, where nothing that came before them on this channel is unanswered still."""
        last = max(group, key=lambda arrival: arrival.tag)
        if self.line.holds_older(last.tag):
            for arrival in group:
                self.queue_consumer.ack_message(arrival.message)
        else:
            self.queue_consumer.ack_message(last.message, multiple=True)
        self.observe_lag(group)


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
