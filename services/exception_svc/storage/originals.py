"""Histories of originals; whoever changes anything about a certificate locks its row."""

from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from contracts.originals import OriginalState
from services.exception_svc.domain.originals import History, Original
from services.exception_svc.tables import certificates, originals

_END: Final = select(certificates.c.archived_at, certificates.c.replaced_by).where(
    certificates.c.certificate_no == bindparam("certificate_no")
)


def lock(session: Session, certificate_no: str) -> History:
    """The certificate's history, until the end of the transaction in these hands alone."""
    session.execute(
        upsert(certificates).values(certificate_no=certificate_no).on_conflict_do_nothing()
    )
    return _history(session, certificate_no, _END.with_for_update())


def find(session: Session, certificate_no: str) -> History:
    """Empty for a certificate that was never heard of."""
    return _history(session, certificate_no, _END)


def save(session: Session, before: History, after: History) -> None:
    """Write what changed."""
    ends = (before.archived_at, before.replaced_by), (after.archived_at, after.replaced_by)
    if ends[0] != ends[1]:
        session.execute(
            update(certificates)
            .where(certificates.c.certificate_no == after.certificate_no)
            .values(archived_at=after.archived_at, replaced_by=after.replaced_by)
        )
    for serial, original in after.originals.items():
        if before.originals.get(serial) != original:
            _put(session, after.certificate_no, original)


def _history(session: Session, certificate_no: str, end: Select[Any]) -> History:
    ended = session.execute(end, {"certificate_no": certificate_no}).one_or_none()
    rows = session.execute(select(originals).where(originals.c.certificate_no == certificate_no))
    return History(
        certificate_no=certificate_no,
        originals={row.print_serial: _original(row) for row in rows},
        archived_at=ended.archived_at if ended else None,
        replaced_by=ended.replaced_by if ended else None,
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
