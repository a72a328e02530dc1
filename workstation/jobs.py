"""What was ordered on this workstation, printed one by one as far as the journal allows."""

import structlog

from contracts.workstations import WaitingJob
from workstation.ipp import IppError
from workstation.printing import Desk, PrinterUnfit, print_ticket
from workstation.tickets import DocumentDamaged, GatewayUnreachable, TicketRefused

_log = structlog.get_logger()


def print_waiting(desk: Desk) -> None:
    """What cannot be printed now stays as it is and comes again with the next notice.

    A document that was handed out before is gone on with only where the journal knows of it:
    otherwise somebody may have printed it elsewhere.
    """
    try:
        jobs = desk.tickets.waiting_jobs()
    except (GatewayUnreachable, TicketRefused) as error:
        _log.warning("jobs_not_known", reason=str(error))
        return
    for job in jobs:
        ticket = job.ticket.get_secret_value()
        if not job.released or desk.journal.find(ticket) is not None:
            _print(job, ticket, desk)


def _print(job: WaitingJob, ticket: str, desk: Desk) -> None:
    try:
        evidence = print_ticket(ticket, desk)
    except (IppError, PrinterUnfit, GatewayUnreachable, TicketRefused, DocumentDamaged) as error:
        _log.warning("job_not_printed", certificate_no=job.certificate_no, reason=str(error))
    else:
        _log.info("job_ended", certificate_no=job.certificate_no, state=evidence.job_state)
