"""Authorizations that customs accepted; read with `storage.enterprises`."""

from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.authorization import SealAuthorized
from services.cert_svc.tables import authorizations


def add(session: Session, event: SealAuthorized) -> None:
    signers = {
        signature.declarer_id_number.get_secret_value(): signature.declarer_name
        for signature in event.signatures
    }
    row = upsert(authorizations).values(
        authorization_id=event.authorization_id,
        enterprise_code=event.enterprise_code,
        received_at=event.received_at,
        signers=signers,
    )
    session.execute(row.on_conflict_do_nothing())
