"""List pages among five million certificates, beside the same pages among ten thousand (R51).

Both tables have a large exporter and usual ones; a page of 50 is asked of each in turn, as cert_svc
asks it, for every condition and order. Conditions hold for as many of a hundred certificates in
one table as in the other.
"""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from bench.harness import Row
from bench.list_data import Scale, enterprise_code, fill
from bench.running import scratch
from chassis.clock import utc_now
from contracts.certificate_lists import CertificatePage, ListCertificates
from contracts.customs import LayoutStatus
from contracts.values import Caller, LoginMedium
from deploy.local.servers import Servers, private_servers
from services.cert_svc.entrypoints.certificate_lists import page_of

SMALL: Final = Scale(enterprises=20, usual=250, large=5_000, larges=1)
FULL: Final = Scale(enterprises=20_000, usual=230, large=100_000, larges=4)
QUICK: Final = Scale(enterprises=640, usual=250, large=40_000, larges=1)
ALLOWED: Final = 1.2
LARGE: Final = "large exporter"
USUAL: Final = "usual exporter"
STRIDE: Final = 997
"""From one usual exporter to the next, so that none is asked twice while there are others."""

CONDITIONS: Final[dict[str, dict[str, Any]]] = {
    "nothing": {},
    "type, 1 of 3": {"type_id": ("china_australia",)},
    "type, 1 of 100": {"type_id": ("china_iceland",)},
    "three types": {"type_id": ("china_korea", "china_iceland", "rcep")},
    "destination, 1 of 50": {"destination": ("PE",)},
    "three destinations": {"destination": ("PE", "AU", "KR")},
    "type and destination": {"type_id": ("rcep",), "destination": ("JP",)},
    "declarer, 1 of 5": {"declarer_name": "SPECIMEN 3"},
    "invoice": {"invoice_no": "SPEC-17"},
    "issuing office, 1 of 20": {"issuing_office": ("2201",)},
    "collecting office, 1 of 20": {"collecting_office": ("2201",)},
    "a month": {"issued_from": date(2025, 6, 1), "issued_to": date(2025, 6, 30)},
    "waiting, 1 of 50": {"print_status": ("waiting",)},
    "not archived, 1 of 25": {"archived": False},
    "layout on its way, 1 of 100": {
        "layout_status": (LayoutStatus.GENERATING, LayoutStatus.SENDING)
    },
    "downloadable": {"downloadable": True},
    "counted": {"with_count": True},
    "a type counted": {"type_id": ("rcep",), "with_count": True},
    "nothing found, with its hint": {
        "type_id": ("china_iceland",),
        "destination": ("PE",),
        "issued_from": date(2025, 6, 1),
        "issued_to": date(2025, 6, 30),
    },
}
SORTS: Final = ("issue_date", "-approved_at", "approved_at", "-certificate_no", "certificate_no")
CASES: Final[dict[str, dict[str, Any]]] = {
    **CONDITIONS,
    **{f"by {sort}": {"sort": sort} for sort in SORTS},
    **{
        f"{what}, by {sort}": {**CONDITIONS[what], "sort": sort}
        for what, sort in product(("type, 1 of 3", "not archived, 1 of 25"), SORTS[1::2])
    },
}


@dataclass(frozen=True)
class Shelf:
    """One of the two tables; `scale` says who owns what in it."""

    engine: Engine
    scale: Scale

    def page(self, enterprise: int, asked: dict[str, Any], cursor: str | None) -> CertificatePage:
        caller = Caller(
            enterprise_code=enterprise_code(enterprise),
            operator_id=UUID(int=7),
            medium=LoginMedium.PASSWORD,
        )
        request = ListCertificates(caller=caller, cursor=cursor, **asked)
        with Session(self.engine) as session:
            return page_of(session, request, (), now=utc_now())


def run(*, quick: bool = False) -> list[Row]:
    """Filling takes minutes; asking takes one."""
    scale, rounds = (QUICK, 30) if quick else (FULL, 100)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        servers = stack.enter_context(private_servers(folder))
        small = stack.enter_context(_shelf(servers, SMALL))
        great = stack.enter_context(_shelf(servers, scale))
        compared = product((LARGE, USUAL), CASES)
        return [_compared((great, small), who, what, rounds) for who, what in compared]


@contextmanager
def _shelf(servers: Servers, scale: Scale) -> Iterator[Shelf]:
    engine = create_engine(servers.create_database(f"lists_{scale.certificates}"))
    begun = time.perf_counter()
    fill(engine, scale)
    print(f"{scale.certificates:,} certificates in {time.perf_counter() - begun:.0f} s")
    try:
        yield Shelf(engine, scale)
    finally:
        engine.dispose()


def _compared(shelves: tuple[Shelf, Shelf], who: str, what: str, rounds: int) -> Row:
    """In turn, so that what else the machine does meets both alike; 95 of 100 within."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for shelf, taken in zip(shelves, times, strict=True):
            owners = shelf.scale.owners(large=who == LARGE)
            enterprise = owners[turn * STRIDE % len(owners)]
            taken.extend(_two_pages(shelf, enterprise, CASES[what]))
    ours, reference = (statistics.quantiles(taken, n=20)[-1] for taken in times)
    note = f"p50 {statistics.median(times[0]):.1f} ms, {statistics.median(times[1]):.1f} ms"
    return Row("lists", f"{who}, {what}", ours, reference, "10,000", "ms", ALLOWED, note)


def _two_pages(shelf: Shelf, enterprise: int, asked: dict[str, Any]) -> list[float]:
    """The first, and the one after it where there is one, in milliseconds."""
    first, cursor = _timed(shelf, enterprise, asked, None)
    if cursor is None:
        return [first]
    return [first, _timed(shelf, enterprise, asked, cursor)[0]]


def _timed(
    shelf: Shelf, enterprise: int, asked: dict[str, Any], cursor: str | None
) -> tuple[float, str | None]:
    begun = time.perf_counter()
    page = shelf.page(enterprise, asked, cursor)
    return (time.perf_counter() - begun) * 1000, page.next_cursor
