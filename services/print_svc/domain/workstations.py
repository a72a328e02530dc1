"""Workstations: enrolled computers, which one may print, and which may have a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.errors import Refused
from contracts.printing import JobState
from contracts.scanners import WorkstationScanner
from contracts.workstation_program import WorkstationPrinter
from services.print_svc.domain.print_jobs import PrintJob, as_of, refuse

NOT_FETCHED: Final[Mapping[JobState, str]] = {
    "printed": "print.already_confirmed",
    "failed": "print.already_confirmed",
    "voided": "print.ticket_void",
    "expired": "print.ticket_expired",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Workstation:
    """One computer with its public keys: X25519 for documents, Ed25519 for proofs (32 bytes)."""

    id: UUID
    enterprise_code: str
    name: str
    encryption_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)
    enrolled_by: UUID
    enrolled_by_name: str | None = None
    enrolled_at: datetime
    revoked_at: datetime | None = None
    revoked_by: UUID | None = None
    program_version: str
    printers: tuple[WorkstationPrinter, ...] = ()
    scanners: tuple[WorkstationScanner, ...] = ()
    last_seen_at: datetime
    connected_until: datetime
    connection_id: UUID | None = None


def revoke(workstation: Workstation, *, by: UUID, now: datetime) -> Workstation:
    """For good; once more changes nothing."""
    if workstation.revoked_at is not None:
        return workstation
    return replace(workstation, revoked_at=now, revoked_by=by, connected_until=now)


def check_enrolled(workstation: Workstation) -> None:
    """Raise Refused("workstation.revoked") for one that was."""
    if workstation.revoked_at is not None:
        raise Refused("workstation.revoked")


def chosen(enrolled: Sequence[Workstation], workstation_id: UUID | None) -> Workstation | None:
    """The one to print on, of those that are not revoked; None where there is none at all (R69).

    Raise Refused("workstation.unknown") for another, "workstation.not_chosen" where none is named
    and there are several.
    """
    if workstation_id is not None:
        named = [one for one in enrolled if one.id == workstation_id]
        if enrolled and not named:
            raise Refused("workstation.unknown")
        return named[0] if named else None
    if len(enrolled) > 1:
        raise Refused("workstation.not_chosen")
    return enrolled[0] if enrolled else None


def check_printer(workstation: Workstation, printer_uri: str | None) -> None:
    """Raise Refused for a printer of which the workstation did not tell."""
    known = {printer.uri for printer in workstation.printers}
    if printer_uri is not None and printer_uri not in known:
        raise Refused("workstation.unknown_printer")


def with_ticket(
    job: PrintJob, workstation: Workstation, *, nonce: str, expires_at: datetime
) -> PrintJob:
    """Who shows the nonce on this workstation before that time may have the document."""
    return replace(
        job,
        workstation=workstation.name,
        workstation_id=workstation.id,
        nonce=nonce,
        ticket_expires_at=expires_at,
    )


def check_workstation(job: PrintJob, workstation_id: UUID) -> None:
    """Raise Refused unless the job was issued for this one."""
    if job.workstation_id != workstation_id:
        raise Refused("print.wrong_workstation")


def check_fetchable(job: PrintJob, workstation_id: UUID, *, now: datetime) -> None:
    """Raise Refused unless this workstation may have the document now.

    A released document may be fetched again while its ticket lives and nobody has said what
    became of it.
    """
    check_workstation(job, workstation_id)
    refuse(as_of(job, now), NOT_FETCHED)
    if job.ticket_expires_at <= now:
        raise Refused("print.ticket_expired")
