"""Public verification of a sheet, a number or a file: facts for `domain.verdicts` (R75-R77)."""

from collections.abc import Sequence

from eventlet import tpool

from chassis.calls import answer
from chassis.database import Session
from contracts.certificate_numbers import LONGEST as LONGEST_NUMBER
from contracts.certificate_types import load_certificate_types
from contracts.values import PrintPart
from contracts.verification import Verification, VerifyCode, VerifyPdf
from services.print_svc.domain.certificates import Certificate
from services.print_svc.domain.normalise import normalise_certificate_no
from services.print_svc.domain.print_jobs import PrintJob, is_replaceable
from services.print_svc.domain.statements import Statement, StatementError, read_statement
from services.print_svc.domain.verdicts import (
    Answer,
    SheetFacts,
    judge_sheet,
    judge_unprinted,
    unknown_number,
    unknown_sheet,
    unreadable_code,
)
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.signing import PdfVerdict, verify_pdf
from services.print_svc.storage import certificates, print_jobs


class PublicVerification(PrintEntrypoints):
    @answer(VerifyCode)
    def verify_code(self, session: Session, request: VerifyCode) -> Verification:
        """`code` is a QR statement or a certificate number as somebody typed it."""
        try:
            claimed = read_statement(request.code, self.keys.statement_public)
        except StatementError:
            return _judge_typed(session, request.code)
        return _judge_statement(session, claimed)

    @answer(VerifyPdf, outside_transaction=True)
    def verify_pdf(self, request: VerifyPdf) -> Verification:
        pdf = self.objects.get(request.document)
        verdict = tpool.execute(verify_pdf, pdf, self.keys.document_roots)
        with self.db.reading() as session:
            return _judge_pdf(session, verdict)


def _judge_statement(session: Session, claimed: Statement) -> Verification:
    job = print_jobs.of_serial(session, claimed.print_serial)
    if job is None:
        return _of_no_sheet(unknown_sheet(claimed))
    found = _judge_sheet(session, job, claimed.print_serial, claimed)
    return found.model_copy(update={"exporter": claimed.exporter})


def _judge_pdf(session: Session, verdict: PdfVerdict) -> Verification:
    """A file that is not ours, or was changed, is altered; else its sheet is judged."""
    job = None
    if verdict.print_serial is not None:
        job = print_jobs.of_serial(session, verdict.print_serial)
    if job is None or verdict.print_serial is None:
        return Verification(
            verdict="altered", message_zh=verdict.message_zh, message_en=verdict.message_en
        )
    return _judge_sheet(session, job, verdict.print_serial, None)


def _judge_typed(session: Session, typed: str) -> Verification:
    patterns = {t.id: t.number.regex for t in load_certificate_types().certificate_types}
    number = normalise_certificate_no(typed, patterns)
    if number.value is None:
        is_number = len(typed) <= LONGEST_NUMBER
        return _of_no_sheet(unknown_number(typed) if is_number else unreadable_code())
    return _judge_number(session, (number.value, *number.readings))


def _judge_number(session: Session, readings: Sequence[str]) -> Verification:
    """The first of several readings that exists (R77)."""
    for number in readings:
        certificate = certificates.find(session, number)
        if certificate is not None:
            return _judge_certificate(session, number, certificate)
    return _of_no_sheet(unknown_number(readings[0]))


def _judge_certificate(session: Session, number: str, certificate: Certificate) -> Verification:
    """By the last original, unless it belongs to an earlier approval."""
    job = print_jobs.latest_original(session, number)
    if job is not None and job.revision >= certificate.revision:
        return _judge_sheet(session, job, job.print_serial, None)
    return _of_no_sheet(
        judge_unprinted(
            number,
            archived=certificate.archived,
            withdrawn=certificate.withdrawn,
            new_certificate_no=certificate.replaced_by,
        )
    )


def _judge_sheet(
    session: Session, job: PrintJob, serial: str, claimed: Statement | None
) -> Verification:
    certificate = certificates.find(session, job.certificate_no)
    found = judge_sheet(
        _facts(session, job, serial, certificate),
        archived=certificate is not None and certificate.archived,
        withdrawn=certificate is not None and certificate.is_withdrawn(job.revision),
        claimed=claimed,
    )
    issue_date = certificate.issue_date if certificate else None
    return Verification(
        verdict=found.verdict,
        certificate_no=job.certificate_no,
        type_id=certificate.type_id if certificate else None,
        issue_date=issue_date.isoformat() if issue_date else None,
        print_serial=serial,
        part=PrintPart.ORIGINAL if serial == job.original_serial else PrintPart.COPY,
        replaced_by=found.replaced_by,
        replaced_by_certificate=found.new_certificate_no,
        message_zh=found.message_zh,
        message_en=found.message_en,
    )


def _facts(
    session: Session, job: PrintJob, serial: str, certificate: Certificate | None
) -> SheetFacts:
    later = None
    if is_replaceable(job, serial):
        later = print_jobs.latest_original(session, job.certificate_no, after=job.issued_at)
    return SheetFacts(
        certificate_no=job.certificate_no,
        print_serial=serial,
        state=job.state,
        digest=job.printed_digest or b"",
        preview=job.kind == "preview",
        replaced_by=later.print_serial if later else None,
        new_certificate_no=certificate.replaced_by if certificate else None,
    )


def _of_no_sheet(found: Answer) -> Verification:
    return Verification(
        verdict=found.verdict,
        replaced_by_certificate=found.new_certificate_no,
        message_zh=found.message_zh,
        message_en=found.message_en,
    )
