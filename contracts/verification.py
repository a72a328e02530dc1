"""The public check of a sheet, a number or a file, answered by print_svc (R75-R77)."""

from typing import ClassVar, Literal

from pydantic import Field

from contracts.base import Reply, Request
from contracts.printing import SOURCE
from contracts.values import CertificateNo, ObjectRef, PrintPart, PrintSerial

VerificationVerdict = Literal[
    "valid", "replaced", "voided", "not_archived", "not_valid", "unknown_number", "altered"
]
"""`not_valid`: no valid certificate has that number, or number and print serial do not agree;
`unknown_number`: what was typed cannot be a number."""


class Verification(Reply):
    """The answer of the public check; being unavailable is never a verdict.

    Details are for whoever holds the paper or its file: a number alone, or a print serial alone,
    gets its verdict and nothing more.

    `replaced_by` is the sheet printed instead, `replaced_by_certificate` the certificate issued
    instead (R99).
    """

    verdict: VerificationVerdict
    certificate_no: str | None = None
    type_id: str | None = None
    issue_date: str | None = None
    exporter: str | None = None
    print_serial: PrintSerial | None = None
    part: PrintPart | None = None
    replaced_by: PrintSerial | None = None
    replaced_by_certificate: CertificateNo | None = None
    message_zh: str
    message_en: str


class VerifyCode(Request[Verification]):
    """`code`: what the QR address ends with, a certificate number or a print serial, as typed.

    `serial` is the print serial beside a certificate number.
    """

    SERVICE: ClassVar[str] = SOURCE

    code: str = Field(max_length=1000)
    serial: str | None = Field(default=None, max_length=100)


class VerifyPdf(Request[Verification]):
    """The file may be as large as an upload can be."""

    SERVICE: ClassVar[str] = SOURCE
    PATIENCE: ClassVar[int] = 3

    document: ObjectRef


class VerificationKey(Reply):
    """A public key as a JWK (RFC 7517, RFC 8037); `kid` is what statements name it by, in hex."""

    kty: Literal["OKP"] = "OKP"
    crv: Literal["Ed25519"] = "Ed25519"
    kid: str
    x: str


class VerificationKeys(Reply):
    """Every key that signed a sheet which may still be shown, former ones included."""

    keys: tuple[VerificationKey, ...]


class GetVerificationKeys(Request[VerificationKeys]):
    """With them a QR code's statement is checked where there is no network."""

    SERVICE: ClassVar[str] = SOURCE
