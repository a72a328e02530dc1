"""From what somebody shows to what is recorded of it: facts for `domain.verdicts`."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from contracts.printing import Verification
from contracts.values import PrintPart
from services.print_svc import hearsay, repository
from services.print_svc.domain.jobs import PrintJob
from services.print_svc.domain.standing import Standing
from services.print_svc.domain.statements import Statement
from services.print_svc.domain.verdicts import (
    Answer,
    SheetFacts,
    judge_sheet,
    judge_unprinted,
    unknown_number,
    unknown_sheet,
)
from services.print_svc.signing import PdfVerdict


def judge_statement(session: Session, claimed: Statement) -> Verification:
    job = repository.job_by_serial(session, claimed.print_serial)
    if job is None:
        return said(unknown_sheet(claimed))
    found = _judged(session, job, claimed.print_serial, claimed)
    return found.model_copy(update={"exporter": claimed.exporter})


def judge_pdf(session: Session, verdict: PdfVerdict) -> Verification:
    """A file that is not ours, or was changed, is altered; else its sheet is judged."""
    job = None
    if verdict.print_serial is not None:
        job = repository.job_by_serial(session, verdict.print_serial)
    if job is None or verdict.print_serial is None:
        return Verification(
            verdict="altered", message_zh=verdict.message_zh, message_en=verdict.message_en
        )
    return _judged(session, job, verdict.print_serial, None)


def judge_number(session: Session, candidates: Sequence[str]) -> Verification:
    """The first of several readings that exists (R77)."""
    for number in candidates:
        standing = hearsay.standing(session, number)
        if standing is not None:
            return _by_number(session, number, standing)
    return said(unknown_number(candidates[0]))


def said(answer: Answer) -> Verification:
    """An answer about no sheet of ours."""
    return Verification(
        verdict=answer.verdict, message_zh=answer.message_zh, message_en=answer.message_en
    )


def _by_number(session: Session, number: str, standing: Standing) -> Verification:
    """By the last original, unless it belongs to an earlier approval."""
    job = repository.latest_original(session, number)
    if job is not None and job.revision >= standing.revision:
        return _judged(session, job, job.print_serial, None)
    return said(judge_unprinted(number, archived=standing.archived, withdrawn=standing.withdrawn))


def _judged(
    session: Session, job: PrintJob, serial: str, claimed: Statement | None
) -> Verification:
    standing = hearsay.standing(session, job.certificate_no)
    answer = judge_sheet(
        _facts(session, job, serial),
        archived=standing is not None and standing.archived,
        withdrawn=standing is not None and standing.is_withdrawn(job.revision),
        claimed=claimed,
    )
    issue_date = standing.issue_date if standing else None
    return Verification(
        verdict=answer.verdict,
        certificate_no=job.certificate_no,
        type_id=standing.type_id if standing else None,
        issue_date=issue_date.isoformat() if issue_date else None,
        print_serial=serial,
        part=PrintPart.ORIGINAL if serial == job.original_serial else PrintPart.COPY,
        replaced_by=answer.replaced_by,
        message_zh=answer.message_zh,
        message_en=answer.message_en,
    )


def _facts(session: Session, job: PrintJob, serial: str) -> SheetFacts:
    """Only an original is replaced, and only one that is void."""
    later = None
    if job.state in {"voided", "failed"} and serial == job.original_serial:
        later = repository.latest_original(session, job.certificate_no, after=job.issued_at)
    return SheetFacts(
        certificate_no=job.certificate_no,
        print_serial=serial,
        state=job.state,
        digest=job.printed_digest or b"",
        preview=job.kind == "preview",
        replaced_by=later.print_serial if later else None,
    )
