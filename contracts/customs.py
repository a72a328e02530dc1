"""What the customs side says."""

from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from contracts.authorization import ReceiptItem
from contracts.base import Event
from contracts.values import CertificateNo, CreditCode, CustomsOffice, IdNumber, Name, ObjectRef

SOURCE = "customs"


class LayoutStatus(StrEnum):
    """版式状态 (R55)."""

    GENERATING = "generating"
    SENDING = "sending"
    RECEIVED = "received"


LAYOUT_STATUS_ZH = {
    LayoutStatus.GENERATING: "海关端生成",
    LayoutStatus.SENDING: "发送中",
    LayoutStatus.RECEIVED: "接收成功",
}


class _CustomsEvent(Event):
    SOURCE: ClassVar[str] = SOURCE


class AuthorizationReceiptIssued(_CustomsEvent):
    """回执 for one authorization (R32-R34)."""

    authorization_id: UUID
    received_at: AwareDatetime
    items: tuple[ReceiptItem, ...]


class DeclarerFiled(_CustomsEvent):
    """备案: customs filed a declarer of the enterprise (R27)."""

    id_number: IdNumber
    name: Name
    filed_at: AwareDatetime


class _ApplicationEvent(_CustomsEvent):
    """About an application, approved before or not."""

    certificate_no: CertificateNo

    @property
    def subject(self) -> str:
        return self.certificate_no


class ApplicationReceived(_ApplicationEvent):
    """An application is under way; its approval may come at any moment (R36)."""

    agent_code: CreditCode | None = None
    declarer_id_number: IdNumber
    received_at: AwareDatetime


class ApplicationReturned(_ApplicationEvent):
    """退回 of one that was never approved; later ones are `CertificateReturned` (R104)."""

    reason: str
    returned_at: AwareDatetime


class DeclarerFilingEnded(_CustomsEvent):
    """The filing ended; filed anew after `ended_at`, the declarer may sign again (R27)."""

    id_number: IdNumber
    name: Name
    ended_at: AwareDatetime


class _CertificateEvent(_CustomsEvent):
    """`revision` counts the approvals of one certificate from 1; the last one counts (R104)."""

    certificate_no: CertificateNo
    revision: int

    @property
    def subject(self) -> str:
        return self.certificate_no


class DeclarationPlatform(StrEnum):
    """申报平台: the single window, customs' own (互联网+海关), or another; all are listed (R47)."""

    SINGLE_WINDOW = "single_window"
    CUSTOMS_ONLINE = "customs_online"
    OTHER = "other"


class CertificateApproved(_CertificateEvent):
    """审批通过. `agent_code` is who declared it, when that is not the exporter (R39).

    `applied_on` is the day of the application in China (R95). An amended or reissued certificate
    `replaces` another for a reason (R98).
    """

    agent_code: CreditCode | None = None
    type_id: str
    destination: str
    issue_date: date
    approved_at: AwareDatetime
    declarer_id_number: IdNumber
    declarer_name: Name
    issuing_office: CustomsOffice
    collecting_office: CustomsOffice | None = None
    invoice_no: str | None = None
    application_kind: Literal["0", "1", "2", "3"] = "0"
    claimed_at_counter: bool = False
    applied_on: date | None = None
    platform: DeclarationPlatform | None = None
    replaces: CertificateNo | None = None
    replacement_reason: str | None = None


class CertificateReturned(_CertificateEvent):
    """退回: sent back to the applicant (R104)."""

    reason: str
    returned_at: AwareDatetime


class CertificateReplaced(_CertificateEvent):
    """The old sheet of an amended or reissued certificate is given back, for good (R98, R99).

    `revision` is the replaced certificate's last approval; `replaced_by` was approved just now.
    """

    replaced_by: CertificateNo
    reason: str
    replaced_at: AwareDatetime


class CounterClaimRequested(_CertificateEvent):
    """领取空白证书: somebody stands at the counter; print_svc decides who was first (R48)."""

    requested_at: AwareDatetime


class CertificateClaimedAtCounter(_CertificateEvent):
    """The blank form was claimed, so this approval is not printed by its exporter (R48)."""

    claimed_at: AwareDatetime


class LayoutStatusChanged(_CertificateEvent):
    """海关端生成 → 发送中 → 接收成功; the last names the object that customs put down."""

    status: LayoutStatus
    changed_at: AwareDatetime
    layout: ObjectRef | None = None


class CertificateArchived(_CertificateEvent):
    """归档: final; neither printing nor an exception application afterwards (R56, R83)."""

    archived_at: AwareDatetime
