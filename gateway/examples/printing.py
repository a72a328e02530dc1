"""Print jobs, the ledger of seal uses, and the public check."""

from typing import Any, Final

from pydantic import BaseModel

from contracts.printing import (
    Evidence,
    IssuedJob,
    PrintJobList,
    PrintJobView,
)
from contracts.seal_uses import SealUseList, SealUseProof, SealUseView
from contracts.unanswered import Unanswered
from contracts.values import PrintPart
from contracts.verification import Verification, VerificationKey, VerificationKeys
from gateway.examples.making import example
from gateway.problems import advice_of
from gateway.routes.print_answers import AnswerForMany, PrintsConfirmed, RefusedAnswer
from gateway.routes.printing import Answer, NewPrintJobs, PrintJobsIssued, RefusedJob
from gateway.specimens import (
    CERTIFICATE_NO,
    COPY_SERIAL,
    ENTERPRISE,
    ISSUE_DATE,
    JOB_ID,
    LATER,
    MORNING,
    OPERATOR_ID,
    OPERATOR_NAME,
    ORIGINAL_SERIAL,
    OTHER_CERTIFICATE_NO,
    OTHER_JOB_ID,
    SEAL_ID,
    SHA256,
    TICKET,
    TYPE_ID,
    WORKSTATION,
    WORKSTATION_ID,
)

NOT_RELEASED: Final = "print.not_released"
NOT_RECEIVED: Final = "certificate.layout_not_received"

JOB: Final = example(
    PrintJobView,
    job_id=JOB_ID,
    certificate_no=CERTIFICATE_NO,
    revision=1,
    enterprise_code=ENTERPRISE,
    issuer_code=ENTERPRISE,
    operator_id=OPERATOR_ID,
    operator_name=OPERATOR_NAME,
    parts=(PrintPart.ORIGINAL, PrintPart.COPY),
    state="issued",
    print_serials={PrintPart.ORIGINAL: ORIGINAL_SERIAL, PrintPart.COPY: COPY_SERIAL},
    workstation=WORKSTATION,
    workstation_id=WORKSTATION_ID,
    issued_at=MORNING,
    ticket_expires_at=LATER,
    order_id=OTHER_JOB_ID,
    order_place=0,
)
UNANSWERED: Final = example(
    Unanswered,
    since=MORNING,
    step="reminded",
    question_zh=f"请确认证书（{CERTIFICATE_NO}）是否已打印成功！若成功，请务必点击“是”，"
    "否则会影响清关；若长时间没有打印出正本，请务必点击“否”，"
    "系统将跳转到打印异常申请界面，同时会将本次打印结果告知海关。",
    question_en=f"Was certificate {CERTIFICATE_NO} printed? If it was, be sure to answer "
    "yes, or clearance suffers. If no original came out for long, be sure to answer no: "
    "the exception application is opened then, and customs is told the result of this "
    "print.",
    hint_zh="打印机报告共 4 页已全部打印，请核对纸张后回答",
    hint_en="The printer counted all 4 pages; look at the sheets before you answer",
)
WAITING: Final = example(
    PrintJobView,
    **JOB.model_dump(exclude_unset=True)
    | {
        "state": "released",
        "released_at": MORNING,
        "sheets": 2,
        "unanswered": UNANSWERED,
    },
)
ANSWERED: Final = example(
    PrintJobView,
    **JOB.model_dump(exclude_unset=True)
    | {
        "state": "printed",
        "released_at": MORNING,
        "sheets": 2,
        "confirmed_at": LATER,
        "confirmed_printed": True,
    },
)
REFUSED_ANSWER: Final = example(
    RefusedAnswer,
    job_id=OTHER_JOB_ID,
    code=NOT_RELEASED,
    details={},
    **advice_of(NOT_RELEASED, {}).model_dump(),
)
REFUSED_JOB: Final = example(
    RefusedJob,
    certificate_no=OTHER_CERTIFICATE_NO,
    code=NOT_RECEIVED,
    details={},
    **advice_of(NOT_RECEIVED, {}).model_dump(),
)
SEAL_USE: Final = example(
    SealUseView,
    position=1,
    certificate_no=CERTIFICATE_NO,
    print_serial=ORIGINAL_SERIAL,
    part=PrintPart.ORIGINAL,
    operator_id=OPERATOR_ID,
    used_at=LATER,
    seal_id=SEAL_ID,
    row_hash=SHA256,
)
PROOF: Final[dict[str, Any]] = {
    "format": "originprint-seal-use-proof/1",
    "enterprise_code": ENTERPRISE,
    "start": None,
    "entries": [
        {
            "position": 1,
            "enterprise_row": 1,
            "use": {
                "certificate_no": CERTIFICATE_NO,
                "print_serial": ORIGINAL_SERIAL,
                "part": PrintPart.ORIGINAL.value,
                "enterprise_code": ENTERPRISE,
                "operator_id": OPERATOR_ID,
                "used_at": "2026-03-02T01:02:00.000000Z",
                "seal_id": SEAL_ID,
                "seal_sha256": SHA256,
            },
            "salt": SHA256[:32],
            "row_hash": SHA256,
        },
        SHA256,
    ],
    "head": {
        "tip": {"length": 2, "row_hash": SHA256},
        "signed_at": "2026-03-02T01:03:00.000000Z",
        "key_id": SHA256[:8],
        "signature": SHA256 * 2,
    },
    "public_key": "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2Vw…\n-----END PUBLIC KEY-----\n",
}

EXAMPLES: Final[tuple[BaseModel, ...]] = (
    example(
        NewPrintJobs,
        certificate_nos=(CERTIFICATE_NO, OTHER_CERTIFICATE_NO),
        parts="both",
        workstation_id=WORKSTATION_ID,
    ),
    example(
        PrintJobsIssued,
        issued=(example(IssuedJob, job=JOB, ticket=TICKET),),
        refused=(REFUSED_JOB,),
    ),
    JOB,
    example(PrintJobList, jobs=(WAITING,), next_cursor=None),
    example(Answer, printed=True),
    example(AnswerForMany, job_ids=(JOB_ID, OTHER_JOB_ID), printed=True),
    example(PrintsConfirmed, confirmed=(ANSWERED,), refused=(REFUSED_ANSWER,)),
    example(
        Evidence,
        queued_at=MORNING,
        sent_at=MORNING,
        finished_at=LATER,
        job_state="completed",
        impressions_completed=4,
        state_reasons=(),
        printer_name="Form Printer",
        bytes_sent=283_417,
        document_sha256=SHA256,
    ),
    example(SealUseList, uses=(SEAL_USE,), next_cursor=None),
    example(SealUseProof, proof=PROOF),
    example(
        Verification,
        verdict="valid",
        certificate_no=CERTIFICATE_NO,
        type_id=TYPE_ID,
        issue_date=ISSUE_DATE,
        exporter="SPECIMEN IMPORT AND EXPORT CO., LTD.",
        print_serial=ORIGINAL_SERIAL,
        part=PrintPart.ORIGINAL,
        message_zh=f"证书 {CERTIFICATE_NO} 有效，打印编号 {ORIGINAL_SERIAL}，已归档。",
        message_en=f"Certificate {CERTIFICATE_NO} is valid; sheet {ORIGINAL_SERIAL}, archived.",
    ),
    example(
        VerificationKeys,
        keys=(VerificationKey(kid="fe812c12", x="6kpsY-KcUgq-9VB7Ey7F-ZVHdq6-vnuSQh7qaRRG0iw"),),
    ),
)
