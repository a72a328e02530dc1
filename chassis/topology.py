"""Declares what a service needs on the broker before anybody publishes: exchanges and queues.

Run with the migrations, so that no event of a neighbour goes by while a service is not up yet, and
under their account: a service that runs may declare nothing but the queue of the answers to it.
"""

import inspect
from collections.abc import Iterator
from typing import Any

import structlog
from kombu import Exchange, Queue
from nameko.extensions import ENTRYPOINT_EXTENSIONS_ATTR

from chassis.broker import connect
from chassis.queues import (
    dead_letter_queue,
    dead_letters_of,
    declare,
    event_queue,
    own_exchange,
    request_queue,
    retry_queue,
)
from chassis.subscriptions import Subscription
from contracts.accounts import askers_of
from contracts.base import Event
from contracts.topology import (
    EXCHANGE_TYPE,
    REPLIES_EXCHANGE,
    asks_exchange,
    exchange_name,
    given_up_exchange,
    retry_exchange,
    retry_queue_names,
)

log = structlog.get_logger()


def subscriptions_of(service: type[Any]) -> dict[str, type[Event]]:
    """Handler name to event, for every `subscribe` and `subscribe_groups` in the class."""
    return {name: entrypoint.event for name, entrypoint in _subscriptions(service)}


def _subscriptions(service: type[Any]) -> Iterator[tuple[str, Subscription]]:
    for name, method in inspect.getmembers(service, callable):
        for entrypoint in getattr(method, ENTRYPOINT_EXTENSIONS_ATTR, ()):
            if isinstance(entrypoint, Subscription):
                yield name, entrypoint


def queues_of(service: type[Any]) -> list[Queue]:
    """Dead letters, requests, what waits for a retry, and for each handler its events."""
    queues = [dead_letter_queue(), request_queue(service.name, askers_of(service.name))]
    queues.extend(retry_queue(name, service.name) for name in retry_queue_names(service.name))
    for method, event in subscriptions_of(service).items():
        queue = event_queue(event, service.name, method)
        queues.append(queue)
        queues.append(dead_letters_of(queue.name, service.name))
    return queues


def exchanges_of(service: type[Any]) -> list[Exchange]:
    """What it publishes to; the last is everybody's."""
    return [
        own_exchange(exchange_name(service.name), EXCHANGE_TYPE),
        *(own_exchange(name(service.name)) for name in (asks_exchange, retry_exchange)),
        own_exchange(given_up_exchange(service.name)),
        own_exchange(REPLIES_EXCHANGE, EXCHANGE_TYPE),
    ]


def declare_topology(service: type[Any], amqp_url: str) -> None:
    """Idempotent; waits for the broker. Raises QueueDiffersError."""
    with connect(amqp_url) as connection:
        connection.ensure_connection(_say, interval_start=1, interval_step=1, interval_max=5)
        channel = connection.channel()
        for exchange in exchanges_of(service):
            exchange(channel).declare()
        for queue in queues_of(service):
            declare(queue, channel)


def _say(error: Exception, interval: float) -> None:
    log.warning("broker_away", error=str(error), again_in_seconds=interval)
