"""Print jobs, of which one is the live original of a certificate (promise 2): their whole life.

TRANSITIONS says which state follows on what. One job goes through `begin` to `restore`; SQL takes
many along by `states_from` and `state_after`. `remember` is for what a restored database forgot.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from contracts.access import Subject
from contracts.certificates import Printable
from contracts.errors import Refused
from contracts.preflights import Preflight
from contracts.printing import Evidence, JobState
from contracts.scopes import Scope
from contracts.values import Caller, LoginMedium, ObjectRef, PrintPart

JobKind = Literal["print", "preview", "download"]
"""What a workstation fetches, a copy to look at, an electronic original."""

VoidReason = Literal[
    "reprint",
    "new_approval",
    "returned",
    "agent_revoked",
    "sessions_ended",
    "archived",
    "not_made",
    "claimed",
    "replaced",
    "cancelled",
    "workstation_revoked",
]
"""What voids a job is also the reason that is kept."""

Action = Literal[
    "issue",
    "preview",
    "download",
    "release",
    "confirm_printed",
    "confirm_failed",
    "expire",
    VoidReason,
    "restore_released",
    "restore_printed",
    "restore_failed",
    "remember",
]


class Transition(NamedTuple):
    """The states in which a job may be before, None before it begins; the state after."""

    before: tuple[JobState | None, ...]
    after: JobState


TRANSITIONS: Final[Mapping[Action, Transition]] = {
    "issue": Transition((None,), "issued"),
    "preview": Transition((None,), "released"),
    "download": Transition((None,), "printed"),
    "release": Transition(("issued",), "released"),
    "confirm_printed": Transition(("released",), "printed"),
    "confirm_failed": Transition(("released",), "failed"),
    "expire": Transition(("issued",), "expired"),
    "reprint": Transition(("issued", "released", "printed", "failed"), "voided"),
    "new_approval": Transition(("issued", "released", "printed", "failed"), "voided"),
    "returned": Transition(("issued",), "voided"),
    "agent_revoked": Transition(("issued",), "voided"),
    "sessions_ended": Transition(("issued",), "voided"),
    "archived": Transition(("issued",), "voided"),
    "not_made": Transition(("issued",), "voided"),
    "claimed": Transition(("issued",), "voided"),
    "replaced": Transition(("issued",), "voided"),
    "cancelled": Transition(("issued",), "voided"),
    "workstation_revoked": Transition(("issued",), "voided"),
    "restore_released": Transition(("voided",), "released"),
    "restore_printed": Transition(("voided",), "printed"),
    "restore_failed": Transition(("voided",), "failed"),
    "remember": Transition((None, "issued", "expired", "voided"), "released"),
}
"""No state comes from anywhere else."""


class WrongTransition(Exception):  # noqa: N818 - a defect of ours, not an answer
    """An action has no place in the state that the job is in."""


def step(state: JobState | None, action: Action) -> JobState:
    """The state after the action; raise WrongTransition where it has no place."""
    before, after = TRANSITIONS[action]
    if state not in before:
        raise WrongTransition(f"{action} of a job that is {state}")
    return after


def states_from(action: Action) -> tuple[JobState, ...]:
    """The states that the action ends: the condition of SQL that takes many jobs along."""
    return tuple(state for state in TRANSITIONS[action].before if state is not None)


def state_after(action: Action) -> JobState:
    """What that SQL writes."""
    return TRANSITIONS[action].after


LIVE: Final = states_from("new_approval")
"""Queued, out or answered for: at most one original of a certificate is in one of these."""

OUT: Final = tuple(state for state in LIVE if state not in states_from("release"))
"""Live, and its document was handed over."""

NOT_CONFIRMED: Final[Mapping[JobState, str]] = {
    "issued": "print.not_released",
    "voided": "print.ticket_void",
    "expired": "print.ticket_expired",
}

ANSWERS: Final[Mapping[bool | None, dict[str, str]]] = {
    True: {"answer_zh": "是", "answer_en": "yes"},
    False: {"answer_zh": "否", "answer_en": "no"},
}

CONFIRMATIONS: Final[Mapping[bool, Action]] = {True: "confirm_printed", False: "confirm_failed"}

RESTORATIONS: Final[Mapping[bool | None, Action]] = {
    None: "restore_released",
    True: "restore_printed",
    False: "restore_failed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJob:
    """One certificate on one workstation; `document` once it was released."""

    id: UUID
    kind: JobKind
    certificate_no: str
    revision: int
    enterprise_code: str
    agent_code: str | None = None
    issuer_code: str
    operator_id: UUID
    operator_name: str | None = None
    medium: LoginMedium
    parts: tuple[PrintPart, ...]
    original_serial: str | None = None
    copy_serial: str | None = None
    state: JobState
    void_reason: VoidReason | None = None
    workstation: str
    workstation_id: UUID | None = None
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
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    printer_uri: str | None = None
    preflight: Preflight | None = None
    order_id: UUID | None = None
    order_place: int | None = None

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
        """On whose behalf the document is released: a token that issued it was allowed to."""
        code, scopes = self.issuer_code, (Scope.PRINTS_ISSUE,)
        return Caller(
            enterprise_code=code, operator_id=self.operator_id, medium=self.medium, scopes=scopes
        )

    @property
    def subject(self) -> Subject:
        """By its owner and its issuer; it was issued under the grant that was live then."""
        return Subject(self.enterprise_code, self.issuer_code, self.issued_at)

    def is_of_agent(self, enterprise_code: str) -> bool:
        """Whether this enterprise issued it for another one."""
        return enterprise_code == self.issuer_code != self.enterprise_code


def begin(
    action: Literal["issue", "preview", "download"],
    printable: Printable,
    caller: Caller,
    serials: Mapping[PrintPart, str],
    *,
    job_id: UUID,
    now: datetime,
    operator_name: str | None = None,
) -> PrintJob:
    """A job that no workstation fetches; one that is issued is then given a ticket."""
    after = state_after(action)
    return PrintJob(
        id=job_id,
        kind="print" if action == "issue" else action,
        certificate_no=printable.certificate_no,
        revision=printable.revision,
        enterprise_code=printable.enterprise_code,
        agent_code=printable.agent_code,
        issuer_code=caller.enterprise_code,
        operator_id=caller.operator_id,
        operator_name=operator_name,
        medium=caller.medium,
        parts=tuple(serials),
        original_serial=serials.get(PrintPart.ORIGINAL),
        copy_serial=serials.get(PrintPart.COPY),
        state=step(None, action),
        workstation="",
        nonce="",
        issued_at=now,
        ticket_expires_at=now,
        released_at=now if after in OUT else None,
        confirmed_at=now if after == "printed" else None,
        confirmed_printed=True if after == "printed" else None,
    )


def with_document(job: PrintJob, document: ObjectRef, *, digest: bytes, sheets: int) -> PrintJob:
    """`digest` is of the printed data, as the QR statements carry it."""
    return replace(job, document=document, printed_digest=digest, sheets=sheets)


def release(job: PrintJob, *, now: datetime) -> PrintJob:
    """已打印 from here on."""
    return replace(job, state=step(job.state, "release"), released_at=now)


def confirm(job: PrintJob, *, printed: bool, now: datetime) -> PrintJob:
    """是 or 否; the same answer again changes nothing, the other one is refused (R72-R74)."""
    refuse(as_of(job, now), NOT_CONFIRMED)
    if job.confirmed_printed is None:
        answered = replace(job, confirmed_printed=printed, confirmed_at=now)
        return replace(answered, state=step(job.state, CONFIRMATIONS[printed]))
    if job.confirmed_printed != printed:
        raise Refused("print.already_confirmed", ANSWERS[job.confirmed_printed])
    return job


def as_of(job: PrintJob, now: datetime) -> PrintJob:
    """A job has expired with its ticket, whether or not that has been written down."""
    if job.state in states_from("expire") and job.ticket_expires_at <= now:
        return replace(job, state=step(job.state, "expire"))
    return job


def is_overtaken(voided: PrintJob, *, revision: int) -> bool:
    """Whether archiving takes back the reprint for which this original was voided (R56, R83).

    A sheet of an approval before `revision` stays void all the same (R104).
    """
    return voided.void_reason == "reprint" and voided.revision >= revision


def restore(job: PrintJob) -> PrintJob:
    """It counts again as it did before the reprint was granted."""
    action = RESTORATIONS[job.confirmed_printed]
    return replace(job, state=step(job.state, action), void_reason=None)


def downloaded(live: PrintJob, *, revision: int) -> ObjectRef | None:
    """The file, where the live original is a download of this approval (R85)."""
    return live.document if (live.kind, live.revision) == ("download", revision) else None


def is_replaceable(job: PrintJob, serial: str) -> bool:
    """Only an original is replaced, and only one that is void."""
    return serial == job.original_serial and job.state in {"voided", "failed"}


def refuse(job: PrintJob, refusals: Mapping[JobState, str]) -> None:
    """Raise Refused with the code for the job's state, if there is one."""
    if code := refusals.get(job.state):
        raise Refused(code, ANSWERS.get(job.confirmed_printed, {}))
