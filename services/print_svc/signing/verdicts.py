"""What can be said about a PDF, in both languages."""

from dataclasses import dataclass

from contracts.sentences import Sentence

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


@dataclass(frozen=True, slots=True)
class PdfVerdict:
    """`print_serial` names the sheet of a file that is ours and whose every byte is as signed."""

    code: str
    print_serial: str | None = None

    @property
    def message_zh(self) -> str:
        return SENTENCES[self.code].whole_zh

    @property
    def message_en(self) -> str:
        return SENTENCES[self.code].whole_en

    def rank(self) -> int:
        """The most telling verdict first: of several signatures it decides."""
        return list(SENTENCES).index(self.code)
