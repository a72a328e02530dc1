"""Exception applications (打印异常申请): reasons, the list, filing one (R78-R84)."""

from fastapi import APIRouter, status
from pydantic import BaseModel, ConfigDict, Field

from contracts.exceptions import (
    ExceptionList,
    ExceptionReasonList,
    ExceptionView,
    FileException,
    ListExceptionReasons,
    ListExceptions,
    Operation,
)
from contracts.values import CertificateNo
from gateway.documentation import LOGGED_IN, refusals
from gateway.parameters import CertificateFilter, Cursor, IdempotencyKey, PageLimit
from gateway.parts import PartsDep
from gateway.sessions import Who

router = APIRouter(tags=["exceptions"])


class NewException(BaseModel):
    """`reason` is a code of `GET /exception-reasons`."""

    model_config = ConfigDict(extra="forbid")

    certificate_no: CertificateNo
    reason: str
    operation: Operation
    note: str | None = Field(default=None, max_length=500)


@router.get("/exception-reasons", responses=refusals(*LOGGED_IN))
async def list_reasons(who: Who, parts: PartsDep) -> ExceptionReasonList:
    """Reasons to choose from (异常申请原因, R84)."""
    return await parts.rpc.call(ListExceptionReasons(caller=who))


@router.get("/exceptions", responses=refusals(*LOGGED_IN))
async def list_exceptions(
    who: Who,
    parts: PartsDep,
    certificate_no: CertificateFilter = None,
    cursor: Cursor = None,
    limit: PageLimit = 100,
) -> ExceptionList:
    """Applications of the enterprise, newest first (异常申请列表, R81)."""
    return await parts.rpc.call(
        ListExceptions(caller=who, certificate_no=certificate_no, cursor=cursor, limit=limit)
    )


@router.post(
    "/exceptions",
    status_code=status.HTTP_201_CREATED,
    responses=refusals(
        *LOGGED_IN,
        "certificate.unknown",
        "exception.unknown_reason",
        "exception.not_printed",
        "exception.archived",
        "exception.replaced",
        "idempotency.key_reused",
    ),
)
async def file_exception(
    body: NewException, who: Who, parts: PartsDep, key: IdempotencyKey = None
) -> ExceptionView:
    """Apply to print the original once more; the earlier sheet is void then (R78, R82)."""
    return await parts.rpc.call(FileException(caller=who, idempotency_key=key, **body.model_dump()))
