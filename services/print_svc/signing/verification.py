"""Judging a PDF somebody shows us: ours, unchanged, and which sheet it is.

A stranger's bytes meet a byte scan and a CMS parser only: certificates are looked into where the
signature has the parts of ours (`structure.py`), and the PDF parser opens nothing that our own
signature does not cover to the last byte.
"""

import asyncio
import io
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import cms
from asn1crypto.parser import peek
from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, extract_certificate_info
from pyhanko.sign.validation import async_validate_detached_cms
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import StandardCMSSignatureStatus
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from services.print_svc.domain.keywords import DocumentIdentity, read_keywords
from services.print_svc.signing.documents import asn1_certificate
from services.print_svc.signing.structure import is_made_as_ours
from services.print_svc.signing.verdicts import PdfVerdict

LARGEST = 32 * 1024 * 1024
MOST_SIGNATURES = 16
LONGEST_CMS = 64 * 1024

BYTE_RANGE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}0\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{1,9}(\d{1,10})\s{0,99}\]"
)
HEXADECIMAL = re.compile(rb"<([0-9a-fA-F]*)>")

# What asn1crypto and pyHanko raise on bytes made to break them.
HOSTILE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    PdfError,
    RuntimeError,
    SignatureValidationError,
    SigningError,
    TypeError,
    ValueError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class _Signature:
    der: bytes
    cms: cms.ContentInfo
    covered: bytes
    covers_all: bool
    filled_as_ours: bool


def verify_pdf(
    pdf: bytes, roots: Sequence[x509.Certificate], *, at: datetime | None = None
) -> PdfVerdict:
    """Judge by the trusted `roots` at the moment `at` (None: now); raise nothing for any bytes.

    Files beyond 32 MiB are not read.

    The most telling signature decides: one of ours, whole or broken, before a stranger's.
    """
    if len(pdf) > LARGEST:
        return PdfVerdict("pdf.too_large")
    if b"%PDF-" not in pdf[:1024]:
        return PdfVerdict("pdf.unreadable")
    moment = at or datetime.now(UTC)
    verdicts = [_judged(pdf, found, roots, moment) for found in _signatures(pdf)]
    return min(verdicts, key=PdfVerdict.rank, default=PdfVerdict("pdf.not_signed"))


def _signatures(pdf: bytes) -> Iterator[_Signature | None]:
    """Yield None for a signature whose range or CMS is broken."""
    for number, found in enumerate(BYTE_RANGE.finditer(pdf)):
        if number < MOST_SIGNATURES:
            yield _signature(pdf, *(int(group) for group in found.groups()))


def _signature(pdf: bytes, first: int, second: int, length: int) -> _Signature | None:
    end = second + length
    gap = pdf[first:second]
    text = HEXADECIMAL.fullmatch(gap) if len(gap) <= 2 * LONGEST_CMS else None
    if text is None or end > len(pdf):
        return None
    try:
        der = bytes.fromhex(text[1].decode())
        size = peek(der)
        content = cms.ContentInfo.load(der[:size], strict=True)
    except HOSTILE:
        return None
    covered = pdf[:first] + pdf[second:end]
    filled = der[:size].hex().upper().encode().ljust(len(text[1]), b"0")
    return _Signature(der[:size], content, covered, end == len(pdf), filled == text[1])


def _judged(
    pdf: bytes,
    signature: _Signature | None,
    roots: Sequence[x509.Certificate],
    moment: datetime,
) -> PdfVerdict:
    if signature is None:
        return PdfVerdict("pdf.signature_broken")
    try:
        return _judge(pdf, signature, roots, moment)
    except HOSTILE:
        return PdfVerdict("pdf.signature_broken")


def _judge(
    pdf: bytes, signature: _Signature, roots: Sequence[x509.Certificate], moment: datetime
) -> PdfVerdict:
    if not is_made_as_ours(signature.der, signature.cms, roots):
        return PdfVerdict("pdf.foreign_signer")
    status = _status(signature, roots, moment)
    late = not status.trusted and not _is_trusted(signature, roots, moment)
    last_moment = status.signing_cert.not_valid_after - timedelta(seconds=1)
    if late and not _is_trusted(signature, roots, last_moment):
        return PdfVerdict("pdf.foreign_signer")
    if not (status.intact and status.valid and signature.filled_as_ours):
        return PdfVerdict("pdf.changed")
    if not signature.covers_all:
        return PdfVerdict("pdf.extended")
    return _ours(pdf, expired=late)


def _status(
    signature: _Signature, roots: Sequence[x509.Certificate], moment: datetime
) -> StandardCMSSignatureStatus:
    context, data = _context(roots, moment), signature.cms["content"]
    return asyncio.run(
        async_validate_detached_cms(signature.covered, data, signer_validation_context=context)
    )


def _is_trusted(signature: _Signature, roots: Sequence[x509.Certificate], moment: datetime) -> bool:
    """Judge the certificate alone: pyHanko does not, once the document was changed."""
    known = extract_certificate_info(signature.cms["content"])
    path = CertificateValidator(known.signer_cert, known.other_certs, _context(roots, moment))
    check = path.async_validate_usage({"non_repudiation"})  # type: ignore[no-untyped-call] # pyHanko types most, not this
    try:
        asyncio.run(check)
    except (PathError, ValidationError):
        return False
    return True


def _context(roots: Sequence[x509.Certificate], moment: datetime) -> ValidationContext:
    trusted = [asn1_certificate(root) for root in roots]
    return ValidationContext(trust_roots=trusted, allow_fetching=False, moment=moment)


def _ours(pdf: bytes, *, expired: bool) -> PdfVerdict:
    identity = _identity(PdfFileReader(io.BytesIO(pdf)))
    if identity is None:
        return PdfVerdict("pdf.no_certificate")
    return PdfVerdict("pdf.signer_expired" if expired else "pdf.valid", identity.print_serial)


def _identity(reader: PdfFileReader) -> DocumentIdentity | None:
    try:
        keywords = reader.trailer_view["/Info"]["/Keywords"]
    except KeyError:
        return None
    return read_keywords(str(keywords))
