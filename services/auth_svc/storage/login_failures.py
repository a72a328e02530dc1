"""Failed logins, by a digest of the user name that was tried."""

import hashlib
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.login_failures import LoginFailures
from services.auth_svc.tables import login_failures

KEPT = timedelta(days=1)


def of_name(session: Session, user_name: str) -> LoginFailures:
    row = session.execute(
        select(login_failures.c.failures, login_failures.c.locked_until).filter_by(
            user_name_sha256=_digest(user_name)
        )
    )
    found = row.mappings().first()
    return LoginFailures() if found is None else LoginFailures(**found)


def hold(session: Session, user_name: str, *, now: datetime) -> LoginFailures:
    """Whoever decides about a login of this name waits for the one before."""
    name = {"user_name_sha256": _digest(user_name)}
    values = name | {"failures": 0, "changed_at": now}
    session.execute(upsert(login_failures).values(values).on_conflict_do_nothing())
    session.execute(select(login_failures).filter_by(**name).with_for_update())
    return of_name(session, user_name)


def put(session: Session, user_name: str, failed: LoginFailures, *, now: datetime) -> None:
    session.execute(
        update(login_failures)
        .filter_by(user_name_sha256=_digest(user_name))
        .values(changed_at=now, **asdict(failed))
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Of names that nobody tried for a day."""
    session.execute(delete(login_failures).where(login_failures.c.changed_at < now - KEPT))


def _digest(user_name: str) -> bytes:
    return hashlib.sha256(user_name.encode()).digest()
