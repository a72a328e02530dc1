"""What the console takes and gives, with examples for its OpenAPI description."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.authorization import ReceiptItem
from contracts.cautions import Caution
from contracts.certificate_types import load_certificate_types
from contracts.customs import DeclarationPlatform
from contracts.specimens import specimen_data
from contracts.values import CertificateNo, CreditCode, IdNumber, Name
from customs.domain.applications import Application, ApplicationForm, CounterClaim, State
from customs.domain.claims import is_claimed
from customs.domain.timeline import Entry

ENTERPRISE = "91110000YANGBEN00G"
ID_NUMBER = "11010119900307109X"
Limit = Annotated[int, Query(ge=1, le=200)]
Seconds = Annotated[float, Field(ge=0, le=86_400)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Body(BaseModel):
    """Unknown fields are refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NewDeclarer(Body):
    """备案 of one declarer (R27)."""

    enterprise_code: CreditCode = Field(examples=[ENTERPRISE])
    id_number: IdNumber = Field(examples=[ID_NUMBER])
    name: Name = Field(examples=["样本申报员"])


class DeclarerView(Body):
    name: str
    id_number_masked: str
    filed_at: datetime


class FilingEnd(Body):
    """The declarer whose filing ends (R27)."""

    enterprise_code: CreditCode = Field(examples=[ENTERPRISE])
    id_number: IdNumber = Field(examples=[ID_NUMBER])


class EndedFiling(Body):
    name: str
    id_number_masked: str
    ended_at: datetime


class NewApplication(ApplicationForm):
    """Without a number of its own the application gets the next one by rule R97."""

    certificate_no: CertificateNo | None = None


class NewApprovals(Body):
    """The same application many times, filed and approved at once; meant for load."""

    application: ApplicationForm
    count: int = Field(ge=1, le=5_000)
    over_seconds: Seconds = Field(
        default=0, description="Spread the approvals evenly over this time."
    )
    layout_step_seconds: Seconds | None = None


class Approvals(Body):
    certificate_nos: tuple[str, ...]


class NewReturn(Body):
    reason: Reason = Field(examples=["授权回执晚于审批，退回后重新审批"])


class Happening(Body):
    """`way`: done at this console, sent to the services, or heard from them."""

    way: Literal["console", "sent", "heard"]
    what: str
    at: datetime
    details: dict[str, Any]

    @classmethod
    def of(cls, entry: Entry) -> "Happening":
        return cls(way=entry.way, what=entry.what, at=entry.at, details=entry.details)


class ApplicationView(Body):
    certificate_no: str
    enterprise_code: str
    agent_code: str | None
    type_id: str
    destination: str
    declarer_name: str
    issuing_office: str
    collecting_office: str | None
    invoice_no: str | None
    application_kind: str
    platform: DeclarationPlatform
    old_certificate_no: str | None
    reason: str | None
    claimed_at_counter: bool
    counter_claim: CounterClaim | None
    replaced_by: str | None
    state: State
    revision: int
    applied_at: datetime
    approved_at: datetime | None
    archived_at: datetime | None
    archive_due_at: datetime | None

    @classmethod
    def of(cls, application: Application) -> "ApplicationView":
        return cls.model_validate(_shown(application))


class ApplicationAnswer(ApplicationView):
    """`warnings`: approved now it could not be self-printed (R36)."""

    warnings: tuple[Caution, ...]

    @classmethod
    def with_warnings(
        cls, application: Application, warnings: tuple[Caution, ...]
    ) -> "ApplicationAnswer":
        return cls.model_validate({**_shown(application), "warnings": warnings})


class ApplicationDetail(ApplicationView):
    timeline: tuple[Happening, ...]

    @classmethod
    def with_timeline(
        cls, application: Application, timeline: tuple[Happening, ...]
    ) -> "ApplicationDetail":
        return cls.model_validate({**_shown(application), "timeline": timeline})


class ApplicationList(Body):
    applications: tuple[ApplicationView, ...]


class AuthorizationView(Body):
    authorization_id: UUID
    enterprise_code: str
    requested_at: datetime
    receipt_due_at: datetime
    items: tuple[ReceiptItem, ...]


@cache
def example_application() -> dict[str, Any]:
    """A whole application for the first type, all of it specimen data."""
    types = load_certificate_types()
    kind = types.by_id("china_australia")
    return {
        "enterprise_code": ENTERPRISE,
        "type_id": kind.id,
        "destination": "AU",
        "declarer_id_number": ID_NUMBER,
        "declarer_name": "样本申报员",
        "issuing_office": "0100",
        "invoice_no": "SPEC-2026-001",
        "data": specimen_data(types, kind).model_dump(mode="json"),
    }


def _shown(application: Application) -> dict[str, Any]:
    form = application.form.model_dump(mode="json", exclude={"data", "declarer_id_number"})
    return form | {
        "certificate_no": application.certificate_no,
        "claimed_at_counter": is_claimed(application),
        "counter_claim": application.counter_claim,
        "replaced_by": application.replaced_by,
        "state": application.state,
        "revision": application.revision,
        "applied_at": application.applied_at,
        "approved_at": application.approved_at,
        "archived_at": application.archived_at,
        "archive_due_at": application.archive_due_at,
    }
