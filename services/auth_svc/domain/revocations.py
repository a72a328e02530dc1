"""Revocation lists of the authorities that issue cards (RFC 5280, section 5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from contracts.errors import Refused
from services.auth_svc.domain.cards import LEGAL_PERSON, Card

HASHES = (hashes.SHA256, hashes.SHA384, hashes.SHA512)
_PEM = b"-----BEGIN"


class UnfitListError(ValueError):
    """What was fetched is no current list of a trusted authority; says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationList:
    """Good until `next_update`; `number` grows from list to list."""

    authority_fingerprint: str
    content: bytes = field(repr=False)
    number: int
    this_update: datetime
    next_update: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list that is kept says: `revoked` are serial numbers, good until `next_update`."""

    next_update: datetime
    revoked: frozenset[str]


def read_list(
    content: bytes, authorities: Sequence[x509.Certificate], *, now: datetime
) -> RevocationList:
    """DER or PEM, signed by one of the authorities; raise UnfitListError."""
    listed = _load(content)
    issuer = next((one for one in authorities if _signed(listed, one)), None)
    if issuer is None:
        raise UnfitListError("not signed by a trusted authority that may sign lists")
    if listed.next_update_utc is None or not listed.last_update_utc <= now < listed.next_update_utc:
        raise UnfitListError("not in force now")
    return RevocationList(
        authority_fingerprint=issuer.fingerprint(hashes.SHA256()).hex(),
        content=content,
        number=_number(listed),
        this_update=listed.last_update_utc,
        next_update=listed.next_update_utc,
    )


def is_newer(one: RevocationList, than: int | None) -> bool:
    """A list that was in force before another, of that number, never comes back."""
    return than is None or one.number > than


def serial_numbers(content: bytes) -> frozenset[str]:
    """Of the certificates that are revoked or held, as `Issuer.serial_number` writes them.

    Of a list of some MiB it takes a second.
    """
    return frozenset(str(one.serial_number) for one in _load(content))


def check_not_revoked(card: Card, lists: Mapping[str, Listed], *, now: datetime) -> None:
    """Raise Refused for a card that is on a list, or one of whose issuers is.

    A legal person's card is refused as well while no list in force says that it is not; `lists`
    by the fingerprint of their authority.
    """
    for issuer in card.issuers:
        listed = lists.get(issuer.fingerprint)
        if listed is not None and issuer.serial_number in listed.revoked:
            raise Refused("card.revoked")
        if card.role == LEGAL_PERSON:
            check_in_force(None if listed is None else listed.next_update, now=now)


def check_in_force(next_update: datetime | None, *, now: datetime) -> None:
    """Raise Refused when there is no list, or a newer one should be there."""
    if next_update is None or next_update <= now:
        raise Refused("card.revocations_stale")


def _load(content: bytes) -> x509.CertificateRevocationList:
    try:
        if content.startswith(_PEM):
            return x509.load_pem_x509_crl(content)
        return x509.load_der_x509_crl(content)
    except ValueError as error:
        raise UnfitListError(f"no revocation list: {error}") from None


def _signed(listed: x509.CertificateRevocationList, authority: x509.Certificate) -> bool:
    key = authority.public_key()
    if listed.issuer != authority.subject or not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    usage = authority.extensions.get_extension_for_class(x509.KeyUsage).value
    good_hash = isinstance(listed.signature_hash_algorithm, HASHES)
    return usage.crl_sign and good_hash and listed.is_signature_valid(key)


def _number(listed: x509.CertificateRevocationList) -> int:
    try:
        return listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except (x509.ExtensionNotFound, ValueError):
        raise UnfitListError("without a number") from None
