"""The dialog after a print: what a person is asked, and what the device said beside it (R72)."""

from typing import Final

from contracts.printing import Evidence
from contracts.sentences import Sentence
from contracts.unanswered import Unanswered
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.reminders import is_unanswered, step_of

SIDES: Final = 2
"""Of a sheet; the device counts each as an impression (RFC 8011, 5.3.18.2)."""

QUESTION: Final = Sentence(
    zh="请确认证书（{certificate_no}）是否已打印成功！若成功，请务必点击“是”，否则会影响清关；"
    "若长时间没有打印出正本，请务必点击“否”，系统将跳转到打印异常申请界面，"
    "同时会将本次打印结果告知海关。",
    en="Was certificate {certificate_no} printed? If it was, be sure to answer yes, or clearance "
    "suffers. If no original came out for long, be sure to answer no: the exception application "
    "is opened then, and customs is told the result of this print.",
    rule="R72",
)
QUESTION_OF_COPY: Final = Sentence(
    zh="请确认证书（{certificate_no}）的副本是否已打印成功！若没有打印出来，请点击“否”，"
    "然后重新打印副本。",
    en="Was the copy of certificate {certificate_no} printed? If it did not come out, answer no "
    "and print it again.",
    rule="R72",
)
ALL_COUNTED: Final = Sentence(
    zh="打印机报告共 {pages} 页已全部打印，请核对纸张后回答",
    en="The printer counted all {pages} pages; look at the sheets before you answer",
)
STOPPED: Final = Sentence(
    zh="打印机报告打印中止，共 {pages} 页，已计 {counted} 页",
    en="The printer reports that it stopped; of {pages} pages it counted {counted}",
)


def unanswered(job: PrintJob) -> Unanswered | None:
    """None for a job that waits for no answer, or for none any more."""
    if job.released_at is None or not is_unanswered(job):
        return None
    question = QUESTION if job.has_original else QUESTION_OF_COPY
    asked = question.filled({"certificate_no": job.certificate_no})
    hint = hint_of(job.evidence, job.sheets)
    return Unanswered(
        since=job.released_at,
        step=step_of(job),
        question_zh=asked.zh,
        question_en=asked.en,
        hint_zh=hint and hint.zh,
        hint_en=hint and hint.en,
    )


def hint_of(evidence: Evidence | None, sheets: int | None) -> Sentence | None:
    """Only what the device knows for sure; the answer stays a person's (promise 3)."""
    if evidence is None or sheets is None:
        return None
    pages, counted = SIDES * sheets, evidence.impressions_completed or 0
    details = {"pages": pages, "counted": counted}
    if evidence.job_state == "completed" and counted >= pages:
        return ALL_COUNTED.filled(details)
    if evidence.job_state in {"aborted", "canceled"}:
        return STOPPED.filled(details)
    return None
