"""The certificate list over the table as it is and over partitions of it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from bench.list_data import Scale, enterprise_code, fill
from bench.lists import CONDITIONS
from bench.partitions.rows import DAYS, FIRST_DAY, FIRST_YEAR, LARGES, YEARS
from bench.partitions.tables import (
    NOT_WAITING,
    Partitioned,
    Substitute,
    joined,
    months,
    partition,
    years_of,
)
from bench.partitions.ways import AS_IT_IS, LAST_ROWS, Case, Way, windows_of
from bench.vacuum import vacuum
from chassis.clock import utc_now
from chassis.cursors import cut, read_cursor, write_cursor
from chassis.planned import PLAN_ONCE, plan_once
from contracts.certificate_lists import CertificatePage, ListCertificates
from contracts.values import Caller, LoginMedium
from services.cert_svc.entrypoints import certificate_lists
from services.cert_svc.storage.certificate_conditions import Visible
from services.cert_svc.storage.certificate_lists import Order, Page, find_page
from services.cert_svc.tables import certificates

FULL: Final = Scale(600, 500, 50_000, LARGES, FIRST_DAY, DAYS - 1)
QUICK: Final = Scale(200, 500, 20_000, LARGES, FIRST_DAY, DAYS - 1)
MONTHS: Final = months(FIRST_YEAR, YEARS)
YEAR_STARTS: Final = years_of(MONTHS)
YEARLY: Final = windows_of(YEAR_STARTS)
KEY: Final = ("certificate_no", "month")
LAYOUTS: Final = tuple(
    Partitioned(certificates, f"certificates_{name}", KEY, boundaries, month_of="issue_date")
    for name, boundaries in (
        ("months", MONTHS),
        ("joined", joined(MONTHS, apart=24)),
        ("years", YEAR_STARTS),
    )
)
WAYS: Final = (
    Way(AS_IT_IS, "certificates"),
    Way("as it is, planned once", "certificates", planned=True),
    Way("120 months", "certificates_months"),
    Way("120 months, planned once", "certificates_months", planned=True),
    Way("24 months, 8 years", "certificates_joined"),
    Way("24 months, 8 years, year after year", "certificates_joined", YEARLY),
    Way(
        "24 months, 8 years, year after year, planned once, bounds as values",
        "certificates_joined",
        YEARLY,
        planned=True,
        by_values=True,
    ),
    Way("10 years", "certificates_years"),
    Way("10 years, planned once", "certificates_years", planned=True),
    Way("10 years, year after year, planned once", "certificates_years", YEARLY, planned=True),
    Way(
        "10 years, newest first and the rest at once, planned once",
        "certificates_years",
        YEARLY,
        rest_at_once=True,
        planned=True,
    ),
)
_SORTS: Final = (
    "-issue_date",
    "issue_date",
    "-approved_at",
    "approved_at",
    "-certificate_no",
    "certificate_no",
)
_OFTEN: Final = ("type, 1 of 3", "three types", "type and destination", "not archived, 1 of 25")
_SELDOM: Final = ("type, 1 of 100", "destination, 1 of 50", "invoice", "waiting, 1 of 50")
CASES: Final = (
    *(Case("no condition", f"by {sort}", {"sort": sort}) for sort in _SORTS),
    *(Case("often met", name, CONDITIONS[name]) for name in _OFTEN),
    *(Case("seldom met", name, CONDITIONS[name]) for name in _SELDOM),
    Case("a month", "a month", CONDITIONS["a month"]),
    Case("counted", "counted", CONDITIONS["counted"]),
)
_PLACE: Final = (
    "select {column}, certificate_no from certificates where listed and enterprise_code = :code"
    " order by {column} {direction}, certificate_no {direction} offset :rows limit 1"
)


class CertificateShelf:
    """All layouts beside one another, in one database, asked through one engine."""

    def __init__(self, url: str, amount: Scale) -> None:
        self.engine = create_engine(url, connect_args=NOT_WAITING)
        self.amount = amount
        self.substitute = Substitute(self.engine, "certificates")
        plan_once(self.engine)
        self._once = self.engine.execution_options(**{PLAN_ONCE: True})
        self._cursors: dict[tuple[int, str, str], str | None] = {}

    def fill(self, layouts: Sequence[Partitioned] = LAYOUTS) -> None:
        fill(self.engine, self.amount)
        for layout in layouts:
            with self.engine.begin() as connection:
                connection.execute(text("set local maintenance_work_mem = '512MB'"))
                partition(connection, layout)
            vacuum(self.engine, layout.name)

    def ask(self, way: Way, owner: int, case: Case, page: str) -> CertificatePage:
        return self.page(way, owner, case.asked, self.cursor(owner, case, page))

    def page(
        self, way: Way, owner: int, asked: Mapping[str, Any], cursor: str | None
    ) -> CertificatePage:
        request = ListCertificates(caller=caller_of(owner), cursor=cursor, **asked)
        engine = self._once if way.planned else self.engine
        with (
            Session(engine, info={"way": way, "substitute": self.substitute}) as session,
            self.substitute.reading(way.relation),
        ):
            return certificate_lists.page_of(session, request, (), now=utc_now())

    def cursor(self, owner: int, case: Case, page: str) -> str | None:
        """Of a page in the middle of all that the owner has in the order asked for, or the last.

        Within days that are asked for there is no such place: it is the first page always.
        """
        sort = case.asked.get("sort", "-issue_date")
        if "issued_from" in case.asked:
            return None
        if (owner, sort, page) not in self._cursors:
            self._cursors[owner, sort, page] = self._found_cursor(owner, sort, page)
        return self._cursors[owner, sort, page]

    def _found_cursor(self, owner: int, sort: str, page: str) -> str | None:
        if page == "first":
            return None
        order = Order.of(sort)
        direction = "desc" if order.descending else "asc"
        each = self.amount.large if owner < self.amount.larges else self.amount.usual
        rows = each // 2 if page == "middle" else each - LAST_ROWS - 1
        found = text(_PLACE.format(column=order.column, direction=direction))
        with self.engine.connect() as connection:
            place = connection.execute(found, {"code": enterprise_code(owner), "rows": rows}).one()
        return write_cursor(sort, *place)


def caller_of(owner: int) -> Caller:
    return Caller(
        enterprise_code=enterprise_code(owner), operator_id=UUID(int=7), medium=LoginMedium.PASSWORD
    )


@contextmanager
def pages_in_windows() -> Iterator[None]:
    """From here on the list's pages are found as their session's way says."""
    with patch.object(certificate_lists, "find_page", _find_page):
        yield


def _find_page(session: Session, asked: ListCertificates, visible: Sequence[Visible]) -> Page:
    """Window after window while the page is not full; numbers do not rise with time."""
    way: Way = session.info["way"]
    order = Order.of(_sort(asked))
    if not way.windows or order.column == "certificate_no":
        return find_page(session, asked, visible)
    rows: list[Any] = []
    for relation, values in _relations(way, asked, order):
        wanted = asked.limit + 1 - len(rows)
        with session.info["substitute"].reading(relation, values):
            part = asked.model_copy(update={"limit": wanted})
            rows.extend(find_page(session, part, visible).rows)
        if len(rows) > asked.limit:
            break
    return Page(*cut(rows, asked.limit, lambda row: _place(order, row)))


def _sort(asked: ListCertificates) -> str:
    if asked.cursor is not None:
        sort: str = read_cursor(asked.cursor, str, str, str)[0]
        return sort
    return asked.sort or "-issue_date"


def _relations(
    way: Way, asked: ListCertificates, order: Order
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Days that are asked for leave windows out too."""
    place = None
    if asked.cursor is not None:
        place = date.fromisoformat(read_cursor(asked.cursor, str, str, str)[1][:10])
    first, last = asked.issued_from or date.min, asked.issued_to or date.max - timedelta(days=1)
    windows = tuple(each for each in way.windows if each[0] <= last and first < each[1])
    narrowed = replace(way, windows=windows or way.windows[:1])
    return narrowed.relations(descending=order.descending, place=place)


def _place(order: Order, row: Any) -> tuple[Any, ...]:
    return order.sort, getattr(row, order.column), row.certificate_no
