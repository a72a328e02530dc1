"""What people tell print_svc of several print jobs, and of one that they want no more (R72)."""

from typing import Any, ClassVar, Generic
from uuid import UUID

from pydantic import Field

from contracts.base import Command, Reply, ReplyT, Request
from contracts.printing import MOST_AT_ONCE, SOURCE, PrintJobView
from contracts.proofs import Proof
from contracts.values import Secret, Value


class RefusedPrint(Value):
    """Why one print of several was not answered."""

    job_id: UUID
    code: str
    details: dict[str, Any] = Field(default_factory=dict)


class ConfirmedPrints(Reply):
    """Every print asked for is in one of the two lists."""

    confirmed: tuple[PrintJobView, ...]
    refused: tuple[RefusedPrint, ...] = ()


class _Command(Command[ReplyT], Generic[ReplyT]):
    SERVICE: ClassVar[str] = SOURCE


class ConfirmPrints(_Command[ConfirmedPrints]):
    """One answer for many: each is answered like a single one (ConfirmPrint)."""

    job_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    printed: bool


class CancelPrintJob(_Command[PrintJobView]):
    """For a job that no workstation has fetched; cancelled again it stays as it is.

    Refused print.unknown_job, print.already_released, print.already_confirmed,
    print.ticket_expired or print.ticket_void.
    """

    job_id: UUID


class _Open(Request[ReplyT], Generic[ReplyT]):
    """Without a session: the ticket and the proof of its workstation are the key."""

    SERVICE: ClassVar[str] = SOURCE


class WithdrawPrintJob(_Open[PrintJobView]):
    """Cancelled at the workstation, whose proof is of `contracts.proofs.withdrawing`.

    Refused as CancelPrintJob.
    """

    CHANGES: ClassVar[bool] = True

    ticket: Secret
    proof: Proof
