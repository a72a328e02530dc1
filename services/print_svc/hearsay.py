"""SQL of print_svc for what it hears of others: certificates, authorizations, agents' grants.

What is put down about a certificate needs its row: `hold` comes first, or its layout.
"""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.authorization import AgentAuthorized, AgentRevoked, SealAuthorized
from contracts.certificates import LayoutReceived
from contracts.customs import CertificateArchived, CertificateReturned
from contracts.values import AuthorizedSeal, AuthorizedSignature
from services.print_svc.domain.stamps import Authorization
from services.print_svc.domain.standing import Standing
from services.print_svc.tables import (
    agent_grants,
    authorized_seals,
    certificates,
    disabled_stamps,
)

_OF_LAYOUT: Final = {"certificate_no", "enterprise_code", "revision", "type_id", "issue_date"}


def hold(session: Session, certificate_no: str, enterprise_code: str) -> Standing:
    """Whoever decides about a certificate holds its row first, so that none overtakes another."""
    own = {"certificate_no": certificate_no, "enterprise_code": enterprise_code}
    session.execute(upsert(certificates).values(own).on_conflict_do_nothing())
    query = select(certificates).where(certificates.c.certificate_no == certificate_no)
    return _standing(session.execute(query.with_for_update()).one())


def standing(session: Session, certificate_no: str) -> Standing | None:
    row = session.execute(
        select(certificates).where(certificates.c.certificate_no == certificate_no)
    ).first()
    return _standing(row) if row else None


def put_layouts(session: Session, events: Iterable[LayoutReceived]) -> None:
    """Holds the rows, in order, until the end; only a later approval replaces an earlier one."""
    ranked = sorted(events, key=lambda event: (event.certificate_no, event.revision))
    latest = {event.certificate_no: event for event in ranked}
    if not latest:
        return
    layout = upsert(certificates)
    values = {name: layout.excluded[name] for name in ("revision", "type_id", "issue_date")}
    session.execute(
        layout.on_conflict_do_update(
            index_elements=["certificate_no"],
            set_=values,
            where=certificates.c.revision < layout.excluded.revision,
        ).returning(certificates.c.certificate_no),  # or each row would be a statement
        [event.model_dump(include=_OF_LAYOUT) for event in latest.values()],
    )


def put_return(session: Session, event: CertificateReturned) -> None:
    """The latest approval that customs sent back."""
    session.execute(
        update(certificates)
        .where(
            certificates.c.certificate_no == event.certificate_no,
            certificates.c.returned_revision < event.revision,
        )
        .values(returned_revision=event.revision)
    )


def put_archiving(session: Session, event: CertificateArchived) -> None:
    """The first word is final."""
    session.execute(
        update(certificates)
        .where(
            certificates.c.certificate_no == event.certificate_no,
            certificates.c.archived_at.is_(None),
        )
        .values(archived_at=event.archived_at)
    )


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
            where=authorized_seals.c.received_at < event.received_at,
        )
    )


def authorization(session: Session, enterprise_code: str) -> Authorization | None:
    row = session.execute(
        select(authorized_seals).where(authorized_seals.c.enterprise_code == enterprise_code)
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


def disable_stamp(session: Session, stamp_id: UUID) -> None:
    """Also before its authorization is heard of."""
    session.execute(upsert(disabled_stamps).values(stamp_id=stamp_id).on_conflict_do_nothing())


def put_grant(session: Session, event: AgentAuthorized) -> None:
    session.execute(upsert(agent_grants).values(_grant(event)).on_conflict_do_nothing())


def revoke_grant(session: Session, event: AgentRevoked) -> None:
    """Also for a grant that is not heard of yet."""
    revoked = {"revoked_at": event.revoked_at}
    session.execute(
        upsert(agent_grants)
        .values(_grant(event) | revoked)
        .on_conflict_do_update(index_elements=["grant_id"], set_=revoked)
    )


def is_revoked(session: Session, principal_code: str, agent_code: str) -> bool:
    """Whether grants were given and all are taken back; waits for one that is being revoked."""
    grants = session.execute(
        select(agent_grants.c.revoked_at)
        .where(
            agent_grants.c.principal_code == principal_code,
            agent_grants.c.agent_code == agent_code,
        )
        .with_for_update(read=True)
    ).scalars()
    known = list(grants)
    return bool(known) and None not in known


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        revision=row.revision,
        returned_revision=row.returned_revision,
        archived_at=row.archived_at,
        type_id=row.type_id,
        issue_date=row.issue_date,
    )


def _grant(event: AgentAuthorized | AgentRevoked) -> dict[str, Any]:
    return {
        "grant_id": event.grant_id,
        "principal_code": event.enterprise_code,
        "agent_code": event.agent_code,
    }
