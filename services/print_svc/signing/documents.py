"""Putting a PAdES-B signature on a finished PDF, as an incremental update."""

import io
from functools import lru_cache

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko_certvalidator.registry import SimpleCertificateStore
from typing_extensions import override

from services.print_svc.signing.signers import DocumentSigner

# Without a fixed size pyHanko signs twice, the first time only to measure.
BYTES_RESERVED = 8192


class NotSignable(ValueError):  # noqa: N818 - says what the document is not
    """The bytes are no PDF that can take another signature field of this name."""


def sign_pdf(pdf: bytes, signer: DocumentSigner, *, reason: str, field_name: str) -> bytes:
    """Sign all bytes of `pdf` (PAdES-B, SHA-256); raise NotSignable."""
    metadata = signers.PdfSignatureMetadata(
        field_name=field_name,
        md_algorithm="sha256",
        reason=reason,
        subfilter=SigSeedSubFilter.PADES,
    )
    try:
        signed = signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            metadata,
            signer=_adapted(signer),
            bytes_reserved=BYTES_RESERVED,
        )
    except (PdfError, SigningError) as error:
        raise NotSignable(f"the document cannot be signed: {error}") from error
    return bytes(signed.getbuffer())


class _Adapter(signers.Signer):
    """A DocumentSigner as pyHanko sees it."""

    def __init__(self, signer: DocumentSigner) -> None:
        self._signer = signer
        self._size = _signature_bytes(signer.certificate)
        registry = SimpleCertificateStore.from_certs(  # type: ignore[no-untyped-call]
            map(asn1_certificate, signer.issuers)
        )
        super().__init__(
            signing_cert=asn1_certificate(signer.certificate),
            cert_registry=registry,
            embed_roots=False,
        )

    @override
    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        if digest_algorithm != "sha256":
            raise SigningError(f"a document signer signs with SHA-256, not {digest_algorithm}")
        return bytes(self._size) if dry_run else self._signer.sign(data)


@lru_cache(maxsize=8)
def _adapted(signer: DocumentSigner) -> _Adapter:
    return _Adapter(signer)


def asn1_certificate(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


def _signature_bytes(certificate: x509.Certificate) -> int:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size // 8
    if isinstance(key, ec.EllipticCurvePublicKey):
        return 2 * ((key.key_size + 7) // 8) + 10
    raise NotSignable("documents are signed with an EC or RSA certificate")
