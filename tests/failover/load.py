"""Certificates that are approved, looked at and printed while servers die, and what came of it."""

import contextlib
import itertools
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import psycopg2
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bench.instant_printer import InstantPrinter, instant_printer
from chassis.broker import connect
from contracts.postgresql import CONNECTION_OPTIONS, sqlalchemy_url
from contracts.topology import DEAD_LETTER_QUEUE
from deploy.local.client import ProblemError
from deploy.local.cluster.stack import ClusterStack
from deploy.local.desk import pair_by_code, running_workstation
from deploy.local.exporter import Exporter, authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import Person

CALLERS = 4
LONGEST_CALL_SECONDS = 60.0
PATIENCE_SECONDS = 240.0
PRINTS = 60
"""Certificates that are ordered one after the other while a fault lasts."""
FORMS = ("china_australia", "rcep", "china_korea")
BATCH = 350
"""Certificates that an officer approves at once: one transaction, here at two servers."""
_TWO_ORIGINALS = """
    select certificate_no from print_jobs
    where has_original and state in ('issued', 'released', 'printed', 'failed')
    group by certificate_no having count(*) > 1
"""
_PASSING = {"service.unavailable", "workstation.not_running"}
"""What is over when the outage is: a workstation that could tell nobody that it runs, too."""


@dataclass(frozen=True)
class Answer:
    """Seconds of the monotonic clock; status 0 where no answer came at all."""

    asked_at: float
    answered_at: float
    status: int
    retry_after: str | None

    @property
    def is_good(self) -> bool:
        return self.status == httpx.codes.OK


@dataclass
class Callers:
    """Each asks for a certificate again and again: gateway, broker, cert_svc, database."""

    address: str
    token: str
    answers: list[Answer] = field(default_factory=list)

    @contextmanager
    def calling(self) -> Iterator[None]:
        stop = threading.Event()
        threads = [threading.Thread(target=self._call, args=(stop,)) for _ in range(CALLERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            stop.set()
            for thread in threads:
                thread.join()

    def _call(self, stop: threading.Event) -> None:
        headers = {"Authorization": self.token}
        with httpx.Client(headers=headers, timeout=LONGEST_CALL_SECONDS) as client:
            while not stop.wait(0.1):
                asked_at, status, retry_after = time.monotonic(), 0, None
                with contextlib.suppress(httpx.TransportError):
                    answer = client.get(self.address)
                    status, retry_after = answer.status_code, answer.headers.get("Retry-After")
                self.answers.append(Answer(asked_at, time.monotonic(), status, retry_after))


@dataclass
class Prints:
    """Orders, one after the other, each repeated under its key until it is acknowledged."""

    exporter: Exporter
    ordered: list[str] = field(default_factory=list)
    """The jobs that were acknowledged."""
    refused: list[object] = field(default_factory=list)

    @contextmanager
    def ordering(self, numbers: Sequence[str]) -> Iterator[None]:
        """Raises at the end what an order came to, if it was not an outage."""
        stop = threading.Event()
        with ThreadPoolExecutor(1) as threads:
            ordering = threads.submit(self._order, numbers, stop)
            try:
                yield
            finally:
                stop.set()
            ordering.result()

    def _order(self, numbers: Sequence[str], stop: threading.Event) -> None:
        for number in numbers:
            if stop.wait(0.5):
                return
            self._order_one(number)

    def _order_one(self, number: str) -> None:
        body = {"certificate_nos": [number], "parts": "both", "workstation_id": None}
        headers = {"Idempotency-Key": f"failover-{number}"}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                issued = self.exporter.call("POST", "/print-jobs", json=body, headers=headers)
            except (ProblemError, httpx.TransportError) as error:
                if isinstance(error, ProblemError) and error.code not in _PASSING:
                    raise
                time.sleep(0.5)
            else:
                self.ordered.extend(one["job"]["job_id"] for one in issued["issued"])
                self.refused.extend(issued["refused"])
                return
        raise TimeoutError(f"the print of {number} was never acknowledged")


@dataclass
class Business:
    """One enterprise at work, and customs behind it."""

    stack: ClusterStack
    officer: Officer
    exporter: Exporter
    printer: InstantPrinter
    prints: Prints
    callers: Callers
    approved: int = 0
    forms: Iterator[str] = field(default_factory=lambda: itertools.cycle(FORMS))

    def approve(self, count: int, *, over_seconds: float) -> None:
        """As customs does, which acknowledges and says them one by one over this time.

        `count` is a multiple of BATCH. Of one form after the other: a year has 9,999 of each.
        """
        for _ in range(0, count, BATCH):
            self.officer.approve_batch(
                self.exporter.person, BATCH, over_seconds=over_seconds, type_id=next(self.forms)
            )
            self.approved += BATCH

    def approve_for_prints(self, count: int) -> list[str]:
        """One by one, and waits until they may be printed; their numbers."""
        numbers = [self.officer.apply(self.exporter.person) for _ in range(count)]
        for number in numbers:
            self.officer.approve(number)
        for number in numbers:
            self.exporter.wait_until(number, PATIENCE_SECONDS, printable=True)
        self.approved += count
        return numbers

    def await_rest(self) -> None:
        """Everything acknowledged has come to its end. Raises TimeoutError."""
        _await(lambda: self._received() == self.approved, self._standing)
        _await(lambda: len(self.printer.arrived) >= len(self.prints.ordered), self._standing)

    def doubled(self) -> list[str]:
        """What came to the printer twice, and certificates with two live originals."""
        sent = Counter(self.printer.names)
        live = self._rows("print_svc", _TWO_ORIGINALS)
        return [name for name, times in sent.items() if times > 1] + [str(row[0]) for row in live]

    def dead_letters(self) -> int:
        with connect(self.stack.broker.url) as connection, connection.channel() as channel:
            found = channel.queue_declare(queue=DEAD_LETTER_QUEUE, passive=True)
            return int(found.message_count)

    def missing_prints(self) -> set[str]:
        """Orders that were acknowledged and are not in the database."""
        known = {str(row[0]) for row in self._rows("print_svc", "select id from print_jobs")}
        return set(self.prints.ordered) - known

    def _received(self) -> int:
        query = "select count(*) from certificates where layout_status = 'received'"
        return int(self._rows("cert_svc", query)[0][0])

    def _standing(self) -> str:
        return (
            f"{self._received()} of {self.approved} certificates printable, "
            f"{len(self.printer.arrived)} of {len(self.prints.ordered)} orders printed"
        )

    def _rows(self, database: str, query: str) -> list[tuple[object, ...]]:
        url = sqlalchemy_url(self.stack.servers.create_database(database))
        engine = create_engine(url, connect_args=CONNECTION_OPTIONS)
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.execute(text(query))]
        engine.dispose()
        return rows


@contextmanager
def business(stack: ClusterStack, *, seal: bytes) -> Iterator[Business]:
    """With one certificate, which callers ask for."""
    officer, state = Officer(stack.gateway, stack.console_token), stack.root / "workstation"
    person = Person.with_card(stack.cards, seed=1)
    exporter = authorized_exporter(stack.gateway, officer, person, seal)
    pair_by_code(exporter, stack.gateway, state, "failover")
    token = exporter.http.headers["Authorization"]
    callers = Callers(f"{stack.gateway}/api/v1/certificates", token)
    with (
        contextlib.closing(officer),
        contextlib.closing(exporter),
        instant_printer() as printer,
        running_workstation(exporter, state, printer.uri),
    ):
        work = Business(stack, officer, exporter, printer, Prints(exporter), callers)
        callers.address += f"/{work.approve_for_prints(1)[0]}"
        yield work


def _await(holds: Callable[[], bool], standing: Callable[[], str]) -> None:
    """A server that comes back may break off with whoever asks what holds: that is no answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OperationalError, psycopg2.OperationalError):
            if holds():
                return
        time.sleep(0.5)
    raise TimeoutError(f"after {PATIENCE_SECONDS:.0f} s: {standing()}")
