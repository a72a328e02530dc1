"""SQL of print jobs: found, added, saved, and taken through one action many at a time."""

import secrets
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from contracts.errors import Refused
from contracts.people import SessionsEnded
from contracts.preflights import Preflight
from contracts.printing import Evidence
from contracts.values import LoginMedium, ObjectRef, PrintPart
from services.print_svc.domain.print_jobs import PrintJob, VoidReason, state_after, states_from
from services.print_svc.domain.serials import ENTROPY_LIMIT, make_serial
from services.print_svc.tables import ISSUED_BY_AGENT, LIVE_ORIGINAL, print_jobs, print_serials

_J: Final = print_jobs.c
GONE_ON_WITH: Final = timedelta(days=1)


def next_serial(session: Session) -> str:
    sequence = int(session.execute(select(print_serials.next_value())).scalar_one())
    return make_serial(sequence=sequence, entropy=secrets.randbelow(ENTROPY_LIMIT))


def add(session: Session, job: PrintJob) -> None:
    """Raise Refused when an original of the certificate is live; the index decides any race."""
    expire_overdue(session, job.certificate_no, now=job.issued_at)
    added = session.execute(
        upsert(print_jobs)
        .values(row_of(job))
        .on_conflict_do_nothing(index_elements=["certificate_no"], index_where=LIVE_ORIGINAL)
        .returning(_J.id)
    ).first()
    if added is None:
        live = live_original(session, job.certificate_no)
        raise Refused("print.original_live", {"print_serial": live.print_serial} if live else {})


def save(session: Session, job: PrintJob) -> None:
    """The whole row, which whoever changed the job holds locked."""
    columns = row_of(job)
    columns.pop("id")
    session.execute(update(print_jobs).where(_J.id == job.id).values(columns))


def of_ticket(session: Session, job_id: UUID, nonce: str, *, lock: bool = False) -> PrintJob:
    """Raise Refused unless the ticket is the job's own."""
    job = _by_id(session, job_id, lock=lock)
    if job is None or job.nonce != nonce:
        raise Refused("print.unknown_ticket")
    return job


def find(session: Session, job_ids: Collection[UUID]) -> list[PrintJob]:
    return [job_of(row) for row in session.execute(select(print_jobs).where(_J.id.in_(job_ids)))]


def lock(session: Session, job: PrintJob) -> PrintJob:
    """As it is now, until the end of the transaction in these hands alone."""
    query = select(print_jobs).where(_J.id == job.id)
    return job_of(session.execute(query.with_for_update()).one())


def of_serial(session: Session, serial: str) -> PrintJob | None:
    return _newest(session, or_(_J.original_serial == serial, _J.copy_serial == serial))


def live_original(session: Session, certificate_no: str) -> PrintJob | None:
    return _newest(session, _J.certificate_no == certificate_no, LIVE_ORIGINAL)


def latest_original(
    session: Session, certificate_no: str, *, after: datetime | None = None, lock: bool = False
) -> PrintJob | None:
    """The newest original that reached a workstation, if any was issued `after` that time."""
    conditions = [
        _J.certificate_no == certificate_no,
        _J.has_original,
        _J.released_at.is_not(None),
    ]
    if after is not None:
        conditions.append(_J.issued_at > after)
    return _newest(session, *conditions, lock=lock)


def released_original(session: Session, certificate_no: str, revision: int) -> PrintJob | None:
    """One of this approval's that went to a workstation, whatever became of it.

    Locks all that may yet go: whoever holds the certificate's row knows from here on.
    """
    query = select(print_jobs).where(
        _J.certificate_no == certificate_no, _J.has_original, _J.revision == revision
    )
    rows = session.execute(query.order_by(_J.issued_at).with_for_update()).all()
    return next((job_of(row) for row in rows if row.released_at is not None), None)


def expire_overdue(session: Session, certificate_no: str, *, now: datetime) -> None:
    """Write down what `domain.print_jobs.as_of` sees."""
    session.execute(
        update(print_jobs)
        .where(
            _J.certificate_no == certificate_no,
            _J.state.in_(states_from("expire")),
            _J.ticket_expires_at <= now,
        )
        .values(state=state_after("expire"))
    )


def void_not_made(session: Session, job_id: UUID) -> None:
    """A job whose document could not be made, unless another presentation of it released one."""
    _void(session, "not_made", _J.id == job_id)


def void_for_reprint(session: Session, certificate_no: str, original_serial: str) -> None:
    _void(
        session,
        "reprint",
        _J.certificate_no == certificate_no,
        _J.original_serial == original_serial,
    )


def void_for_new_approval(session: Session, certificate_no: str, revision: int) -> None:
    """Whatever was printed of the approvals before this one (R104)."""
    _void(session, "new_approval", _J.certificate_no == certificate_no, _J.revision < revision)


def void_returned(session: Session, certificate_no: str, revision: int) -> None:
    """What is queued of the approval that customs sent back, or of an earlier one."""
    _void(session, "returned", _J.certificate_no == certificate_no, _J.revision <= revision)


def void_archived(session: Session, certificate_no: str) -> None:
    """Whatever is queued: nothing is printed of an archived certificate (R56)."""
    _void(session, "archived", _J.certificate_no == certificate_no)


def void_claimed(session: Session, certificate_no: str, revision: int) -> None:
    """What is queued of the approval that was claimed at the counter, or of an earlier one."""
    _void(session, "claimed", _J.certificate_no == certificate_no, _J.revision <= revision)


def void_replaced(session: Session, certificate_no: str) -> None:
    """Whatever is queued."""
    _void(session, "replaced", _J.certificate_no == certificate_no)


def void_of_agent(session: Session, principal_code: str, agent_code: str) -> None:
    """What the agent has queued for its principal."""
    _void(
        session,
        "agent_revoked",
        _J.enterprise_code == principal_code,
        _J.issuer_code == agent_code,
    )


def void_of_workstation(session: Session, workstation_id: UUID) -> None:
    """What it has not fetched."""
    _void(session, "workstation_revoked", _J.workstation_id == workstation_id)


def waiting_for(session: Session, workstation_id: UUID, *, now: datetime) -> list[PrintJob]:
    """What it may fetch, and what it fetched within a day and told no end of; oldest first."""
    to_fetch = _J.state.in_(states_from("release")) & (_J.ticket_expires_at > now)
    no_end = _J.evidence["finished_at"].astext.is_(None) & (_J.released_at > now - GONE_ON_WITH)
    under_way = _J.state.in_(states_from("confirm_printed")) & no_end
    query = select(print_jobs).where(_J.workstation_id == workstation_id, or_(to_fetch, under_way))
    return [job_of(row) for row in session.execute(query.order_by(_J.issued_at, _J.id))]


def void_of_sessions(session: Session, event: SessionsEnded) -> None:
    """What the person has queued in the sessions that ended; later ones are not concerned."""
    by_agent = (_J.issuer_code == event.enterprise_code) & ISSUED_BY_AGENT
    _void(
        session,
        "sessions_ended",
        or_(_J.enterprise_code == event.enterprise_code, by_agent),
        _J.operator_id == event.operator_id,
        _J.medium.in_(event.media),
        _J.issued_at <= event.ended_at,
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
            "preflight": Preflight.model_validate(row.preflight) if row.preflight else None,
        }
    )


def _void(session: Session, reason: VoidReason, *conditions: ColumnElement[bool]) -> None:
    session.execute(
        update(print_jobs)
        .where(_J.state.in_(states_from(reason)), *conditions)
        .values(state=state_after(reason), void_reason=reason)
    )


def _by_id(session: Session, job_id: UUID, *, lock: bool) -> PrintJob | None:
    return _newest(session, _J.id == job_id, lock=lock)


def _newest(session: Session, *conditions: Any, lock: bool = False) -> PrintJob | None:
    query = select(print_jobs).where(*conditions).order_by(_J.issued_at.desc()).limit(1)
    row = session.execute(query.with_for_update() if lock else query).first()
    return job_of(row) if row else None


def row_of(job: PrintJob) -> dict[str, Any]:
    values = asdict(job)
    document = values.pop("document")
    return values | {
        "parts": list(job.parts),
        "has_original": job.has_original,
        "document_key": document.key if document else None,
        "document_sha256": document.sha256 if document else None,
        "evidence": job.evidence.model_dump(mode="json") if job.evidence else None,
        "preflight": job.preflight.model_dump(mode="json") if job.preflight else None,
    }
