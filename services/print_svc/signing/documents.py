"""Putting a PAdES-B signature on a finished PDF, as an incremental update."""

import io
from datetime import UTC, datetime
from functools import lru_cache

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from services.print_svc.signing.signed_data import (
    KeyNotSupported,
    SignatureFrame,
    frame_of,
    signed_data,
)
from services.print_svc.signing.signers import DocumentSigner

# Hexadecimal characters: room for the signature, its certificate and two issuers.
CHARACTERS_RESERVED = 8192


class NotSignable(ValueError):  # noqa: N818 - says what the document is not
    """The bytes are no PDF that can take another signature field of this name."""


def sign_pdf(
    pdf: bytes,
    signer: DocumentSigner,
    *,
    reason: str,
    field_name: str,
    signed_at: datetime | None = None,
) -> bytes:
    """Sign all bytes of `pdf` (PAdES-B of ETSI EN 319 142-1, SHA-256); `signed_at` None: now.

    Raise NotSignable for what is no PDF or has a field of this name, and for an unfit key.
    """
    place = SignatureObject(
        timestamp=signed_at or datetime.now(UTC),
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        bytes_reserved=CHARACTERS_RESERVED,
    )
    try:
        return _signed(pdf, place, signer, field_name)
    except (PdfError, SigningError, KeyNotSupported) as error:
        raise NotSignable(f"the document cannot be signed: {error}") from error


def _signed(pdf: bytes, place: SignatureObject, signer: DocumentSigner, field_name: str) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.ensure_output_version(version=(1, 7))  # type: ignore[no-untyped-call] # pyHanko types most, not this
    writer.register_extension(ESIC_EXTENSION_1)
    steps = PdfCMSEmbedder().write_cms(field_name, writer)
    next(steps)
    steps.send(SigObjSetup(sig_placeholder=place))
    prepared, output = steps.send(SigIOSetup(md_algorithm="sha256"))
    steps.send(signed_data(prepared.document_digest, signer, _frame(signer)))
    return bytes(output.getbuffer())


@lru_cache(maxsize=8)
def _frame(signer: DocumentSigner) -> SignatureFrame:
    return frame_of(signer.certificate, signer.issuers)


def asn1_certificate(certificate: x509.Certificate) -> asn1.Certificate:
    """As pyHanko takes it, which reads certificates with another library."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))
