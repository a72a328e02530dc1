"""Failed logins, by a digest of the user name that was tried and the address it came from.

Whoever fails for somebody else locks that name for the own address only.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.login_failures import LoginFailures
from services.auth_svc.tables import login_failures

KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tried:
    """A user name, and the address that tried it."""

    user_name: str
    client_address: str | None

    @property
    def row(self) -> dict[str, bytes]:
        text = json.dumps([self.user_name, self.client_address])
        return {"login_sha256": hashlib.sha256(text.encode()).digest()}


def of_login(session: Session, tried: Tried) -> LoginFailures:
    row = session.execute(
        select(login_failures.c.failures, login_failures.c.locked_until).filter_by(**tried.row)
    )
    found = row.mappings().first()
    return LoginFailures() if found is None else LoginFailures(**found)


def hold(session: Session, tried: Tried, *, now: datetime) -> LoginFailures:
    """Whoever decides about such a login waits for the one before."""
    values = {**tried.row, "failures": 0, "changed_at": now}
    session.execute(upsert(login_failures).values(values).on_conflict_do_nothing())
    session.execute(select(login_failures).filter_by(**tried.row).with_for_update())
    return of_login(session, tried)


def put(session: Session, tried: Tried, failed: LoginFailures, *, now: datetime) -> None:
    session.execute(
        update(login_failures).filter_by(**tried.row).values(changed_at=now, **asdict(failed))
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Of what nobody tried for a day."""
    session.execute(delete(login_failures).where(login_failures.c.changed_at < now - KEPT))
