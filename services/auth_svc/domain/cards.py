"""Cards: who a card certificate names, and whether a signature is the card's.

Subject attributes: CN holder, O enterprise, OU `legal_person` or `operator`,
organizationIdentifier (2.5.4.97) credit code, serialNumber (2.5.4.5) ID number. The path to a
trusted authority is validated as RFC 5280 says: times, key usage, basic constraints, names,
length, algorithms.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import TypeGuard

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import verification
from cryptography.x509.oid import NameOID

from contracts.card_program import LEAST_VERSION, is_new_enough
from contracts.errors import Refused
from contracts.identifiers import is_credit_code, is_id_number
from contracts.public_keys import is_quick_rsa

LEGAL_PERSON = "legal_person"
OPERATOR = "operator"
ROLES = frozenset({LEGAL_PERSON, OPERATOR})
_SUBJECT = {
    "name": NameOID.COMMON_NAME,
    "enterprise_name": NameOID.ORGANIZATION_NAME,
    "role": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "enterprise_code": NameOID.ORGANIZATION_IDENTIFIER,
    "id_number": NameOID.SERIAL_NUMBER,
}
LONGEST_PATH = 2
"""Authorities between a card and the trusted one."""
NO_CERTIFICATE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
)


@dataclass(frozen=True, slots=True)
class Issuer:
    """The authority of one certificate, and the serial number it gave it (decimal)."""

    fingerprint: str
    serial_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a trusted card certificate says; times in UTC.

    `issuers` are the card's own first, then that of the authority between, if there is one.
    """

    certificate_pem: str
    fingerprint: str
    name: str
    enterprise_name: str
    role: str
    enterprise_code: str
    id_number: str = field(repr=False)
    valid_from: datetime
    valid_to: datetime
    issuers: tuple[Issuer, ...]


def read_card(pem: str, authorities: Sequence[x509.Certificate], *, now: datetime) -> Card:
    """Raise Refused for a certificate of no trusted authority, out of date, or incomplete.

    Certificates of authorities between the card and a trusted one may follow the card's own.
    """
    certificate, *between = _load(pem)
    path = _path(certificate, between, authorities, now=now)
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise Refused("card.not_valid_now")
    subject = {name: _attribute(certificate, oid) for name, oid in _SUBJECT.items()}
    if not _is_complete(subject):
        raise Refused("card.untrusted")
    return Card(
        certificate_pem=certificate.public_bytes(Encoding.PEM).decode(),
        fingerprint=_fingerprint(certificate),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        issuers=tuple(
            Issuer(_fingerprint(issuer), str(issued.serial_number))
            for issued, issuer in pairwise(path)
        ),
        **subject,
    )


def is_signed_by(pem: str, signature: str, message_sha256: bytes) -> bool:
    """Whether `signature` (base64, DER, ECDSA) is the card's over the message of this digest."""
    key = _load(pem)[0].public_key()
    if not _is_p256(key):
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


def _load(pem: str) -> list[x509.Certificate]:
    """cryptography reads lazily, so that all that is asked for later is read here once.

    Anybody may send them, so none is checked that would take long, nor more than lead to a card.
    """
    try:
        certificates = x509.load_pem_x509_certificates(pem.encode())
        quick = [_is_quick(one.public_key()) for one in certificates]
        for one in certificates:
            _ = (one.subject, one.issuer, one.extensions)
            _ = (one.not_valid_before_utc, one.not_valid_after_utc)
    except NO_CERTIFICATE:
        raise Refused("card.untrusted") from None
    if len(certificates) > 1 + LONGEST_PATH or not all(quick):
        raise Refused("card.untrusted")
    return certificates


def _path(
    certificate: x509.Certificate,
    between: Sequence[x509.Certificate],
    authorities: Sequence[x509.Certificate],
    *,
    now: datetime,
) -> list[x509.Certificate]:
    """From the card to a trusted authority; whether the card itself is over is asked after."""
    try:
        first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
        verifier = (
            verification.PolicyBuilder()
            .store(verification.Store(list(authorities)))
            .time(min(max(now, first), last))
            .max_chain_depth(LONGEST_PATH)
            .extension_policies(ee_policy=_OF_CARDS, ca_policy=_OF_AUTHORITIES)
            .build_client_verifier()
        )
        path = verifier.verify(certificate, list(between)).chain
        key = certificate.public_key()
    except (*NO_CERTIFICATE, verification.VerificationError):
        raise Refused("card.untrusted") from None
    if (
        not _is_p256(key)
        or not path[-1].not_valid_before_utc <= now <= path[-1].not_valid_after_utc
    ):
        raise Refused("card.untrusted")
    return path


def _check_usage(_policy: object, _certificate: object, usage: x509.KeyUsage | None) -> None:
    if usage is None or not (usage.digital_signature and usage.content_commitment):
        raise ValueError("no card to sign with")


_OF_CARDS = verification.ExtensionPolicy.permit_all().require_present(
    x509.KeyUsage, verification.Criticality.CRITICAL, _check_usage
)
_OF_AUTHORITIES = verification.ExtensionPolicy.webpki_defaults_ca()


def _is_quick(key: object) -> bool:
    """Of no other kind is a card, nor an authority of cards."""
    if isinstance(key, rsa.RSAPublicKey):
        return is_quick_rsa(key.key_size, key.public_numbers().e)
    return isinstance(key, ec.EllipticCurvePublicKey)


def _is_p256(key: object) -> TypeGuard[ec.EllipticCurvePublicKey]:
    return isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


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
