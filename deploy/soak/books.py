"""Whether all books agree when everything is over: customs, services, ledger, and who printed."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from typing import Any, Final

import psycopg2

from chassis.broker import connect
from contracts.postgresql import libpq_url
from contracts.topology import DEAD_LETTER_QUEUE, REASON_HEADER
from deploy.broker.definitions import SERVICES_VHOST
from deploy.local.exporter import wait_for
from deploy.local.stack import Stack
from deploy.soak.lives import Life

SETTLE_SECONDS: Final = 240.0
SERVICES: Final = ("auth_svc", "seal_svc", "cert_svc", "print_svc", "exception_svc", "webhook_svc")
SEALINGS: Final = 4
"""Rows of the ledger for one original with its copy: seal and signature on each."""

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

    def __init__(self, stack: Stack) -> None:
        self._stack = stack

    def settle(self) -> None:
        """Until nothing is under way, or so long that what never came is a fault."""

        def settled() -> bool | None:
            return not any(self._under_way().values()) or None

        with suppress(TimeoutError):
            wait_for(settled, "the rest", SETTLE_SECONDS)

    def approved(self) -> set[str]:
        """The numbers of what customs approved, be it printed or not."""
        return self._column("customs", _APPROVED_AT_CUSTOMS)

    def faults(self, lives: Sequence[Life]) -> dict[str, list[str]]:
        """By kind; empty lists where all is right."""
        archived = self._column("cert_svc", _ARCHIVED)
        at_customs = self._column("customs", _ARCHIVED_AT_CUSTOMS)
        known = {life.certificate_no for life in lives}
        expected = {life.certificate_no: life.originals for life in lives}
        originals = dict(self.rows("print_svc", _ORIGINALS))
        exceptions = dict(self.rows("cert_svc", _EXCEPTIONS))
        sealings = dict(self.rows("print_svc", _SEALINGS))
        return {
            **self._under_way(),
            "not archived on both sides": sorted((archived ^ at_customs) | (known - archived)),
            "printed twice": sorted(self._column("print_svc", _PRINTED_TWICE)),
            "two live originals": sorted(self._column("print_svc", _LIVE_TWICE)),
            "originals miscounted": _unlike(expected, originals.get),
            "exceptions miscounted": _unlike(
                {number: count - 1 for number, count in expected.items()}, exceptions.get
            ),
            "sealings miscounted": _unlike(
                {number: SEALINGS * count for number, count in originals.items()}, sealings.get
            ),
            "the ledger": [] if self._ledger_holds() else ["does not hold"],
            "dead letters": self._dead_letters(),
        }

    def _under_way(self) -> dict[str, list[str]]:
        """What is lost or stuck, if it still is so when all has had its time."""
        waiting = [(one, row[0]) for one in SERVICES for row in self.rows(one, _WAITING)]
        return {
            "lost": sorted(self.approved() - self._column("cert_svc", _CERTIFICATES)),
            "stuck before their layout": sorted(self._column("cert_svc", _WITHOUT_LAYOUT)),
            "never sent": [f"{service}: {event}" for service, event in waiting],
        }

    def _column(self, database: str, query: str) -> set[str]:
        return {str(row[0]) for row in self.rows(database, query)}

    def rows(self, database: str, query: str) -> list[tuple[Any, ...]]:
        """What the query finds in the database of this name."""
        url = libpq_url(self._stack.servers.create_database(database))
        with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
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


def _unlike(expected: dict[str, int], found: Callable[[str], int | None]) -> list[str]:
    return [
        f"{number}: {found(number) or 0} instead of {count}"
        for number, count in sorted(expected.items())
        if (found(number) or 0) != count
    ]


def summary(faults: dict[str, list[str]]) -> Iterable[str]:
    """A line for each kind, and one for each of its first faults."""
    for kind, found in faults.items():
        yield f"  {kind:<28} {len(found)}"
        yield from (f"      {each}" for each in found[:10])
