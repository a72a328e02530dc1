"""The lists of print jobs and of seal uses: keyset pages over indexes, the newest first."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, tuple_, union_all
from sqlalchemy.orm import Session

from chassis.cursors import cut, read_cursor
from contracts.certificate_numbers import tidy_certificate_no
from contracts.printing import ListPrintJobs, ListSealUses, SealUseList, SealUseView
from services.print_svc.domain.jobs import PrintJob
from services.print_svc.repository import job_of
from services.print_svc.tables import print_jobs, seal_uses

_J: Final = print_jobs.c
_U: Final = seal_uses.c
_ROW_NUMBER_LIMIT: Final = 2**63


def list_jobs(session: Session, asked: ListPrintJobs) -> tuple[list[PrintJob], str | None]:
    """A page and its cursor: jobs on the enterprise's certificates, and those it issued as agent.

    What was only looked at is no print job.
    """
    code = asked.caller.enterprise_code
    own = _jobs(asked, _J.enterprise_code == code)
    as_agent = _jobs(asked, _J.issuer_code == code, _J.issuer_code != _J.enterprise_code)
    found = union_all(own, as_agent).subquery()
    rows = session.execute(
        select(found).order_by(found.c.issued_at.desc(), found.c.id.desc()).limit(asked.limit + 1)
    ).all()
    page, next_cursor = cut(rows, asked.limit, lambda row: (row.issued_at, row.id))
    return [job_of(row) for row in page], next_cursor


def list_uses(session: Session, asked: ListSealUses) -> SealUseList:
    """By the count of the enterprise's own rows, which rises with their place in the ledger."""
    query = select(seal_uses).where(_U.enterprise_code == asked.caller.enterprise_code)
    if asked.certificate_no is not None:
        query = query.where(_U.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.cursor is not None:
        [before] = read_cursor(asked.cursor, _row_number)
        query = query.where(_U.enterprise_row < before)
    rows = session.execute(query.order_by(_U.enterprise_row.desc()).limit(asked.limit + 1)).all()
    page, next_cursor = cut(rows, asked.limit, lambda row: (row.enterprise_row,))
    uses = (SealUseView.model_validate(dict(row._mapping)) for row in page)  # noqa: SLF001
    return SealUseList(uses=tuple(uses), next_cursor=next_cursor)


def _jobs(asked: ListPrintJobs, *whose: ColumnElement[bool]) -> Select[Any]:
    query = select(print_jobs).where(*whose, _J.kind != "preview")
    if asked.certificate_no is not None:
        query = query.where(_J.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.cursor is not None:
        before = read_cursor(asked.cursor, datetime.fromisoformat, UUID)
        query = query.where(tuple_(_J.issued_at, _J.id) < tuple_(*before))
    return query.order_by(_J.issued_at.desc(), _J.id.desc()).limit(asked.limit + 1)


def _row_number(text: str) -> int:
    """Raise ValueError for a number that no row can have."""
    number = int(text)
    if not 0 < number < _ROW_NUMBER_LIMIT:
        raise ValueError("no row number")
    return number
