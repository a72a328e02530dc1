"""The certificate list: keyset pages over indexes in three orders, and a count that ends (R51)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    FromClause,
    Row,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from chassis.cursors import cut, moment, read_cursor
from chassis.planned import PLAN_ONCE
from contracts.certificate_lists import CertificateConditions, ListCertificates
from contracts.certificate_numbers import tidy_certificate_no
from contracts.errors import Refused
from services.cert_svc.storage.certificate_conditions import (
    Condition,
    Visible,
    matching,
    several_of,
    visible_to,
)
from services.cert_svc.tables import certificates

_C: Final = certificates.c
_COLUMNS: Final = (
    _C.certificate_no,
    _C.revision,
    _C.enterprise_code,
    _C.agent_code,
    _C.type_id,
    _C.destination,
    _C.issue_date,
    _C.approved_at,
    _C.declarer_name,
    _C.issuing_office,
    _C.collecting_office,
    _C.invoice_no,
    _C.layout_status,
    _C.print_status,
    _C.archived,
    _C.returned_at,
    _C.exception_count,
    _C.replaces,
    _C.replaced_by,
    _C.applied_on,
    _C.declarer_id_number,
)
SHOWN: Final = tuple(column.name for column in _COLUMNS)
"""What a page tells of each certificate, in this order."""
_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "issue_date": date.fromisoformat,
    "approved_at": moment,
    "certificate_no": tidy_certificate_no,
}
_PLACE: Final = ("value", "number")
"""Where a page ended: the value of the order's column, and the certificate number."""
COUNTED: Final = 1_000
"""Counting ends here, whatever is found beyond."""


@dataclass(frozen=True, slots=True)
class Order:
    """By a column, and by certificate number among equals."""

    column: str
    descending: bool

    @classmethod
    def of(cls, sort: str) -> "Order":
        return cls(sort.removeprefix("-"), sort.startswith("-"))

    @property
    def sort(self) -> str:
        return f"-{self.column}" if self.descending else self.column

    def columns(self, source: FromClause) -> list[ColumnElement[Any]]:
        names = dict.fromkeys((self.column, "certificate_no"))
        return [source.c[name] for name in names]

    def of_rows(self, source: FromClause) -> list[ColumnElement[Any]]:
        columns = self.columns(source)
        return [each.desc() if self.descending else each.asc() for each in columns]

    def beyond(self, place: Sequence[Any]) -> Condition:
        """Of what comes after the place where a page ended."""
        here = tuple_(*self.columns(certificates))
        there = tuple_(*place[-len(self.columns(certificates)) :])
        return here < there if self.descending else here > there


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row[Any]]
    next_cursor: str | None


def find_page(session: Session, asked: ListCertificates, visible: Sequence[Visible]) -> Page:
    """The columns that a view shows, in one statement."""
    order, place = _begin(asked)
    limit = asked.limit + 1
    if len(visible) == 1 and not matching(asked):
        values = {"owner": asked.caller.enterprise_code, "most": limit}
        beyond = dict(zip(_PLACE, place or (), strict=False))
        found = session.execute(_unfiltered(order, onward=bool(place)), values | beyond)
    else:
        found = session.execute(_filtered(asked, visible, order, place, limit))
    page, next_cursor = cut(found.all(), asked.limit, lambda row: _place(order, row))
    return Page(page, next_cursor)


@cache
def _unfiltered(order: Order, *, onward: bool) -> Select[Any]:
    """A list as it is opened, which is how most are: built once, and planned once."""
    [own] = visible_to(bindparam("owner"), ())
    beyond = (order.beyond([bindparam(name) for name in _PLACE]),) if onward else ()
    query = _part(CertificateConditions(), order, (*own, *beyond), bindparam("most"))
    return query.execution_options(**{PLAN_ONCE: True})


def _filtered(
    asked: ListCertificates,
    visible: Sequence[Visible],
    order: Order,
    place: Sequence[Any] | None,
    limit: int,
) -> Select[Any]:
    beyond = () if place is None else (order.beyond(place),)
    parts = [_part(asked, order, (*each, *beyond), limit) for each in visible]
    return _merged(parts, order, limit)


def count_up_to(
    session: Session,
    asked: CertificateConditions,
    visible: Sequence[Visible],
    *conditions: Condition,
    bound: int = COUNTED,
) -> tuple[int, bool]:
    """How many there are, and whether there are more than `bound`, where counting ends."""
    parts = [
        select(literal(1)).where(*each, *matching(asked), *conditions).limit(bound + 1)
        for each in visible
    ]
    found = union_all(*(part.subquery().select() for part in parts)).subquery()
    number = session.execute(select(func.count()).select_from(found)).scalar_one()
    return min(number, bound), number > bound


def nearest_issue_date(
    session: Session,
    asked: CertificateConditions,
    visible: Sequence[Visible],
    *,
    before: date | None = None,
    after: date | None = None,
) -> date | None:
    """The last day before, or the first day after, on which something was issued that fits."""
    order = Order("issue_date", descending=before is not None)
    side = _C.issue_date < before if before else _C.issue_date > after
    parts = [_part(asked, order, (*each, side), 1) for each in visible]
    row = session.execute(_merged(parts, order, 1)).first()
    return row.issue_date if row else None


def _part(
    asked: CertificateConditions,
    order: Order,
    where: Sequence[Condition],
    limit: int | BindParameter[int],
) -> Select[Any]:
    """The first rows of one of the kinds that a caller sees."""
    name, values = several_of(asked)
    first = select(*_COLUMNS).where(*where, *matching(asked, but=name))
    if not name:
        return first.order_by(*order.of_rows(certificates)).limit(limit)
    wanted = func.unnest(cast(list(values), ARRAY(Text))).table_valued("value").render_derived()
    of_value = first.where(_C[name] == wanted.c.value)
    ordered = of_value.order_by(*order.of_rows(certificates)).limit(limit).lateral()
    merged = select(ordered).select_from(wanted.join(ordered, true()))
    return merged.order_by(*order.of_rows(ordered)).limit(limit)


def _merged(parts: Sequence[Select[Any]], order: Order, limit: int) -> Select[Any]:
    if len(parts) == 1:
        return parts[0]
    found = union_all(*(part.subquery().select() for part in parts)).subquery()
    return select(found).order_by(*order.of_rows(found)).limit(limit)


def _begin(asked: ListCertificates) -> tuple[Order, tuple[Any, ...] | None]:
    """The order, and the place where the page before ended; Refused for a strange cursor."""
    if asked.cursor is None:
        return Order.of(asked.sort or "-issue_date"), None
    sort, value, number = read_cursor(asked.cursor, str, str, tidy_certificate_no)
    order = Order.of(sort)
    if asked.sort not in (None, sort):
        raise Refused("request.invalid", {"reason": "cursor: from a list in another order"})
    try:
        return order, (_READERS[order.column](value), number)
    except (KeyError, ValueError) as error:
        reason = "cursor: not from a page of this list"
        raise Refused("request.invalid", {"reason": reason}) from error


def _place(order: Order, row: Row[Any]) -> tuple[Any, ...]:
    return order.sort, getattr(row, order.column), row.certificate_no
