"""Cards: who a card certificate names, and whether a signature is the card's.

Subject attributes: CN holder, O enterprise, OU `legal_person` or `operator`,
organizationIdentifier (2.5.4.97) credit code, serialNumber (2.5.4.5) ID number.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from contracts.card_program import LEAST_VERSION, is_new_enough
from contracts.errors import Refused
from contracts.identifiers import is_credit_code, is_id_number

LEGAL_PERSON = "legal_person"
OPERATOR = "operator"
ROLES = frozenset({LEGAL_PERSON, OPERATOR})
MALFORMED = (ValueError, x509.InvalidVersion, x509.DuplicateExtension, UnsupportedAlgorithm)
_SUBJECT = {
    "name": NameOID.COMMON_NAME,
    "enterprise_name": NameOID.ORGANIZATION_NAME,
    "role": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "enterprise_code": NameOID.ORGANIZATION_IDENTIFIER,
    "id_number": NameOID.SERIAL_NUMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a trusted card certificate says; times in UTC."""

    certificate_pem: str
    fingerprint: str
    name: str
    enterprise_name: str
    role: str
    enterprise_code: str
    id_number: str = field(repr=False)
    valid_from: datetime
    valid_to: datetime


def read_card(pem: str, authorities: Sequence[x509.Certificate], *, now: datetime) -> Card:
    """Raise Refused for a certificate of no trusted authority, out of date, or incomplete."""
    certificate = _load(pem)
    if not any(_issued(certificate, authority, now) for authority in authorities):
        raise Refused("card.untrusted")
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise Refused("card.not_valid_now")
    subject = {name: _attribute(certificate, oid) for name, oid in _SUBJECT.items()}
    if not _is_complete(subject):
        raise Refused("card.untrusted")
    return Card(
        certificate_pem=pem,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        **subject,
    )


def is_signed_by(pem: str, signature: str, message_sha256: bytes) -> bool:
    """Whether `signature` (base64, DER, ECDSA) is the card's over the message of this digest."""
    key = _load(pem).public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(
            base64.b64decode(signature, validate=True),
            message_sha256,
            ec.ECDSA(utils.Prehashed(hashes.SHA256())),
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def check_program(version: str | None) -> None:
    """The program that spoke with the card says its version, and is new enough (R4)."""
    if version is None:
        raise Refused("card.program_missing", {"least_version": LEAST_VERSION})
    if not is_new_enough(version):
        raise Refused("card.program_too_old", {"version": version, "least_version": LEAST_VERSION})


def _load(pem: str) -> x509.Certificate:
    """cryptography reads lazily, so that all that is asked for later is read here once."""
    try:
        certificate = x509.load_pem_x509_certificate(pem.encode())
        certificate.public_key()
        _ = (certificate.subject, certificate.issuer, certificate.extensions)
        _ = (certificate.not_valid_before_utc, certificate.not_valid_after_utc)
    except MALFORMED:
        raise Refused("card.untrusted") from None
    return certificate


def _issued(certificate: x509.Certificate, authority: x509.Certificate, now: datetime) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return authority.not_valid_before_utc <= now <= authority.not_valid_after_utc


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if len(found) == 1 else ""


def _is_complete(subject: dict[str, str]) -> bool:
    return (
        all(subject.values())
        and subject["role"] in ROLES
        and is_credit_code(subject["enterprise_code"])
        and is_id_number(subject["id_number"])
    )
