"""What can be said about a PDF, in both languages."""

from dataclasses import dataclass
from datetime import datetime

from services.print_svc.domain.keywords import DocumentIdentity

SENTENCES: dict[str, tuple[str, str]] = {
    "pdf.valid": (
        "该文件由本系统签名，签名后未被改动",
        "this file was signed by us and has not been changed since",
    ),
    "pdf.signer_expired": (
        "该文件由本系统签名且未被改动，但签名证书已过期，请以在线核查结果为准",
        "signed by us and unchanged, but the signing certificate has expired; check online",
    ),
    "pdf.no_certificate": (
        "该文件由本系统签名且未被改动，但不是原产地证书",
        "signed by us and unchanged, but it is no certificate of origin",
    ),
    "pdf.extended": (
        "该文件在签名之后被添加过内容",
        "something was added to this file after it was signed",
    ),
    "pdf.changed": (
        "该文件在签名之后被改动过",
        "this file was changed after it was signed",
    ),
    "pdf.signature_broken": (
        "该文件的签名已损坏，无法核查",
        "the signature in this file is broken and cannot be checked",
    ),
    "pdf.foreign_signer": (
        "该文件不是由本系统签名的",
        "this file was signed by somebody else",
    ),
    "pdf.not_signed": ("该文件没有签名", "this file is not signed"),
    "pdf.unreadable": ("无法读取该文件", "this file cannot be read as a PDF"),
    "pdf.too_large": ("该文件过大，无法核查", "this file is too large to be checked"),
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
    message_zh: str
    message_en: str

    def rank(self) -> int:
        return list(SENTENCES).index(self.code)


def pdf_verdict(
    code: str,
    *,
    signer: str | None = None,
    signed_at: datetime | None = None,
    identity: DocumentIdentity | None = None,
) -> PdfVerdict:
    zh, en = SENTENCES[code]
    return PdfVerdict(
        code=code,
        ours=code in OURS,
        unchanged=code in UNCHANGED,
        signer=signer,
        signed_at=signed_at,
        certificate_no=identity.certificate_no if identity else None,
        print_serial=identity.print_serial if identity else None,
        message_zh=zh,
        message_en=en,
    )
