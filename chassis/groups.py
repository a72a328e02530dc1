"""Events handled in groups: one transaction for all that came while the last group was at work."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from nameko.constants import CALL_ID_STACK_CONTEXT_KEY
from nameko.exceptions import ContainerBeingKilled

from chassis import handlers
from chassis.subscriptions import Arrival, Subscription
from contracts.base import Event

log = structlog.get_logger()

GROUP_SIZE = 50
"""Larger ones gain little, and what a process holds when it dies counts as delivered once more."""


class GroupSubscription(Subscription):
    """One group of a queue at a time, in order of arrival; see `subscribe_groups`."""

    @property
    def prefetch(self) -> int:
        """One group at work and the next one waiting."""
        return 2 * GROUP_SIZE

    def setup(self) -> None:
        super().setup()
        self._waiting: deque[Any] = deque()
        self._at_work = False

    def stop(self) -> None:
        super().stop()
        self._waiting.clear()

    def handle_message(self, _body: None, message: Any) -> None:
        """The greenlet of the first message works off all that come meanwhile."""
        self._waiting.append(message)
        if self._at_work:
            return
        self._at_work = True
        try:
            while self._waiting:
                self._handle_next()
        finally:
            self._at_work = False

    def _handle_next(self) -> None:
        """A group that fails is handled again one by one, so that each answers for itself."""
        count = min(GROUP_SIZE, len(self._waiting))
        messages = [self._waiting.popleft() for _ in range(count)]
        arrivals = [arrival for arrival in map(self.decoded, messages) if arrival is not None]
        if not arrivals:
            return
        try:
            if self._spawn(arrivals).wait():
                return
            for alone in [self._spawn([arrival]) for arrival in arrivals]:
                alone.wait()
        except ContainerBeingKilled:
            for message in messages:
                self.queue_consumer.requeue_message(message)

    def _spawn(self, arrivals: Sequence[Arrival]) -> Any:
        """Its `wait` tells whether all are settled."""
        from eventlet.event import Event as Signal  # noqa: PLC0415 - only where it is patched

        settled = Signal()
        self.container.spawn_worker(
            self,
            (tuple(arrival.delivered for arrival in arrivals),),
            {},
            context_data={CALL_ID_STACK_CONTEXT_KEY: list(arrivals[0].delivered.call_id_stack)},
            handle_result=partial(self._finish_group, arrivals, settled),
        )
        return settled

    def _finish_group(
        self, arrivals: Sequence[Arrival], settled: Any, _ctx: Any, result: Any, exc_info: Any
    ) -> tuple[Any, Any]:
        together = exc_info is not None and len(arrivals) > 1
        if exc_info is None:
            self._ack(arrivals)
        elif together:
            cause = type(exc_info[1]).__name__
            log.warning("group_split", queue=self.queue.name, size=len(arrivals), cause=cause)
        else:
            self.settle_failed(arrivals[0].message, exc_info[1])
        settled.send(not together)
        return result, None if together else exc_info

    def _ack(self, arrivals: Sequence[Arrival]) -> None:
        """A group at once: what came before it on this channel is answered already.

        One alone for itself: of those handled beside it, some may still be at work.
        """
        last = arrivals[-1].message
        if last.channel.connection:
            with suppress(ConnectionError):
                last.ack(multiple=len(arrivals) > 1)
        self.observe_lag(arrivals)


def subscribe_groups(
    event: type[Event], *, outside_transaction: bool = False
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The method handles all that came meanwhile; what it gets stands in `chassis.handlers`.

    All in one transaction. When it raises, it is called again with each event alone, and what
    fails then is dealt with as by `chassis.subscriptions.subscribe`.
    """

    def decorate(method: Callable[..., Any]) -> Callable[..., Any]:
        entrypoint = handlers.of_events(method, outside_transaction=outside_transaction)
        return GroupSubscription.decorator(event)(entrypoint)  # type: ignore[no-any-return]

    return decorate
