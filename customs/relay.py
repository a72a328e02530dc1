"""The relay thread: says what is due, and archives what is due to be archived."""

import threading
import time
from collections.abc import Sequence
from uuid import UUID

import structlog

from contracts.envelope import CONTENT_TYPE, Envelope
from contracts.topology import CALL_IDS_HEADER
from customs import agenda, timeline
from customs.agenda import Due
from customs.broker import Pause, open_channel
from customs.database import transaction
from customs.desk import Desk
from customs.errors import Unavailable
from customs.publisher import Message, Publisher
from customs.telemetry import AGENDA_AGE, AGENDA_DEPTH, PUBLISHED
from customs.topology import EXCHANGE

log = structlog.get_logger()

BATCH = 200
BREATH_SECONDS = 0.05
"""Between two batches, unless one was full: few large ones cost less than many small ones."""
MEASURE_SECONDS = 5.0


class Relay:
    """Publishes the agenda until told to stop; `connected` is for the readiness check.

    A crash between the broker's confirm and the commit says an event twice: its receivers know
    it by its id.
    """

    def __init__(self, desk: Desk, stop: threading.Event) -> None:
        self._desk = desk
        self._stop = stop
        self._measured = 0.0
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
        with transaction(self._desk.engine) as connection:
            token, due = agenda.claim(connection, BATCH)
        if not due:
            return 0
        try:
            refused = publisher.publish([_message(row) for row in due])
        except BaseException:
            with transaction(self._desk.engine) as connection:
                agenda.give_back(connection, token)
            raise
        confirmed = [row for row in due if str(row.row_id) not in refused]
        self._settle(token, confirmed, [row for row in due if str(row.row_id) in refused])
        return len(confirmed)

    def _publish_until_stopped(self, pause: Pause) -> None:
        with open_channel(self._desk.settings.amqp_url):
            publisher = Publisher(self._desk.settings.amqp_url)
        self.connected = True
        try:
            while not self._stop.is_set():
                said = self._desk.archive_due() + self.publish_due(publisher)
                pause.reset()
                self._measure()
                publisher.idle(0 if said >= BATCH else BREATH_SECONDS)
        finally:
            publisher.close()

    def _settle(self, token: UUID, confirmed: Sequence[Due], unroutable: Sequence[Due]) -> None:
        with transaction(self._desk.engine) as connection:
            agenda.hold_back(connection, token, [row.row_id for row in unroutable])
            agenda.settle(connection, token, [row.row_id for row in confirmed])
            at = self._desk.now()
            sent = [(row.event_type, Envelope.from_bytes(row.body).data) for row in confirmed]
            timeline.note(
                connection,
                [timeline.entry_of(what, fields, way="sent", at=at) for what, fields in sent],
            )
        for row in confirmed:
            PUBLISHED.labels(row.event_type, "confirmed").inc()
        for row in unroutable:
            PUBLISHED.labels(row.event_type, "unroutable").inc()
            log.warning("event_unroutable", event_type=row.event_type, subject=row.subject)

    def _measure(self) -> None:
        if time.monotonic() - self._measured < MEASURE_SECONDS:
            return
        self._measured = time.monotonic()
        with transaction(self._desk.engine) as connection:
            depth, age = agenda.due_depth(connection)
        AGENDA_DEPTH.set(depth)
        AGENDA_AGE.set(age)


def _message(row: Due) -> Message:
    return Message(
        message_id=str(row.row_id),
        exchange=EXCHANGE,
        routing_key=row.event_type,
        body=row.body,
        content_type=CONTENT_TYPE,
        headers={CALL_IDS_HEADER: row.call_ids},
    )
