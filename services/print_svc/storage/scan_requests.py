"""SQL of scans asked of workstations."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, delete, insert, or_, select, update

from chassis.database import Session
from contracts.people import SessionsEnded
from contracts.values import LoginMedium, StampKind
from services.print_svc.domain.scan_requests import OPEN, ScanRequest
from services.print_svc.tables import scan_requests

_R: Final = scan_requests.c
_KEPT: Final = timedelta(hours=1)
_ALIVE: Final = _R.state.in_([*OPEN, "scanned"])


def add(session: Session, request: ScanRequest) -> None:
    """What the same session asked for before is withdrawn."""
    _withdraw(session, _R.session_id == request.session_id)
    session.execute(insert(scan_requests).values(asdict(request)))


def find(session: Session, request_id: UUID, *, lock: bool = False) -> ScanRequest | None:
    query = select(scan_requests).where(_R.id == request_id)
    row = session.execute(query.with_for_update() if lock else query).first()
    return None if row is None else _request(row)


def save(session: Session, request: ScanRequest) -> None:
    """Whoever changed it holds it locked."""
    session.execute(update(scan_requests).where(_R.id == request.id).values(asdict(request)))


def waiting_at(session: Session, workstation_id: UUID, *, now: datetime) -> list[ScanRequest]:
    """Oldest first; one that a program began before it was closed too."""
    query = select(scan_requests).where(
        _R.workstation_id == workstation_id, _R.state.in_(OPEN), _R.expires_at > now
    )
    return [_request(row) for row in session.execute(query.order_by(_R.asked_at)).all()]


def asked_of(session: Session, ids: Collection[UUID], *, now: datetime) -> set[UUID]:
    """Those of the workstations at which something waits to be scanned."""
    query = select(_R.workstation_id).where(
        _R.workstation_id.in_(ids), _R.state == "waiting", _R.expires_at > now
    )
    return set(session.execute(query.distinct()).scalars())


def withdraw_of_workstation(session: Session, workstation_id: UUID) -> None:
    """It was revoked."""
    _withdraw(session, _R.workstation_id == workstation_id)


def withdraw_of_sessions(session: Session, event: SessionsEnded) -> None:
    """The one session that ended, or all that the person had opened by these media."""
    opened = and_(_R.medium.in_(event.media), _R.asked_at <= event.ended_at)
    _withdraw(
        session,
        _R.enterprise_code == event.enterprise_code,
        _R.operator_id == event.operator_id,
        or_(opened, _R.session_id == event.session_id),
    )


def over(session: Session, *, now: datetime, limit: int) -> list[UUID]:
    """Those whose object is to go, and those that are long over, whatever became of theirs."""
    ended = and_(_R.held, or_(~_ALIVE, _R.expires_at <= now))
    query = select(_R.id).where(or_(ended, _R.expires_at <= now - _KEPT)).limit(limit)
    return list(session.execute(query).scalars())


def forget(session: Session, ids: Collection[UUID], *, now: datetime) -> None:
    """Their objects are gone, and what is long over with them."""
    these = _R.id.in_(ids)
    session.execute(delete(scan_requests).where(these, _R.expires_at <= now - _KEPT))
    session.execute(update(scan_requests).where(these).values(held=False))


def _withdraw(session: Session, *conditions: ColumnElement[bool]) -> None:
    session.execute(update(scan_requests).where(*conditions, _ALIVE).values(state="withdrawn"))


def _request(row: Row[Any]) -> ScanRequest:
    fields = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    return ScanRequest(**fields | {"kind": StampKind(row.kind), "medium": LoginMedium(row.medium)})
