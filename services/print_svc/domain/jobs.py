"""A print job and the one live original it may hold (promise 2).

issued ──release──► released ──是──► printed ┐
  │                    └──────否──► failed ──┼─void─► voided
  ├──expire──► expired                       │
  └──void──► voided              released ───┘
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.printing import Evidence, JobState
from contracts.values import Caller, LoginMedium, ObjectRef, PrintPart

JobKind = Literal["print", "preview", "download"]
"""What a workstation fetches, a copy to look at, an electronic original."""

VoidReason = Literal["reprint", "new_approval", "returned", "agent_revoked", "archived", "not_made"]

PARTS: Final[dict[str, tuple[PrintPart, ...]]] = {
    "original": (PrintPart.ORIGINAL,),
    "copy": (PrintPart.COPY,),
    "both": (PrintPart.ORIGINAL, PrintPart.COPY),
}

LIVE: Final[frozenset[JobState]] = frozenset({"issued", "released", "printed", "failed"})

TRANSITIONS: Final[dict[tuple[JobState, str], JobState]] = {
    ("issued", "release"): "released",
    ("issued", "expire"): "expired",
    ("issued", "void"): "voided",
    ("released", "confirm_printed"): "printed",
    ("released", "confirm_failed"): "failed",
    ("released", "void"): "voided",
    ("printed", "void"): "voided",
    ("failed", "void"): "voided",
}

REFUSALS: Final[dict[tuple[JobState, str], str]] = {
    ("printed", "fetch"): "print.already_confirmed",
    ("failed", "fetch"): "print.already_confirmed",
    ("voided", "fetch"): "print.ticket_void",
    ("expired", "fetch"): "print.ticket_expired",
    ("issued", "confirm"): "print.not_released",
    ("voided", "confirm"): "print.ticket_void",
    ("expired", "confirm"): "print.ticket_expired",
}

ANSWERS: Final[dict[bool | None, dict[str, str]]] = {
    True: {"answer_zh": "是", "answer_en": "yes"},
    False: {"answer_zh": "否", "answer_en": "no"},
}


class WrongTransition(Exception):  # noqa: N818 - a defect of ours, not an answer
    """Somebody asked for a step that the table does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One certificate on one workstation; `document` once it was released."""

    id: UUID
    kind: JobKind = "print"
    certificate_no: str
    revision: int
    enterprise_code: str
    agent_code: str | None = None
    issuer_code: str
    operator_id: UUID
    medium: LoginMedium
    parts: tuple[PrintPart, ...]
    original_serial: str | None = None
    copy_serial: str | None = None
    state: JobState = "issued"
    void_reason: VoidReason | None = None
    workstation: str
    nonce: str = field(repr=False)
    issued_at: datetime
    ticket_expires_at: datetime
    released_at: datetime | None = None
    document: ObjectRef | None = None
    printed_digest: bytes | None = None
    sheets: int | None = None
    evidence: Evidence | None = None
    confirmed_at: datetime | None = None
    confirmed_printed: bool | None = None

    @property
    def has_original(self) -> bool:
        return PrintPart.ORIGINAL in self.parts

    @property
    def print_serials(self) -> dict[PrintPart, str]:
        serials = {PrintPart.ORIGINAL: self.original_serial, PrintPart.COPY: self.copy_serial}
        return {part: serial for part, serial in serials.items() if serial is not None}

    @property
    def print_serial(self) -> str:
        """The original's, or the copy's when only a copy is printed."""
        return self.print_serials[self.parts[0]]

    @property
    def issuer(self) -> Caller:
        """On whose behalf the document is released."""
        return Caller(
            enterprise_code=self.issuer_code, operator_id=self.operator_id, medium=self.medium
        )


def open_job(
    printable: Printable,
    caller: Caller,
    serials: dict[PrintPart, str],
    *,
    job_id: UUID,
    now: datetime,
) -> PrintJob:
    """A job that no workstation fetches; a ticket gives it workstation, nonce and life."""
    return PrintJob(
        id=job_id,
        certificate_no=printable.certificate_no,
        revision=printable.revision,
        enterprise_code=printable.enterprise_code,
        agent_code=printable.agent_code,
        issuer_code=caller.enterprise_code,
        operator_id=caller.operator_id,
        medium=caller.medium,
        parts=tuple(serials),
        original_serial=serials.get(PrintPart.ORIGINAL),
        copy_serial=serials.get(PrintPart.COPY),
        workstation="",
        nonce="",
        issued_at=now,
        ticket_expires_at=now,
    )


def step(job: PrintJob, action: str) -> JobState:
    try:
        return TRANSITIONS[job.state, action]
    except KeyError:
        raise WrongTransition(f"{action} of a job that is {job.state}") from None


def as_of(job: PrintJob, now: datetime) -> PrintJob:
    """Nobody has to come by for a ticket to expire."""
    if job.state == "issued" and job.ticket_expires_at <= now:
        return replace(job, state=step(job, "expire"))
    return job


def check_workstation(job: PrintJob, workstation: str) -> None:
    if job.workstation != workstation:
        raise Refused("print.wrong_workstation")


def check_fetchable(job: PrintJob, workstation: str, *, now: datetime) -> None:
    """Raise Refused unless this workstation may have the document now.

    A released document may be fetched again while its ticket lives and nobody has said what
    became of it.
    """
    check_workstation(job, workstation)
    _refuse(as_of(job, now), "fetch")
    if job.ticket_expires_at <= now:
        raise Refused("print.ticket_expired")


def confirm(job: PrintJob, *, printed: bool, now: datetime) -> PrintJob:
    """是 or 否; the same answer again changes nothing, the other one is refused (R72-R74)."""
    _refuse(as_of(job, now), "confirm")
    if job.confirmed_printed is None:
        state = step(job, "confirm_printed" if printed else "confirm_failed")
        return replace(job, state=state, confirmed_printed=printed, confirmed_at=now)
    if job.confirmed_printed != printed:
        raise Refused("print.already_confirmed", ANSWERS[job.confirmed_printed])
    return job


def _refuse(job: PrintJob, action: str) -> None:
    refusal = REFUSALS.get((job.state, action))
    if refusal is not None:
        raise Refused(refusal, ANSWERS.get(job.confirmed_printed, {}))
