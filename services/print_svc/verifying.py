"""From what somebody shows to what is recorded of it: facts for `domain.verdicts`."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from contracts.printing import Verification
from contracts.values import PrintPart
from services.print_svc import repository
from services.print_svc.domain.jobs import PrintJob
from services.print_svc.domain.statements import Statement
from services.print_svc.domain.verdicts import (
    Answer,
    SheetFacts,
    judge_sheet,
    not_printed,
    unknown_number,
    unknown_sheet,
)
from services.print_svc.signing import PdfVerdict


def judge_statement(session: Session, claimed: Statement) -> Verification:
    job = repository.job_by_serial(session, claimed.print_serial)
    if job is None:
        return verification(unknown_sheet(claimed))
    answer = _judge(session, job, claimed.print_serial, claimed)
    return verification(answer, job, claimed.print_serial, exporter=claimed.exporter)


def judge_pdf(session: Session, verdict: PdfVerdict) -> Verification:
    """A file that is not ours, or was changed, is altered; else its sheet is judged."""
    job = None
    if verdict.print_serial is not None:
        job = repository.job_by_serial(session, verdict.print_serial)
    if job is None or verdict.print_serial is None:
        return Verification(
            verdict="altered", message_zh=verdict.message_zh, message_en=verdict.message_en
        )
    answer = _judge(session, job, verdict.print_serial, None)
    return verification(answer, job, verdict.print_serial)


def judge_number(session: Session, candidates: Sequence[str]) -> Verification:
    """The first of several readings that exists (R77)."""
    for number in candidates:
        if repository.certificate(session, number) is not None:
            job = repository.latest_original(session, number)
            if job is None:
                return verification(not_printed(number))
            answer = _judge(session, job, job.print_serial, None)
            return verification(answer, job, job.print_serial)
    return verification(unknown_number(candidates[0]))


def verification(
    answer: Answer,
    job: PrintJob | None = None,
    serial: str | None = None,
    exporter: str | None = None,
) -> Verification:
    part = None
    if job is not None:
        original = serial == job.original_serial
        part = PrintPart.ORIGINAL if original else PrintPart.COPY
    return Verification(
        verdict=answer.verdict,
        certificate_no=job.certificate_no if job else None,
        exporter=exporter,
        print_serial=serial,
        part=part,
        replaced_by=answer.replaced_by,
        message_zh=answer.message_zh,
        message_en=answer.message_en,
    )


def _judge(session: Session, job: PrintJob, serial: str, claimed: Statement | None) -> Answer:
    certificate = repository.certificate(session, job.certificate_no)
    later = repository.successor(session, job)
    is_gone = job.state in {"voided", "failed"} and serial == job.original_serial
    facts = SheetFacts(
        certificate_no=job.certificate_no,
        print_serial=serial,
        state=job.state,
        digest=job.printed_digest or b"",
        replaced_by=later.print_serial if later is not None and is_gone else None,
    )
    return judge_sheet(
        facts,
        archived=certificate is not None and certificate.archived_at is not None,
        withdrawn=certificate is not None and certificate.returned_revision >= job.revision,
        claimed=claimed,
    )
