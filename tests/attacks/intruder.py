"""Somebody who got at the broker: reads what passes, and asks services what he likes."""

import json
import time
from typing import Any
from uuid import uuid4

import pika

from contracts.accounts import GATEWAY, asked_by
from contracts.topology import (
    ASKER_HEADER,
    ASSERTION_HEADER,
    REPLIES_EXCHANGE,
    asks_exchange,
    reply_queue_name,
)

ASKS = asks_exchange(GATEWAY)
NOTHING_MORE_SECONDS = 0.5


class Intruder:
    """Has an account that may do everything at the broker, and no key."""

    def __init__(self, amqp_url: str) -> None:
        self._connection = pika.BlockingConnection(pika.URLParameters(amqp_url))
        self._channel = self._connection.channel()
        self._all = self._bound(ASKS, *asked_by(GATEWAY))
        self._channel.queue_bind(self._all, REPLIES_EXCHANGE, "#")

    def ask(self, operation: str, fields: dict[str, Any], **proof: str) -> str:
        """The code with which he is refused, or "answered".

        `proof`: the signed tokens `assertion` and `asker`.
        """
        return self.send(operation, _body(fields), **proof)

    def send(self, operation: str, body: bytes, **proof: str) -> str:
        reply_to = reply_queue_name(GATEWAY, uuid4())
        queue = self._bound(REPLIES_EXCHANGE, reply_to)
        headers = {"assertion": ASSERTION_HEADER, "asker": ASKER_HEADER}
        properties = pika.BasicProperties(
            content_type="application/json",
            content_encoding="utf-8",
            correlation_id=reply_to,
            reply_to=reply_to,
            headers={headers[name]: token for name, token in proof.items()},
        )
        self._channel.basic_publish(ASKS, operation, body, properties, mandatory=True)
        error = json.loads(self._next(queue)[1])["error"]
        return "answered" if error is None else str((error["exc_args"] or [error["value"]])[0])

    def overheard(self) -> list[tuple[str, dict[str, Any], bytes]]:
        """Routing key, headers and bytes of all that passed since he last listened."""
        heard = []
        deadline = time.monotonic() + NOTHING_MORE_SECONDS
        while time.monotonic() < deadline:
            method, properties, body = self._channel.basic_get(self._all, auto_ack=True)
            if method is not None:
                heard.append((method.routing_key, dict(properties.headers or {}), body))
                deadline = time.monotonic() + NOTHING_MORE_SECONDS
        return heard

    def overheard_request(self, operation: str) -> tuple[dict[str, str], bytes]:
        """The latest such request: its proof and its bytes."""
        found = [heard for heard in self.overheard() if heard[0] == operation]
        _, headers, body = found[-1]
        return {"assertion": headers[ASSERTION_HEADER]}, body

    def close(self) -> None:
        self._connection.close()

    def _bound(self, exchange: str, *routing_keys: str) -> str:
        name = str(self._channel.queue_declare("", exclusive=True).method.queue)
        for routing_key in routing_keys:
            self._channel.queue_bind(name, exchange, routing_key)
        return name

    def _next(self, queue: str) -> tuple[Any, bytes]:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            method, _, body = self._channel.basic_get(queue, auto_ack=True)
            if method is not None:
                return method, body
            time.sleep(0.01)
        raise TimeoutError("no answer")


def _body(fields: dict[str, Any]) -> bytes:
    return json.dumps({"args": [], "kwargs": fields}).encode()
