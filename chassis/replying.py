"""How requests are asked and answered: quickly, never at the price of the process, and with no more
rights at the broker than that takes: nothing is declared but the queue of the answers.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from uuid import uuid4

import nameko.amqp.publish
import nameko.rpc
import structlog
from amqp.exceptions import MessageNacked
from kombu import Exchange, Queue
from kombu.pools import producers
from nameko.exceptions import UnserializableValueError, serialize
from nameko.rpc import ReplyListener, Responder, Rpc, RpcConsumer

from chassis.broker import CONNECT_OPTIONS, discard, pooled
from chassis.consuming import SteadyConsumer
from contracts.amqp import Address
from contracts.base import Reply
from contracts.topology import (
    ANSWER_BEGINS,
    ANSWER_ENDS,
    EXCHANGE_TYPE,
    REPLIES_EXCHANGE,
    reply_queue_name,
)

log = structlog.get_logger()

REPLY_QUEUE_MS = 300_000
"""After so long without its process it is gone."""


class ReplySender(Responder):
    """Writes the JSON of a reply once, where nameko would build it twice and try it out first.

    A lost reply is a time-out for its caller, so replies need no confirms and no disk.
    """

    def send_response(self, result: Any, exc_info: Any) -> tuple[Any, Any]:
        body = _answer(result) if exc_info is None else _failure(exc_info[1])
        with _producer(self.amqp_uri, False) as producer:
            producer.publish(
                body,
                content_type="application/json",
                content_encoding="utf-8",
                exchange=REPLIES_EXCHANGE,
                user_id=_user(self.amqp_uri),
                routing_key=self.message.properties["reply_to"],
                correlation_id=self.message.properties.get("correlation_id"),
                delivery_mode="transient",
                retry=True,
                retry_policy=dict(CONNECT_OPTIONS),
            )
        return result, exc_info


class SteadyRpcConsumer(RpcConsumer):
    """Gives a reply up that cannot be sent; nameko would end the process."""

    queue_consumer = SteadyConsumer()

    def setup(self) -> None:
        """The migrations have declared the queue; nameko would do so again, and wait for ever."""
        super().setup()
        self.queue.no_declare = True

    def handle_result(self, message: Any, result: Any, exc_info: Any) -> tuple[Any, Any]:
        try:
            return super().handle_result(message, result, exc_info)
        except Exception as error:  # noqa: BLE001 - nobody is left to whom it could be told
            request = message.delivery_info["routing_key"]
            log.warning("reply_given_up", request=request, error=repr(error))
            self.queue_consumer.ack_message(message)
            return result, exc_info


class Replies(ReplyListener):
    """The answers to this process, under a name that says whose they are."""

    queue_consumer = SteadyConsumer()

    def setup(self) -> None:
        self.renew()
        self.queue_consumer.register_provider(self)

    def renew(self) -> None:
        """Another queue, on the node that this process is connected to now.

        The one before may be on a node that is away, and until then nobody else has its name.
        """
        name = reply_queue_name(self.container.service_name, uuid4())
        self.routing_key = name
        self.queue = Queue(
            name,
            exchange=Exchange(REPLIES_EXCHANGE, type=EXCHANGE_TYPE, no_declare=True),
            routing_key=name,
            queue_arguments={"x-expires": REPLY_QUEUE_MS},
        )


def use_steady_rpc() -> None:
    """For nameko's own RPC extensions; before any container is made."""
    nameko.rpc.Responder = ReplySender  # type: ignore[misc] # nameko offers no other place
    nameko.amqp.publish.get_producer = _producer  # type: ignore[attr-defined] # likewise
    Rpc.rpc_consumer = SteadyRpcConsumer()


@lru_cache(maxsize=4)
def _user(amqp_url: str) -> str:
    return Address.of(amqp_url).user


def _answer(result: Any) -> bytes:
    """Replies are written by pydantic, whatever else by json."""
    try:
        text = result.model_dump_json() if isinstance(result, Reply) else json.dumps(result)
    except (TypeError, ValueError):
        return _failure(UnserializableValueError(result))
    return b"".join((ANSWER_BEGINS, text.encode(), ANSWER_ENDS))


def _failure(error: BaseException) -> bytes:
    return json.dumps({"result": None, "error": serialize(error)}).encode()


@contextmanager
def _producer(amqp_url: str, confirms: bool = True, *_: Any) -> Iterator[Any]:  # noqa: FBT001, FBT002 - nameko's signature
    """nameko's own would know one node of the broker only, and wait for it for ever."""
    with producers[pooled(amqp_url, confirm_publish=confirms)].acquire(block=True) as producer:
        try:
            yield producer
        except MessageNacked:  # as `contracts.publishing.Confirms` says of a stale channel
            discard(producer.connection)
            raise
