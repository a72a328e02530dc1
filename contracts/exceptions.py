"""What exception_svc says and answers: exception applications (打印异常申请, R78-R84)."""

from typing import ClassVar, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.base import CallerRequest, Command, Event, Reply, ReplyT
from contracts.values import CertificateNo, CreditCode, Value

SOURCE = "exception_svc"

Operation = Literal["reprint_original", "reprint_both"]
"""操作类型: 重新打印正本, 重新打印正副本 (R84)."""


class ReprintGranted(Event):
    """The earlier original is void and may be printed once more; `count` is how often (R82)."""

    SOURCE: ClassVar[str] = SOURCE

    exception_id: UUID
    certificate_no: CertificateNo
    revision: int
    agent_code: CreditCode | None = None
    voided_print_serial: str
    reason: str
    operation: Operation
    count: int
    granted_at: AwareDatetime

    @property
    def subject(self) -> str:
        return self.certificate_no


class ExceptionReason(Value):
    """异常申请原因 (R84)."""

    code: str
    zh: str
    en: str


class ExceptionReasonList(Reply):
    reasons: tuple[ExceptionReason, ...]


class ExceptionView(Reply):
    """One application, with what the person chose and what the device had said."""

    exception_id: UUID
    certificate_no: CertificateNo
    enterprise_code: CreditCode
    reason: str
    operation: Operation
    note: str | None = None
    device_reasons: tuple[str, ...] = ()
    state: Literal["granted", "overtaken_by_archiving"]
    count: int
    filed_at: AwareDatetime


class ExceptionList(Reply):
    """Newest first; `next_cursor` is None on the last page."""

    exceptions: tuple[ExceptionView, ...]
    next_cursor: str | None = None


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class ListExceptionReasons(_Question[ExceptionReasonList]):
    pass


class ListExceptions(_Question[ExceptionList]):
    """异常申请列表 (R81)."""

    certificate_no: str | None = None
    cursor: str | None = None
    limit: int = Field(default=100, ge=1, le=200)


class FileException(Command[ExceptionView]):
    """For a certificate that is 已打印 and not archived (R78, R83).

    `reason` is a code of `ListExceptionReasons`. Refused certificate.unknown,
    exception.unknown_reason, exception.not_printed or exception.archived.
    """

    SERVICE: ClassVar[str] = SOURCE

    certificate_no: CertificateNo
    reason: str
    operation: Operation
    note: str | None = Field(default=None, max_length=500)
