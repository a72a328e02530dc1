"""The enterprise's card: a certificate that anybody may read, a key that only its PIN may use.

The certificate names its holder in these subject attributes (X.520):

    CN   2.5.4.3   the holder's name
    O    2.5.4.10  the enterprise's English name
    OU   2.5.4.11  `legal_person` (法人卡) or `operator` (操作员卡), R1
         2.5.4.97  organizationIdentifier: unified social credit code, 18 characters
         2.5.4.5   serialNumber: the holder's identity number, 18 characters

A signature is ECDSA on P-256 with SHA-256 over the data itself, DER encoded (RFC 3279, 2.2.3).
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from contracts.sentences import Sentence
from workstation import words

PROGRAM_VERSION: Final = "1.5.15"
"""Which version of the China E-Port client control this program stands for; logins name it (R4)."""


class CardError(Exception):
    """Any failure to use a card; its message never contains a PIN.

    `sentence` says it to the person, `code` to programs.
    """

    code = "card_unreadable"

    def __init__(self, message: str, sentence: Sentence | None = None) -> None:
        super().__init__(message)
        self.sentence = sentence or words.card("unreadable", reason=message)


class CardUnreadable(CardError):  # noqa: N818 - names the event, as its callers do
    """The card's files are missing, damaged, or do not belong together."""


class WrongPin(CardError):  # noqa: N818 - likewise
    """The PIN does not open the card (R24); the sentence tells what remains."""

    code = "wrong_pin"

    def __init__(self, message: str, sentence: Sentence | None = None) -> None:
        super().__init__(message, sentence or words.card("wrong_pin_uncounted"))


class CardLocked(CardError):  # noqa: N818 - likewise
    """Too many wrong PINs."""

    code = "card_locked"

    def __init__(self) -> None:
        super().__init__("the card is locked", words.card("locked"))


class CardPulledOut(CardError):  # noqa: N818 - likewise
    """It was there and is not any more."""

    code = "card_pulled_out"

    def __init__(self) -> None:
        super().__init__("the card was pulled out", words.card("pulled_out"))


class CardNotValid(CardError):  # noqa: N818 - likewise
    """Expired, or not valid yet."""

    code = "card_not_valid"


class NotToBeSigned(CardError):  # noqa: N818 - likewise
    """What was shown is not the one readable statement that was asked for."""

    code = "not_to_be_signed"


class Card(Protocol):
    """What a login, a seal or a signature needs of a card, whatever it is made of."""

    @property
    def certificate_pem(self) -> bytes:
        """Readable without the PIN, as on a card of plastic."""

    def sign(self, data: bytes, pin: str) -> bytes:
        """Raises CardError: WrongPin, CardLocked, CardPulledOut or CardUnreadable."""


@dataclass(frozen=True, slots=True)
class SoftCard:
    """A card kept in two files: `NAME.p12`, locked by the PIN, and `NAME.pem` beside it."""

    certificate_pem: bytes
    pkcs12: bytes

    @classmethod
    def load(cls, path: Path) -> Self:
        """The card in `path` (the .p12 file). Raises CardUnreadable."""
        try:
            return cls(path.with_suffix(".pem").read_bytes(), path.read_bytes())
        except OSError as error:
            raise CardUnreadable(f"the card cannot be read: {error}") from error

    def save(self, path: Path) -> None:
        """Keep the card in `path` (the .p12 file), for its owner alone to read."""
        path.touch(mode=0o600)
        path.write_bytes(self.pkcs12)
        path.with_suffix(".pem").write_bytes(self.certificate_pem)

    def sign(self, data: bytes, pin: str) -> bytes:
        return self._key(pin).sign(data, ec.ECDSA(hashes.SHA256()))

    def _key(self, pin: str) -> ec.EllipticCurvePrivateKey:
        try:
            key, certificate, _ = pkcs12.load_key_and_certificates(self.pkcs12, pin.encode())
            public = x509.load_pem_x509_certificate(self.certificate_pem)
        except ValueError as error:
            raise _pin_or_damage(error) from error
        if not isinstance(key, ec.EllipticCurvePrivateKey) or certificate != public:
            raise CardUnreadable("the card's key and certificate do not belong together")
        return key


@dataclass(frozen=True, slots=True, kw_only=True)
class CardHolder:
    """Whom a certificate names; `fingerprint` is the first 16 digits of its SHA-256."""

    name: str
    enterprise: str
    role: str
    valid_from: datetime
    valid_to: datetime
    fingerprint: str

    def shown(self) -> str:
        """On one line, to be chosen by or to be checked; never with the identity number."""
        kind = {"legal_person": "法人卡 legal person", "operator": "操作员卡 operator"}
        said = (self.name, self.enterprise, kind.get(self.role, self.role), self.fingerprint)
        return " · ".join("".join(filter(str.isprintable, one)) for one in said)


def holder_of(certificate_pem: bytes) -> CardHolder:
    """Raises CardUnreadable."""
    try:
        certificate = x509.load_pem_x509_certificate(certificate_pem)
        subject = certificate.subject
    except ValueError as error:
        raise CardUnreadable(f"the card's certificate is damaged: {error}") from error
    return CardHolder(
        name=_said(subject, NameOID.COMMON_NAME),
        enterprise=_said(subject, NameOID.ORGANIZATION_NAME),
        role=_said(subject, NameOID.ORGANIZATIONAL_UNIT_NAME),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex()[:16],
    )


def check_valid(holder: CardHolder, *, now: datetime) -> None:
    """Raises CardNotValid; whether the card was revoked only the server knows."""
    if now < holder.valid_from:
        day = f"{holder.valid_from.astimezone():%Y-%m-%d}"
        raise CardNotValid(f"not valid before {day}", words.card("not_yet_valid", day=day))
    if now > holder.valid_to:
        day = f"{holder.valid_to.astimezone():%Y-%m-%d}"
        raise CardNotValid(f"expired on {day}", words.card("expired", day=day))


def _said(subject: x509.Name, oid: x509.ObjectIdentifier) -> str:
    found = subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _pin_or_damage(error: ValueError) -> CardError:
    """The library tells a wrong password from a broken file by its message alone."""
    if "password" in str(error):
        return WrongPin("the PIN is wrong")
    return CardUnreadable(f"the card is damaged: {error}")
