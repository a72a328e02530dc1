"""SQL of the certificates that print_svc has heard of.

What is put down about a certificate needs its row: `lock` comes first, or its layout.
"""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from contracts.certificates import LayoutReceived
from contracts.customs import (
    CertificateArchived,
    CertificateReplaced,
    CertificateReturned,
    CounterClaimRequested,
)
from services.print_svc.domain.certificates import Certificate
from services.print_svc.tables import certificates

_C: Final = certificates.c
_OF_LAYOUT: Final = {"certificate_no", "enterprise_code", "revision", "type_id", "issue_date"}


def lock(session: Session, certificate_no: str, enterprise_code: str) -> Certificate:
    """Whoever decides about a certificate holds its row first, so that none overtakes another."""
    own = {"certificate_no": certificate_no, "enterprise_code": enterprise_code}
    session.execute(upsert(certificates).values(own).on_conflict_do_nothing())
    query = select(certificates).where(_C.certificate_no == certificate_no)
    return _certificate(session.execute(query.with_for_update()).one())


def find(session: Session, certificate_no: str) -> Certificate | None:
    row = session.execute(select(certificates).where(_C.certificate_no == certificate_no)).first()
    return _certificate(row) if row else None


def put_layouts(session: Session, events: Iterable[LayoutReceived]) -> None:
    """Locks the rows, in order, until the end; only a later approval replaces an earlier one."""
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
            where=_C.revision < layout.excluded.revision,
        ).returning(_C.certificate_no),  # or each row would be a statement
        [event.model_dump(include=_OF_LAYOUT) for event in latest.values()],
    )


def put_return(session: Session, event: CertificateReturned) -> None:
    """The latest approval that customs sent back."""
    session.execute(
        update(certificates)
        .where(
            _C.certificate_no == event.certificate_no,
            _C.returned_revision < event.revision,
        )
        .values(returned_revision=event.revision)
    )


def put_claim(session: Session, event: CounterClaimRequested) -> None:
    """The latest approval of which a blank form was claimed."""
    session.execute(
        update(certificates)
        .where(
            _C.certificate_no == event.certificate_no,
            _C.claimed_revision < event.revision,
        )
        .values(claimed_revision=event.revision)
    )


def put_replacement(session: Session, event: CertificateReplaced) -> None:
    """The first word is final."""
    session.execute(
        update(certificates)
        .where(_C.certificate_no == event.certificate_no, _C.replaced_by.is_(None))
        .values(replaced_by=event.replaced_by)
    )


def put_archiving(session: Session, event: CertificateArchived) -> None:
    """The first word is final."""
    session.execute(
        update(certificates)
        .where(_C.certificate_no == event.certificate_no, _C.archived_at.is_(None))
        .values(archived_at=event.archived_at)
    )


def _certificate(row: Row[Any]) -> Certificate:
    return Certificate(
        revision=row.revision,
        returned_revision=row.returned_revision,
        claimed_revision=row.claimed_revision,
        replaced_by=row.replaced_by,
        archived_at=row.archived_at,
        type_id=row.type_id,
        issue_date=row.issue_date,
    )
