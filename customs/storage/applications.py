"""Applications and the serials of their numbers: rows to domain objects and back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.postgresql import insert

from customs.domain.applications import Application, ApplicationForm, CounterClaim, State
from customs.tables import applications, serials

_CHANGING = (
    "state",
    "revision",
    "form",
    "applied_at",
    "approved_at",
    "archived_at",
    "archive_due_at",
    "archive_serial",
    "counter_claim",
    "replaced_by",
    "replaced_at",
)


def take_serials(
    connection: Connection, enterprise_code: str, type_code: str, *, year: int, count: int
) -> range:
    """The next serials of the enterprise's year; nobody else gets them (R97)."""
    key = {"enterprise_code": enterprise_code, "type_code": type_code, "year": year}
    statement = insert(serials).values(**key, last_used=count)
    last = connection.execute(
        statement.on_conflict_do_update(
            index_elements=list(key), set_={"last_used": serials.c.last_used + count}
        ).returning(serials.c.last_used)
    ).scalar_one()
    return range(last - count + 1, last + 1)


def add_applications(connection: Connection, new: Sequence[Application]) -> frozenset[str]:
    """Insert those whose number is free and return their numbers."""
    statement = insert(applications).on_conflict_do_nothing()
    added = connection.execute(
        statement.returning(applications.c.certificate_no), [_row(each) for each in new]
    )
    return frozenset(added.scalars())


def find_application(connection: Connection, certificate_no: str) -> Application | None:
    """Locked until the transaction ends."""
    statement = select(applications).where(applications.c.certificate_no == certificate_no)
    row = connection.execute(statement.with_for_update()).one_or_none()
    return _application(row) if row is not None else None


def save_applications(connection: Connection, changed: Sequence[Application]) -> None:
    """With `returning`, for each row would be a statement of its own without."""
    statement = insert(applications)
    new_values = {name: statement.excluded[name] for name in _CHANGING}
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["certificate_no"], set_=new_values
        ).returning(applications.c.certificate_no),
        [_row(each) for each in changed],
    )


def due_for_archiving(connection: Connection, now: datetime, limit: int) -> list[Application]:
    """Locked; those that another transaction holds are left to it."""
    statement = (
        select(applications)
        .where(applications.c.archive_due_at <= now)
        .order_by(applications.c.archive_due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [_application(row) for row in connection.execute(statement)]


def list_applications(
    connection: Connection,
    *,
    enterprise_code: str | None = None,
    state: State | None = None,
    before: datetime | None = None,
    limit: int = 50,
) -> list[Application]:
    """Newest first; `before` is the `applied_at` of the last one seen."""
    statement = select(applications).order_by(
        applications.c.applied_at.desc(), applications.c.certificate_no
    )
    if enterprise_code is not None:
        statement = statement.where(applications.c.enterprise_code == enterprise_code)
    if state is not None:
        statement = statement.where(applications.c.state == state)
    if before is not None:
        statement = statement.where(applications.c.applied_at < before)
    return [_application(row) for row in connection.execute(statement.limit(limit))]


def _row(application: Application) -> dict[str, Any]:
    return {
        "certificate_no": application.certificate_no,
        "enterprise_code": application.form.enterprise_code,
        "state": application.state,
        "revision": application.revision,
        "form": application.form.model_dump(mode="json"),
        "applied_at": application.applied_at,
        "approved_at": application.approved_at,
        "archived_at": application.archived_at,
        "archive_due_at": application.archive_due_at,
        "archive_serial": application.archive_serial,
        "counter_claim": application.counter_claim,
        "replaced_by": application.replaced_by,
        "replaced_at": application.replaced_at,
    }


def _application(row: Row[Any]) -> Application:
    return Application(
        certificate_no=row.certificate_no,
        form=ApplicationForm.model_validate(row.form),
        applied_at=row.applied_at,
        state=State(row.state),
        revision=row.revision,
        approved_at=row.approved_at,
        archived_at=row.archived_at,
        archive_due_at=row.archive_due_at,
        archive_serial=row.archive_serial,
        counter_claim=CounterClaim(row.counter_claim) if row.counter_claim else None,
        replaced_by=row.replaced_by,
        replaced_at=row.replaced_at,
    )
