"""Applications that customs is working on, and for a while those that it no longer is.

What is over is kept so that an application heard of after its end does not begin anew.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from services.auth_svc.domain.order_guard import Application, End
from services.auth_svc.tables import UNDER_WAY, applications

_UNDER_WAY: Final = text(UNDER_WAY)
_OVER: Final = text(f"not {UNDER_WAY}")


def put_received(session: Session, received: Application) -> None:
    """The latest time counts, whatever order they come in."""
    told = {
        "declarer_id_number": received.declarer_id_number,
        "received_at": received.received_at,
    }
    session.execute(
        upsert(applications)
        .values(
            certificate_no=received.certificate_no,
            enterprise_code=received.enterprise_code,
            **told,
        )
        .on_conflict_do_update(
            index_elements=["certificate_no"],
            set_=told,
            where=or_(
                applications.c.received_at.is_(None),
                applications.c.received_at < received.received_at,
            ),
        )
    )


_END: Final = upsert(applications)
_PUT_ENDED: Final = _END.on_conflict_do_update(
    index_elements=["certificate_no"],
    set_={"ended_at": func.greatest(applications.c.ended_at, _END.excluded.ended_at)},
).returning(applications.c.certificate_no)  # or each row would be a statement


def put_ended(session: Session, ends: Iterable[End]) -> None:
    """The latest end of each counts; one may be told of before the application is."""
    latest = {end.certificate_no: end for end in sorted(ends, key=lambda end: end.ended_at)}
    if latest:
        session.execute(_PUT_ENDED, [asdict(latest[number]) for number in sorted(latest)])


def under_way(session: Session, enterprise_code: str) -> list[Application]:
    """The oldest first."""
    rows = session.execute(
        select(
            applications.c.certificate_no,
            applications.c.enterprise_code,
            applications.c.declarer_id_number,
            applications.c.received_at,
        )
        .where(applications.c.enterprise_code == enterprise_code, _UNDER_WAY)
        .order_by(applications.c.received_at, applications.c.certificate_no)
    )
    return [Application(**row) for row in rows.mappings()]


def delete_ended(session: Session, *, before: datetime) -> None:
    """Those that are over since then and were not received anew."""
    session.execute(delete(applications).where(applications.c.ended_at < before, _OVER))
