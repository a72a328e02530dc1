"""For tests and benches: a service's methods on a real database, and a plain client of its wire."""

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pika
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Engine, delete, select

from chassis.assertions import GATEWAY, CallerKeys, Signer, sha256_of
from chassis.auditing import Refusals
from chassis.clock import utc_now
from chassis.deliveries import Delivered, Delivery
from chassis.proofs import Proof
from chassis.sealing import Sealer
from chassis.tables import outbox
from chassis.transactions import UnitOfWork
from contracts.asking import may_ask
from contracts.base import Event, Reply, Request
from contracts.catalogue import EVENTS
from contracts.envelope import CONTENT_TYPE, Envelope, wrap
from contracts.errors import Refused
from contracts.key_rings import KeyRing
from contracts.object_kinds import keys_held_by
from contracts.recorded import ActionRecorded
from contracts.topology import (
    ASSERTION_HEADER,
    EXCHANGE_TYPE,
    REPLIES_EXCHANGE,
    asks_exchange,
    exchange_name,
    reply_queue_name,
    request_queue_name,
)

ReplyT = TypeVar("ReplyT", bound=Reply)
_ASKS = asks_exchange("wire")

TEST_KEY = bytes(range(32))
"""Private key, Ed25519 or X25519, of whoever needs one in a test."""
TEST_GATEWAY = Signer(GATEWAY, TEST_KEY)
TEST_CALLER_KEYS = (TEST_GATEWAY.named_key,)
TEST_RING = KeyRing((("test", TEST_KEY),))
TEST_SEALING_KEY = X25519PrivateKey.from_private_bytes(TEST_KEY).public_key().public_bytes_raw()
TEST_SEALER = Sealer(TEST_SEALING_KEY)


def rings_for(process: str) -> dict[str, KeyRing]:
    """For the settings of this process: the keys of the objects that it writes or reads."""
    return dict.fromkeys(sorted(keys_held_by(process)), TEST_RING)


def body_of(fields: dict[str, Any]) -> bytes:
    """A request's bytes on the wire."""
    return json.dumps({"args": [], "kwargs": fields}).encode()


def signed(
    operation: str,
    fields: dict[str, Any],
    signer: Signer = TEST_GATEWAY,
    *,
    address: str | None = None,
) -> str:
    """As the gateway signs a request."""
    about: dict[str, Any] = {"address": address} if address else {}
    about |= {"caller": fields["caller"]} if "caller" in fields else {}
    return signer.sign(operation, body_of(fields), **about)


@dataclass
class Bench:
    """One service class whose handlers run in this process, without a broker.

    `neighbours` answers what the service asks of others: request type to function. `extras` are
    the dependencies that this service alone has, by attribute; `address` is that of the client.
    """

    service: type[Any]
    engine: Engine
    objects: Any = None
    settings: Any = None
    neighbours: dict[type[Request[Any]], Callable[[Any], Reply]] = field(default_factory=dict)
    now: Callable[[], datetime] = utc_now
    extras: dict[str, Any] = field(default_factory=dict)
    address: str | None = None
    refusals: Refusals = field(default_factory=Refusals)
    _records: list[ActionRecorded] = field(default_factory=list)

    def deliver(self, event: Event, *, event_id: UUID | None = None) -> None:
        """Run the handler of this event as one delivery of it."""
        self.deliver_group(Delivered(event_id or uuid4(), event))

    def deliver_group(self, *group: Delivered[Any]) -> None:
        """Run the handler of these events, all of one type, once."""
        method = self._handler_of(group[0].event)
        delivery = Delivery(f"{self.service.name}.{method}", group=group)
        getattr(self._instance(delivery), method)(group)

    def ask(self, request: Request[ReplyT]) -> ReplyT:
        reply = self.ask_raw(type(request), request.to_wire())
        return request.reply_type().model_validate_json(reply.model_dump_json())

    def ask_raw(self, request: type[Request[Any]], fields: dict[str, Any]) -> Reply:
        """Ask with fields that may be no request at all."""
        operation = f"{self.service.name}.{request.rpc_method()}"
        instance = self._instance(Delivery(operation))
        instance.proof = Proof(
            keys=_TRUSTED,
            operation=operation,
            body_sha256=sha256_of(body_of(fields)),
            assertion=signed(operation, fields, address=self.address),
        )
        instance.ask = partial(self._ask_neighbour, operation, fields.get("caller"))
        reply: Reply = getattr(instance, request.rpc_method())(**fields)
        return reply

    def published(self) -> list[Event]:
        """What the outbox holds, oldest first; empties it. Records are kept for `recorded`."""
        said = self._taken()
        self._records += [each for each in said if isinstance(each, ActionRecorded)]
        return [each for each in said if not isinstance(each, ActionRecorded)]

    def recorded(self) -> list[ActionRecorded]:
        """What was said for the audit trail since this was asked last; empties the outbox."""
        self.published()
        records, self._records = self._records, []
        return records

    def _taken(self) -> list[Event]:
        with self.engine.begin() as connection:
            rows = connection.execute(select(outbox).order_by(outbox.c.id)).all()
            connection.execute(delete(outbox))
        return [decode(bytes(row.body)) for row in rows]

    def _ask_neighbour(self, called: str, caller: Any, asked: Request[Any]) -> Reply:
        """Held to what services may ask of one another, as the neighbour would hold them."""
        same = asked.to_wire().get("caller") == caller
        names = (self.service.name, called, asked.rpc_name())
        if not may_ask(*names, same_caller=same):
            raise AssertionError(f"contracts.asking does not know {names}")
        return self.neighbours[type(asked)](asked)

    def _handler_of(self, event: Event) -> str:
        from chassis.topology import subscriptions_of  # noqa: PLC0415 - needs nameko

        handlers = subscriptions_of(self.service)
        return next(name for name, kind in handlers.items() if kind is type(event))

    def _instance(self, delivery: Delivery | None) -> Any:
        delivery = delivery or Delivery(f"{self.service.name}.timer")
        instance = self.service()
        instance.db = UnitOfWork(self.engine, delivery, refusals=self.refusals)
        instance.objects = self.objects
        instance.settings = self.settings
        instance.now = self.now
        instance.ask = partial(self._ask_neighbour, "no call", None)
        for name, dependency in self.extras.items():
            setattr(instance, name, dependency)
        return instance


_TRUSTED = CallerKeys.of(TEST_CALLER_KEYS)


def decode(body: bytes) -> Event:
    envelope = Envelope.from_bytes(body)
    return EVENTS[envelope.type].from_wire(envelope.data)


class Wire:
    """The administrator's client of the broker: asks services, publishes events, listens.

    It signs as `signer`; the services under test must know its key.
    """

    def __init__(self, amqp_url: str, signer: Signer = TEST_GATEWAY) -> None:
        self._signer = signer
        self._parameters = pika.URLParameters(amqp_url)
        self._connection = pika.BlockingConnection(self._parameters)
        self._channel = self._connection.channel()
        self._channel.confirm_delivery()
        self._replies: dict[str, dict[str, Any]] = {}
        self._reply_to = reply_queue_name(GATEWAY, uuid4())
        self._channel.queue_declare(self._reply_to, exclusive=True)
        self._channel.exchange_declare(REPLIES_EXCHANGE, EXCHANGE_TYPE, durable=True)
        self._channel.queue_bind(self._reply_to, REPLIES_EXCHANGE, self._reply_to)
        self._channel.basic_consume(self._reply_to, self._on_reply, auto_ack=True)
        self._asked: set[str] = set()
        self._channel.exchange_declare(_ASKS, EXCHANGE_TYPE, durable=True)

    def ask(self, request: Request[ReplyT], *, timeout: float = 15.0) -> ReplyT:
        """Raise Refused as the service did, RuntimeError for its defects, TimeoutError."""
        correlation_id = uuid4().hex
        fields = request.to_wire()
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=correlation_id,
            reply_to=self._reply_to,
            headers={ASSERTION_HEADER: signed(request.rpc_name(), fields, self._signer)},
        )
        self._find(request.SERVICE)
        self._channel.basic_publish(
            _ASKS, request.rpc_name(), body_of(fields), properties, mandatory=True
        )
        deadline = utc_now().timestamp() + timeout
        while correlation_id not in self._replies and utc_now().timestamp() < deadline:
            self._connection.process_data_events(time_limit=0.2)
        if correlation_id not in self._replies:
            raise TimeoutError(request.rpc_name())
        return self._decoded(request, self._replies.pop(correlation_id))

    def _find(self, service: str) -> None:
        """It may ask anything of anybody, toys included."""
        if service not in self._asked:
            self._channel.queue_bind(request_queue_name(service), _ASKS, f"{service}.*")
            self._asked.add(service)

    def publish(self, event: Event, *, event_id: UUID | None = None) -> UUID:
        """Confirmed and mandatory; returns the event id."""
        envelope = wrap(event, event_id=event_id or uuid4(), time=utc_now())
        self.publish_raw(event.SOURCE, type(event).__name__, envelope.to_bytes(), envelope.id)
        return envelope.id

    def publish_raw(self, source: str, routing_key: str, body: bytes, message_id: UUID) -> None:
        properties = pika.BasicProperties(
            content_type=CONTENT_TYPE, delivery_mode=2, message_id=str(message_id)
        )
        self._channel.basic_publish(
            exchange_name(source), routing_key, body, properties, mandatory=True
        )

    def close(self) -> None:
        with suppress(pika.exceptions.AMQPError):
            self._connection.close()

    @staticmethod
    def _decoded(request: Request[ReplyT], answer: dict[str, Any]) -> ReplyT:
        error = answer["error"]
        if error is None:
            return request.reply_type().from_wire(answer["result"])
        if error["exc_type"] == "Refused":
            raise Refused(*error["exc_args"])
        raise RuntimeError(f"{request.rpc_name()}: {error['exc_type']}: {error['value']}")

    def _on_reply(self, _channel: Any, _method: Any, properties: Any, body: bytes) -> None:
        self._replies[properties.correlation_id] = json.loads(body)


class Tap:
    """Hears every event of some sources from the moment it is opened."""

    def __init__(self, amqp_url: str, sources: tuple[str, ...]) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        channel = self._connection.channel()
        name = channel.queue_declare("", exclusive=True).method.queue
        for source in sources:
            channel.exchange_declare(exchange_name(source), EXCHANGE_TYPE, durable=True)
            channel.queue_bind(name, exchange_name(source), "#")
        self._heard: queue.Queue[Event] = queue.Queue()
        channel.basic_consume(name, self._on_message, auto_ack=True)
        self._thread = threading.Thread(target=channel.start_consuming, daemon=True)
        self._thread.start()
        self._channel = channel

    def next(self, kind: type[Event], *, timeout: float = 15.0) -> Event:
        """The next event of this type, dropping others before it; queue.Empty after `timeout`."""
        deadline = utc_now().timestamp() + timeout
        while True:
            event = self._heard.get(timeout=max(0.01, deadline - utc_now().timestamp()))
            if isinstance(event, kind):
                return event

    def close(self) -> None:
        self._connection.add_callback_threadsafe(self._channel.stop_consuming)
        self._thread.join(5)
        with suppress(pika.exceptions.AMQPError):
            self._connection.close()

    def _on_message(self, _channel: Any, _method: Any, _properties: Any, body: bytes) -> None:
        self._heard.put(decode(body))


@contextmanager
def tapped(amqp_url: str, *sources: str) -> Iterator[Tap]:
    tap = Tap(amqp_url, sources)
    try:
        yield tap
    finally:
        tap.close()
