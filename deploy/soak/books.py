"""Whether all books agree when everything is over: customs, services, ledger, and who printed."""

import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from typing import Any, Final

import psycopg2

from chassis.broker import connect
from contracts.postgresql import CONNECTION_OPTIONS, libpq_url
from contracts.topology import DEAD_LETTER_QUEUE, REASON_HEADER
from deploy.broker.definitions import SERVICES_VHOST
from deploy.local.cluster.stack import ClusterStack
from deploy.local.exporter import wait_for
from deploy.local.stack import Stack
from deploy.soak.entries import Entries
from deploy.soak.lives import Life

SETTLE_SECONDS: Final = 240.0
SERVICES: Final = ("auth_svc", "seal_svc", "cert_svc", "print_svc", "exception_svc", "webhook_svc")
_ARCHIVED_AT_CUSTOMS: Final = "select certificate_no from applications where state = 'archived'"
_APPROVED_AT_CUSTOMS: Final = (
    "select certificate_no from applications where state in ('approved', 'archived')"
)
_CERTIFICATES: Final = "select certificate_no from certificates"
_WITHOUT_LAYOUT: Final = "select certificate_no from certificates where layout_status <> 'received'"
_WAITING: Final = "select routing_key from outbox"
_ARCHIVED: Final = "select certificate_no from certificates where archived"
_PRINTED_TWICE: Final = """
select certificate_no from print_jobs where has_original and confirmed_printed
group by certificate_no having count(*) > 1"""
_LIVE_TWICE: Final = """
select certificate_no from print_jobs
where has_original and state in ('issued', 'released', 'printed', 'failed')
group by certificate_no having count(*) > 1"""
_ORIGINALS: Final = """
select certificate_no, count(*) from print_jobs where has_original and released_at is not null
group by certificate_no"""
_EXCEPTIONS: Final = "select certificate_no, exception_count from certificates"
_SEALINGS: Final = "select certificate_no, count(*) from seal_uses group by certificate_no"


class Books:
    """Of a running product; `faults` names each certificate that they disagree on."""

    def __init__(self, stack: Stack | ClusterStack) -> None:
        self._stack = stack

    def settle(self) -> None:
        """Until nothing is under way, or so long that what never came is a fault."""

        def settled() -> bool | None:
            time.sleep(1.0)  # each look is a dozen connections
            try:
                under_way = any(self.entries().under_way().values()) or self._never_sent()
            except psycopg2.OperationalError:  # of a server that comes back
                return None
            return None if under_way else True

        with suppress(TimeoutError):
            wait_for(settled, "the rest", SETTLE_SECONDS)

    def entries(self) -> Entries:
        """As they stand now."""
        return Entries(
            approved=self._column("customs", _APPROVED_AT_CUSTOMS),
            archived_at_customs=self._column("customs", _ARCHIVED_AT_CUSTOMS),
            certificates=self._column("cert_svc", _CERTIFICATES),
            without_layout=self._column("cert_svc", _WITHOUT_LAYOUT),
            archived=self._column("cert_svc", _ARCHIVED),
            exceptions=dict(self.rows("cert_svc", _EXCEPTIONS)),
            printed_twice=self._column("print_svc", _PRINTED_TWICE),
            live_twice=self._column("print_svc", _LIVE_TWICE),
            originals=dict(self.rows("print_svc", _ORIGINALS)),
            sealings=dict(self.rows("print_svc", _SEALINGS)),
        )

    def faults(self, lives: Sequence[Life]) -> dict[str, list[str]]:
        """By kind; empty lists where all is right."""
        return {
            **self.entries().faults(lives),
            "never sent": self._never_sent(),
            "the ledger": [] if self._ledger_holds() else ["does not hold"],
            "dead letters": self._dead_letters(),
        }

    def _never_sent(self) -> list[str]:
        waiting = [(one, row[0]) for one in SERVICES for row in self.rows(one, _WAITING)]
        return [f"{service}: {event}" for service, event in waiting]

    def _column(self, database: str, query: str) -> set[str]:
        return {str(row[0]) for row in self.rows(database, query)}

    def rows(self, database: str, query: str) -> list[tuple[Any, ...]]:
        """What the query finds in the database of this name."""
        url = libpq_url(self._stack.servers.create_database(database))
        with (
            closing(psycopg2.connect(url, **CONNECTION_OPTIONS)) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(query)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _ledger_holds(self) -> bool:
        environment = self._stack.processes.applications["print_svc"].environment()
        command = [sys.executable, "-m", "services.print_svc.audit"]
        return subprocess.run(command, env=environment, check=False).returncode == 0

    def _dead_letters(self) -> list[str]:
        """Where each lay and why; they go back when this ends."""
        with connect(self._stack.servers.amqp_url_in(SERVICES_VHOST)) as connection:
            channel = connection.channel()
            letters = iter(lambda: channel.basic_get(DEAD_LETTER_QUEUE), None)
            return list(map(_where_and_why, letters))


def _where_and_why(letter: Any) -> str:
    reason = letter.headers.get(REASON_HEADER, "no reason")
    return f"{letter.delivery_info['routing_key']}: {reason}"


def summary(faults: dict[str, list[str]]) -> Iterable[str]:
    """A line for each kind, and one for each of its first faults."""
    for kind, found in faults.items():
        yield f"  {kind:<28} {len(found)}"
        yield from (f"      {each}" for each in found[:10])
