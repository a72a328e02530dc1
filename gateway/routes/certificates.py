"""Certificates: the list, one of them, why it is missing, copy and download (R51-R61, R85)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response, status
from pydantic import ConfigDict, Field

from contracts.certificate_lists import (
    CertificateConditions,
    CertificatePage,
    ListCertificates,
    Sort,
)
from contracts.certificates import (
    CertificateView,
    DiagnoseCertificate,
    Diagnosis,
    GetCertificate,
)
from contracts.printing import GetCopy, MakeCopy, MakeDownload
from gateway.documentation import LOGGED_IN, STAMPS, binary, refusals
from gateway.documents import PDF, attachment, inline, send_object
from gateway.limiting import by_caller
from gateway.parameters import CertificateText, certificate_no_of
from gateway.parts import PartsDep
from gateway.sessions import Session, Who

router = APIRouter(prefix="/certificates", tags=["certificates"])

MAKING = (
    *LOGGED_IN,
    "certificate.unknown",
    "certificate.layout_not_received",
    *STAMPS,
    "print.not_renderable",
    "object.missing",
    "object.altered",
)


class Filters(CertificateConditions):
    """Conditions that all hold (组合查询); an unknown one is an error, not ignored."""

    model_config = ConfigDict(extra="forbid")

    sort: Sort | None = Field(default=None, description="`-issue_date` where nothing is said")
    with_count: bool = Field(default=False, description="Whether to count what is found")
    cursor: str | None = Field(default=None, description="`next_cursor` of the page before")
    limit: int = Field(default=50, ge=1, le=200)


@router.get("", response_model=CertificatePage, responses=refusals(*LOGGED_IN))
async def list_certificates(
    filters: Annotated[Filters, Query()], who: Who, parts: PartsDep
) -> Response:
    """Own certificates, and those an agent may print (R51); an empty list says why (R53).

    A condition with several values is given several times: `type_id=rcep&type_id=china_korea`.
    """
    asked = ListCertificates(caller=who, **filters.model_dump())
    return Response(await parts.rpc.relay(asked), media_type="application/json")


@router.get("/{certificate_no}", responses=refusals(*LOGGED_IN, "certificate.unknown"))
async def get_certificate(
    certificate_no: CertificateText, who: Who, parts: PartsDep
) -> CertificateView:
    """One certificate with layout, print and archive status (R55-R57)."""
    return await parts.rpc.call(GetCertificate(caller=who, certificate_no=certificate_no))


@router.get("/{certificate_no}/diagnosis", responses=refusals(*LOGGED_IN))
async def diagnose_certificate(
    certificate_no: CertificateText, who: Who, parts: PartsDep
) -> Diagnosis:
    """Why a certificate is not listed or not printable, and what to do (查看解决办法, R54)."""
    return await parts.rpc.call(DiagnoseCertificate(caller=who, certificate_no=certificate_no))


@router.post(
    "/{certificate_no}/copies",
    status_code=status.HTTP_201_CREATED,
    dependencies=[Depends(by_caller("make"))],
    response_class=Response,
    responses={
        **binary(PDF, "The copy, marked 非有效证书", status.HTTP_201_CREATED),
        **refusals(*MAKING, "print.copies_used_up"),
    },
)
async def make_copy(certificate_no: CertificateText, session: Session, parts: PartsDep) -> Response:
    """Make a copy to look at (预览/下载副本); it is not a valid certificate (R61, R65).

    Each has a print serial of its own and stands in the ledger of seal uses, so that an enterprise
    may make only so many a day; `Location` gives the same copy again.
    """
    number = certificate_no_of(certificate_no)
    made = await parts.rpc.call(
        MakeCopy(caller=session.caller, certificate_no=number, operator_name=session.operator_name)
    )
    sent = await send_object(parts.objects, made.document, PDF, inline(f"{number}-copy.pdf"))
    sent.status_code = status.HTTP_201_CREATED
    sent.headers["Location"] = f"/api/v1/certificates/{number}/copy.pdf"
    return sent


@router.get(
    "/{certificate_no}/copy.pdf",
    response_class=Response,
    responses={
        **binary(PDF, "The copy, marked 非有效证书"),
        **refusals(*MAKING, "print.no_copy"),
    },
)
async def get_copy(certificate_no: CertificateText, who: Who, parts: PartsDep) -> Response:
    """The copy that was made last (R61); nothing is made by looking at it."""
    number = certificate_no_of(certificate_no)
    made = await parts.rpc.call(GetCopy(caller=who, certificate_no=number))
    return await send_object(parts.objects, made.document, PDF, inline(f"{number}-copy.pdf"))


@router.get(
    "/{certificate_no}/download.pdf",
    dependencies=[Depends(by_caller("make"))],
    response_class=Response,
    responses={
        **binary(PDF, "The signed electronic certificate"),
        **refusals(*MAKING, "certificate.not_downloadable", "certificate.already_printed"),
    },
)
async def get_download(
    certificate_no: CertificateText, session: Session, parts: PartsDep
) -> Response:
    """RCEP's electronic certificate, signed, for the destinations that take it (R85-R87)."""
    number = certificate_no_of(certificate_no)
    made = await parts.rpc.call(
        MakeDownload(
            caller=session.caller, certificate_no=number, operator_name=session.operator_name
        )
    )
    return await send_object(parts.objects, made.document, PDF, attachment(f"{number}.pdf"))
