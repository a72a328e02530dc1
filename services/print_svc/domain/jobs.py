"""A print job and the one live original it may hold (promise 2).

issued ──release──► released ──是──► printed ┐
  │                    └──────否──► failed ──┼─void─► voided
  ├──expire──► expired                       │
  └──void──► voided              released ───┘
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from contracts.errors import Refused
from contracts.printing import JobState
from contracts.values import Caller, LoginMedium, ObjectRef, PrintPart

PARTS: dict[str, tuple[PrintPart, ...]] = {
    "original": (PrintPart.ORIGINAL,),
    "copy": (PrintPart.COPY,),
    "both": (PrintPart.ORIGINAL, PrintPart.COPY),
}

LIVE: frozenset[JobState] = frozenset({"issued", "released", "printed", "failed"})

TRANSITIONS: dict[tuple[JobState, str], JobState] = {
    ("issued", "release"): "released",
    ("issued", "expire"): "expired",
    ("issued", "void"): "voided",
    ("released", "confirm_printed"): "printed",
    ("released", "confirm_failed"): "failed",
    ("released", "void"): "voided",
    ("printed", "void"): "voided",
    ("failed", "void"): "voided",
}

REFUSALS: dict[tuple[JobState, str], str] = {
    ("issued", "confirm"): "print.not_released",
    ("voided", "release"): "print.ticket_void",
    ("expired", "release"): "print.ticket_expired",
    ("voided", "confirm"): "print.ticket_void",
    ("expired", "confirm"): "print.ticket_expired",
}


class WrongTransition(Exception):  # noqa: N818 - a defect of ours, not an answer
    """Somebody asked for a step that the table does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One certificate on one workstation; `document` once it was released."""

    id: UUID
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
    workstation: str
    nonce: str = field(repr=False)
    issued_at: datetime
    ticket_expires_at: datetime
    released_at: datetime | None = None
    document: ObjectRef | None = None
    printed_digest: bytes | None = None
    sheets: int | None = None
    evidence: dict[str, Any] | None = None
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


def step(job: PrintJob, action: str) -> JobState:
    try:
        return TRANSITIONS[job.state, action]
    except KeyError:
        raise WrongTransition(f"{action} of a job that is {job.state}") from None


def is_over(job: PrintJob, *, now: datetime) -> bool:
    return job.state == "issued" and job.ticket_expires_at <= now


def check_presentable(job: PrintJob, workstation: str, *, now: datetime) -> None:
    """Raise Refused unless this workstation may have the document now."""
    if job.workstation != workstation:
        raise Refused("print.wrong_workstation")
    if is_over(job, now=now):
        raise Refused("print.ticket_expired")
    refusal = REFUSALS.get((job.state, "release"))
    if refusal is not None:
        raise Refused(refusal)


def confirm(job: PrintJob, *, printed: bool, now: datetime) -> PrintJob:
    """是 or 否; the same answer again changes nothing, the other one is refused (R72-R74)."""
    refusal = REFUSALS.get((job.state, "confirm"))
    if refusal is not None:
        raise Refused(refusal)
    if job.confirmed_printed is not None:
        if job.confirmed_printed == printed:
            return job
        raise Refused("print.already_confirmed", ANSWER[job.confirmed_printed])
    state = step(job, "confirm_printed" if printed else "confirm_failed")
    return replace(job, state=state, confirmed_printed=printed, confirmed_at=now)


ANSWER = {
    True: {"answer_zh": "是", "answer_en": "yes"},
    False: {"answer_zh": "否", "answer_en": "no"},
}
