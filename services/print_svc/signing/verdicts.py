"""What can be said about a PDF, in both languages."""

from dataclasses import dataclass
from datetime import datetime

from contracts.sentences import Sentence
from services.print_svc.domain.keywords import DocumentIdentity

SENTENCES: dict[str, Sentence] = {
    "pdf.valid": Sentence(
        zh="该文件由本系统签名，签名后未被改动",
        en="this file was signed by us and has not been changed since",
    ),
    "pdf.signer_expired": Sentence(
        zh="该文件由本系统签名且未被改动，但签名证书已过期",
        en="signed by us and unchanged, but the signing certificate has expired",
        advice_zh="请以在线核查结果为准",
        advice_en="check online",
    ),
    "pdf.no_certificate": Sentence(
        zh="该文件由本系统签名且未被改动，但不是原产地证书",
        en="signed by us and unchanged, but it is no certificate of origin",
    ),
    "pdf.extended": Sentence(
        zh="该文件在签名之后被添加过内容",
        en="something was added to this file after it was signed",
    ),
    "pdf.changed": Sentence(
        zh="该文件在签名之后被改动过",
        en="this file was changed after it was signed",
    ),
    "pdf.signature_broken": Sentence(
        zh="该文件的签名已损坏，无法核查",
        en="the signature in this file is broken and cannot be checked",
    ),
    "pdf.foreign_signer": Sentence(
        zh="该文件不是由本系统签名的",
        en="this file was signed by somebody else",
    ),
    "pdf.not_signed": Sentence(
        zh="该文件没有签名",
        en="this file is not signed",
    ),
    "pdf.unreadable": Sentence(
        zh="无法读取该文件",
        en="this file cannot be read as a PDF",
    ),
    "pdf.too_large": Sentence(
        zh="该文件过大，无法核查",
        en="this file is too large to be checked",
    ),
}

OURS = {"pdf.valid", "pdf.signer_expired", "pdf.no_certificate", "pdf.extended", "pdf.changed"}
UNCHANGED = {"pdf.valid", "pdf.signer_expired", "pdf.no_certificate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfVerdict:
    """`ours`: signed under our root; `unchanged`: every byte is as it was signed.

    `certificate_no` and `print_serial` are given only for a file that is both.
    """

    code: str
    ours: bool
    unchanged: bool
    signer: str | None
    signed_at: datetime | None
    certificate_no: str | None
    print_serial: str | None
    said: Sentence

    @property
    def message_zh(self) -> str:
        return self.said.whole_zh

    @property
    def message_en(self) -> str:
        return self.said.whole_en

    def rank(self) -> int:
        return list(SENTENCES).index(self.code)


def pdf_verdict(
    code: str,
    *,
    signer: str | None = None,
    signed_at: datetime | None = None,
    identity: DocumentIdentity | None = None,
) -> PdfVerdict:
    return PdfVerdict(
        code=code,
        ours=code in OURS,
        unchanged=code in UNCHANGED,
        signer=signer,
        signed_at=signed_at,
        certificate_no=identity.certificate_no if identity else None,
        print_serial=identity.print_serial if identity else None,
        said=SENTENCES[code],
    )
