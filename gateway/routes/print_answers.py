"""One answer for many prints, and the end of a job that nobody fetched (R72-R75)."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from contracts.print_answers import CancelPrintJob, ConfirmPrints
from contracts.printing import MOST_AT_ONCE, PrintJobView
from gateway.connections import Notice
from gateway.documentation import LOGGED_IN, refusals
from gateway.parameters import Id, IdempotencyKey
from gateway.parts import PartsDep
from gateway.problems import Advice, advice_of
from gateway.sessions import Who

router = APIRouter(prefix="/print-jobs", tags=["printing"])


class AnswerForMany(BaseModel):
    """是 is true, 否 is false."""

    model_config = ConfigDict(extra="forbid")

    job_ids: tuple[UUID, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    printed: bool


class RefusedAnswer(Advice):
    """Why one print of several was not answered."""

    job_id: UUID
    code: str
    details: dict[str, Any]


class PrintsConfirmed(BaseModel):
    """Every print asked for is in one of the two lists."""

    confirmed: tuple[PrintJobView, ...]
    refused: tuple[RefusedAnswer, ...]


@router.post("/confirmations", responses=refusals(*LOGGED_IN, "idempotency.key_reused"))
async def confirm_prints(
    body: AnswerForMany, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> PrintsConfirmed:
    """Answer for up to two hundred prints at once, each as if it were answered alone (R72-R74)."""
    answered = await parts.rpc.call(
        ConfirmPrints(caller=who, idempotency_key=key, **body.model_dump())
    )
    refused = tuple(
        RefusedAnswer(
            job_id=refusal.job_id,
            code=refusal.code,
            details=refusal.details,
            **advice_of(refusal.code, refusal.details).model_dump(),
        )
        for refusal in answered.refused
    )
    return PrintsConfirmed(confirmed=answered.confirmed, refused=refused)


@router.post(
    "/{id}/cancellation",
    responses=refusals(
        *LOGGED_IN,
        "print.unknown_job",
        "print.already_released",
        "print.already_confirmed",
        "print.ticket_expired",
        "print.ticket_void",
        "idempotency.key_reused",
    ),
)
async def cancel_print_job(
    id: Id, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> PrintJobView:
    """Cancel a job that no workstation has fetched; its certificate is free again at once."""
    job = await parts.rpc.call(CancelPrintJob(caller=who, idempotency_key=key, job_id=id))
    if job.workstation_id is not None:
        parts.workstations.notify([job.workstation_id], Notice.JOBS)
    return job
