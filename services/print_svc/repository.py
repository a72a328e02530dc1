"""SQL of print_svc for print jobs.

`queries.py` has the lists, `hearsay.py` what others say, `uses.py` the ledger.
"""

import secrets
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.errors import Refused
from contracts.printing import Evidence
from contracts.values import LoginMedium, ObjectRef, PrintPart
from services.print_svc.domain.jobs import LIVE, PrintJob, VoidReason
from services.print_svc.domain.serials import ENTROPY_LIMIT, make_serial
from services.print_svc.tables import LIVE_ORIGINAL, print_jobs, print_serials


def next_serial(session: Session) -> str:
    sequence = int(session.execute(select(print_serials.next_value())).scalar_one())
    return make_serial(sequence=sequence, entropy=secrets.randbelow(ENTROPY_LIMIT))


def add_job(session: Session, job: PrintJob, *, now: datetime) -> None:
    """Raise Refused when an original of the certificate is live; the index decides any race."""
    _expire_overdue(session, job.certificate_no, now=now)
    added = session.execute(
        upsert(print_jobs)
        .values(_columns(job))
        .on_conflict_do_nothing(index_elements=["certificate_no"], index_where=LIVE_ORIGINAL)
        .returning(print_jobs.c.id)
    ).first()
    if added is None:
        live = live_original(session, job.certificate_no)
        raise Refused("print.original_live", {"print_serial": live.print_serial} if live else {})


def live_original(session: Session, certificate_no: str) -> PrintJob | None:
    return _first(session, print_jobs.c.certificate_no == certificate_no, LIVE_ORIGINAL)


def job_by_id(session: Session, job_id: UUID, *, lock: bool = False) -> PrintJob | None:
    query = select(print_jobs).where(print_jobs.c.id == job_id)
    row = session.execute(query.with_for_update() if lock else query).first()
    return job_of(row) if row else None


def own_job(
    session: Session, enterprise_code: str, job_id: UUID, *, lock: bool = False
) -> PrintJob:
    """Raise Refused unless the enterprise owns the certificate or issued the job."""
    job = job_by_id(session, job_id, lock=lock)
    if job is None or enterprise_code not in {job.enterprise_code, job.issuer_code}:
        raise Refused("print.unknown_job")
    return job


def save_job(session: Session, job: PrintJob) -> None:
    columns = _columns(job)
    columns.pop("id")
    session.execute(update(print_jobs).where(print_jobs.c.id == job.id).values(columns))


def job_by_serial(session: Session, serial: str) -> PrintJob | None:
    serials = (print_jobs.c.original_serial, print_jobs.c.copy_serial)
    return _first(session, or_(*(column == serial for column in serials)))


def latest_original(
    session: Session, certificate_no: str, *, after: datetime | None = None
) -> PrintJob | None:
    """The newest original that reached a workstation, if any was issued `after` that time."""
    conditions = [
        print_jobs.c.certificate_no == certificate_no,
        print_jobs.c.has_original,
        print_jobs.c.released_at.is_not(None),
    ]
    if after is not None:
        conditions.append(print_jobs.c.issued_at > after)
    return _first(session, *conditions)


def void_jobs(session: Session, reason: VoidReason, *conditions: ColumnElement[bool]) -> None:
    session.execute(
        update(print_jobs)
        .where(print_jobs.c.state.in_(LIVE), *conditions)
        .values(state="voided", void_reason=reason)
    )


def restore_overtaken(session: Session, certificate_no: str, *, revision: int) -> None:
    """Archiving is final: it takes back the reprint that was granted and not made (R56, R83).

    A sheet of an approval before `revision` stays void all the same (R104).
    """
    void_jobs(
        session,
        "archived",
        print_jobs.c.certificate_no == certificate_no,
        print_jobs.c.has_original,
        print_jobs.c.state == "issued",
    )
    last = latest_original(session, certificate_no)
    if last is not None and last.void_reason == "reprint" and last.revision >= revision:
        states = {None: "released", True: "printed", False: "failed"}
        session.execute(
            update(print_jobs)
            .where(print_jobs.c.id == last.id)
            .values(state=states[last.confirmed_printed], void_reason=None)
        )


def job_of(row: Row[Any]) -> PrintJob:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    fields.pop("has_original")
    key, sha256 = fields.pop("document_key"), fields.pop("document_sha256")
    return PrintJob(
        **fields
        | {
            "parts": tuple(PrintPart(part) for part in row.parts),
            "medium": LoginMedium(row.medium),
            "document": ObjectRef(key=key, sha256=sha256) if key else None,
            "evidence": Evidence.model_validate(row.evidence) if row.evidence else None,
        }
    )


def _first(session: Session, *conditions: Any) -> PrintJob | None:
    query = select(print_jobs).where(*conditions).order_by(print_jobs.c.issued_at.desc()).limit(1)
    row = session.execute(query).first()
    return job_of(row) if row else None


def _expire_overdue(session: Session, certificate_no: str, *, now: datetime) -> None:
    session.execute(
        update(print_jobs)
        .where(
            print_jobs.c.certificate_no == certificate_no,
            print_jobs.c.state == "issued",
            print_jobs.c.ticket_expires_at <= now,
        )
        .values(state="expired")
    )


def _columns(job: PrintJob) -> dict[str, Any]:
    values = asdict(job)
    document = values.pop("document")
    return values | {
        "parts": list(job.parts),
        "has_original": job.has_original,
        "document_key": document.key if document else None,
        "document_sha256": document.sha256 if document else None,
        "evidence": job.evidence.model_dump(mode="json") if job.evidence else None,
    }
