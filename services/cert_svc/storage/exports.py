"""Exports: what was asked for, how far it is, and where its file lies."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Row,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlalchemy.orm import Session

from contracts.certificate_lists import CertificateConditions
from contracts.china_time import CHINA_TIME
from contracts.errors import Refused
from contracts.values import ObjectRef
from services.cert_svc.domain.exports import Export
from services.cert_svc.storage.certificate_conditions import Visible, matching
from services.cert_svc.tables import certificates, exports


def add(session: Session, export: Export) -> None:
    columns = asdict(export) | {"grants": list(export.grants)}
    columns.pop("file")
    session.execute(insert(exports).values(columns))


def find(session: Session, export_id: UUID) -> Export | None:
    row = session.execute(select(exports).where(exports.c.id == export_id)).first()
    return _export(row) if row else None


def of_enterprise(session: Session, enterprise_code: str, export_id: UUID) -> Export:
    """Raise Refused for one that is gone, and for another enterprise's alike."""
    export = find(session, export_id)
    if export is None or export.enterprise_code != enterprise_code:
        raise Refused("export.unknown")
    return export


def put_progress(session: Session, export_id: UUID, **columns: Any) -> None:
    """`state`, `rows_written`, `rows_total`."""
    session.execute(update(exports).where(exports.c.id == export_id).values(columns))


def put_file(session: Session, export_id: UUID, file: ObjectRef, rows: int) -> None:
    ready = {"state": "ready", "rows_written": rows, "rows_total": rows}
    session.execute(
        update(exports)
        .where(exports.c.id == export_id)
        .values(file_key=file.key, file_sha256=file.sha256, **ready)
    )


def expired(session: Session, now: datetime, limit: int) -> Sequence[UUID]:
    query = select(exports.c.id).where(exports.c.expires_at <= now).limit(limit)
    return session.execute(query).scalars().all()


def remove(session: Session, export_ids: Sequence[UUID]) -> None:
    session.execute(delete(exports).where(exports.c.id.in_(export_ids)))


def read_list(
    session: Session,
    asked: CertificateConditions,
    visible: Sequence[Visible],
    names: Sequence[str],
    batch: int,
) -> Iterator[Sequence[Row[Any]]]:
    """These columns of all that is found, newest issue date first, a batch at a time.

    Moments come as the clock in China shows them, without a zone, as sheets hold them.
    """
    columns = [_shown(name) for name in names]
    parts = (select(*columns).where(*each, *matching(asked)) for each in visible)
    found = union_all(*parts).subquery()
    query = select(found).order_by(found.c.issue_date.desc(), found.c.certificate_no.desc())
    yield from session.execute(query.execution_options(yield_per=batch)).partitions()


def _shown(name: str) -> ColumnElement[Any]:
    column = certificates.c[name]
    if not isinstance(column.type, DateTime):
        return column
    return func.timezone(CHINA_TIME.tzname(None), column).label(name)


def _export(row: Row[Any]) -> Export:
    return Export(
        id=row.id,
        enterprise_code=row.enterprise_code,
        asked=row.asked,
        state=row.state,
        rows_written=row.rows_written,
        rows_total=row.rows_total,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        grants=tuple(row.grants),
        file=ObjectRef(key=row.file_key, sha256=row.file_sha256) if row.file_key else None,
    )
