"""Print jobs of people, and the tickets with which a workstation fetches them (R60-R74)."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response, status
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from contracts.preflights import PrinterUri
from contracts.print_answers import WithdrawPrintJob
from contracts.printing import (
    MOST_AT_ONCE,
    ConfirmPrint,
    Evidence,
    GetPrintJob,
    IssuedJob,
    IssuePrintJobs,
    JobState,
    ListPrintJobs,
    PrintJobList,
    PrintJobView,
    RecordEvidence,
    ReleaseDocument,
)
from contracts.values import CertificateNo, Name
from gateway.connections import Notice
from gateway.documentation import LOGGED_IN, STAMPS, binary, refusals
from gateway.documents import send_object
from gateway.limiting import by_address
from gateway.parameters import (
    ContentDigest,
    Id,
    IdempotencyKey,
    PreflightHeader,
    Ticket,
    WorkstationProof,
)
from gateway.parts import PartsDep
from gateway.problems import Advice, advice_of
from gateway.routes.workstations import PROOF_CODES
from gateway.sessions import Session, Who
from gateway.specimens import AGENT, CERTIFICATE_NO, WORKSTATION

router = APIRouter(tags=["printing"])

TICKET_CODES = (
    "print.unknown_ticket",
    "print.ticket_key_removed",
    "print.ticket_expired",
    "print.wrong_workstation",
    "print.ticket_void",
    *PROOF_CODES,
    "service.too_many_requests",
)
NOT_READY = (
    "workstation.not_installed",
    "workstation.not_running",
    "workstation.too_old",
    "workstation.not_chosen",
    "workstation.unknown",
    "workstation.unknown_printer",
    "workstation.revoked",
)
PREFLIGHT_CODES = ("print.no_preflight", "print.printer_unfit", "print.printer_unknown")
SEALED = "application/vnd.originprint.hpke"


class NewPrintJobs(BaseModel):
    """打印正副本 (both), 打印正本 (original) or 打印副本 (copy) for the ticked certificates."""

    model_config = ConfigDict(extra="forbid")

    certificate_nos: tuple[CertificateNo, ...] = Field(min_length=1, max_length=MOST_AT_ONCE)
    parts: Literal["original", "copy", "both"]
    workstation_id: UUID | None = Field(
        None,
        description="The enrolled computer that shall print and alone can open the documents; it "
        "may be left out where only one is enrolled",
    )
    printer_uri: PrinterUri | None = Field(
        None, description="One of the workstation's printers; its default one without it"
    )


class JobFilters(BaseModel):
    """Several at once narrow the list down; days are those of China."""

    model_config = ConfigDict(extra="forbid")

    certificate_no: str | None = Field(None, examples=[CERTIFICATE_NO])
    state: JobState | None = None
    issuer_code: str | None = Field(
        None, description="Only what this enterprise printed", examples=[AGENT]
    )
    workstation: Name | None = Field(None, examples=[WORKSTATION])
    issued_from: date | None = Field(None, description="First day on which it was issued")
    issued_to: date | None = Field(None, description="Last day on which it was issued")
    unanswered: bool = Field(
        default=False,
        description="Only what a workstation has and nobody answered 是 or 否 for (R72)",
    )
    cursor: str | None = Field(None, description="`next_cursor` of the page before")
    limit: int = Field(50, ge=1, le=200, description="The longest page to give")


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
    responses=refusals(*LOGGED_IN, *NOT_READY, "idempotency.key_reused"),
)
async def issue_print_jobs(
    body: NewPrintJobs, session: Session, parts: PartsDep, key: IdempotencyKey = None
) -> PrintJobsIssued:
    """Issue a job and a single-use ticket for each certificate that may be printed (R60).

    Before anything else the workstation must be enrolled, running and new enough (R69). After an
    exception application its operation type says which parts may be printed (R80).
    """
    issued = await parts.rpc.call(
        IssuePrintJobs(
            caller=session.caller,
            idempotency_key=key,
            operator_name=session.operator_name,
            **body.model_dump(),
        )
    )
    parts.workstations.notify(
        {one.job.workstation_id for one in issued.issued if one.job.workstation_id}, Notice.JOBS
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
    who: Who, parts: PartsDep, filters: Annotated[JobFilters, Query()]
) -> PrintJobList:
    """Jobs, newest first; what was queued, sent, counted and confirmed stands apart.

    A principal sees its agents' jobs too: who printed, and on which workstation. What waits for
    an answer says since when, which step of reminding it reached, and what to ask (R72).
    """
    return await parts.rpc.call(ListPrintJobs(caller=who, **filters.model_dump()))


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
    dependencies=[Depends(by_address("ticket"))],
    response_class=Response,
    responses={
        **binary(SEALED, "The PDF, encrypted (HPKE); `X-Print-Job` names its job"),
        **refusals(
            *TICKET_CODES, *PREFLIGHT_CODES, "print.original_live", *STAMPS, "object.missing"
        ),
    },
)
async def get_document(
    ticket: Ticket, proof: WorkstationProof, told: PreflightHeader, parts: PartsDep
) -> Response:
    """Fetch the document for printing; the certificate is 已打印 from here on (promise 2).

    What is known of the printer is told with it, and kept with the job: a printer that lacks what
    a certificate needs gets no original (R62).

    The same ticket gives the same document again, to the same workstation, which alone can open
    it: RFC 9180 base mode, X25519, HKDF-SHA256, AES-256-GCM, the encapsulated key before the
    ciphertext; `info` is `originprint document 1`, the ticket's SHA-256 and the workstation's id,
    one to a line.
    """
    released = await parts.rpc.call(
        ReleaseDocument(ticket=SecretStr(ticket), proof=proof, **told._asdict())
    )
    headers = {"X-Print-Job": str(released.job.job_id)}
    return await send_object(parts.objects, released.document, SEALED, headers)


@router.post(
    "/print-tickets/{ticket}/evidence",
    dependencies=[Depends(by_address("ticket"))],
    responses=refusals(*TICKET_CODES),
)
async def record_evidence(
    ticket: Ticket,
    body: Evidence,
    proof: WorkstationProof,
    content: ContentDigest,
    parts: PartsDep,
) -> PrintJobView:
    """What the workstation saw of the printer; later evidence completes earlier (promise 3)."""
    return await parts.rpc.call(
        RecordEvidence(ticket=SecretStr(ticket), proof=proof, content_sha256=content, evidence=body)
    )


@router.post(
    "/print-tickets/{ticket}/cancellation",
    dependencies=[Depends(by_address("ticket"))],
    responses=refusals(*TICKET_CODES, "print.already_released", "print.already_confirmed"),
)
async def withdraw_print_job(
    ticket: Ticket, proof: WorkstationProof, parts: PartsDep
) -> PrintJobView:
    """Cancel at the workstation what it has not fetched; the certificate is free again at once."""
    job = await parts.rpc.call(WithdrawPrintJob(ticket=SecretStr(ticket), proof=proof))
    parts.workstations.notify([proof.workstation_id], Notice.JOBS)
    return job
