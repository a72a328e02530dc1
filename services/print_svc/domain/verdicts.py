"""What the public check answers about a sheet: one table from facts to sentence (R75, R76).

That the service is away is never a verdict; the gateway says so in its own words.
"""

from dataclasses import dataclass

from contracts.printing import JobState
from contracts.sentences import Sentence
from contracts.verification import VerificationVerdict
from services.print_svc.domain.statements import Statement
from services.print_svc.domain.verdict_sentences import ANSWERS, REASONS


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What is recorded of one print serial; `replaced_by` is the serial printed instead.

    `new_certificate_no` is the certificate issued instead of this sheet's.
    """

    certificate_no: str
    print_serial: str
    state: JobState
    digest: bytes
    preview: bool = False
    replaced_by: str | None = None
    new_certificate_no: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`reason` is finer than `verdict` and stable; `said` is for people."""

    verdict: VerificationVerdict
    reason: str
    said: Sentence
    replaced_by: str | None = None
    new_certificate_no: str | None = None

    @property
    def message_zh(self) -> str:
        return self.said.whole_zh

    @property
    def message_en(self) -> str:
        return self.said.whole_en


def judge_sheet(
    sheet: SheetFacts, *, archived: bool, withdrawn: bool, claimed: Statement | None = None
) -> Answer:
    """Answer for a known sheet; `claimed` is its signed statement when the code was scanned."""
    return _answer(
        _reason(sheet, archived=archived, withdrawn=withdrawn, claimed=claimed),
        certificate_no=sheet.certificate_no,
        print_serial=sheet.print_serial,
        replaced_by=sheet.replaced_by,
        new_certificate_no=sheet.new_certificate_no,
    )


def judge_unprinted(
    certificate_no: str,
    *,
    archived: bool,
    withdrawn: bool,
    new_certificate_no: str | None = None,
) -> Answer:
    """Answer a look-up by number when no sheet of the last approval came from us."""
    if new_certificate_no is not None:
        return _answer(
            "certificate_replaced",
            certificate_no=certificate_no,
            new_certificate_no=new_certificate_no,
        )
    reason = "archived_elsewhere" if archived else "not_printed"
    return _answer("withdrawn" if withdrawn else reason, certificate_no=certificate_no)


def number_alone(certificate_no: str, *, valid: bool) -> Answer:
    """Answer a number of which nobody shows that he holds the sheet: valid or not."""
    reason = "number_valid" if valid else "number_not_valid"
    return _answer(reason, certificate_no=certificate_no)


def serial_alone(print_serial: str, of_sheet: VerificationVerdict | None) -> Answer:
    """Answer a print serial: the verdict on its sheet, None for one that is not recorded."""
    reason = f"serial_{of_sheet}" if of_sheet is not None else "serial_unknown"
    return _answer(reason, print_serial=print_serial)


def no_such_pair(certificate_no: str, print_serial: str) -> Answer:
    """Answer a number and a print serial, as they were typed, that no sheet bears together."""
    return _answer("no_such_pair", certificate_no=certificate_no, print_serial=print_serial)


def unknown_number(certificate_no: str) -> Answer:
    """Answer a number, as it was typed, that no certificate has."""
    return _answer("unknown_number", certificate_no=certificate_no)


def unknown_sheet(claimed: Statement) -> Answer:
    """Answer a well-signed statement about a sheet that is not recorded."""
    return _answer(
        "unknown_sheet", certificate_no=claimed.certificate_no, print_serial=claimed.print_serial
    )


def unreadable_code() -> Answer:
    """Answer what raised a StatementError."""
    return _answer("unreadable_code")


def _reason(
    sheet: SheetFacts, *, archived: bool, withdrawn: bool, claimed: Statement | None
) -> str:
    if claimed is not None and not _agrees(claimed, sheet):
        return "other_data"
    if sheet.new_certificate_no is not None:
        return "certificate_replaced"
    if sheet.preview:
        return "preview"
    if sheet.replaced_by is not None:
        return "replaced"
    if withdrawn:
        return "withdrawn"
    return REASONS[sheet.state, archived]


def _agrees(claimed: Statement, sheet: SheetFacts) -> bool:
    return (claimed.certificate_no, claimed.print_serial, claimed.digest) == (
        sheet.certificate_no,
        sheet.print_serial,
        sheet.digest,
    )


def _answer(
    reason: str,
    *,
    certificate_no: str = "",
    print_serial: str = "",
    replaced_by: str | None = None,
    new_certificate_no: str | None = None,
) -> Answer:
    verdict, sentence = ANSWERS[reason]
    details = {
        "certificate_no": certificate_no,
        "print_serial": print_serial,
        "replaced_by": replaced_by,
        "new_certificate_no": new_certificate_no,
    }
    successor = replaced_by if reason == "replaced" else None
    return Answer(verdict, reason, sentence.filled(details), successor, new_certificate_no)
