"""The CMS signature inside the PDF (RFC 5652, PAdES-B): written byte by byte.

A general ASN.1 library takes eight milliseconds over what is always the same few hundred bytes.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

from services.print_svc.signing.signers import DocumentSigner

INTEGER, OCTETS, OBJECT_ID, SEQUENCE, SET, CONTEXT_0 = 0x02, 0x04, 0x06, 0x30, 0x31, 0xA0
NULL = b"\x05\x00"
VERSION_1 = b"\x02\x01\x01"

SIGNED_DATA = "1.2.840.113549.1.7.2"
DATA = "1.2.840.113549.1.7.1"
CONTENT_TYPE = "1.2.840.113549.1.9.3"
MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"
SHA256 = "2.16.840.1.101.3.4.2.1"
ECDSA_SHA256 = "1.2.840.10045.4.3.2"
RSA_SHA256 = "1.2.840.113549.1.1.11"


class KeyNotSupported(ValueError):  # noqa: N818 - says what the key is not
    """Documents are signed with EC or RSA keys."""


@dataclass(frozen=True, slots=True)
class SignatureFrame:
    """What is the same in every signature of one signer."""

    certificates: bytes
    issuer_and_serial: bytes
    certificate_attribute: bytes
    mechanism: bytes


def frame_of(own: x509.Certificate, issuers: Iterable[x509.Certificate]) -> SignatureFrame:
    """Of the signer's own certificate, with those of the `issuers` that lead from it to a root.

    Raise KeyNotSupported for a certificate with neither an EC nor an RSA key.
    """
    der = own.public_bytes(Encoding.DER)
    others = [issuer.public_bytes(Encoding.DER) for issuer in _leading(own, issuers)]
    digest = _tlv(OCTETS, hashlib.sha256(der).digest())
    serial = _integer(own.serial_number)
    return SignatureFrame(
        certificates=_tlv(CONTEXT_0, *sorted([der, *others])),
        issuer_and_serial=_sequence(own.issuer.public_bytes(), serial),
        certificate_attribute=_attribute(
            SIGNING_CERTIFICATE_V2, _sequence(_sequence(_sequence(digest)))
        ),
        mechanism=_mechanism(own),
    )


def signed_data(document_digest: bytes, signer: DocumentSigner, frame: SignatureFrame) -> bytes:
    """Sign the SHA-256 of the document's covered bytes; give the ContentInfo in DER."""
    attributes = signed_attributes(document_digest, frame)
    return assembled(frame, attributes, signer.sign(_tlv(SET, attributes)))


def signed_attributes(document_digest: bytes, frame: SignatureFrame) -> bytes:
    """Content type, message digest and signing certificate (RFC 5652, RFC 5035), in DER's order."""
    parts = [
        _attribute(CONTENT_TYPE, _object_id(DATA)),
        _attribute(MESSAGE_DIGEST, _tlv(OCTETS, document_digest)),
        frame.certificate_attribute,
    ]
    return b"".join(sorted(parts))


def assembled(frame: SignatureFrame, attributes: bytes, signature: bytes) -> bytes:
    """The ContentInfo in DER; `signature` is over the SET of the attributes."""
    digest_algorithm = _sequence(_object_id(SHA256))
    signer_info = _sequence(
        VERSION_1,
        frame.issuer_and_serial,
        digest_algorithm,
        _tlv(CONTEXT_0, attributes),
        frame.mechanism,
        _tlv(OCTETS, signature),
    )
    content = _sequence(
        VERSION_1,
        _tlv(SET, digest_algorithm),
        _sequence(_object_id(DATA)),
        frame.certificates,
        _tlv(SET, signer_info),
    )
    return _sequence(_object_id(SIGNED_DATA), _tlv(CONTEXT_0, content))


def _mechanism(certificate: x509.Certificate) -> bytes:
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _sequence(_object_id(ECDSA_SHA256))
    if isinstance(key, rsa.RSAPublicKey):
        return _sequence(_object_id(RSA_SHA256), NULL)
    raise KeyNotSupported("documents are signed with an EC or RSA certificate")


def _leading(
    own: x509.Certificate, issuers: Iterable[x509.Certificate]
) -> Iterator[x509.Certificate]:
    """Each the issuer of the one before; roots are known to whoever trusts them."""
    by_name = {one.subject: one for one in issuers if one.issuer != one.subject}
    by_name.pop(own.subject, None)
    wanted = own.issuer
    while wanted in by_name:
        found = by_name.pop(wanted)
        wanted = found.issuer
        yield found


def _attribute(kind: str, value: bytes) -> bytes:
    return _sequence(_object_id(kind), _tlv(SET, value))


def _sequence(*parts: bytes) -> bytes:
    return _tlv(SEQUENCE, *parts)


def _object_id(dotted: str) -> bytes:
    return _tlv(OBJECT_ID, _arcs(dotted))


def _arcs(dotted: str) -> bytes:
    first, second, *others = (int(arc) for arc in dotted.split("."))
    return b"".join(map(_base128, (40 * first + second, *others)))


def _base128(arc: int) -> bytes:
    octets = [arc & 0x7F]
    while arc := arc >> 7:
        octets.append(arc & 0x7F | 0x80)
    return bytes(reversed(octets))


def _integer(number: int) -> bytes:
    return _tlv(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _tlv(tag: int, *parts: bytes) -> bytes:
    contents = b"".join(parts)
    length = len(contents)
    if length < 0x80:
        return bytes((tag, length)) + contents
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(octets))) + octets + contents
