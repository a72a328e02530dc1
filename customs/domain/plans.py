"""What customs will say and when: events in order, each with the moment it is due."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from contracts.base import Event
from contracts.china_time import CHINA_TIME
from contracts.customs import (
    ApplicationReceived,
    ApplicationReturned,
    CertificateApproved,
    CertificateArchived,
    CertificateClaimedAtCounter,
    CertificateReplaced,
    CertificateReturned,
    CounterClaimRequested,
    LayoutStatus,
    LayoutStatusChanged,
)
from contracts.envelope import Envelope, wrap
from contracts.values import ObjectRef
from customs.domain.applications import Application

_EVENT_IDS: Final = UUID("8f2c1c1e-9d53-5a0e-8c55-3f0f6d1c7a42")


@dataclass(frozen=True, slots=True)
class Planned:
    """`time` is when it happened for customs; `due_at` is when the broker gets it."""

    event: Event
    event_id: UUID
    time: datetime
    due_at: datetime

    def later(self, seconds: float) -> "Planned":
        return replace(self, due_at=self.due_at + timedelta(seconds=seconds))

    @property
    def envelope(self) -> Envelope:
        return wrap(self.event, event_id=self.event_id, time=self.time)


Plan = tuple[Planned, ...]


def planned(event: Event, at: datetime) -> Planned:
    """The same fact said at the same moment always has the same id."""
    content = f"{type(event).__name__} {at.isoformat()} {event.model_dump_json()}"
    return Planned(event, uuid5(_EVENT_IDS, content), at, at)


def application_plan(application: Application, *, at: datetime) -> Plan:
    """An application is under way, for the first time or again (R36)."""
    event = ApplicationReceived(
        enterprise_code=application.form.enterprise_code,
        certificate_no=application.certificate_no,
        agent_code=application.form.agent_code,
        declarer_id_number=application.form.declarer_id_number,
        received_at=application.applied_at,
    )
    return (planned(event, at),)


def approval_plan(
    application: Application, layout: ObjectRef, *, at: datetime, step_seconds: float
) -> Plan:
    """审批通过, then 海关端生成 at once and 发送中 and 接收成功 a step later each (R55)."""
    return (
        planned(_approved(application, at), at),
        planned(_layout(application, LayoutStatus.GENERATING, at), at),
        *sending_plan(
            application, layout, at=at + timedelta(seconds=step_seconds), step_seconds=step_seconds
        ),
    )


def sending_plan(
    application: Application, layout: ObjectRef, *, at: datetime, step_seconds: float
) -> Plan:
    """发送中 at the moment given, 接收成功 a step later; the latter names the object."""
    arrives = at + timedelta(seconds=step_seconds)
    return (
        planned(_layout(application, LayoutStatus.SENDING, at), at),
        planned(_layout(application, LayoutStatus.RECEIVED, arrives, layout), arrives),
    )


def return_plan(application: Application, reason: str, *, at: datetime) -> Plan:
    """退回 of a certificate, or of an application that was never approved (R104)."""
    if application.revision == 0:
        event: Event = ApplicationReturned(
            enterprise_code=application.form.enterprise_code,
            certificate_no=application.certificate_no,
            reason=reason,
            returned_at=at,
        )
    else:
        event = CertificateReturned(reason=reason, returned_at=at, **_identity(application))
    return (planned(event, at),)


def replacement_plan(old: Application, reason: str, *, at: datetime) -> Plan:
    """The old certificate, which is replaced by now (R99)."""
    event = CertificateReplaced(
        replaced_by=old.replaced_by or "", reason=reason, replaced_at=at, **_identity(old)
    )
    return (planned(event, at),)


def claim_plan(application: Application, *, at: datetime) -> Plan:
    """The question to print_svc, and nothing for anybody else yet (R48)."""
    return (planned(CounterClaimRequested(requested_at=at, **_identity(application)), at),)


def claimed_plan(application: Application, *, at: datetime) -> Plan:
    """领取空白证书 is settled (R48)."""
    return (planned(CertificateClaimedAtCounter(claimed_at=at, **_identity(application)), at),)


def archive_plan(application: Application, *, at: datetime) -> Plan:
    """归档, said again as often as somebody acts as if it were not (R56)."""
    archived_at = application.archived_at or at
    event = CertificateArchived(archived_at=archived_at, **_identity(application))
    return (planned(event, at),)


def _approved(application: Application, at: datetime) -> CertificateApproved:
    form = application.form
    return CertificateApproved(
        agent_code=form.agent_code,
        type_id=form.type_id,
        destination=form.destination,
        issue_date=at.astimezone(CHINA_TIME).date(),
        approved_at=at,
        declarer_id_number=form.declarer_id_number,
        declarer_name=form.declarer_name,
        issuing_office=form.issuing_office,
        collecting_office=form.collecting_office,
        invoice_no=form.invoice_no,
        application_kind=form.application_kind,
        claimed_at_counter=form.claimed_at_counter,
        applied_on=application.applied_at.astimezone(CHINA_TIME).date(),
        platform=form.platform,
        replaces=form.old_certificate_no,
        replacement_reason=form.reason,
        **_identity(application),
    )


def _layout(
    application: Application, status: LayoutStatus, at: datetime, layout: ObjectRef | None = None
) -> LayoutStatusChanged:
    return LayoutStatusChanged(
        status=status, changed_at=at, layout=layout, **_identity(application)
    )


def _identity(application: Application) -> dict[str, Any]:
    return {
        "enterprise_code": application.form.enterprise_code,
        "certificate_no": application.certificate_no,
        "revision": application.revision,
    }
