"""Originals that went out and are forgotten here since a restore; customs heard of them."""

from dataclasses import replace
from typing import Final
from uuid import UUID

from contracts.printing import PrintReleased
from contracts.values import LoginMedium, PrintPart
from services.print_svc.domain.print_jobs import PrintJob, step

NOBODY: Final = UUID(int=0)
"""In the place of a person who is not told."""


def remembered(event: PrintReleased, *, workstation: str, nonce: str) -> PrintJob:
    """The job as far as the event tells: out, and without an answer.

    Who printed it, its document and the serial of its copy are not told. `nonce` is one that no
    ticket has, so that nothing is fetched for it any more.
    """
    return PrintJob(
        id=event.job_id,
        kind="print",
        certificate_no=event.certificate_no,
        revision=event.revision,
        enterprise_code=event.enterprise_code,
        agent_code=event.agent_code,
        issuer_code=event.issuer_code or event.enterprise_code,
        operator_id=NOBODY,
        medium=LoginMedium.PASSWORD,
        parts=event.parts,
        original_serial=event.print_serial if PrintPart.ORIGINAL in event.parts else None,
        state=step(None, "remember"),
        workstation=workstation,
        workstation_id=event.workstation_id,
        nonce=nonce,
        issued_at=event.released_at,
        ticket_expires_at=event.released_at,
        released_at=event.released_at,
    )


def gone_out(known: PrintJob, told: PrintJob) -> PrintJob:
    """A job that went out after the moment at which it is known."""
    return replace(
        known,
        state=step(known.state, "remember"),
        void_reason=None,
        released_at=told.released_at,
    )
