"""What is known of agents: their grants, and when certificates that they declared were approved."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.authorization import AgentAuthorized, AgentRevoked
from contracts.customs import CertificateApproved
from services.webhook_svc.domain.audience import Grant
from services.webhook_svc.tables import agent_grants, approvals

_G: Final = agent_grants.c
_A: Final = approvals.c


def put_approvals(session: Session, events: Iterable[CertificateApproved]) -> None:
    """Of what an agent declared; the last approval counts, whatever comes late."""
    ranked = sorted(events, key=lambda event: (event.certificate_no, event.revision))
    latest = {each.certificate_no: each for each in ranked if each.agent_code is not None}
    for each in latest.values():
        told = upsert(approvals).values(
            certificate_no=each.certificate_no,
            revision=each.revision,
            approved_at=each.approved_at,
        )
        newer = {"revision": told.excluded.revision, "approved_at": told.excluded.approved_at}
        session.execute(
            told.on_conflict_do_update(
                index_elements=["certificate_no"],
                set_=newer,
                where=_A.revision < told.excluded.revision,
            )
        )


def approved_at(session: Session, numbers: Collection[str]) -> dict[str, datetime]:
    """By certificate number; those that nothing is known of are missing."""
    if not numbers:
        return {}
    rows = session.execute(select(approvals).where(_A.certificate_no.in_(sorted(numbers))))
    return {row.certificate_no: row.approved_at for row in rows}


def grant(session: Session, event: AgentAuthorized) -> None:
    _put(session, event, granted_at=event.granted_at)


def revoke(session: Session, event: AgentRevoked) -> None:
    _put(session, event, revoked_at=event.revoked_at)


def live_grants(session: Session, agent_codes: Collection[str]) -> list[Grant]:
    if not agent_codes:
        return []
    live = select(_G.principal_code, _G.agent_code, _G.granted_at).where(
        _G.agent_code.in_(sorted(agent_codes)),
        _G.granted_at.is_not(None),
        _G.revoked_at.is_(None),
    )
    return [Grant(**row) for row in session.execute(live).mappings()]


def _put(session: Session, event: AgentAuthorized | AgentRevoked, **moment: Any) -> None:
    known = {"id": event.grant_id, "principal_code": event.enterprise_code}
    told = upsert(agent_grants).values(known | {"agent_code": event.agent_code} | moment)
    session.execute(told.on_conflict_do_update(index_elements=["id"], set_=moment))
