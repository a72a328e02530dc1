"""Exception applications; each is written under the lock of its certificate's history."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.orm import Session

from services.exception_svc.domain.exceptions import Application, State
from services.exception_svc.tables import exceptions

_APPLICATION = [exceptions.c[name] for name in Application.__dataclass_fields__]


def find_last(session: Session, certificate_no: str) -> Application | None:
    row = session.execute(
        select(*_APPLICATION)
        .where(exceptions.c.certificate_no == certificate_no)
        .order_by(exceptions.c.count.desc())
        .limit(1)
    ).one_or_none()
    return application_of(row) if row else None


def add(session: Session, application: Application) -> None:
    """The unique constraint stands behind one grant for each original (promise 2)."""
    session.execute(insert(exceptions).values(asdict(application)))


def set_state(session: Session, exception_id: UUID, state: State) -> None:
    of_application = exceptions.c.exception_id == exception_id
    session.execute(update(exceptions).where(of_application).values(state=state))


def application_of(row: Row[Any]) -> Application:
    fields = {name: getattr(row, name) for name in Application.__dataclass_fields__}
    return Application(**fields | {"state": State(row.state)})
