"""SQL for the moment after a restore."""

from sqlalchemy import insert, select, text, update
from sqlalchemy.orm import Session

from services.print_svc.domain.print_jobs import PrintJob, state_after, states_from
from services.print_svc.domain.remembered import gone_out
from services.print_svc.storage import print_jobs as jobs
from services.print_svc.storage.certificates import lock
from services.print_svc.tables import print_jobs

_SKIP = text("select setval('print_serials', nextval('print_serials') + :count)")


def skip_serials(session: Session, count: int) -> int:
    """The number of the next one. For the owner of the tables: the process may only draw."""
    return int(session.execute(_SKIP, {"count": count}).scalar_one()) + 1


def remember(session: Session, told: PrintJob) -> bool:
    """Make the original that went out the live one; False where it is known to have gone out.

    What is live of the certificate besides was issued before, and is void.
    """
    lock(session, told.certificate_no, told.enterprise_code)
    known = session.execute(select(print_jobs).where(print_jobs.c.id == told.id)).first()
    if known is not None and known.released_at is not None:
        return False
    others = print_jobs.c.certificate_no == told.certificate_no, print_jobs.c.id != told.id
    session.execute(
        update(print_jobs)
        .where(*others, print_jobs.c.has_original, print_jobs.c.state.in_(states_from("reprint")))
        .values(state=state_after("reprint"), void_reason="reprint")
    )
    if known is None:
        session.execute(insert(print_jobs).values(jobs.row_of(told)))
    else:
        jobs.save(session, gone_out(jobs.job_of(known), told))
    return True
