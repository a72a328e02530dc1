"""Decides whether certificates are listed, when they change and when their enterprise does."""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from contracts.authorization import SealAuthorized
from contracts.certificate_types import load_certificate_types
from contracts.customs import DeclarerFiled
from services.cert_svc.domain.certificates import Approval, Certificate
from services.cert_svc.domain.conditions import Facts, first_obstacle
from services.cert_svc.domain.enterprises import Enterprise, Viewer
from services.cert_svc.domain.openings import openings_of
from services.cert_svc.enterprises import enterprise_of
from services.cert_svc.repository import Stored, stored
from services.cert_svc.tables import certificates

BATCH: Final = 500


def facts_of(
    certificate: Certificate, approval: Approval, enterprise: Enterprise, viewer: Viewer
) -> Facts:
    return Facts(
        certificate=certificate,
        approval=approval,
        enterprise=enterprise,
        openings=openings_of(load_certificate_types(), approval),
        viewer=viewer,
    )


def is_listed(certificate: Certificate, enterprise: Enterprise) -> bool:
    """Whether R43-R50 hold, for its owner and whoever the owner lets print."""
    if certificate.approval is None:
        return False
    facts = facts_of(certificate, certificate.approval, enterprise, Viewer.OWNER)
    return first_obstacle(facts, "list") is None


def recheck_after_authorization(session: Session, event: SealAuthorized) -> None:
    """It decides only about approvals after its receipt (R36)."""
    _recheck(session, event.enterprise_code, certificates.c.approved_at > event.received_at)


def recheck_after_filing(session: Session, event: DeclarerFiled) -> None:
    """It may only help, and only certificates of this declarer (R45)."""
    id_number = event.id_number.get_secret_value()
    of_declarer = certificates.c.declarer_id_number == id_number
    _recheck(session, event.enterprise_code, of_declarer & ~certificates.c.listed)


def recheck_all(session: Session, enterprise_code: str) -> int:
    """How many of the enterprise's certificates came onto the list or left it."""
    return _recheck(session, enterprise_code, true())


def enterprises_after(session: Session, last: str) -> list[str]:
    """The next BATCH enterprises that have certificates, by their codes."""
    codes = (
        select(certificates.c.enterprise_code)
        .where(certificates.c.enterprise_code > last)
        .distinct()
        .order_by(certificates.c.enterprise_code)
        .limit(BATCH)
    )
    return [code for code in session.execute(codes).scalars() if code]


def _recheck(session: Session, enterprise_code: str, concerned: ColumnElement[bool]) -> int:
    changed = 0
    enterprise = enterprise_of(session, enterprise_code)
    of_enterprise = (certificates.c.enterprise_code == enterprise_code) & concerned
    for batch in _batches(session, of_enterprise):
        for listed in (True, False):
            numbers = list(_changing(batch, enterprise, to=listed))
            changed += len(numbers)
            if numbers:
                session.execute(
                    update(certificates)
                    .where(certificates.c.certificate_no.in_(numbers))
                    .values(listed=listed)
                )
    return changed


def _changing(batch: Iterable[Stored], enterprise: Enterprise, *, to: bool) -> Iterator[str]:
    return (
        each.certificate.certificate_no
        for each in batch
        if each.listed is not to and is_listed(each.certificate, enterprise) is to
    )


def _batches(session: Session, concerned: ColumnElement[bool]) -> Iterator[list[Stored]]:
    """In order of the certificate numbers, BATCH at a time."""
    last = ""
    while True:
        rows = session.execute(
            select(certificates)
            .where(concerned, certificates.c.revision > 0, certificates.c.certificate_no > last)
            .order_by(certificates.c.certificate_no)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        yield [stored(row) for row in rows]
        last = rows[-1].certificate_no
