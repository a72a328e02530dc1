"""Public verification of a sheet, a number or a file: facts for `domain.verdicts` (R75-R77)."""

from collections.abc import Sequence

from eventlet import tpool

from chassis.calls import answer
from chassis.database import Session
from contracts.certificate_numbers import LONGEST as LONGEST_NUMBER
from contracts.certificate_types import load_certificate_types
from contracts.values import PrintPart
from contracts.verification import (
    GetVerificationKeys,
    Verification,
    VerificationKey,
    VerificationKeys,
    VerifyCode,
    VerifyPdf,
)
from services.print_svc.domain.certificates import Certificate
from services.print_svc.domain.keys import jwk_bytes
from services.print_svc.domain.normalise import normalise_certificate_no
from services.print_svc.domain.print_jobs import PrintJob, is_replaceable
from services.print_svc.domain.serials import SerialError, parse_serial
from services.print_svc.domain.statements import Statement, StatementError, read_statement
from services.print_svc.domain.verdicts import (
    Answer,
    SheetFacts,
    judge_sheet,
    judge_unprinted,
    no_such_pair,
    number_alone,
    serial_alone,
    unknown_number,
    unknown_sheet,
    unreadable_code,
)
from services.print_svc.entrypoints.base import PrintEntrypoints
from services.print_svc.signing import PdfVerdict
from services.print_svc.storage import certificates, print_jobs


class PublicVerification(PrintEntrypoints):
    @answer(VerifyCode)
    def verify_code(self, session: Session, request: VerifyCode) -> Verification:
        """Details for a QR statement, or for a number with the print serial of its sheet."""
        try:
            claimed = read_statement(request.code, self.keys.statement_public)
        except StatementError:
            if request.serial is not None:
                return _judge_pair(session, request.code, request.serial)
            return _judge_typed(session, request.code)
        return _judge_statement(session, claimed)

    @answer(GetVerificationKeys, outside_transaction=True)
    def get_verification_keys(self, _request: GetVerificationKeys) -> VerificationKeys:
        found = self.keys.statement_public.items()
        return VerificationKeys(
            keys=tuple(VerificationKey(kid=kid.hex(), x=jwk_bytes(key)) for kid, key in found)
        )

    @answer(VerifyPdf, outside_transaction=True)
    def verify_pdf(self, request: VerifyPdf) -> Verification:
        # Here and not in the pool, as with the renderer.
        from services.print_svc.signing.verification import verify_pdf  # noqa: PLC0415 - a start does without

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


def _judge_pair(session: Session, typed: str, typed_serial: str) -> Verification:
    """Whoever can read both holds the sheet."""
    serial = _serial_of(typed_serial)
    job = print_jobs.of_serial(session, serial) if serial else None
    if serial is None or job is None or job.certificate_no not in _readings(typed):
        return _of_no_sheet(no_such_pair(typed, typed_serial))
    return _judge_sheet(session, job, serial, None)


def _judge_typed(session: Session, typed: str) -> Verification:
    """A print serial or a certificate number alone: its verdict, and nothing more."""
    serial = _serial_of(typed)
    if serial is not None:
        return _judge_serial(session, serial)
    readings = _readings(typed)
    if not readings:
        is_number = len(typed) <= LONGEST_NUMBER
        return _of_no_sheet(unknown_number(typed) if is_number else unreadable_code())
    return _judge_number(session, readings)


def _judge_serial(session: Session, serial: str) -> Verification:
    job = print_jobs.of_serial(session, serial)
    of_sheet = _judge_sheet(session, job, serial, None).verdict if job else None
    found = _of_no_sheet(serial_alone(serial, of_sheet))
    return found.model_copy(update={"print_serial": serial if job else None})


def _judge_number(session: Session, readings: Sequence[str]) -> Verification:
    """The first of several readings that is valid (R77)."""
    known = ((number, certificates.find(session, number)) for number in readings)
    for number, certificate in known:
        if certificate is not None and _is_valid(session, number, certificate):
            found = _of_no_sheet(number_alone(number, valid=True))
            return found.model_copy(update={"certificate_no": number})
    return _of_no_sheet(number_alone(readings[0], valid=False))


def _is_valid(session: Session, number: str, certificate: Certificate) -> bool:
    """By the last original, unless it belongs to an earlier approval."""
    job = print_jobs.latest_original(session, number)
    if job is not None and job.revision >= certificate.revision:
        return _judge_sheet(session, job, job.print_serial, None).verdict == "valid"
    unprinted = judge_unprinted(
        number,
        archived=certificate.archived,
        withdrawn=certificate.withdrawn,
        new_certificate_no=certificate.replaced_by,
    )
    return unprinted.verdict == "valid"


def _readings(typed: str) -> tuple[str, ...]:
    """The numbers that may be meant; empty for what is none."""
    patterns = {t.id: t.number.regex for t in load_certificate_types().certificate_types}
    number = normalise_certificate_no(typed, patterns)
    return () if number.value is None else (number.value, *number.readings)


def _serial_of(typed: str) -> str | None:
    try:
        return parse_serial(typed)
    except SerialError:
        return None


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
        message_zh=found.message_zh,
        message_en=found.message_en,
    )
