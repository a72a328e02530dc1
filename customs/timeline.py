"""What happened to a certificate or an enterprise, in the order in which customs saw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, func, insert, select

from contracts.base import Event
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


def entry_of(event: Event, *, way: Literal["sent", "heard"], at: datetime) -> Entry:
    """The event without the ID numbers that it may carry."""
    details = event.model_dump(mode="json", exclude=_NOT_KEPT)
    for signature in details.get("signatures", ()):
        signature.pop("declarer_id_number", None)
    return Entry(
        way=way,
        what=type(event).__name__,
        at=at,
        enterprise_code=event.enterprise_code,
        certificate_no=getattr(event, "certificate_no", None),
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
