"""The relay thread: says what is due, and archives what is due to be archived."""

import threading
import time
from collections.abc import Sequence
from contextlib import closing
from uuid import UUID

import structlog

from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.publishing import Message
from contracts.topology import CALL_IDS_HEADER
from contracts.tracing import Sending
from customs.broker.connection import Pause, declare_all
from customs.broker.publisher import Publisher
from customs.broker.topology import EXCHANGE
from customs.domain.timeline import entry_of_event
from customs.entrypoints.archiving import archive_due
from customs.errors import Unavailable
from customs.parts import Parts
from customs.storage import agenda
from customs.storage.agenda import Due
from customs.storage.forgetting import KEPT, forget_some
from customs.telemetry import AGENDA_AGE, AGENDA_DEPTH, PUBLISHED

log = structlog.get_logger()

BATCH = 200
BREATH_SECONDS = 0.05
"""Between two batches, unless one was full: few large ones cost less than many small ones."""
IDLE_SECONDS = 0.2
"""Until the agenda is looked at again when nothing was due."""
HOUSEKEEPING_SECONDS = 5.0


class Relay:
    """Publishes the agenda until told to stop; `connected` is for the readiness check.

    A crash between the broker's confirm and the commit says an event twice: its receivers know
    it by its id.
    """

    def __init__(self, parts: Parts, stop: threading.Event) -> None:
        self._parts = parts
        self._stop = stop
        self._kept_house = 0.0
        self.connected = False

    def run(self) -> None:
        pause = Pause(self._stop)
        while not self._stop.is_set():
            try:
                self._publish_until_stopped(pause)
            except Unavailable as error:
                log.warning("relay_waits", part=error.part, cause=repr(error.__cause__))
                self.connected = False
                pause.take()

    def publish_due(self, publisher: Publisher) -> int:
        """One batch; return how many events the broker took."""
        with self._parts.transaction() as tx:
            token, due = agenda.claim(tx.connection, BATCH)
        if not due:
            return 0
        sending = Sending()
        try:
            refused = publisher.publish([sending.of(_message(row)) for row in due])
        except BaseException:
            with self._parts.transaction() as tx:
                agenda.give_back(tx.connection, token)
            raise
        sending.taken(but=refused)
        confirmed = [row for row in due if str(row.row_id) not in refused]
        self._settle(token, confirmed, [row for row in due if str(row.row_id) in refused])
        return len(confirmed)

    def _publish_until_stopped(self, pause: Pause) -> None:
        amqp_url = self._parts.settings.amqp_url
        declare_all(amqp_url)
        with closing(Publisher(amqp_url)) as publisher:
            self.connected = True
            while not self._stop.is_set():
                said = archive_due(self._parts) + self.publish_due(publisher)
                pause.reset()
                self._keep_house()
                publisher.idle(_rest(said))

    def _settle(self, token: UUID, confirmed: Sequence[Due], unroutable: Sequence[Due]) -> None:
        with self._parts.transaction() as tx:
            agenda.hold_back(tx.connection, token, [row.row_id for row in unroutable])
            agenda.settle(tx.connection, token, [row.row_id for row in confirmed])
            sent = [(row.event_type, Envelope.from_bytes(row.body).data) for row in confirmed]
            tx.note(*(entry_of_event(what, told, way="sent", at=tx.at) for what, told in sent))
        for row in confirmed:
            PUBLISHED.labels(row.event_type, "confirmed").inc()
        for row in unroutable:
            PUBLISHED.labels(row.event_type, "unroutable").inc()
            log.warning("event_unroutable", event_type=row.event_type, subject=row.subject)

    def _keep_house(self) -> None:
        if time.monotonic() - self._kept_house < HOUSEKEEPING_SECONDS:
            return
        self._kept_house = time.monotonic()
        with self._parts.transaction() as tx:
            depth, age = agenda.due_depth(tx.connection)
        AGENDA_DEPTH.set(depth)
        AGENDA_AGE.set(age)
        for kept in KEPT:
            with self._parts.transaction() as tx:
                forget_some(tx.connection, kept)


def _rest(said: int) -> float:
    """Seconds until the next look, of how much the last one found."""
    if said >= BATCH:
        return 0
    return BREATH_SECONDS if said else IDLE_SECONDS


def _message(row: Due) -> Message:
    return Message(
        message_id=str(row.row_id),
        exchange=EXCHANGE,
        routing_key=row.event_type,
        body=row.body,
        content_type=CONTENT_TYPE,
        headers={CALL_IDS_HEADER: row.call_ids},
    )
