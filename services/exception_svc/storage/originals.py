"""Histories of originals; whoever changes anything about a certificate locks its row."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.customs import CertificateApproved
from contracts.originals import OriginalState
from services.exception_svc.domain.originals import History, Original
from services.exception_svc.tables import certificates, originals

_C: Final = certificates.c
_CERTIFICATE: Final = select(certificates).where(_C.certificate_no == bindparam("certificate_no"))


def lock(session: Session, certificate_no: str) -> History:
    """The certificate's history, until the end of the transaction in these hands alone."""
    session.execute(
        upsert(certificates).values(certificate_no=certificate_no).on_conflict_do_nothing()
    )
    return _history(session, certificate_no, _CERTIFICATE.with_for_update())


def find(session: Session, certificate_no: str) -> History:
    """Empty for a certificate that was never heard of."""
    return _history(session, certificate_no, _CERTIFICATE)


FIRST: Final = 1
_APPROVAL: Final = upsert(certificates)
_PUT_APPROVALS: Final = _APPROVAL.on_conflict_do_update(
    index_elements=["certificate_no"],
    set_={"approved": _APPROVAL.excluded.approved},
    where=_C.approved < _APPROVAL.excluded.approved,
).returning(_C.certificate_no)  # or each row would be a statement


def put_approvals(session: Session, events: Iterable[CertificateApproved]) -> None:
    """Locks the rows, in order, until the end; only a later approval replaces an earlier one.

    Nothing was printed before the first, so that it is not kept.
    """
    ranked = sorted(events, key=lambda event: (event.certificate_no, event.revision))
    latest = {each.certificate_no: each.revision for each in ranked if each.revision > FIRST}
    if latest:
        rows = [{"certificate_no": no, "approved": number} for no, number in latest.items()]
        session.execute(_PUT_APPROVALS, rows)


def save(session: Session, before: History, after: History) -> None:
    """Write what changed."""
    facts = (before.archived_at, before.approved, before.replaced_by)
    now = {
        "archived_at": after.archived_at,
        "approved": after.approved,
        "replaced_by": after.replaced_by,
    }
    if facts != tuple(now.values()):
        session.execute(
            update(certificates).where(_C.certificate_no == after.certificate_no).values(now)
        )
    for serial, original in after.originals.items():
        if before.originals.get(serial) != original:
            _put(session, after.certificate_no, original)


def _history(session: Session, certificate_no: str, certificate: Select[Any]) -> History:
    known = session.execute(certificate, {"certificate_no": certificate_no}).one_or_none()
    rows = session.execute(select(originals).where(originals.c.certificate_no == certificate_no))
    return History(
        certificate_no=certificate_no,
        originals={row.print_serial: _original(row) for row in rows},
        approved=known.approved if known else 0,
        archived_at=known.archived_at if known else None,
        replaced_by=known.replaced_by if known else None,
    )


def _put(session: Session, certificate_no: str, original: Original) -> None:
    values = asdict(original) | {
        "certificate_no": certificate_no,
        "state": int(original.state),
        "device_reasons": list(original.device_reasons),
    }
    session.execute(
        upsert(originals)
        .values(values)
        .on_conflict_do_update(
            index_elements=["certificate_no", "print_serial"],
            set_={"state": values["state"], "device_reasons": values["device_reasons"]},
        )
    )


def _original(row: Row[Any]) -> Original:
    return Original(
        print_serial=row.print_serial,
        revision=row.revision,
        state=OriginalState(row.state),
        device_reasons=tuple(row.device_reasons),
    )
