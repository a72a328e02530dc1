"""The list of applications (异常申请列表), newest first (R81)."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from contracts.authorization import AgentGrantView
from contracts.certificate_numbers import tidy_certificate_no
from contracts.errors import Refused
from contracts.exceptions import ExceptionView, ListExceptions
from services.exception_svc.domain.applications import Application
from services.exception_svc.repository import application_of
from services.exception_svc.tables import exceptions, originals

_E: Final = exceptions.c


@dataclass(frozen=True, slots=True)
class Page:
    exceptions: tuple[ExceptionView, ...]
    next_cursor: str | None


def is_agent_somewhere(session: Session, enterprise_code: str) -> bool:
    """Whether any application concerns a certificate that this enterprise declared for another."""
    concerned = exists().where(_E.agent_code == enterprise_code)
    return bool(session.execute(select(concerned)).scalar())


def list_exceptions(
    session: Session, asked: ListExceptions, grants: Sequence[AgentGrantView]
) -> Page:
    """Those of the caller's certificates, and those that live grants of its principals cover."""
    code = asked.caller.enterprise_code
    visible = or_(_E.enterprise_code == code, *(_covered(code, grant) for grant in grants))
    rows = session.execute(
        select(exceptions, originals.c.device_reasons)
        .join(
            originals,
            and_(
                originals.c.certificate_no == _E.certificate_no,
                originals.c.print_serial == _E.print_serial,
            ),
        )
        .where(visible, *_asked_for(asked))
        .order_by(_E.filed_at.desc(), _E.exception_id.desc())
        .limit(asked.limit + 1)
    ).all()
    page = rows[: asked.limit]
    more = len(rows) > asked.limit
    return Page(tuple(_view(row) for row in page), _cursor(page[-1]) if more else None)


def view_of(application: Application, device_reasons: Sequence[str]) -> ExceptionView:
    return ExceptionView(
        exception_id=application.exception_id,
        certificate_no=application.certificate_no,
        enterprise_code=application.enterprise_code,
        reason=application.reason,
        operation=application.operation,
        note=application.note,
        device_reasons=tuple(device_reasons),
        state=application.state.value,
        count=application.count,
        filed_at=application.filed_at,
    )


def _covered(agent_code: str, grant: AgentGrantView) -> ColumnElement[bool]:
    return and_(
        _E.agent_code == agent_code,
        _E.enterprise_code == grant.principal_code,
        _E.approved_at > grant.granted_at,
    )


def _asked_for(asked: ListExceptions) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if asked.certificate_no is not None:
        conditions.append(_E.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.cursor is not None:
        conditions.append(tuple_(_E.filed_at, _E.exception_id) < tuple_(*_after(asked.cursor)))
    return conditions


def _view(row: Row[Any]) -> ExceptionView:
    return view_of(application_of(row), row.device_reasons)


def _cursor(last: Row[Any]) -> str:
    place = json.dumps([last.filed_at.isoformat(), str(last.exception_id)]).encode()
    return base64.urlsafe_b64encode(place).decode().rstrip("=")


def _after(cursor: str) -> tuple[datetime, UUID]:
    """Raise Refused for a cursor that no page gave."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        filed_at, exception_id = place
        return datetime.fromisoformat(filed_at), UUID(exception_id)
    except (binascii.Error, ValueError, TypeError, AttributeError):
        reason = "cursor: not from a page of this list"
        raise Refused("request.invalid", {"reason": reason}) from None
