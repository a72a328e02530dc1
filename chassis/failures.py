"""What becomes of a message whose handler failed: tried again later, or a dead letter."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension
from pydantic import ValidationError

from chassis.broker import BatchPublisher, Message
from chassis.errors import Transient
from chassis.metrics import DEAD_LETTERS, EVENTS_RETRIED
from chassis.queues import RETRIES
from contracts.envelope import CONTENT_TYPE
from contracts.topology import (
    RETRIES_HEADER,
    dead_letter_headers,
    given_up_exchange,
    retry_exchange,
    retry_queue_name,
    service_of_queue,
)

log = structlog.get_logger()


class Forwarder(SharedExtension):
    """Publishes to retry and dead-letter queues, one greenlet at a time, with confirms."""

    def __init__(self) -> None:
        self._publisher: BatchPublisher | None = None

    def setup(self) -> None:
        self._lock = Semaphore()
        self._publisher = BatchPublisher(self.container.config["amqp_url"])

    def stop(self) -> None:
        if self._publisher is not None:
            self._publisher.close()

    def send(self, message: Message) -> None:
        """Raises Transient when no queue has taken it."""
        with self._lock:
            if self._publisher is None or self._publisher.publish([message]):
                raise Transient(f"no queue took {message.routing_key}")


def forwarded(queue: str, message: Any, error: BaseException, delays: Sequence[float]) -> Message:
    """What is sent in place of a message of this queue; `delays` in seconds, one for each retry."""
    service = service_of_queue(queue)
    retries = int(message.headers.get(RETRIES_HEADER, 0))
    if isinstance(error, Transient) and retries < RETRIES:
        EVENTS_RETRIED.labels(queue).inc()
        log.warning("event_retried", queue=queue, error=str(error), retry=retries + 1)
        retry = retry_queue_name(queue, retries + 1)
        counted = {RETRIES_HEADER: retries + 1}
        wait = int(delays[retries] * 1000)
        return _copy(message, retry_exchange(service), retry, counted, expiration_ms=wait)
    reason = _reason(error)
    DEAD_LETTERS.labels(queue).inc()
    log.error("event_dead", queue=queue, error=reason)
    headers = dead_letter_headers(queue, reason, datetime.now(UTC))
    return _copy(message, given_up_exchange(service), queue, headers)


def _copy(
    message: Any,
    exchange: str,
    routing_key: str,
    headers: dict[str, Any],
    *,
    expiration_ms: int | None = None,
) -> Message:
    kept = {name: v for name, v in message.headers.items() if not name.startswith("x-")}
    return Message(
        message_id=str(message.properties.get("message_id") or message.delivery_tag),
        exchange=exchange,
        routing_key=routing_key,
        body=bytes(message.body),
        content_type=CONTENT_TYPE,
        headers=kept | headers,
        expiration_ms=expiration_ms,
    )


def _reason(error: BaseException) -> str:
    """What went wrong, without the message's content: pydantic would quote it."""
    if isinstance(error, ValidationError):
        faults = error.errors(include_input=False, include_url=False)
        return "not decodable: " + "; ".join(f"{fault['loc']}: {fault['msg']}" for fault in faults)
    return f"{type(error).__name__}: {error}"
