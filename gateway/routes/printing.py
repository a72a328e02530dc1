"""Print jobs of people, and the tickets with which a workstation fetches them (R60-R74)."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from contracts.printing import (
    ConfirmPrint,
    Evidence,
    GetPrintJob,
    IssuedJob,
    IssuePrintJobs,
    ListPrintJobs,
    PrintJobList,
    PrintJobView,
    RecordEvidence,
    ReleaseDocument,
)
from contracts.values import CertificateNo, Name
from gateway.documentation import LOGGED_IN, STAMPS, binary, refusals
from gateway.documents import PDF, inline, send_object
from gateway.parameters import (
    CertificateFilter,
    Cursor,
    Id,
    IdempotencyKey,
    PageLimit,
    Ticket,
    Workstation,
)
from gateway.parts import PartsDep
from gateway.problems import Advice, advice_of
from gateway.sessions import Who
from gateway.specimens import AGENT

router = APIRouter(tags=["printing"])

TICKET_CODES = (
    "print.unknown_ticket",
    "print.ticket_expired",
    "print.wrong_workstation",
    "print.ticket_void",
)


class NewPrintJobs(BaseModel):
    """打印正副本 (both), 打印正本 (original) or 打印副本 (copy) for the ticked certificates."""

    model_config = ConfigDict(extra="forbid")

    certificate_nos: tuple[CertificateNo, ...] = Field(min_length=1, max_length=50)
    parts: Literal["original", "copy", "both"]
    workstation: Name = Field(description="The computer that may fetch the documents")


class RefusedJob(Advice):
    """Why one certificate of the batch got no job."""

    certificate_no: str
    code: str
    details: dict[str, Any]


class PrintJobsIssued(BaseModel):
    """Every certificate asked for is in one of the two lists; each ticket is shown once."""

    issued: tuple[IssuedJob, ...]
    refused: tuple[RefusedJob, ...]


class Answer(BaseModel):
    """是 is true, 否 is false."""

    model_config = ConfigDict(extra="forbid")

    printed: bool


@router.post(
    "/print-jobs",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(*LOGGED_IN, "idempotency.key_reused"),
)
async def issue_print_jobs(
    body: NewPrintJobs, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> PrintJobsIssued:
    """Issue a job and a single-use ticket for each certificate that may be printed (R60)."""
    issued = await parts.rpc.call(
        IssuePrintJobs(caller=who, idempotency_key=key, **body.model_dump())
    )
    refused = tuple(
        RefusedJob(
            certificate_no=refusal.certificate_no,
            code=refusal.code,
            details=refusal.details,
            **advice_of(refusal.code, refusal.details).model_dump(),
        )
        for refusal in issued.refused
    )
    return PrintJobsIssued(issued=issued.issued, refused=refused)


@router.get("/print-jobs", responses=refusals(*LOGGED_IN))
async def list_print_jobs(
    who: Who,
    parts: PartsDep,
    *,
    certificate_no: CertificateFilter = None,
    issuer_code: Annotated[
        str | None,
        Query(description="Only what this enterprise printed", max_length=18, examples=[AGENT]),
    ] = None,
    cursor: Cursor = None,
    limit: PageLimit = 50,
) -> PrintJobList:
    """Jobs, newest first; what was queued, sent, counted and confirmed stands apart."""
    return await parts.rpc.call(
        ListPrintJobs(
            caller=who,
            certificate_no=certificate_no,
            issuer_code=issuer_code,
            cursor=cursor,
            limit=limit,
        )
    )


@router.get("/print-jobs/{id}", responses=refusals(*LOGGED_IN, "print.unknown_job"))
async def get_print_job(id: Id, who: Who, parts: PartsDep) -> PrintJobView:
    """One job with the evidence its workstation sent."""
    return await parts.rpc.call(GetPrintJob(caller=who, job_id=id))


@router.post(
    "/print-jobs/{id}/confirmation",
    responses=refusals(
        *LOGGED_IN,
        "print.unknown_job",
        "print.not_released",
        "print.already_confirmed",
        "print.ticket_void",
        "idempotency.key_reused",
    ),
)
async def confirm_print(
    id: Id,
    body: Answer,
    who: Who,
    parts: PartsDep,
    key: IdempotencyKey = None,
) -> PrintJobView:
    """Answer whether it was printed (R72-R74): 是 leads to archiving, 否 to an application."""
    return await parts.rpc.call(
        ConfirmPrint(caller=who, idempotency_key=key, job_id=id, printed=body.printed)
    )


@router.get(
    "/print-tickets/{ticket}/document",
    response_class=Response,
    responses={
        **binary(PDF, "The document; `X-Print-Job` names its job"),
        **refusals(*TICKET_CODES, "print.original_live", *STAMPS, "object.missing"),
    },
)
async def get_document(ticket: Ticket, workstation: Workstation, parts: PartsDep) -> Response:
    """Fetch the document for printing; the certificate is 已打印 from here on (promise 2).

    The same ticket gives the same bytes again, to the same workstation.
    """
    released = await parts.rpc.call(
        ReleaseDocument(ticket=SecretStr(ticket), workstation=workstation)
    )
    job = released.job
    headers = {"X-Print-Job": str(job.job_id), **inline(f"{job.certificate_no}.pdf")}
    return await send_object(parts.objects, released.document, PDF, headers)


@router.post("/print-tickets/{ticket}/evidence", responses=refusals(*TICKET_CODES))
async def record_evidence(
    ticket: Ticket, body: Evidence, workstation: Workstation, parts: PartsDep
) -> PrintJobView:
    """What the workstation saw of the printer; later evidence completes earlier (promise 3)."""
    return await parts.rpc.call(
        RecordEvidence(ticket=SecretStr(ticket), workstation=workstation, evidence=body)
    )
