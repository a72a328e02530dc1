"""The device's side of a print in words, and whether it disagrees with the person's (R72, R84)."""

from typing import Any, Final

from contracts.evidence import DeviceTrouble, DeviceWord
from contracts.sentences import Sentence
from contracts.troubles import reason_of, troubles_of
from services.print_svc.domain.print_jobs import PrintJob
from services.print_svc.domain.questions import SIDES

_YES_BUT_STOPPED: Final = Sentence(
    zh="您回答了“是”，但打印机报告打印中止（共 {pages} 页，已计 {counted} 页）",
    en="You answered yes, and the printer reports that it stopped (of {pages} pages it counted "
    "{counted})",
    advice_zh="请核对正本是否完整，不完整时请提交打印异常申请",
    advice_en="look whether the original is whole, and apply if it is not",
    rule="R72",
)
_NO_BUT_COMPLETED: Final = Sentence(
    zh="您回答了“否”，但打印机报告共 {pages} 页已全部打印",
    en="You answered no, and the printer counted all {pages} pages",
    advice_zh="请查看出纸盒，找到的正本请勿使用",
    advice_en="look in the output tray, and use no original that is found there",
    rule="R74",
)


def device_word(job: PrintJob) -> DeviceWord | None:
    """None where the device said nothing."""
    if job.evidence is None:
        return None
    said = _disagreement(job)
    return DeviceWord(
        troubles=tuple(
            DeviceTrouble(
                keyword=trouble.keyword,
                message_zh=trouble.sentence.zh,
                message_en=trouble.sentence.en,
                advice_zh=trouble.sentence.advice_zh,
                advice_en=trouble.sentence.advice_en,
            )
            for trouble in troubles_of(job.evidence.state_reasons)
        ),
        reason=_reason(job),
        warning_zh=said and said.whole_zh,
        warning_en=said and said.whole_en,
    )


def progress(before: PrintJob, after: PrintJob) -> dict[str, Any] | None:
    """What to tell of new evidence; None where the device says the same as before."""
    told = _facts(after)
    return None if told == _facts(before) else told


def _facts(job: PrintJob) -> dict[str, Any] | None:
    if job.evidence is None:
        return None
    return {
        "device_state": job.evidence.job_state,
        "impressions_completed": job.evidence.impressions_completed,
        "state_reasons": job.evidence.state_reasons,
        "reason": _reason(job),
        "order_id": job.order_id,
        "order_place": job.order_place,
    }


def _reason(job: PrintJob) -> str | None:
    """Nothing is to be offered for what came out whole."""
    if job.evidence is None or _came_out_whole(job):
        return None
    return reason_of(job.evidence.state_reasons)


def _came_out_whole(job: PrintJob) -> bool:
    told = job.evidence
    pages = SIDES * (job.sheets or 0)
    return told is not None and (
        told.job_state == "completed" and (told.impressions_completed or 0) >= pages > 0
    )


def _disagreement(job: PrintJob) -> Sentence | None:
    if job.evidence is None or job.confirmed_printed is None:
        return None
    details = {
        "pages": SIDES * (job.sheets or 0),
        "counted": job.evidence.impressions_completed or 0,
    }
    if job.confirmed_printed and job.evidence.job_state in {"aborted", "canceled"}:
        return _YES_BUT_STOPPED.filled(details)
    if not job.confirmed_printed and _came_out_whole(job):
        return _NO_BUT_COMPLETED.filled(details)
    return None
