"""What print_svc says and answers: jobs, tickets, evidence, confirmation (R60-R75)."""

from datetime import date
from typing import ClassVar, Final, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.base import CallerRequest, Command, Event, Reply, ReplyT, Request
from contracts.evidence import DeviceWord
from contracts.evidence import Evidence as Evidence  # noqa: PLC0414 - read beside the jobs
from contracts.preflights import Preflight, PrinterUri
from contracts.print_findings import PrintWarning as PrintWarning  # noqa: PLC0414 - as above
from contracts.print_findings import Refusal as Refusal  # noqa: PLC0414 - as above
from contracts.proofs import EMPTY, Proof
from contracts.unanswered import Unanswered
from contracts.values import (
    CertificateNo,
    CreditCode,
    Name,
    ObjectRef,
    PrintPart,
    PrintSerial,
    Secret,
    Sha256,
)

SOURCE = "print_svc"
MOST_AT_ONCE: Final = 200
"""Certificates in one order."""


class _PrintEvent(Event):
    """`print_serial` is the original's, or that of a copy alone; `issuer_code` prints the
    certificate that `agent_code` declared."""

    SOURCE: ClassVar[str] = SOURCE

    job_id: UUID
    certificate_no: CertificateNo
    revision: int
    agent_code: CreditCode | None = None
    issuer_code: CreditCode | None = None
    parts: tuple[PrintPart, ...]
    print_serial: str
    workstation_id: UUID | None = None

    @property
    def subject(self) -> str:
        return self.certificate_no


class PrintIssued(_PrintEvent):
    issued_at: AwareDatetime
    ticket_expires_at: AwareDatetime


class PrintReleased(_PrintEvent):
    """The document went to the workstation: 已打印 from here on (promise 2)."""

    released_at: AwareDatetime


class PrintCompleted(_PrintEvent):
    """A person answered 是 (R73)."""

    confirmed_at: AwareDatetime


class PrintFailed(_PrintEvent):
    """A person answered 否 (R74); what the device said stands beside it."""

    failed_at: AwareDatetime
    device_reasons: tuple[str, ...] = ()


class PrintCancelled(_PrintEvent):
    """What waited for its workstation was cancelled, and the certificate is free again."""

    cancelled_at: AwareDatetime


class PrintProgressed(_PrintEvent):
    """What the device says while it prints; a person's word it is not (promise 3, R84)."""

    observed_at: AwareDatetime
    device_state: str
    impressions_completed: int | None = None
    state_reasons: tuple[str, ...] = ()
    reason: str | None = None
    order_id: UUID | None = None
    order_place: int | None = None


class PrintUnanswered(_PrintEvent):
    """No answer yet (R75): a reminder is for who printed it, an escalation for the legal person."""

    step: Literal["reminder", "escalation"]
    released_at: AwareDatetime
    operator_id: UUID
    workstation: Name


JobState = Literal["issued", "released", "printed", "failed", "voided", "expired"]


class PrintJobView(Reply):
    """One certificate's job; the four facts stand apart (promise 3).

    Who printed it is a person of the issuer: the owner of the certificate, or its agent. What was
    downloaded had no workstation.
    """

    job_id: UUID
    certificate_no: CertificateNo
    revision: int
    enterprise_code: CreditCode
    issuer_code: CreditCode | None = None
    operator_id: UUID | None = None
    operator_name: Name | None = None
    parts: tuple[PrintPart, ...]
    state: JobState
    void_reason: str | None = None
    print_serials: dict[PrintPart, PrintSerial]
    workstation: Name | None = None
    workstation_id: UUID | None = None
    issued_at: AwareDatetime
    ticket_expires_at: AwareDatetime
    released_at: AwareDatetime | None = None
    sheets: int | None = None
    evidence: Evidence | None = None
    device: DeviceWord | None = None
    printer_uri: str | None = None
    preflight: Preflight | None = None
    order_id: UUID | None = None
    order_place: int | None = None
    confirmed_at: AwareDatetime | None = None
    confirmed_printed: bool | None = None
    unanswered: Unanswered | None = None


class IssuedJob(Reply):
    """The ticket is shown once; it names one job and one workstation."""

    job: PrintJobView
    ticket: Secret
    warnings: tuple[PrintWarning, ...] = ()


class IssuedJobs(Reply):
    """Every certificate asked for is in one of the two lists."""

    issued: tuple[IssuedJob, ...]
    refused: tuple[Refusal, ...] = ()


class PrintJobList(Reply):
    """Newest first; `next_cursor` is None on the last page."""

    jobs: tuple[PrintJobView, ...]
    next_cursor: str | None = None


class LiveOriginal(Reply):
    """The original of one certificate that is released, printed or failed, and not void.

    All three are None where there is none, or none that the caller's enterprise may know of.
    """

    print_serial: str | None = None
    revision: int | None = None
    state: JobState | None = None


class DocumentReleased(Reply):
    """One job's document, each time the same, encrypted for its workstation alone (HPKE)."""

    job: PrintJobView
    document: ObjectRef


class DocumentMade(Reply):
    """A copy to look at or a signed download."""

    document: ObjectRef


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class _Open(Request[ReplyT], Generic[ReplyT]):
    """Without a session: the ticket or the public code is the key."""

    SERVICE: ClassVar[str] = SOURCE


class IssuePrintJobs(_Command[IssuedJobs]):
    """打印正副本, 打印正本 or 打印副本 for the ticked certificates (R60).

    `operator_name` is the caller's, kept with the job; `workstation_id` may be left out where one
    is enrolled, `printer_uri` where the workstation's own choice will do. Refused as a whole for
    the workstation's sake (R69, `contracts.workstations`). All jobs of one order share its id.
    """

    PATIENCE: ClassVar[int] = 4  # two hundred jobs
    certificate_nos: tuple[CertificateNo, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    parts: Literal["original", "copy", "both"]
    workstation_id: UUID | None = None
    printer_uri: PrinterUri | None = None
    operator_name: Name | None = None


class ListPrintJobs(_Question[PrintJobList]):
    """`issued_from` and `issued_to` are days in China; `unanswered` are those without 是 or 否."""

    certificate_no: str | None = None
    state: JobState | None = None
    workstation: Name | None = None
    issued_from: date | None = None
    issued_to: date | None = None
    unanswered: bool = False
    issuer_code: str | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class GetPrintJob(_Question[PrintJobView]):
    """Refused print.unknown_job."""

    job_id: UUID


class GetLiveOriginal(_Question[LiveOriginal]):
    """For neighbours that have not heard of a print yet: here it is known first (R78)."""

    certificate_no: CertificateNo


class ConfirmPrint(_Command[PrintJobView]):
    """是 or 否 (R72-R74); the first answer stands, another is print.already_confirmed."""

    job_id: UUID
    printed: bool


class ReleaseDocument(_Open[DocumentReleased]):
    """The proof is of `contracts.proofs.fetching` and of the preflight as it was sent.

    Refused print.no_preflight, print.printer_unfit, print.printer_unknown for the preflight.
    """

    CHANGES: ClassVar[bool] = True

    ticket: Secret
    proof: Proof
    content_sha256: Sha256 = EMPTY
    preflight: Preflight | None = None


class RecordEvidence(_Open[PrintJobView]):
    """The proof is of `contracts.proofs.reporting` and of the content as it was sent."""

    CHANGES: ClassVar[bool] = True

    ticket: Secret
    proof: Proof
    content_sha256: Sha256
    evidence: Evidence


class MakeCopy(_Question[DocumentMade]):
    """预览/下载副本, marked 非有效证书 (R61, R65); Refused print.copies_used_up."""

    CHANGES: ClassVar[bool] = True

    certificate_no: CertificateNo
    operator_name: Name | None = None


class GetCopy(_Question[DocumentMade]):
    """The copy that the caller's enterprise made last; Refused print.no_copy without one."""

    certificate_no: CertificateNo


class MakeDownload(_Question[DocumentMade]):
    """RCEP's electronic certificate, signed (R85-R87); `operator_name` as in IssuePrintJobs."""

    CHANGES: ClassVar[bool] = True

    certificate_no: CertificateNo
    operator_name: Name | None = None
