"""Objects that are removed when their time comes, unless a row keeps them before."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from chassis.errors import Transient
from services.seal_svc.tables import leftovers


def mark_for_removal(session: Session, keys: Collection[str], remove_after: datetime) -> None:
    session.execute(insert(leftovers), [{"key": key, "remove_after": remove_after} for key in keys])


def keep(session: Session, keys: Collection[str], *, now: datetime) -> None:
    """Raise Transient when their time has come, for some of them may be gone already."""
    still_there = leftovers.c.key.in_(keys) & (leftovers.c.remove_after > now)
    kept = session.execute(delete(leftovers).where(still_there).returning(leftovers.c.key))
    if len(kept.all()) != len(keys):
        raise Transient("the images waited too long for their row")


def hold_marked(session: Session, keys: Collection[str]) -> list[str]:
    """Those that nobody keeps; waits for whoever is just about to."""
    marked = select(leftovers.c.key).where(leftovers.c.key.in_(keys)).with_for_update()
    return list(session.execute(marked).scalars())


def unmark(session: Session, keys: Collection[str]) -> None:
    """They were removed."""
    session.execute(delete(leftovers).where(leftovers.c.key.in_(keys)))


def overdue(session: Session, now: datetime, limit: int) -> list[str]:
    """Keys of objects whose time has come, the oldest first."""
    query = (
        select(leftovers.c.key)
        .where(leftovers.c.remove_after < now)
        .order_by(leftovers.c.remove_after)
        .limit(limit)
    )
    return list(session.execute(query).scalars())
