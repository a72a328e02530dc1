"""What cert_svc says and answers: certificates and their statuses (R43-R59)."""

from datetime import date
from typing import Any, ClassVar, Generic, Literal

from pydantic import AwareDatetime, Field

from contracts.base import CallerRequest, Event, Reply, ReplyT
from contracts.customs import LayoutStatus
from contracts.values import (
    AuthorizedSeal,
    AuthorizedSignature,
    CertificateNo,
    CreditCode,
    CustomsOffice,
    IdNumber,
    Name,
    ObjectRef,
    Value,
)

SOURCE = "cert_svc"


class LayoutReceived(Event):
    """The layout arrived, its digest is right, and cert_svc keeps it (R55)."""

    SOURCE: ClassVar[str] = SOURCE

    certificate_no: CertificateNo
    revision: int
    agent_code: CreditCode | None = None
    type_id: str
    issue_date: date
    declarer_id_number: IdNumber
    layout: ObjectRef
    received_at: AwareDatetime

    @property
    def subject(self) -> str:
        return self.certificate_no


class LayoutRejected(Event):
    """What arrived is not what was announced; customs sends it again."""

    SOURCE: ClassVar[str] = SOURCE

    certificate_no: CertificateNo
    revision: int
    reason: Literal["missing", "digest_mismatch", "unreadable"]

    @property
    def subject(self) -> str:
        return self.certificate_no


PrintStatus = Literal["waiting", "printed"]
"""打印状态: 待打印, 已打印 (R57)."""


class CertificateView(Reply):
    """One certificate with its three statuses (R55-R57)."""

    certificate_no: CertificateNo
    revision: int
    enterprise_code: CreditCode
    agent_code: CreditCode | None = None
    type_id: str
    destination: str
    issue_date: date
    approved_at: AwareDatetime
    declarer_name: Name
    issuing_office: CustomsOffice
    collecting_office: CustomsOffice | None = None
    invoice_no: str | None = None
    layout_status: LayoutStatus
    print_status: PrintStatus
    archived: bool
    returned: bool
    replaces: CertificateNo | None = None
    replaced_by: CertificateNo | None = None
    exception_count: int = 0
    printable: bool
    downloadable: bool = False


class DiagnosisLine(Value):
    """One condition of R43-R58, whether it holds, and what to do when it does not.

    `facts` are what it was decided by, by name: times in ISO 8601, days, names, numbers.
    """

    code: str
    holds: bool | None
    rule: str
    message_zh: str
    message_en: str
    facts: dict[str, str] = Field(default_factory=dict)


class Diagnosis(Reply):
    """Why a certificate is not listed or not printable (R54); first failing line first."""

    certificate_no: str
    printable: bool
    lines: tuple[DiagnosisLine, ...]


class Printable(Value):
    """What print_svc needs to print one certificate, the stamps that may be used now included.

    `seal` is None where the form takes none (R102). Both are None where no new document may be
    made, as for a download whose original is out: that one is handed out again.
    """

    certificate_no: CertificateNo
    revision: int
    enterprise_code: CreditCode
    agent_code: CreditCode | None = None
    type_id: str
    destination: str
    issue_date: date
    declarer_id_number: IdNumber
    invoice_no: str | None = None
    layout: ObjectRef
    seal: AuthorizedSeal | None = None
    signature: AuthorizedSignature | None = None


class NotPrintable(Value):
    """The first rule that forbids it for one certificate."""

    certificate_no: str
    code: str
    details: dict[str, Any] = Field(default_factory=dict)


class PrintableCertificates(Reply):
    """Every certificate asked for is in one of the two lists, in the order it was asked for."""

    printable: tuple[Printable, ...]
    refused: tuple[NotPrintable, ...] = ()


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class GetCertificate(_Question[CertificateView]):
    """Refused certificate.unknown for whatever the caller may not see (promise 4)."""

    certificate_no: str


class DiagnoseCertificate(_Question[Diagnosis]):
    """查看解决办法 (R54); an unknown number is no error and gets its diagnosis too."""

    certificate_no: str


class CheckPrintable(_Question[PrintableCertificates]):
    """`use`: the original may be printed once, copies without limit until the archiving.

    A copy to look at may be made at any time; the download is a right of its own.

    What is refused bears the code of the first condition that does not hold (R43-R58, R85). What
    an agent is allowed counts from then on, where its grant is for a number of originals.
    """

    CHANGES: ClassVar[bool] = True

    certificate_nos: tuple[CertificateNo, ...] = Field(min_length=1, max_length=200)
    use: Literal["print", "print_copy", "copy", "download"]
