"""SQL of copies to look at: counted by who made them, and found again."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select

from chassis.database import Session
from contracts.errors import Refused
from contracts.values import ObjectRef
from services.print_svc.tables import print_jobs

_J: Final = print_jobs.c
_COPIES_LOCK: Final = 0x434F50


def count_since(session: Session, maker_code: str, since: datetime) -> int:
    """Whoever makes one for the same enterprise waits until the transaction ends."""
    session.execute(select(func.pg_advisory_xact_lock(_COPIES_LOCK, func.hashtext(maker_code))))
    made = (_J.kind == "preview", _J.issuer_code == maker_code, _J.issued_at >= since)
    of_own = select(func.count()).where(_J.enterprise_code == maker_code, *made)
    as_agent = select(func.count()).where(_J.issuer_code != _J.enterprise_code, *made)
    return int(
        session.execute(select(of_own.scalar_subquery() + as_agent.scalar_subquery())).scalar_one()
    )


def newest(session: Session, maker_code: str, certificate_no: str, revision: int) -> ObjectRef:
    """Raise Refused("print.no_copy") where this enterprise made none of this approval."""
    row = session.execute(
        select(_J.document_key, _J.document_sha256)
        .where(
            _J.certificate_no == certificate_no,
            _J.revision == revision,
            _J.kind == "preview",
            _J.issuer_code == maker_code,
        )
        .order_by(_J.issued_at.desc(), _J.id.desc())
        .limit(1)
    ).first()
    if row is None:
        raise Refused("print.no_copy", {"certificate_no": certificate_no})
    return ObjectRef(key=row.document_key, sha256=row.document_sha256)
