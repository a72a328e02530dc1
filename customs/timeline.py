"""What happened to a certificate or an enterprise, in the order in which customs saw it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select

from customs.tables import timeline

_NOT_KEPT = {"declarer_id_number", "id_number", "enterprise_code", "certificate_no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """`way`: done at the console, sent to the services, or heard from them."""

    way: Literal["console", "sent", "heard"]
    what: str
    at: datetime
    enterprise_code: str
    certificate_no: str | None = None
    details: dict[str, Any] = field(default_factory=dict)


def entry_of(
    what: str, fields: Mapping[str, Any], *, way: Literal["sent", "heard"], at: datetime
) -> Entry:
    """An event by its name and its fields on the wire, without the ID numbers it may carry."""
    details = {name: value for name, value in fields.items() if name not in _NOT_KEPT}
    if "signatures" in details:
        details["signatures"] = [
            {name: value for name, value in each.items() if name not in _NOT_KEPT}
            for each in details["signatures"]
        ]
    return Entry(
        way=way,
        what=what,
        at=at,
        enterprise_code=fields["enterprise_code"],
        certificate_no=fields.get("certificate_no"),
        details=details,
    )


def note(connection: Connection, entries: Iterable[Entry]) -> None:
    rows = [
        {
            "way": entry.way,
            "what": entry.what,
            "at": entry.at,
            "enterprise_code": entry.enterprise_code,
            "certificate_no": entry.certificate_no,
            "details": entry.details,
        }
        for entry in entries
    ]
    if rows:
        connection.execute(insert(timeline), rows)


def of_certificate(connection: Connection, certificate_no: str) -> Sequence[Row[Any]]:
    statement = select(timeline).where(timeline.c.certificate_no == certificate_no)
    return connection.execute(statement.order_by(timeline.c.id)).all()


def of_enterprise(connection: Connection, enterprise_code: str, limit: int) -> Sequence[Row[Any]]:
    """Newest first."""
    statement = select(timeline).where(timeline.c.enterprise_code == enterprise_code)
    return connection.execute(statement.order_by(timeline.c.id.desc()).limit(limit)).all()


def times_heard(
    connection: Connection, certificate_no: str, what: str, **details: str | int
) -> int:
    """How often services reported this about the certificate with these details."""
    statement = select(func.count()).where(
        timeline.c.certificate_no == certificate_no,
        timeline.c.way == "heard",
        timeline.c.what == what,
        timeline.c.details.contains(details),
    )
    return connection.execute(statement).scalar_one()
