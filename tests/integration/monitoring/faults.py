"""What goes wrong, really: each fault is there inside its block and repaired at the end of it."""

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pika
import sqlalchemy

from contracts.authorization import AgentAuthorized
from contracts.base import Event
from contracts.customs import DeclarerFiled
from contracts.envelope import CONTENT_TYPE, wrap
from contracts.topology import (
    DEAD_LETTER_QUEUE,
    FROM_CUSTOMS_QUEUE,
    SERVICES_EXCHANGE,
    TO_CUSTOMS_QUEUE,
    event_queue_name,
    exchange_name,
)
from deploy.broker.definitions import CUSTOMS_VHOST, SERVICES_VHOST
from deploy.local.client import ProblemError
from deploy.local.desk import fit_printer
from deploy.local.exporter import Exporter, wait_for
from deploy.local.officer import Officer
from deploy.local.processes import migrate
from deploy.local.stack import Stack
from tests.attacks.intruder import Intruder
from tests.e2e.receiver import Receiver
from tests.integration.monitoring.archiving import ArchivedDatabase
from workstation.cards import PROGRAM_VERSION
from workstation.tickets import TicketRefused

AGO = timedelta(minutes=2)
"""By how much what waits is made older: its age is compared with a minute as it is."""
BACKLOG = 1500
WORKERS, LOCK_SECONDS = 16, 5.0
"""`max_workers` of a service, and `lock_timeout` of its sessions (`chassis.database`)."""
FILED = event_queue_name(DeclarerFiled, "auth_svc", "on_declarer_filed")


@dataclass(frozen=True)
class Place:
    """The running product, and who acts on it."""

    stack: Stack
    archived: ArchivedDatabase
    exporter: Exporter
    officer: Officer
    receiver: Receiver
    hidden: Callable[..., contextlib.AbstractContextManager[None]]
    """Processes that Prometheus finds no more, as DNS tells of no pod."""
    unwatched: Callable[[str], contextlib.AbstractContextManager[None]]
    """Likewise all of a job."""

    def connect(self, name: str) -> sqlalchemy.Engine:
        """The database of a process, as its administrator."""
        base = self.stack.servers.postgres_url.rpartition("/")[0]
        return sqlalchemy.create_engine(f"{base}/{name}", poolclass=sqlalchemy.NullPool)

    @contextlib.contextmanager
    def broker(self, vhost: str = SERVICES_VHOST) -> Iterator[Any]:
        """A channel of the broker's administrator."""
        parameters = pika.URLParameters(self.stack.servers.amqp_url_in(vhost))
        with contextlib.closing(pika.BlockingConnection(parameters)) as connection:
            yield connection.channel()

    def migrate(self, name: str) -> None:
        migrate([self.stack.processes.applications[name]])


@contextlib.contextmanager
def _again_and_again(
    act: Callable[[], object], *, pause: float, at_once: int = 1
) -> Iterator[None]:
    """`act` is done until the block ends, by so many at once; what it raises is raised here."""
    over = threading.Event()
    failures: list[BaseException] = []

    def go_on() -> None:
        try:
            while not over.wait(pause):
                act()
        except BaseException as error:  # noqa: BLE001 - raised below, in the thread of the test
            failures.append(error)

    threads = [threading.Thread(target=go_on) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if failures:
        raise failures[0]


@contextlib.contextmanager
def guessed_logins(place: Place) -> Iterator[None]:
    """Card log-ins for challenges that nobody was given."""
    body = {
        "challenge_id": str(uuid.uuid4()),
        "card_certificate": place.exporter.person.card.certificate_pem.decode(),
        "signature": "AAAA",
        "program_version": PROGRAM_VERSION,
    }
    url = f"{place.stack.gateway}/api/v1/card-sessions"
    with (
        httpx.Client(timeout=30) as client,
        _again_and_again(lambda: _tried(client, "POST", url, json=body), pause=0.1, at_once=12),
    ):
        yield


def _tried(client: httpx.Client, method: str, url: str, **content: Any) -> None:
    """Whoever asks too often is hung up on now and then."""
    with contextlib.suppress(httpx.TransportError):
        client.request(method, url, **content)


@contextlib.contextmanager
def revocation_list_over(place: Place) -> Iterator[None]:
    """The newest list has ended, and legal persons log in with good cards all the same."""
    longer = sqlalchemy.text("update revocation_lists set next_update = next_update + :time")

    def try_to_log_in() -> None:
        with contextlib.suppress(ProblemError):
            place.exporter.log_in()

    with place.connect("auth_svc").begin() as connection:
        connection.execute(longer, {"time": timedelta(days=-60)})
    with _again_and_again(try_to_log_in, pause=1):
        yield
    with place.connect("auth_svc").begin() as connection:
        connection.execute(longer, {"time": timedelta(days=60)})
    place.exporter.log_in()


@contextlib.contextmanager
def unproven_requests(place: Place) -> Iterator[None]:
    """Somebody at the broker asks as if he were the gateway, and has no key."""
    intruder = Intruder(place.stack.servers.amqp_url)
    with (
        contextlib.closing(intruder),
        _again_and_again(lambda: intruder.ask("print_svc.release_document", {}), pause=0.3),
    ):
        yield


@contextlib.contextmanager
def made_up_tickets(place: Place) -> Iterator[None]:
    def show() -> None:
        with contextlib.suppress(TicketRefused):
            place.exporter.desk.fetch_document(uuid.uuid4().hex, fit_printer())

    with _again_and_again(show, pause=0.4):
        yield


@contextlib.contextmanager
def failing_receiver(place: Place) -> Iterator[None]:
    """An enterprise's endpoint answers 500 to all that it is told."""
    body = {"url": f"{place.receiver.url}/broken", "event_types": ["CertificateApproved"]}
    made = place.exporter.call("POST", "/webhooks", json=body)
    path = f"/webhooks/{made['webhook_id']}"
    place.receiver.answers["/broken"] += [500] * 1000
    with _again_and_again(lambda: place.exporter.call("POST", f"{path}/test"), pause=1):
        yield
    place.exporter.call("DELETE", path)


@contextlib.contextmanager
def poisonous_message(place: Place) -> Iterator[None]:
    """Bytes that are no event come to a handler."""
    with place.broker() as channel:
        channel.basic_publish("", FILED, b"no event")
    yield
    with place.broker() as channel:
        channel.queue_purge(DEAD_LETTER_QUEUE)


@contextlib.contextmanager
def unheard_at_customs(place: Place) -> Iterator[None]:
    """The bridge brings what customs has declared no queue for."""
    with place.broker(CUSTOMS_VHOST) as channel:
        channel.basic_publish(SERVICES_EXCHANGE, "NobodyListens", b"{}")
    yield
    with place.broker(CUSTOMS_VHOST) as channel:
        channel.queue_purge(DEAD_LETTER_QUEUE)


@contextlib.contextmanager
def locked_table(place: Place) -> Iterator[None]:
    """Somebody holds a table of auth_svc while many events come that need it, late already.

    Workers begin one after the other, so that they give up evenly and not all at one moment, which
    a window of a minute made a second may miss.
    """
    stream = _old_news(place)
    with contextlib.closing(place.connect("auth_svc").connect()) as connection:
        connection.execute(sqlalchemy.text("lock table declarers in access exclusive mode"))
        for place_in_line in range(BACKLOG):
            next(stream)
            if place_in_line < WORKERS:
                time.sleep(LOCK_SECONDS / WORKERS)
        with _again_and_again(lambda: next(stream), pause=0.2):
            yield
    stream.close()


def _old_news(place: Place) -> Iterator[None]:
    """Each step is one more event of twenty seconds ago."""
    with place.broker() as channel:
        while True:
            now = datetime.now(UTC)
            said = DeclarerFiled(
                enterprise_code=place.exporter.person.credit_code,
                id_number=place.exporter.person.id_number,
                name="样本",
                filed_at=now,
            )
            _publish(channel, said, exchange_name(said.SOURCE), now - timedelta(seconds=20))
            yield


def _publish(channel: Any, said: Event, exchange: str, at: datetime, key: str = "") -> None:
    body = wrap(said, event_id=uuid.uuid4(), time=at).to_bytes()
    properties = pika.BasicProperties(content_type=CONTENT_TYPE, message_id=uuid.uuid4().hex)
    channel.basic_publish(exchange, key or type(said).__name__, body, properties)


@contextlib.contextmanager
def exchange_gone(place: Place) -> Iterator[None]:
    """Where the bridge brings things to is no more; its shovel must be told when it is back."""
    with place.broker(CUSTOMS_VHOST) as channel:
        channel.exchange_delete(SERVICES_EXCHANGE)
    now = datetime.now(UTC)
    granted = AgentAuthorized(
        enterprise_code=place.exporter.person.credit_code,
        agent_code=place.exporter.person.credit_code,
        grant_id=uuid.uuid4(),
        granted_at=now,
    )
    with place.broker() as channel:
        _publish(channel, granted, "", now, TO_CUSTOMS_QUEUE)
    yield
    place.migrate("customs")
    place.stack.servers.broker._run("restart_shovel", "-p", SERVICES_VHOST, TO_CUSTOMS_QUEUE)
    with place.broker(CUSTOMS_VHOST) as channel:  # put down by hand, it bears the queue's name
        wait_for(lambda: channel.basic_get(DEAD_LETTER_QUEUE, auto_ack=True)[0], "its arrival", 90)


@contextlib.contextmanager
def customs_unheard(place: Place) -> Iterator[None]:
    """What customs says reaches no queue, until it is bound again as the definitions have it."""
    binding = (FROM_CUSTOMS_QUEUE, exchange_name("customs"), "DeclarerFiled")
    with place.broker(CUSTOMS_VHOST) as channel:
        channel.queue_unbind(*binding)
    place.officer.file_declarer(place.exporter.person)
    _make_older(place, "customs", "agenda", "due_at")
    yield
    with place.broker(CUSTOMS_VHOST) as channel:
        channel.queue_bind(*binding)


@contextlib.contextmanager
def queue_missing(place: Place) -> Iterator[None]:
    """An event has no queue; the migrations of the service that listens make it anew."""
    said = "AuthActionRecorded"
    with place.broker() as channel:
        channel.queue_unbind(
            f"evt-auth_svc-{said}--auth_svc.on_auth_actions", exchange_name("auth_svc"), said
        )
    place.exporter.log_in()
    _make_older(place, "auth_svc", "outbox", "created_at")
    yield
    place.migrate("auth_svc")


def _make_older(place: Place, database: str, table: str, column: str) -> None:
    older = sqlalchemy.text(f"update {table} set {column} = {column} - :ago")
    with place.connect(database).begin() as connection:
        assert connection.execute(older, {"ago": AGO}).rowcount


@contextlib.contextmanager
def killed(place: Place, *names: str) -> Iterator[None]:
    for name in names:
        place.stack.processes.kill(name)
    yield
    for name in names:
        place.stack.processes.start(name)


@contextlib.contextmanager
def process_killed(place: Place) -> Iterator[None]:
    """It is scraped still."""
    with killed(place, "seal_svc"):
        yield


@contextlib.contextmanager
def no_pod_left(place: Place) -> Iterator[None]:
    with place.hidden("exception_svc"), killed(place, "exception_svc"):
        yield


@contextlib.contextmanager
def exporter_gone(place: Place) -> Iterator[None]:
    """The database is there, and Prometheus finds nobody who tells of it."""
    with place.unwatched("postgresql"):
        yield


@contextlib.contextmanager
def store_of_backups_away(place: Place) -> Iterator[None]:
    """A file of the log is ready, and nobody takes it."""
    place.archived.store_is_away.touch()
    place.archived.end_a_file()
    yield
    place.archived.store_is_away.unlink()
    place.archived.end_a_file()


@contextlib.contextmanager
def database_away(place: Place) -> Iterator[None]:
    """PostgreSQL is stopped while people ask for their lists and customs says something."""
    place.stack.servers.stop_database()
    stream = _old_news(place)
    next(stream)
    stream.close()
    url = f"{place.stack.gateway}/api/v1/certificates"
    headers = {"Authorization": place.exporter.http.headers["Authorization"]}
    with (
        httpx.Client(timeout=30, headers=headers) as client,
        _again_and_again(lambda: _tried(client, "GET", url), pause=0.1),
    ):
        yield
    place.stack.servers.start_database()


Fault = Callable[[Place], contextlib.AbstractContextManager[None]]


@contextlib.contextmanager
def all_of(place: Place, faults: Sequence[Fault]) -> Iterator[None]:
    """At once; all are repaired also where the block fails."""
    failure: BaseException | None = None
    with contextlib.ExitStack() as stack:
        for fault in faults:
            stack.enter_context(fault(place))
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - raised below, after the repairs
            failure = error
    if failure is not None:
        raise failure
