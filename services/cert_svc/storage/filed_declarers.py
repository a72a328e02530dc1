"""Filed declarers; read with `storage.enterprises`."""

from typing import Final

from sqlalchemy import and_, func, or_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.customs import DeclarerFiled, DeclarerFilingEnded
from services.cert_svc.tables import filed_declarers

_PERSON = ["enterprise_code", "id_number"]
_F: Final = filed_declarers.c
IS_FILED: Final = and_(
    _F.filed_at.is_not(None), or_(_F.ended_at.is_(None), _F.ended_at < _F.filed_at)
)
"""As `storage.enterprises` reads it: filed, and that has not ended since."""


def add(session: Session, event: DeclarerFiled) -> None:
    """The latest filing of a person names them."""
    filing = upsert(filed_declarers).values(
        enterprise_code=event.enterprise_code,
        id_number=event.id_number.get_secret_value(),
        name=event.name,
        filed_at=event.filed_at,
    )
    known = filed_declarers.c.filed_at
    session.execute(
        filing.on_conflict_do_update(
            index_elements=_PERSON,
            set_={"name": filing.excluded.name, "filed_at": filing.excluded.filed_at},
            where=or_(known.is_(None), known < filing.excluded.filed_at),
        )
    )


def end(session: Session, event: DeclarerFilingEnded) -> None:
    """The latest end counts, whether or not its filing was heard of."""
    ended = upsert(filed_declarers).values(
        enterprise_code=event.enterprise_code,
        id_number=event.id_number.get_secret_value(),
        name=event.name,
        ended_at=event.ended_at,
    )
    latest = func.greatest(filed_declarers.c.ended_at, ended.excluded.ended_at)
    session.execute(ended.on_conflict_do_update(index_elements=_PERSON, set_={"ended_at": latest}))
