"""One application for a certificate of origin, and what customs may do with it (R98, R104)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.customs import DeclarationPlatform
from contracts.layouts import CertificateData
from contracts.values import CertificateNo, CreditCode, CustomsOffice, IdNumber, Name
from customs.errors import Refused

TypeId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class State(StrEnum):
    """Where an application stands at customs."""

    APPLIED = "applied"
    APPROVED = "approved"
    RETURNED = "returned"
    ARCHIVED = "archived"
    REPLACED = "replaced"


class CounterClaim(StrEnum):
    """领取空白证书 for the last approval; open until print_svc says who was first (R48)."""

    CLAIMING = "claiming"
    CLAIMED = "claimed"
    REFUSED = "refused"


class Action(StrEnum):
    """What can be done with an application."""

    APPLY = "apply"
    APPROVE = "approve"
    RETURN = "return"
    ARCHIVE = "archive"
    REPLACE = "replace"
    CLAIM = "claim"


NEXT: dict[tuple[State, Action], State] = {
    (State.APPLIED, Action.APPROVE): State.APPROVED,
    (State.APPLIED, Action.RETURN): State.RETURNED,
    (State.RETURNED, Action.APPLY): State.APPLIED,
    (State.RETURNED, Action.APPROVE): State.APPROVED,
    (State.APPROVED, Action.RETURN): State.RETURNED,
    (State.APPROVED, Action.ARCHIVE): State.ARCHIVED,
    (State.ARCHIVED, Action.ARCHIVE): State.ARCHIVED,
    (State.APPROVED, Action.REPLACE): State.REPLACED,
    (State.ARCHIVED, Action.REPLACE): State.REPLACED,
    (State.APPROVED, Action.CLAIM): State.APPROVED,
}


class ApplicationForm(BaseModel):
    """What the applicant states; stored as it came and repeated in the events."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enterprise_code: CreditCode
    agent_code: CreditCode | None = Field(
        default=None, description="Who declares it, when that is not the exporter (R39)."
    )
    type_id: TypeId
    destination: CountryCode
    declarer_id_number: IdNumber
    declarer_name: Name
    issuing_office: CustomsOffice
    collecting_office: CustomsOffice | None = Field(
        default=None, description="Where it is fetched, when that is not printed (领证机构, R103)."
    )
    invoice_no: Annotated[str, StringConstraints(max_length=100)] | None = None
    application_kind: Literal["0", "1", "2", "3"] = Field(
        default="0", description="0 new, 1 amended, 2 reissued, 3 amended and reissued (R98)."
    )
    claimed_at_counter: bool = Field(
        default=False, description="The blank form was fetched at the counter (R48)."
    )
    platform: DeclarationPlatform = Field(
        default=DeclarationPlatform.SINGLE_WINDOW,
        description="Through what it is declared (申报平台, R47).",
    )
    old_certificate_no: CertificateNo | None = Field(
        default=None, description="The certificate given back, for kinds 1 to 3 only (R98, R99)."
    )
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)] | None = Field(
        default=None, description="Why it is amended or reissued, for kinds 1 to 3 only (R98)."
    )
    data: CertificateData


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """`revision` counts approvals; `counter_claim` is about the last of them.

    Between 是 and the archiving, `archive_due_at` says when and `archive_serial` which original.
    """

    certificate_no: CertificateNo
    form: ApplicationForm = field(repr=False)
    applied_at: datetime
    state: State = State.APPLIED
    revision: int = 0
    approved_at: datetime | None = None
    archived_at: datetime | None = None
    archive_due_at: datetime | None = None
    archive_serial: str | None = None
    counter_claim: CounterClaim | None = None
    replaced_by: str | None = None
    replaced_at: datetime | None = None

    def is_approved(self, revision: int) -> bool:
        """Whether that approval is the one that counts now (R104)."""
        return self.state is State.APPROVED and self.revision == revision


def step(application: Application, action: Action) -> State:
    """The state after the action; Refused for a pair the table does not know."""
    following = NEXT.get((application.state, action))
    if following is None:
        raise Refused(
            "customs.wrong_state",
            certificate_no=application.certificate_no,
            state=application.state,
            action=action,
        )
    return following


def apply_again(application: Application, form: ApplicationForm, *, at: datetime) -> Application:
    """A returned application comes back corrected under its number (R104)."""
    state = step(application, Action.APPLY)
    return replace(application, state=state, form=form, applied_at=at)


def approve(application: Application, *, at: datetime) -> Application:
    """审批通过; the last approval counts (R104)."""
    state = step(application, Action.APPROVE)
    return replace(
        application,
        state=state,
        revision=application.revision + 1,
        approved_at=at,
        counter_claim=None,
    )


def send_back(application: Application) -> Application:
    """退回; an archiving that was due no longer is, and a claim at the counter is void (R104)."""
    state = step(application, Action.RETURN)
    return replace(
        application, state=state, archive_due_at=None, archive_serial=None, counter_claim=None
    )


def archive(application: Application, *, at: datetime) -> Application:
    """归档: final; archiving again keeps the first time (R56, R75)."""
    state = step(application, Action.ARCHIVE)
    archived_at = application.archived_at or at
    return replace(application, state=state, archived_at=archived_at, archive_due_at=None)


def printed(application: Application, print_serial: str, *, archive_at: datetime) -> Application:
    """是 was answered for this original, so its archiving is due (R75)."""
    return replace(application, archive_due_at=archive_at, archive_serial=print_serial)


def reprint_granted(application: Application, voided_serial: str) -> Application:
    """An original that is void before it was archived will not be; a later one still will (R78)."""
    if application.archive_serial != voided_serial:
        return application
    return replace(application, archive_due_at=None, archive_serial=None)
