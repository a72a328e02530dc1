"""Specimen authorities: they issue soft cards for demos and tests, and mark them 样本."""

import random
import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from contracts.identifiers import (
    credit_code_check,
    id_number_check,
    is_credit_code,
    is_id_number,
)
from workstation.cards import CardUnreadable, SoftCard

LIST_FILE: Final = "ca.crl"
LIST_DAYS: Final = 30
_AUTHORITY_YEARS: Final = 20
_NOBODYS_DIVISION: Final = "990000"


class CardRole(StrEnum):
    """Login media that are cards (R1)."""

    LEGAL_PERSON = "legal_person"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whom a card names; refuses numbers that are not well formed."""

    name: str
    enterprise_name: str
    role: CardRole
    credit_code: str
    id_number: str = field(repr=False)

    def __post_init__(self) -> None:
        if not is_credit_code(self.credit_code):
            raise ValueError(f"{self.credit_code} is no unified social credit code (GB 32100)")
        if not is_id_number(self.id_number):
            raise ValueError("the holder's identity number is not well formed (GB 11643)")

    def subject(self) -> x509.Name:
        return x509_name(
            (NameOID.COMMON_NAME, self.name),
            (NameOID.ORGANIZATION_NAME, self.enterprise_name),
            (NameOID.ORGANIZATIONAL_UNIT_NAME, self.role.value),
            (NameOID.ORGANIZATION_IDENTIFIER, self.credit_code),
            (NameOID.SERIAL_NUMBER, self.id_number),
        )


def x509_name(*attributes: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])


CARD_AUTHORITY: Final = x509_name((NameOID.COMMON_NAME, "OriginPrint Specimen Card CA 样本"))


@dataclass(frozen=True, slots=True)
class SpecimenAuthority:
    """A certificate authority that nobody but demos and tests should trust, its key on P-256."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @classmethod
    def create(cls, *, now: datetime, name: x509.Name = CARD_AUTHORITY) -> Self:
        key = ec.generate_private_key(ec.SECP256R1())
        until = now + timedelta(days=365 * _AUTHORITY_YEARS)
        builder = _builder(name, name, key.public_key(), (now, until)).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        usage = _usage(key_cert_sign=True, crl_sign=True)
        return cls(builder.add_extension(usage, critical=True).sign(key, hashes.SHA256()), key)

    @classmethod
    def load(cls, directory: Path) -> Self:
        """Raises CardUnreadable."""
        try:
            certificate = x509.load_pem_x509_certificate((directory / "ca.pem").read_bytes())
            key = load_pem_private_key((directory / "ca.key").read_bytes(), None)
        except (OSError, ValueError) as error:
            raise CardUnreadable(f"no card authority in {directory}: {error}") from error
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise CardUnreadable(f"the card authority in {directory} has another kind of key")
        return cls(certificate, key)

    def save(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "ca.key").touch(mode=0o600)
        (directory / "ca.key").write_bytes(
            self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        (directory / "ca.pem").write_bytes(self.certificate_pem)

    def revocation_list(
        self, *, now: datetime, number: int = 1, revoked: Mapping[int, datetime] | None = None
    ) -> bytes:
        """PEM, good for LIST_DAYS; `revoked` are serial numbers and since when (RFC 5280, 5)."""
        own_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now)
            .next_update(now + timedelta(days=LIST_DAYS))
            .add_extension(x509.CRLNumber(number), critical=False)
            .add_extension(own_key, critical=False)
        )
        for serial_number, since in (revoked or {}).items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial_number)
            builder = builder.add_revoked_certificate(entry.revocation_date(since).build())
        return builder.sign(self.key, hashes.SHA256()).public_bytes(Encoding.PEM)

    def publish_list(
        self, directory: Path, *, now: datetime, revoke: x509.Certificate | None = None
    ) -> None:
        """Write the next list, with what the one in the directory holds and this certificate."""
        file, number, revoked = directory / LIST_FILE, 0, {}
        if file.exists():
            before = x509.load_pem_x509_crl(file.read_bytes())
            number = before.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
            revoked = {entry.serial_number: entry.revocation_date_utc for entry in before}
        if revoke is not None:
            revoked.setdefault(revoke.serial_number, now)
        written = file.with_suffix(".new")
        written.write_bytes(self.revocation_list(now=now, number=number + 1, revoked=revoked))
        written.replace(file)

    @property
    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def issue(self, holder: Holder, *, pin: str, validity: tuple[datetime, datetime]) -> SoftCard:
        """A card of `holder`, valid from the first to the second moment."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.certify(holder.subject(), key.public_key(), validity)
        lock = BestAvailableEncryption(pin.encode())
        locked = pkcs12.serialize_key_and_certificates(None, key, certificate, None, lock)
        return SoftCard(certificate.public_bytes(Encoding.PEM), locked)

    def certify(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePublicKey,
        validity: tuple[datetime, datetime],
    ) -> x509.Certificate:
        """A certificate that is good for signatures (nonRepudiation) and nothing else."""
        own_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return (
            _builder(subject, self.certificate.subject, key, validity)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
            .add_extension(own_key, critical=False)
            .sign(self.key, hashes.SHA256())
        )


def specimen_credit_code(seed: int) -> str:
    """A well-formed credit code that nobody has: no place has the division 990000."""
    body = "".join(random.Random(seed).choices(string.digits, k=9))  # noqa: S311 - specimens, the same for the same seed
    first17 = f"91{_NOBODYS_DIVISION}{body}"
    return first17 + credit_code_check(first17)


def specimen_id_number(seed: int) -> str:
    """A well-formed identity number that nobody has, of somebody born from 1960 to 1999."""
    chance = random.Random(seed)  # noqa: S311 - specimens, the same for the same seed
    birthday = date(1960, 1, 1) + timedelta(days=chance.randrange(40 * 365))
    first17 = f"{_NOBODYS_DIVISION}{birthday:%Y%m%d}{chance.randrange(1000):03}"
    return first17 + id_number_check(first17)


def days_from(now: datetime, days: int) -> tuple[datetime, datetime]:
    """A validity that starts at the beginning of today, so that clocks may differ a little."""
    start = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=days)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    validity: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity[0])
        .not_valid_after(validity[1])
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    return x509.KeyUsage(**{**dict.fromkeys(_USES, False), **granted})


_USES: Final[Iterable[str]] = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
