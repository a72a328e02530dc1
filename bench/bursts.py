"""Certificates approved by customs as fast as it can, and how long until all are printable."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import create_engine, text

from deploy.local.exporter import authorized_exporter
from deploy.local.officer import Officer
from deploy.local.person import Person
from deploy.local.stack import Stack

DELAYS = {"*": {"receipt_delay_seconds": "0.5", "layout_step_seconds": "0"}}
BATCH = 500
PATIENCE_SECONDS = 600.0
_RECEIVED = "select count(*) from certificates where layout_status = 'received'"


@dataclass(frozen=True)
class Approvals:
    """What an officer approves again and again, of one enterprise."""

    officer: Officer
    person: Person

    def approve(self, *, over_seconds: float) -> None:
        """BATCH of them, spread over so long."""
        self.officer.approve_batch(self.person, BATCH, over_seconds=over_seconds)


def prepared(stack: Stack, seed: int) -> Approvals:
    """Of an enterprise of its own for each seed, whose seal is authorized."""
    officer = Officer(stack.gateway, stack.console_token)
    person = Person.with_card(stack.cards, seed)
    authorized_exporter(stack.gateway, officer, person).close()
    return Approvals(officer, person)


def burst(stack: Stack, approvals: Approvals, count: int) -> float:
    """Certificates a second; `count` is a multiple of BATCH."""
    printable = counter_of_printable(stack)
    before, started = printable(), time.monotonic()
    for _ in range(0, count, BATCH):
        approvals.approve(over_seconds=0)
    wait(lambda: printable() - before >= count)
    return count / (time.monotonic() - started)


def counter_of_printable(stack: Stack) -> Callable[[], int]:
    """Asks the database of cert_svc."""
    engine = create_engine(stack.servers.create_database("cert_svc"))

    def count() -> int:
        with engine.connect() as connection:
            return int(connection.execute(text(_RECEIVED)).scalar_one())

    return count


def wait(holds: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Looks five times a second. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError("the pipeline did not finish")
        time.sleep(0.2)
