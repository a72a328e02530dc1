"""The column `listed`, decided anew when an enterprise authorizes or files late, or types open.

Whoever calls these has the lock of the enterprise.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import ColumnElement, select, true, update
from sqlalchemy.orm import Session

from contracts.authorization import SealAuthorized
from contracts.customs import DeclarerFiled, DeclarerFilingEnded
from services.cert_svc.domain.enterprises import Enterprise
from services.cert_svc.domain.listing import is_listed
from services.cert_svc.storage import enterprises
from services.cert_svc.storage.certificates import Stored, stored
from services.cert_svc.tables import certificates

BATCH: Final = 500


def decide_after_authorization(session: Session, event: SealAuthorized) -> None:
    """It decides only about approvals after its receipt (R36)."""
    _decide(session, event.enterprise_code, certificates.c.approved_at > event.received_at)


def decide_after_filing(session: Session, event: DeclarerFiled) -> None:
    """It may only help, and only certificates of this declarer (R45)."""
    of_declarer = certificates.c.declarer_id_number == event.id_number.get_secret_value()
    _decide(session, event.enterprise_code, of_declarer & ~certificates.c.listed)


def decide_after_filing_ended(session: Session, event: DeclarerFilingEnded) -> None:
    """It takes away what was approved after it, and leaves what was approved before (R45)."""
    of_declarer = certificates.c.declarer_id_number == event.id_number.get_secret_value()
    after = certificates.c.approved_at >= event.ended_at
    _decide(session, event.enterprise_code, of_declarer & (after | ~certificates.c.listed))


def decide_all(session: Session, enterprise_code: str) -> int:
    """How many of the enterprise's certificates came onto the list or left it."""
    return _decide(session, enterprise_code, true())


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


def _decide(session: Session, enterprise_code: str, concerned: ColumnElement[bool]) -> int:
    changed = 0
    enterprise = enterprises.find(session, [enterprise_code])[enterprise_code]
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
