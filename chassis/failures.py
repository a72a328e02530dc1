"""What becomes of a message whose handler failed: tried again later, or a dead letter."""

from datetime import UTC, datetime
from typing import Any

import structlog
from eventlet.semaphore import Semaphore
from nameko.extensions import SharedExtension
from pydantic import ValidationError

from chassis.broker import BatchPublisher, Message
from chassis.errors import Transient
from chassis.metrics import DEAD_LETTERS, EVENTS_RETRIED
from chassis.sealed_letters import SEALED_CONTENT_TYPE, seal_letter
from chassis.settings import ServiceSettings
from contracts.envelope import CONTENT_TYPE
from contracts.topology import (
    RETRIES,
    RETRIES_HEADER,
    dead_letter_headers,
    given_up_exchange,
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


def forwarded(queue: str, message: Any, error: BaseException, settings: ServiceSettings) -> Message:
    """What is sent in place of a message of this queue."""
    retried = int(message.headers.get(RETRIES_HEADER, 0))
    if isinstance(error, Transient) and retried < RETRIES:
        return _to_retry(queue, message, error, retried + 1, settings.retry_delays_seconds[retried])
    return _dead(queue, message, _reason(error), settings.dead_letter_sealing_key)


def _to_retry(
    queue: str, message: Any, error: Transient, retry: int, wait_seconds: float
) -> Message:
    EVENTS_RETRIED.labels(queue).inc()
    log.warning("event_retried", queue=queue, error=str(error), retry=retry)
    return Message(
        exchange=retry_queue_name(service_of_queue(queue), retry),
        routing_key=queue,
        body=bytes(message.body),
        content_type=CONTENT_TYPE,
        expiration_ms=int(wait_seconds * 1000),
        **_kept(message, {RETRIES_HEADER: retry}),
    )


def _dead(queue: str, message: Any, reason: str, sealing_key: bytes) -> Message:
    DEAD_LETTERS.labels(queue).inc()
    log.error("event_dead", queue=queue, error=reason)
    return Message(
        exchange=given_up_exchange(service_of_queue(queue)),
        routing_key=queue,
        body=seal_letter(bytes(message.body), queue, sealing_key),
        content_type=SEALED_CONTENT_TYPE,
        **_kept(message, dead_letter_headers(queue, reason, datetime.now(UTC))),
    )


def _kept(message: Any, headers: dict[str, Any]) -> dict[str, Any]:
    """What stays of a message beside its body."""
    own = {name: value for name, value in message.headers.items() if not name.startswith("x-")}
    message_id = str(message.properties.get("message_id") or message.delivery_tag)
    return {"message_id": message_id, "headers": own | headers}


def _reason(error: BaseException) -> str:
    """What went wrong, without the message's content: pydantic would quote it."""
    if isinstance(error, ValidationError):
        faults = error.errors(include_input=False, include_url=False)
        return "not decodable: " + "; ".join(f"{fault['loc']}: {fault['msg']}" for fault in faults)
    return f"{type(error).__name__}: {error}"
