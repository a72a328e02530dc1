"""SQL of the seals and signatures that customs accepted, and of those disabled since."""

from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from contracts.authorization import SealAuthorized
from contracts.values import AuthorizedSeal, AuthorizedSignature
from services.print_svc.domain.authorized_seals import Authorization
from services.print_svc.tables import authorized_seals, disabled_stamps

_A: Final = authorized_seals.c


def put_authorization(session: Session, event: SealAuthorized) -> None:
    """Only a later receipt replaces an earlier one."""
    facts = {
        "received_at": event.received_at,
        "seal": event.seal.model_dump(mode="json"),
        "signatures": [signature.model_dump(mode="json") for signature in event.signatures],
    }
    session.execute(
        upsert(authorized_seals)
        .values(enterprise_code=event.enterprise_code, **facts)
        .on_conflict_do_update(
            index_elements=["enterprise_code"],
            set_=facts,
            where=_A.received_at < event.received_at,
        )
    )


def put_disabling(session: Session, stamp_id: UUID) -> None:
    """Also before its authorization is heard of."""
    session.execute(upsert(disabled_stamps).values(stamp_id=stamp_id).on_conflict_do_nothing())


def authorization(session: Session, enterprise_code: str) -> Authorization | None:
    row = session.execute(
        select(authorized_seals).where(_A.enterprise_code == enterprise_code)
    ).first()
    if row is None:
        return None
    seal = AuthorizedSeal.model_validate(row.seal)
    signatures = [AuthorizedSignature.model_validate(entry) for entry in row.signatures]
    stamp_ids = [seal.seal_id, *(signature.signature_id for signature in signatures)]
    disabled = session.execute(
        select(disabled_stamps.c.stamp_id).where(disabled_stamps.c.stamp_id.in_(stamp_ids))
    )
    return Authorization(seal, signatures, frozenset(disabled.scalars()))
