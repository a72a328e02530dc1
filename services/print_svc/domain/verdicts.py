"""What the public check answers about a sheet: one table from facts to sentence (R75, R76).

That the service is away is never a verdict; the gateway says so in its own words.
"""

from dataclasses import dataclass

from contracts.printing import JobState
from contracts.sentences import Sentence
from contracts.verification import VerificationVerdict
from services.print_svc.domain.statements import Statement


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


# (state of the print, certificate archived) -> reason
REASONS: dict[tuple[JobState, bool], str] = {
    ("issued", False): "never_released",
    ("issued", True): "never_released",
    ("released", False): "awaiting_confirmation",
    ("released", True): "valid",
    ("printed", False): "awaiting_archiving",
    ("printed", True): "valid",
    ("failed", False): "reported_failed",
    ("failed", True): "reported_failed",
    ("voided", False): "voided",
    ("voided", True): "voided",
    ("expired", False): "never_released",
    ("expired", True): "never_released",
}

ANSWERS: dict[str, tuple[VerificationVerdict, Sentence]] = {
    "valid": (
        "valid",
        Sentence(
            zh="证书 {certificate_no} 有效，打印编号 {print_serial}，已归档。",
            en="Certificate {certificate_no} is valid; sheet {print_serial}, archived.",
        ),
    ),
    "awaiting_confirmation": (
        "not_archived",
        Sentence(
            zh="证书 {certificate_no} 由本系统打印（打印编号 {print_serial}），"
            "出口企业尚未确认打印结果，尚未归档。",
            en="Certificate {certificate_no} was printed by us (sheet {print_serial}); "
            "the exporter has not confirmed the print yet, so it is not archived.",
        ),
    ),
    "awaiting_archiving": (
        "not_archived",
        Sentence(
            zh="证书 {certificate_no} 由本系统打印（打印编号 {print_serial}），已确认，尚未归档。",
            en="Certificate {certificate_no} was printed by us (sheet {print_serial}) and "
            "confirmed; it is not archived yet.",
        ),
    ),
    "not_printed": (
        "not_archived",
        Sentence(
            zh="证书 {certificate_no} 已签发，尚未自助打印。",
            en="Certificate {certificate_no} was issued but has not been printed by its exporter.",
        ),
    ),
    "archived_elsewhere": (
        "valid",
        Sentence(
            zh="证书 {certificate_no} 有效，已归档，不是由本系统打印的。",
            en="Certificate {certificate_no} is valid and archived; it was not printed by us.",
        ),
    ),
    "preview": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 是证书 {certificate_no} 的预览件，非有效证书。",
            en="Sheet {print_serial} is a preview of certificate {certificate_no}, "
            "not a valid certificate.",
        ),
    ),
    "replaced": (
        "replaced",
        Sentence(
            zh="打印编号 {print_serial} 已作废，由打印编号 {replaced_by} 取代。",
            en="Sheet {print_serial} is void: it was replaced by sheet {replaced_by}.",
        ),
    ),
    "certificate_replaced": (
        "replaced",
        Sentence(
            zh="证书 {certificate_no} 已由新证书 {new_certificate_no} 取代，其所有纸张均已失效。",
            en="Certificate {certificate_no} was replaced by certificate {new_certificate_no}; "
            "none of its sheets is valid.",
        ),
    ),
    "reported_failed": (
        "voided",
        Sentence(
            zh="出口企业已报告打印编号 {print_serial} 打印失败，该纸张无效。",
            en="The exporter reported the print of sheet {print_serial} as failed; it is void.",
        ),
    ),
    "voided": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 已作废。",
            en="Sheet {print_serial} is void.",
        ),
    ),
    "never_released": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 从未放行打印，该纸张无效。",
            en="Sheet {print_serial} was never released for printing; it is void.",
        ),
    ),
    "withdrawn": (
        "voided",
        Sentence(
            zh="海关已退回证书 {certificate_no}，该证书目前无效。",
            en="Customs sent certificate {certificate_no} back; it is not valid now.",
        ),
    ),
    "number_valid": (
        "valid",
        Sentence(
            zh="证书编号 {certificate_no} 有效",
            en="The certificate number {certificate_no} is valid",
            advice_zh="核对手中的纸张，请扫描二维码或同时输入打印编号。",
            advice_en="to check the sheet in your hands, scan its QR code or give its print serial "
            "too.",
        ),
    ),
    "number_not_valid": (
        "not_valid",
        Sentence(
            zh="没有编号为 {certificate_no} 的有效证书",
            en="No valid certificate has the number {certificate_no}",
            advice_zh="请核对编号（注意数字 0 与字母 O）；"
            "手中有纸张的，请扫描二维码或同时输入打印编号。",
            advice_en="check the number (mind 0 and O); with the sheet in your hands, scan its QR "
            "code or give its print serial too.",
        ),
    ),
    "no_such_pair": (
        "not_valid",
        Sentence(
            zh="证书编号 {certificate_no} 与打印编号 {print_serial} 不相符",
            en="Certificate number {certificate_no} and print serial {print_serial} do not agree",
            advice_zh="请核对两个编号，或扫描二维码。",
            advice_en="check both, or scan the QR code.",
        ),
    ),
    "serial_valid": (
        "valid",
        Sentence(
            zh="打印编号 {print_serial} 的纸张有效",
            en="Sheet {print_serial} is valid",
            advice_zh="同时输入证书编号可查看详情。",
            advice_en="give the certificate number too to see which certificate it is.",
        ),
    ),
    "serial_not_archived": (
        "not_archived",
        Sentence(
            zh="打印编号 {print_serial} 的纸张由本系统打印，尚未归档。",
            en="Sheet {print_serial} was printed by us; it is not archived yet.",
        ),
    ),
    "serial_replaced": (
        "replaced",
        Sentence(
            zh="打印编号 {print_serial} 的纸张已被取代。",
            en="Sheet {print_serial} was replaced.",
        ),
    ),
    "serial_voided": (
        "voided",
        Sentence(
            zh="打印编号 {print_serial} 的纸张无效。",
            en="Sheet {print_serial} is void.",
        ),
    ),
    "serial_unknown": (
        "not_valid",
        Sentence(
            zh="没有打印编号为 {print_serial} 的纸张",
            en="There is no sheet {print_serial}",
            advice_zh="请核对打印编号，或扫描二维码。",
            advice_en="check the print serial, or scan the QR code.",
        ),
    ),
    "unknown_number": (
        "unknown_number",
        Sentence(
            zh="没有编号为 {certificate_no} 的证书",
            en="There is no certificate {certificate_no}",
            advice_zh="请核对编号（注意数字 0 与字母 O）。",
            advice_en="check the number (mind 0 and O).",
        ),
    ),
    "unknown_sheet": (
        "altered",
        Sentence(
            zh="证书 {certificate_no} 没有打印编号 {print_serial}。",
            en="Certificate {certificate_no} has no sheet {print_serial}.",
        ),
    ),
    "other_data": (
        "altered",
        Sentence(
            zh="二维码内容与证书 {certificate_no} 的打印数据不一致。",
            en="The code does not agree with what was printed on certificate {certificate_no}.",
        ),
    ),
    "unreadable_code": (
        "altered",
        Sentence(
            zh="二维码已损坏或不是由本系统生成的。",
            en="The code is damaged or was not made by us.",
        ),
    ),
}


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
