"""What print_svc answers about the ledger of seal uses (promise 5)."""

from datetime import date
from typing import Any, ClassVar, Generic
from uuid import UUID

from pydantic import AwareDatetime, Field

from contracts.base import CallerRequest, Reply, ReplyT
from contracts.printing import SOURCE
from contracts.values import CertificateNo, PrintPart, PrintSerial, Value


class SealUseView(Value):
    """One row of the seal-use ledger as its enterprise reads it."""

    position: int
    certificate_no: CertificateNo
    print_serial: PrintSerial
    part: PrintPart
    operator_id: UUID
    used_at: AwareDatetime
    seal_id: UUID
    row_hash: str


class SealUseList(Reply):
    """Newest first; `next_cursor` is None on the last page."""

    uses: tuple[SealUseView, ...]
    next_cursor: str | None = None


class SealUseProof(Reply):
    """What an outsider needs to check the ledger without the service."""

    proof: dict[str, Any]


class _Question(CallerRequest[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class ListSealUses(_Question[SealUseList]):
    """Days are China's; `seal_id` is that of a seal or of a signature."""

    certificate_no: str | None = None
    seal_id: UUID | None = None
    from_day: date | None = None
    to_day: date | None = None
    cursor: str | None = None
    limit: int = Field(default=50, ge=1, le=200)


class GetSealUseProof(_Question[SealUseProof]):
    """All uses up to now, or a proof just long enough for those of one certificate or sheet."""

    CHANGES: ClassVar[bool] = True

    certificate_no: str | None = None
    print_serial: str | None = None
