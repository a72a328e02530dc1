"""Filed declarers; read with `storage.enterprises`."""

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.customs import DeclarerFiled
from services.cert_svc.tables import filed_declarers


def add(session: Session, event: DeclarerFiled) -> None:
    """The latest filing of a person names them."""
    filing = upsert(filed_declarers).values(
        enterprise_code=event.enterprise_code,
        id_number=event.id_number.get_secret_value(),
        name=event.name,
        filed_at=event.filed_at,
    )
    session.execute(
        filing.on_conflict_do_update(
            index_elements=["enterprise_code", "id_number"],
            set_={"name": filing.excluded.name, "filed_at": filing.excluded.filed_at},
            where=filed_declarers.c.filed_at < filing.excluded.filed_at,
        )
    )
