"""Declares what a service needs on the broker before anybody publishes: exchanges and queues.

Run with the migrations, so that no event of a neighbour goes by while a service is not up yet.
"""

import inspect
from collections.abc import Iterator
from typing import Any

from kombu import Exchange, Queue
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from chassis.broker import connect
from chassis.subscriptions import (
    RETRIES,
    Subscription,
    dead_letter_queue,
    event_queue,
    retry_queue,
)
from contracts.base import Event
from contracts.topology import EXCHANGE_TYPE, exchange_name


def subscriptions_of(service: type[Any]) -> dict[str, type[Event]]:
    """Handler name to event, for every `subscribe` and `subscribe_groups` in the class."""
    return {name: entrypoint.event for name, entrypoint in _subscriptions(service)}


def _subscriptions(service: type[Any]) -> Iterator[tuple[str, Subscription]]:
    for name, method in inspect.getmembers(service, callable):
        for entrypoint in getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ()):
            if isinstance(entrypoint, Subscription):
                yield name, entrypoint


def queues_of(service: type[Any]) -> list[Queue]:
    queues = [dead_letter_queue()]
    for method, event in subscriptions_of(service).items():
        queue = event_queue(event, service.name, method)
        queues.append(queue)
        queues.extend(retry_queue(queue.name, attempt) for attempt in range(1, RETRIES + 1))
    return queues


def declare_topology(service: type[Any], amqp_url: str) -> None:
    """Idempotent; raises OSError when the broker is away."""
    with connect(amqp_url) as connection:
        connection.ensure_connection(max_retries=5, interval_start=0.5, interval_step=0.5)
        channel = connection.channel()
        Exchange(exchange_name(service.name), type=EXCHANGE_TYPE, durable=True)(channel).declare()
        for queue in queues_of(service):
            queue(channel).declare()
