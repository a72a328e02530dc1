"""The lists of the ledger of seal uses and of the audit trail, over partitions too."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Engine, MetaData, create_engine, text
from sqlalchemy.orm import Session

from bench.list_data import enterprise_code
from bench.partitions.certificates import MONTHS, YEAR_STARTS, YEARLY, caller_of
from bench.partitions.rows import AUDIT_RECORDS, SEAL_USES, Amount, fill, middle_day, positions_at
from bench.partitions.tables import (
    NOT_WAITING,
    Partitioned,
    Substitute,
    joined,
    partition,
)
from bench.partitions.ways import AS_IT_IS, LAST_ROWS, Case, Way
from bench.vacuum import vacuum
from chassis.cursors import write_cursor
from chassis.planned import PLAN_ONCE, plan_once
from contracts.audit import ListAuditRecords
from contracts.seal_uses import ListSealUses
from services.auth_svc import audit_tables as of_auth_svc
from services.auth_svc.entrypoints.audit_records import record_view
from services.auth_svc.storage import audit_records
from services.print_svc import tables as of_print_svc
from services.print_svc.entrypoints.views import seal_use_view
from services.print_svc.storage import seal_uses

FULL: Final = Amount(300_000, 600)
QUICK: Final = Amount(60_000, 100)
LIMIT: Final = 50
_LAST_POSITION: Final = 2**62
"""Rows are appended to the last range."""
_BY_POSITION: Final = (
    (re.compile(r"seal_uses\.enterprise_row( <| DESC)"), r"seal_uses.position\1"),
)
"""In conditions and orders, not among the columns that are read."""
_PLACE: Final = (
    "select {counted}, position, {windows} from {table} where enterprise_code = :code"
    " order by {counted} desc limit 1"
    " offset (select case when :page = 'middle' then count(*) / 2 else count(*) - :last end"
    " from {table} where enterprise_code = :code)"
)


@dataclass(frozen=True, slots=True)
class Chain:
    """A list that goes back along a chain, by `counted`; `windows` is what windows are of.

    `rows` gives those after a cursor, at most so many.
    """

    metadata: MetaData
    table: str
    counted: str
    windows: str
    insert: str
    rows: Callable[[Session, int, Mapping[str, Any]], Sequence[Any]]
    view: Callable[[Any], Any]


def _uses(session: Session, owner: int, asked: Mapping[str, Any]) -> Sequence[Any]:
    return seal_uses.page(session, ListSealUses(caller=caller_of(owner), **asked))[0]


def _records(session: Session, owner: int, asked: Mapping[str, Any]) -> Sequence[Any]:
    return audit_records.page(session, ListAuditRecords(caller=caller_of(owner), **asked))[0]


LEDGER: Final = Chain(
    of_print_svc.metadata,
    "seal_uses",
    "enterprise_row",
    "position",
    SEAL_USES,
    _uses,
    seal_use_view,
)
TRAIL: Final = Chain(
    of_auth_svc.metadata,
    "audit_records",
    "position",
    "at::date",
    AUDIT_RECORDS,
    _records,
    record_view,
)
_A_MONTH: Final = {"from_day": middle_day(), "to_day": middle_day() + timedelta(days=29)}
LEDGER_CASES: Final = (
    Case("newest first", "newest first", {}),
    Case("a month", "a month", _A_MONTH),
    Case("a certificate", "a certificate", {"certificate_no": "A260000000000010"}),
)
TRAIL_CASES: Final = (
    Case("newest first", "newest first", {}),
    Case("a month", "a month", _A_MONTH),
    Case("by outcome and action", "refused", {"outcome": "refused"}),
    Case("by outcome and action", "one action of 100", {"action": "seal.uploaded"}),
)
TRAIL_LAYOUTS: Final = tuple(
    Partitioned(
        of_auth_svc.audit_records,
        f"audit_records_{name}",
        ("enterprise_code", "position", "month"),
        boundaries,
        month_of="at",
    )
    for name, boundaries in (
        ("months", MONTHS),
        ("joined", joined(MONTHS, apart=24)),
        ("halves", MONTHS[::6]),
        ("years", YEAR_STARTS),
    )
)
TRAIL_WAYS: Final = (
    Way(AS_IT_IS, "audit_records"),
    Way("120 months", "audit_records_months"),
    Way("24 months, 8 years", "audit_records_joined"),
    Way("20 half-years", "audit_records_halves"),
    Way("20 half-years, planned once", "audit_records_halves", planned=True),
    Way("10 years", "audit_records_years"),
    Way("10 years, planned once", "audit_records_years", planned=True),
    Way("10 years, year after year, planned once", "audit_records_years", YEARLY, planned=True),
)


class ChainShelf:
    """All layouts of a chain beside one another, in one database, asked through one engine."""

    def __init__(self, url: str, chain: Chain, amount: Amount) -> None:
        self.engine = create_engine(url, connect_args=NOT_WAITING)
        self.chain = chain
        self.amount = amount
        self.substitute = Substitute(self.engine, chain.table)
        plan_once(self.engine)
        self._once = self.engine.execution_options(**{PLAN_ONCE: True})
        self._places: dict[tuple[int, str], Sequence[Any]] = {}

    def fill(self) -> None:
        fill(self.engine, self.chain.metadata, self.chain.insert, self.amount)
        vacuum(self.engine, self.chain.table)

    def partition(self, layouts: Sequence[Partitioned]) -> None:
        for layout in layouts:
            with self.engine.begin() as connection:
                partition(connection, layout)
            vacuum(self.engine, layout.name)

    def engine_of(self, way: Way) -> Engine:
        return self._once if way.planned else self.engine

    def ask(self, way: Way, owner: int, case: Case, page: str) -> Sequence[Any]:
        if page == "first":
            return self.page(way, owner, case.asked)
        number, position, window = self._place(owner, page)
        cursor = write_cursor(position if way.by_position else number)
        return self.page(way, owner, case.asked, cursor, window)

    def page(
        self,
        way: Way,
        owner: int,
        asked: Mapping[str, Any],
        cursor: str | None = None,
        window: Any = None,
    ) -> Sequence[Any]:
        """At most LIMIT; `window` is where the page before ended, as windows are of it."""
        rows: list[Any] = []
        with Session(self.engine_of(way)) as session:
            for relation, values in way.relations(descending=True, place=window):
                wanted = {"cursor": cursor, "limit": LIMIT - len(rows)}
                changes = _BY_POSITION if way.by_position else ()
                with self.substitute.reading(relation, values, changes):
                    rows.extend(self.chain.rows(session, owner, {**asked, **wanted}))
                if len(rows) == LIMIT:
                    break
        return [self.chain.view(row) for row in rows]

    def _place(self, owner: int, page: str) -> Sequence[Any]:
        """How its count, its position and its window say it."""
        if (owner, page) not in self._places:
            chain = self.chain
            found = text(
                _PLACE.format(table=chain.table, counted=chain.counted, windows=chain.windows)
            )
            values = {"code": enterprise_code(owner), "page": page, "last": LAST_ROWS + 1}
            with self.engine.connect() as connection:
                self._places[owner, page] = connection.execute(found, values).one()
        return self._places[owner, page]


def ledger_layouts(shelf: ChainShelf) -> list[Partitioned]:
    """Ranges of positions that begin with months and with years."""
    return [
        Partitioned(
            of_print_svc.seal_uses,
            f"seal_uses_{name}",
            ("position",),
            [*positions_at(shelf.engine, of_print_svc.seal_uses, days[:-1]), _LAST_POSITION],
            column="position",
            also_indexed=("enterprise_code, position",),
        )
        for name, days in (("months", MONTHS), ("years", YEAR_STARTS))
    ]


def ledger_ways(layouts: Sequence[Partitioned]) -> tuple[Way, ...]:
    months, years = (layout.name for layout in layouts)
    return (
        Way(AS_IT_IS, "seal_uses"),
        Way("120 months", months),
        Way("120 months, by position", months, by_position=True),
        Way("120 months, by position, planned once", months, by_position=True, planned=True),
        Way("10 years", years),
        Way("10 years, by position", years, by_position=True),
        Way("10 years, by position, planned once", years, by_position=True, planned=True),
    )
