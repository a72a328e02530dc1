"""The list of applications (异常申请列表), newest first (R81)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import Session

from chassis.cursors import cut, moment, read_cursor
from contracts.certificate_numbers import tidy_certificate_no
from contracts.exceptions import ListExceptions
from contracts.rights import LiveGrant
from services.exception_svc.domain.exceptions import Application
from services.exception_svc.storage.exceptions import application_of
from services.exception_svc.tables import exceptions, originals

_E: Final = exceptions.c


@dataclass(frozen=True, slots=True)
class Page:
    """Each application with what the device said of the original that it voided."""

    applications: tuple[tuple[Application, tuple[str, ...]], ...]
    next_cursor: str | None


def is_agent(session: Session, enterprise_code: str) -> bool:
    """Whether any application concerns a certificate that this enterprise declared for another."""
    concerned = exists().where(_E.agent_code == enterprise_code)
    return bool(session.execute(select(concerned)).scalar())


def find_page(session: Session, asked: ListExceptions, grants: Sequence[LiveGrant]) -> Page:
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
    page, next_cursor = cut(rows, asked.limit, lambda row: (row.filed_at, row.exception_id))
    found = tuple((application_of(row), tuple(row.device_reasons)) for row in page)
    return Page(found, next_cursor)


def _covered(agent_code: str, grant: LiveGrant) -> ColumnElement[bool]:
    """As `contracts.access.grant_for` sees it."""
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
        before = read_cursor(asked.cursor, moment, UUID)
        conditions.append(tuple_(_E.filed_at, _E.exception_id) < tuple_(*before))
    return conditions
