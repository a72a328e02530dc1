"""SQL of print_svc for certificates, authorizations and jobs; the ledger's is in `uses.py`."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from contracts.authorization import SealAuthorized
from contracts.certificates import LayoutReceived
from contracts.errors import Refused
from contracts.values import AuthorizedSeal, AuthorizedSignature, LoginMedium, ObjectRef, PrintPart
from services.print_svc.domain.jobs import LIVE, PrintJob
from services.print_svc.tables import (
    agent_grants,
    authorized_seals,
    certificates,
    print_jobs,
    print_serials,
)

ONE_LIVE_ORIGINAL = "print_jobs_one_live_original"


def next_sequence(session: Session) -> int:
    return int(session.execute(select(print_serials.next_value())).scalar_one())


def add_job(session: Session, job: PrintJob, *, now: datetime) -> None:
    """Raise Refused when an original of the certificate is live; the index decides any race."""
    _expire_overdue(session, job.certificate_no, now=now)
    try:
        with session.begin_nested():
            session.execute(insert(print_jobs).values(_columns(job)))
    except IntegrityError as error:
        if ONE_LIVE_ORIGINAL not in str(error.orig):
            raise
        live = live_original(session, job.certificate_no)
        serial = live.print_serial if live is not None else "…"
        raise Refused("print.original_live", {"print_serial": serial}) from None


def live_original(session: Session, certificate_no: str) -> PrintJob | None:
    row = session.execute(
        select(print_jobs).where(
            print_jobs.c.certificate_no == certificate_no,
            print_jobs.c.has_original,
            print_jobs.c.state.in_(LIVE),
        )
    ).first()
    return _job(row) if row else None


def job_by_id(session: Session, job_id: UUID, *, lock: bool = False) -> PrintJob | None:
    query = select(print_jobs).where(print_jobs.c.id == job_id)
    row = session.execute(query.with_for_update() if lock else query).first()
    return _job(row) if row else None


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


def jobs_of(
    session: Session, enterprise_code: str, certificate_no: str | None, limit: int = 200
) -> list[PrintJob]:
    """The newest first."""
    query = select(print_jobs).where(
        or_(
            print_jobs.c.enterprise_code == enterprise_code,
            print_jobs.c.issuer_code == enterprise_code,
        )
    )
    if certificate_no is not None:
        query = query.where(print_jobs.c.certificate_no == certificate_no)
    rows = session.execute(query.order_by(print_jobs.c.issued_at.desc()).limit(limit))
    return [_job(row) for row in rows]


def job_by_serial(session: Session, serial: str) -> PrintJob | None:
    row = session.execute(
        select(print_jobs).where(
            or_(print_jobs.c.original_serial == serial, print_jobs.c.copy_serial == serial)
        )
    ).first()
    return _job(row) if row else None


def latest_original(session: Session, certificate_no: str) -> PrintJob | None:
    """The newest original that reached a workstation."""
    row = session.execute(
        select(print_jobs)
        .where(
            print_jobs.c.certificate_no == certificate_no,
            print_jobs.c.has_original,
            print_jobs.c.released_at.is_not(None),
        )
        .order_by(print_jobs.c.issued_at.desc())
        .limit(1)
    ).first()
    return _job(row) if row else None


def successor(session: Session, job: PrintJob) -> PrintJob | None:
    """The released original that came after this one, if any."""
    row = session.execute(
        select(print_jobs)
        .where(
            print_jobs.c.certificate_no == job.certificate_no,
            print_jobs.c.has_original,
            print_jobs.c.issued_at > job.issued_at,
            print_jobs.c.released_at.is_not(None),
        )
        .order_by(print_jobs.c.issued_at.desc())
        .limit(1)
    ).first()
    return _job(row) if row else None


def void_jobs(session: Session, *conditions: Any) -> None:
    session.execute(
        update(print_jobs).where(print_jobs.c.state.in_(LIVE), *conditions).values(state="voided")
    )


def put_layout(session: Session, event: LayoutReceived) -> bool:
    """Whether this revision is news; sheets of earlier revisions are void then (R104)."""
    facts = {
        "revision": event.revision,
        "type_id": event.type_id,
        "issue_date": event.issue_date,
    }
    news = session.execute(
        upsert(certificates)
        .values(certificate_no=event.certificate_no, enterprise_code=event.enterprise_code, **facts)
        .on_conflict_do_update(
            index_elements=["certificate_no"],
            set_=facts,
            where=certificates.c.revision < event.revision,
        )
        .returning(certificates.c.certificate_no)
    ).first()
    return news is not None


def mark_certificate(
    session: Session, certificate_no: str, enterprise_code: str, **facts: Any
) -> None:
    """Also for a certificate whose layout has not come yet."""
    session.execute(
        upsert(certificates)
        .values(certificate_no=certificate_no, enterprise_code=enterprise_code, **facts)
        .on_conflict_do_update(index_elements=["certificate_no"], set_=facts)
    )


def mark_returned(
    session: Session, certificate_no: str, enterprise_code: str, revision: int
) -> None:
    """The highest revision that customs sent back."""
    session.execute(
        upsert(certificates)
        .values(
            certificate_no=certificate_no,
            enterprise_code=enterprise_code,
            returned_revision=revision,
        )
        .on_conflict_do_update(
            index_elements=["certificate_no"],
            set_={"returned_revision": revision},
            where=certificates.c.returned_revision < revision,
        )
    )


def certificate(session: Session, certificate_no: str) -> Row[Any] | None:
    return session.execute(
        select(certificates).where(certificates.c.certificate_no == certificate_no)
    ).first()


def put_authorization(session: Session, event: SealAuthorized) -> None:
    """Only a later receipt replaces an earlier one."""
    facts = {
        "received_at": event.received_at,
        "seal": event.seal.model_dump(mode="json"),
        "signatures": [signature.model_dump(mode="json") for signature in event.signatures],
    }
    session.execute(
        upsert(authorized_seals)
        .values(enterprise_code=event.enterprise_code, **facts)
        .on_conflict_do_update(
            index_elements=["enterprise_code"],
            set_=facts,
            where=authorized_seals.c.received_at < event.received_at,
        )
    )


def authorization(
    session: Session, enterprise_code: str
) -> tuple[AuthorizedSeal, Sequence[AuthorizedSignature]]:
    """Raise Refused when the enterprise has none."""
    row = session.execute(
        select(authorized_seals).where(authorized_seals.c.enterprise_code == enterprise_code)
    ).first()
    if row is None:
        raise Refused("print.seal_missing")
    signatures = [AuthorizedSignature.model_validate(entry) for entry in row.signatures]
    return AuthorizedSeal.model_validate(row.seal), signatures


def put_grant(session: Session, grant_id: UUID, principal: str, agent: str, **facts: Any) -> None:
    values = {"grant_id": grant_id, "principal_code": principal, "agent_code": agent}
    statement = upsert(agent_grants).values(values | facts)
    if facts:
        statement = statement.on_conflict_do_update(index_elements=["grant_id"], set_=facts)
    else:
        statement = statement.on_conflict_do_nothing()
    session.execute(statement)


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
    }


def _job(row: Row[Any]) -> PrintJob:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    fields.pop("has_original")
    key, sha256 = fields.pop("document_key"), fields.pop("document_sha256")
    return PrintJob(
        **fields
        | {
            "parts": tuple(PrintPart(part) for part in row.parts),
            "medium": LoginMedium(row.medium),
            "document": ObjectRef(key=key, sha256=sha256) if key else None,
        }
    )
