"""SQL of the reprints that were granted; whoever uses them holds the certificate's row."""

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Session
from contracts.exceptions import ReprintGranted
from services.print_svc.domain.reprints import Reprint
from services.print_svc.tables import reprints


def put_grant(session: Session, event: ReprintGranted) -> None:
    """Only a later grant replaces an earlier one."""
    granted = {"count": event.count, "revision": event.revision, "operation": event.operation}
    session.execute(
        upsert(reprints)
        .values(certificate_no=event.certificate_no, **granted)
        .on_conflict_do_update(
            index_elements=["certificate_no"],
            set_=granted,
            where=reprints.c.count < event.count,
        )
    )


def find(session: Session, certificate_no: str) -> Reprint | None:
    query = select(reprints).where(reprints.c.certificate_no == certificate_no)
    row = session.execute(query).first()
    return Reprint(row.revision, row.operation) if row else None
