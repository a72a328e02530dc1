"""Originals that agents printed or have queued: what is left of a grant's number."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import false, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.printing import PrintIssued, PrintReleased
from contracts.values import PrintPart
from services.cert_svc.tables import agent_originals

_O: Final = agent_originals.c
_LATE: Final = timedelta(minutes=10)
"""How long after its ticket ended an original may still turn out to have been printed."""
_LOCK: Final = 0x4F41


def note(session: Session, events: Iterable[PrintIssued | PrintReleased]) -> None:
    """Twice, or in another order, is the same."""
    for event in events:
        by_agent = event.issuer_code not in {None, event.enterprise_code}
        if by_agent and PrintPart.ORIGINAL in event.parts:
            session.execute(_noted(event))


def lock(session: Session, agent_code: str) -> None:
    """Until the end of the transaction nobody else counts what this agent may print."""
    session.execute(select(func.pg_advisory_xact_lock(_LOCK, func.hashtext(agent_code))))


def hold(
    session: Session, agent_code: str, originals: Iterable[tuple[str, str]], *, now: datetime
) -> None:
    """They count from now on, each of a principal, though no job of them is heard of yet."""
    for principal_code, number in originals:
        session.execute(_counted(principal_code, agent_code, number, _O.held_to, now))


def taken(
    session: Session, principal_code: str, agent_code: str, *, since: datetime, now: datetime
) -> list[str]:
    """Certificates whose originals count since the grant: printed ones, then as heard of."""
    printed = func.coalesce(_O.printed_at >= since, false())
    numbers = (
        select(_O.certificate_no)
        .where(_O.principal_code == principal_code, _O.agent_code == agent_code)
        .where(or_(printed, _O.held_to > now - _LATE))
        .order_by(printed.desc(), _O.heard)
    )
    return list(session.execute(numbers).scalars())


def _noted(event: PrintIssued | PrintReleased) -> Any:
    column, moment = (
        (_O.held_to, event.ticket_expires_at)
        if isinstance(event, PrintIssued)
        else (_O.printed_at, event.released_at)
    )
    principal, agent = event.enterprise_code, event.issuer_code
    return _counted(principal, agent, event.certificate_no, column, moment)


def _counted(
    principal_code: str, agent_code: str | None, number: str, column: Any, moment: datetime
) -> Any:
    row = upsert(agent_originals).values(
        principal_code=principal_code,
        agent_code=agent_code,
        certificate_no=number,
        **{column.name: moment},
    )
    return row.on_conflict_do_update(
        index_elements=["principal_code", "agent_code", "certificate_no"],
        set_={column.name: func.greatest(column, moment)},
    )
