"""A service as the gateway sees it: answers on nameko's wire, in a thread of its own."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import aio_pika
from aio_pika import ExchangeType, Message
from aio_pika.abc import AbstractIncomingMessage

from contracts.accounts import GATEWAY, askers_of
from contracts.base import Event, Reply, Request
from contracts.envelope import CONTENT_TYPE, wrap
from contracts.topology import (
    REPLIES_EXCHANGE,
    REQUEST_QUEUE_ARGUMENTS,
    asks_exchange,
    request_queue_name,
)

SILENCE = object()
Answer = Callable[[dict[str, Any]], Any]


class Responder:
    """Answers requests as taught; a request it knows nothing of is MethodNotFound."""

    def __init__(self, amqp_url: str) -> None:
        self.amqp_url = amqp_url
        self._answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, Any], dict[str, Any]]] = []

    def teach(self, request: type[Request], answer: Answer | Reply | object) -> None:
        """`answer` is a reply, SILENCE, or a function of the request's fields."""
        self._answers[request.rpc_name()] = answer if callable(answer) else lambda _: answer

    async def connect(self, *services: str) -> None:
        self._connection = await aio_pika.connect(self.amqp_url)
        self._channel = await self._connection.channel()
        self._exchange = await self._channel.get_exchange(REPLIES_EXCHANGE)
        for service in services:
            queue = await self._channel.declare_queue(
                request_queue_name(service), durable=True, arguments=REQUEST_QUEUE_ARGUMENTS
            )
            for name in askers_of(service)[GATEWAY]:
                await queue.bind(asks_exchange(GATEWAY), routing_key=name)
            await queue.consume(self._on_request)

    async def close(self) -> None:
        await self._connection.close()

    async def publish(self, event: Event) -> str:
        exchange = await self._channel.declare_exchange(
            f"{event.SOURCE}.events", ExchangeType.TOPIC, durable=True
        )
        envelope = wrap(event, event_id=uuid4(), time=datetime.now(UTC))
        message = Message(envelope.to_bytes(), content_type=CONTENT_TYPE)
        await exchange.publish(message, routing_key=type(event).__name__, mandatory=True)
        return str(envelope.id)

    async def _on_request(self, message: AbstractIncomingMessage) -> None:
        await message.ack()
        name = message.routing_key or ""
        fields = json.loads(message.body)["kwargs"]
        self.asked.append((name, fields, dict(message.headers)))
        reply = _reply(self._answers.get(name, _not_found), fields)
        if reply is SILENCE:
            return
        await self._exchange.publish(
            Message(
                json.dumps(reply).encode(),
                content_type="application/json",
                correlation_id=message.correlation_id,
            ),
            routing_key=message.reply_to or "",
        )


def _reply(answer: Answer, fields: dict[str, Any]) -> Any:
    """As nameko's `serialize` writes it: whatever is not text becomes text."""
    try:
        found = answer(fields)
    except Exception as error:  # noqa: BLE001 - whatever is raised crosses the wire
        kind = type(error)
        return {
            "result": None,
            "error": {
                "exc_type": kind.__name__,
                "exc_path": f"{kind.__module__}.{kind.__name__}",
                "exc_args": _as_text(error.args),
                "value": str(error),
            },
        }
    if found is SILENCE:
        return SILENCE
    result = found.to_wire() if isinstance(found, Reply) else found
    return {"result": result, "error": None}


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _as_text(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(inner) for inner in value]
    return str(value)


class MethodNotFound(Exception):  # noqa: N818 - nameko's name
    pass


def _not_found(_: dict[str, Any]) -> Any:
    raise MethodNotFound("no such method")


class RunningResponder:
    """The responder from outside its thread."""

    def __init__(self, responder: Responder, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.responder = responder
        self.amqp_url = responder.amqp_url
        self.teach = responder.teach
        self.asked = responder.asked

    def publish(self, event: Event) -> str:
        return self._run(self.responder.publish(event))

    def reconnect(self, *services: str) -> None:
        self._run(self.responder.connect(*services))

    def _run(self, coroutine: Any) -> Any:
        future: Future[Any] = asyncio.run_coroutine_threadsafe(coroutine, self._loop)
        return future.result(timeout=60)


@contextmanager
def running_responder(amqp_url: str, *services: str) -> Iterator[RunningResponder]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    running = RunningResponder(Responder(amqp_url), loop)
    try:
        running.reconnect(*services)
        yield running
        running._run(running.responder.close())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
