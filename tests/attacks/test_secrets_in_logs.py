"""Everything fails, and still nobody who reads logs or dead letters learns a secret.

Every table of every service refuses what is written to it: PostgreSQL then quotes the whole row.
And every handler gets an event that it cannot decode.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import pika
import psycopg2
import pytest

from chassis.testing import Wire
from contracts.accounts import SERVICES
from contracts.catalogue import EVENTS, LISTENERS
from contracts.postgresql import libpq_url
from contracts.topology import DEAD_LETTER_QUEUE
from deploy.local.client import ProblemError
from deploy.local.exporter import Exporter, wait_for
from deploy.local.patience import PATIENCE_SECONDS
from deploy.local.stack import Stack
from tests.own_product import officer_and_exporter
from tests.unit.cert_svc.events import approved, declarer_filed
from workstation.card_issuer import specimen_id_number

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ID_NUMBERS = [specimen_id_number(seed) for seed in (7001, 7002, 7003)]
PASSWORD = "a marked password 7001"
TICKET = "marked-ticket-7001"
TOKEN = "marked-token-7001"
SECRETS = [*ID_NUMBERS, PASSWORD, TICKET, TOKEN]

TABLES = """select format('%I', table_name) from information_schema.tables
    where table_schema = 'public' and table_name not in ('alembic_version', 'sessions')"""
OF_THE_RELAY = frozenset({"outbox", "sent_batches"})
"""A process that cannot lease what it has to say ends, as it should, and hears nothing any more."""


@pytest.fixture(scope="module")
def exporter(stack, seal) -> Iterator[Exporter]:
    with officer_and_exporter(stack, seal, seed=7000) as (_, exporter):
        yield exporter


@contextmanager
def refusing(postgres_url: str, database: str, *, relay: bool) -> Iterator[None]:
    """No row can be written to the tables of the relay, or to all others.

    Those of sessions are left alone: they let people call.
    """
    with _connected(postgres_url, database) as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall() if (name in OF_THE_RELAY) == relay]
        for table in tables:
            cursor.execute(f"alter table {table} add constraint refused check (false) not valid")
    yield
    with _connected(postgres_url, database) as cursor:
        for table in tables:
            cursor.execute(f"alter table {table} drop constraint refused")


@contextmanager
def _connected(postgres_url: str, database: str) -> Iterator[psycopg2.extensions.cursor]:
    url = f"{libpq_url(postgres_url).rpartition('/')[0]}/{database}"
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        yield connection.cursor()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def said(stack, exporter) -> dict[str, bytes]:
    """What was written anywhere while everything failed, by where it stands."""
    administrator = stack.servers.amqp_url_in("/")
    _forget_letters(administrator)
    answers = [_asked(exporter, *call) for call in CALLS]
    with _all_refusing(stack, relay=False):
        answers += [_asked(exporter, *call) for call in CALLS]
        with pytest.raises(ProblemError):
            exporter.make_signature()
        expected = _tell(administrator)
        letters = wait_for(
            lambda: _letters(administrator, expected), "the dead letters", PATIENCE_SECONDS
        )
    with _all_refusing(stack, relay=True):
        answers += [_asked(exporter, *call) for call in CALLS]
    _start_again_what_ended(stack)
    _forget_letters(administrator)
    logs = {str(file): file.read_bytes() for file in _logs(stack.root)}
    return logs | {"dead letters": b"".join(letters), "answers": "".join(answers).encode()}


@contextmanager
def _all_refusing(stack, *, relay: bool) -> Iterator[None]:
    with ExitStack() as all_:
        for service in SERVICES:
            all_.enter_context(refusing(stack.servers.postgres_url, service, relay=relay))
        yield


CALLS = [
    ("POST", "/sessions", {"user_name": "marked", "password": PASSWORD}),
    ("POST", "/operators", {"name": "样本", "id_number": ID_NUMBERS[0], "user_name": "marked7001",
                            "password": PASSWORD}),
    ("POST", "/operators", {"name": "样本", "id_number": f"{ID_NUMBERS[0]}9"}),
    ("POST", f"/workstation-pairings/{TOKEN}/approval", {}),
    ("GET", f"/print-tickets/{TICKET}/document", None),
    ("POST", "/webhooks", {"url": "https://example.com/", "event_types": ["CertificateApproved"]}),
    ("POST", "/api-tokens", {"name": ID_NUMBERS[1], "scopes": ["certificates:read"]}),
    ("POST", "/exceptions", {"certificate_no": "A26SPECIMEN10001", "reason": "paper_jam",
                             "operation": "reprint_both"}),
]  # fmt: skip


def _asked(exporter, method: str, path: str, body: object) -> str:
    """What it was refused with; the body of an answer is for whoever asked."""
    try:
        exporter.call(method, path, json=body, headers={"X-Request-Id": uuid4().hex})
    except ProblemError as error:
        return json.dumps(error.problem)
    return ""


def _tell(amqp_url: str) -> int:
    """Events with marks in them, good ones and undecodable ones; how many must be given up on."""
    wire = Wire(amqp_url)
    given_up = 0
    for name, listeners in LISTENERS.items():
        services = [each for each in listeners if each in SERVICES]
        if services:
            body = json.dumps({"type": name, "data": {"declarer_id_number": SECRETS}}).encode()
            wire.publish_raw(EVENTS[name].SOURCE, name, body, uuid4())
            given_up += len(services)
    for event in (
        declarer_filed(id_number=ID_NUMBERS[0]),
        approved(declarer_id_number=ID_NUMBERS[1], invoice_no=ID_NUMBERS[2]),
    ):
        wire.publish(event)
        given_up += len(set(LISTENERS[type(event).__name__]) & set(SERVICES))
    wire.close()
    return given_up


def _forget_letters(amqp_url: str) -> None:
    """Those of other tests, or of this one."""
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        connection.channel().queue_purge(DEAD_LETTER_QUEUE)


def _start_again_what_ended(stack: Stack) -> None:
    """A process whose outbox cannot even be leased ends, as it should."""
    for name, process in stack.processes.applications.items():
        if process.has_ended():
            stack.processes.start(name)


def _letters(amqp_url: str, expected: int) -> list[bytes] | None:
    """Bodies and headers, once that many are there."""
    with pika.BlockingConnection(pika.URLParameters(amqp_url)) as connection:
        channel = connection.channel()
        if channel.queue_declare(DEAD_LETTER_QUEUE, passive=True).method.message_count < expected:
            return None
        found = [channel.basic_get(DEAD_LETTER_QUEUE) for _ in range(expected)]
        return [str((properties, body)).encode() for _, properties, body in found]


def _logs(root: Path) -> Iterator[Path]:
    for pattern in ("logs/*.log", "servers/**/*.log", "servers/**/log"):
        yield from root.glob(pattern)


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_failed_at_a_row(stack, said, service):
    assert b"CheckViolation" in said[str(stack.root / "logs" / f"{service}.log")]


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"seal_svc"}))
def test_every_service_that_listens_failed_at_an_event(stack, said, service):
    assert b"not decodable" in said[str(stack.root / "logs" / f"{service}.log")]


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_stands_in_a_log_a_dead_letter_or_a_refusal(said, secret):
    assert [place for place, text in said.items() if secret.encode() in text] == []
