"""Failed logins, by a digest of the user name that was tried, alone and with its address."""

import hashlib
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.login_failures import LoginFailures
from services.auth_svc.tables import login_failures

EVERYWHERE = ""
"""For the address: all of them together."""
KEPT = timedelta(days=1)
KNOWN = timedelta(days=90)
_F = login_failures.c


def of_name(session: Session, user_name: str, address: str) -> LoginFailures:
    row = session.execute(
        select(_F.failures, _F.locked_until, _F.succeeded_at).filter_by(
            tried_sha256=_digest(user_name, address)
        )
    )
    found = row.mappings().first()
    return LoginFailures() if found is None else LoginFailures(**found)


def hold(session: Session, user_name: str, address: str, *, now: datetime) -> LoginFailures:
    """Whoever decides about a login of this name there waits for the one before."""
    tried = {"tried_sha256": _digest(user_name, address)}
    values = tried | {"failures": 0, "changed_at": now}
    session.execute(upsert(login_failures).values(values).on_conflict_do_nothing())
    session.execute(select(login_failures).filter_by(**tried).with_for_update())
    return of_name(session, user_name, address)


def put(
    session: Session, user_name: str, address: str, failed: LoginFailures, *, now: datetime
) -> None:
    session.execute(
        update(login_failures)
        .filter_by(tried_sha256=_digest(user_name, address))
        .values(changed_at=now, **asdict(failed))
    )


def delete_old(session: Session, *, now: datetime) -> None:
    """Of names that nobody tried for a day; where one got in is remembered longer."""
    failed = and_(_F.succeeded_at.is_(None), _F.changed_at < now - KEPT)
    session.execute(delete(login_failures).where(or_(failed, _F.changed_at < now - KNOWN)))


def _digest(user_name: str, address: str) -> bytes:
    return hashlib.sha256(f"{user_name}\0{address}".encode()).digest()
