"""The list of print jobs: keyset pages over indexes, the newest first."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, select, tuple_, union_all

from chassis.cursors import cut, read_cursor
from chassis.database import Session
from contracts.certificate_numbers import tidy_certificate_no
from contracts.printing import ListPrintJobs
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.storage.print_jobs import job_of
from services.print_svc.tables import print_jobs

_J: Final = print_jobs.c


def page(session: Session, asked: ListPrintJobs) -> tuple[list[PrintJob], str | None]:
    """With its cursor: jobs on the enterprise's certificates, and those it issued as agent.

    What was only looked at is no print job.
    """
    code = asked.caller.enterprise_code
    own = _jobs(asked, _J.enterprise_code == code)
    as_agent = _jobs(asked, _J.issuer_code == code, _J.issuer_code != _J.enterprise_code)
    found = union_all(own, as_agent).subquery()
    rows = session.execute(
        select(found).order_by(found.c.issued_at.desc(), found.c.id.desc()).limit(asked.limit + 1)
    ).all()
    shown, next_cursor = cut(rows, asked.limit, lambda row: (row.issued_at, row.id))
    return [job_of(row) for row in shown], next_cursor


def _jobs(asked: ListPrintJobs, *whose: ColumnElement[bool]) -> Select[Any]:
    query = select(print_jobs).where(*whose, _J.kind != "preview")
    if asked.certificate_no is not None:
        query = query.where(_J.certificate_no == tidy_certificate_no(asked.certificate_no))
    if asked.issuer_code is not None:
        query = query.where(_J.issuer_code == asked.issuer_code)
    if asked.cursor is not None:
        before = read_cursor(asked.cursor, datetime.fromisoformat, UUID)
        query = query.where(tuple_(_J.issued_at, _J.id) < tuple_(*before))
    return query.order_by(_J.issued_at.desc(), _J.id.desc()).limit(asked.limit + 1)
