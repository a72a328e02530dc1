"""Certificates, why one is not printable, and exception applications."""

from typing import Final

from pydantic import BaseModel

from contracts.certificate_lists import CertificatePage
from contracts.certificates import CertificateView, Diagnosis, DiagnosisLine
from contracts.customs import LayoutStatus
from contracts.errors import ERRORS
from contracts.exceptions import (
    ExceptionList,
    ExceptionReason,
    ExceptionReasonList,
    ExceptionView,
)
from contracts.exports import ExportView
from gateway.examples.making import example
from gateway.routes.downloads import NewDownload
from gateway.routes.exceptions import NewException
from gateway.routes.exports import ExportConditions
from gateway.specimens import (
    CERTIFICATE_NO,
    DESTINATION,
    ENTERPRISE,
    EXCEPTION_ID,
    EXPORT_ID,
    ISSUE_DATE,
    LATER,
    MORNING,
    OTHER_CERTIFICATE_NO,
    TYPE_ID,
)

NOT_RECEIVED: Final = "certificate.layout_not_received"

CERTIFICATE: Final = example(
    CertificateView,
    certificate_no=CERTIFICATE_NO,
    revision=1,
    enterprise_code=ENTERPRISE,
    type_id=TYPE_ID,
    destination=DESTINATION,
    issue_date=ISSUE_DATE,
    approved_at=MORNING,
    declarer_name="样本申报员",
    issuing_office="2200",
    collecting_office="2200",
    invoice_no="SPECIMEN-001",
    layout_status=LayoutStatus.RECEIVED,
    print_status="waiting",
    archived=False,
    returned=False,
    exception_count=0,
    printable=True,
    downloadable=False,
)
FAILING_LINE: Final = example(
    DiagnosisLine,
    code=NOT_RECEIVED,
    holds=False,
    rule=ERRORS[NOT_RECEIVED].rule,
    message_zh=ERRORS[NOT_RECEIVED].whole_zh,
    message_en=ERRORS[NOT_RECEIVED].whole_en,
    facts={"layout_status": "sending"},
)
PAPER_JAM: Final = example(ExceptionReason, code="paper_jam", zh="卡纸", en="Paper jam")
APPLICATION: Final = example(
    ExceptionView,
    exception_id=EXCEPTION_ID,
    certificate_no=CERTIFICATE_NO,
    enterprise_code=ENTERPRISE,
    reason=PAPER_JAM.code,
    operation="reprint_original",
    note="正本卡纸",
    device_reasons=("media-jam",),
    state="granted",
    count=1,
    filed_at=LATER,
)

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    CERTIFICATE,
    example(CertificatePage, certificates=(CERTIFICATE,), next_cursor=None, count=1),
    example(Diagnosis, certificate_no=OTHER_CERTIFICATE_NO, printable=False, lines=(FAILING_LINE,)),
    example(
        ExportView,
        export_id=EXPORT_ID,
        state="writing",
        rows_written=5000,
        rows_total=12_500,
        requested_at=MORNING,
        expires_at=LATER,
    ),
    example(ExportConditions, type_id=TYPE_ID, issued_from=ISSUE_DATE, language="en"),
    example(NewDownload, certificate_nos=(CERTIFICATE_NO, OTHER_CERTIFICATE_NO)),
    example(ExceptionReasonList, reasons=(PAPER_JAM,)),
    APPLICATION,
    example(ExceptionList, exceptions=(APPLICATION,)),
    example(
        NewException,
        certificate_no=CERTIFICATE_NO,
        reason=PAPER_JAM.code,
        operation="reprint_original",
        note="正本卡纸",
    ),
)
