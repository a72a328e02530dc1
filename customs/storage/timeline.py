"""The timeline of a certificate or an enterprise, in the order in which customs saw it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from customs.domain.timeline import Entry
from customs.tables import timeline

_KEPT = [timeline.c[name] for name in Entry.__slots__]


def note(connection: Connection, entries: Iterable[Entry]) -> None:
    rows = [{name: getattr(entry, name) for name in Entry.__slots__} for entry in entries]
    if rows:
        connection.execute(insert(timeline), rows)


def of_certificate(connection: Connection, certificate_no: str) -> list[Entry]:
    """Oldest first."""
    statement = select(*_KEPT).where(timeline.c.certificate_no == certificate_no)
    return _entries(connection, statement.order_by(timeline.c.id))


def of_enterprise(connection: Connection, enterprise_code: str, limit: int) -> list[Entry]:
    """Newest first."""
    statement = select(*_KEPT).where(timeline.c.enterprise_code == enterprise_code)
    return _entries(connection, statement.order_by(timeline.c.id.desc()).limit(limit))


def heard_since(connection: Connection, what: str, since: datetime) -> list[Entry]:
    """What services reported of this kind from then on, in the order in which it came."""
    statement = select(*_KEPT).where(
        timeline.c.way == "heard", timeline.c.what == what, timeline.c.at >= since
    )
    return _entries(connection, statement.order_by(timeline.c.id))


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


def _entries(connection: Connection, statement: Select[Any]) -> list[Entry]:
    return [Entry(**row._asdict()) for row in connection.execute(statement)]
