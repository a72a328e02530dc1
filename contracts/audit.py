"""操作日志: what was done or refused, by whom, when, from where and with which card.

Whoever does it says it, in the transaction in which it is done; auth_svc keeps it, in one chain for
each enterprise. What is recorded stands in `contracts.audited`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Final, Generic, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints

from contracts.base import CallerRequest, Reply, ReplyT
from contracts.recorded import ActionRecorded
from contracts.values import LoginMedium, ObjectRef, Sha256, Value

SERVICE: Final = "auth_svc"


class AuthActionRecorded(ActionRecorded):
    SOURCE: ClassVar[str] = "auth_svc"


class SealActionRecorded(ActionRecorded):
    SOURCE: ClassVar[str] = "seal_svc"


class CertificateActionRecorded(ActionRecorded):
    SOURCE: ClassVar[str] = "cert_svc"


class PrintActionRecorded(ActionRecorded):
    SOURCE: ClassVar[str] = "print_svc"


class ExceptionActionRecorded(ActionRecorded):
    SOURCE: ClassVar[str] = "exception_svc"


class WebhookActionRecorded(ActionRecorded):
    SOURCE: ClassVar[str] = "webhook_svc"


SAID_BY: Final[Mapping[str, type[ActionRecorded]]] = {
    kind.SOURCE: kind
    for kind in (
        AuthActionRecorded,
        SealActionRecorded,
        CertificateActionRecorded,
        PrintActionRecorded,
        ExceptionActionRecorded,
        WebhookActionRecorded,
    )
}
"""By service, as what it says its actions are recorded."""


class AuditRecord(Value):
    """One row of an enterprise's chain.

    `row_hash` is the SHA-256 of the canonical JSON of all that was recorded with `position` and
    `previous`, the hash of the row before (64 zeros at the beginning).
    """

    position: int
    at: AwareDatetime
    until: AwareDatetime | None = None
    count: int = 1
    action: str
    action_zh: str
    action_en: str
    outcome: str
    outcome_zh: str
    outcome_en: str
    by_enterprise: str | None = None
    operator_id: UUID | None = None
    operator_name: str | None = None
    medium: LoginMedium | None = None
    card_serial: str | None = None
    session: str | None = None
    address: str | None = None
    subjects: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    previous: Sha256
    row_hash: Sha256


class AuditRecordList(Reply):
    """Newest first; `next_cursor` is None on the last page."""

    records: tuple[AuditRecord, ...]
    next_cursor: str | None = None


class AuditFile(Reply):
    file: ObjectRef


class AuditConditions(Value):
    """Days are China's; `outcome` is `done`, `refused`, or the code of one refusal.

    `address` and `card_serial` are whole, as a record tells them.
    """

    from_day: date | None = None
    to_day: date | None = None
    action: Annotated[str, StringConstraints(max_length=64)] | None = None
    operator_id: UUID | None = None
    outcome: Annotated[str, StringConstraints(max_length=64)] | None = None
    address: Annotated[str, StringConstraints(max_length=64)] | None = None
    card_serial: Annotated[str, StringConstraints(max_length=64)] | None = None


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SERVICE


class ListAuditRecords(AuditConditions, _Question[AuditRecordList]):
    """Of the caller's own enterprise."""

    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class ExportAuditRecords(AuditConditions, _Question[AuditFile]):
    """The same as an Excel file, oldest first; refused audit.too_many_rows."""

    CHANGES: ClassVar[bool] = True
    PATIENCE: ClassVar[int] = 4

    language: Literal["zh", "en"] = "zh"
