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
from pathlib import Path
from typing import Final, Protocol, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12

PROGRAM_VERSION: Final = "1.5.15"
"""Which version of the China E-Port client control this program stands for; logins name it (R4)."""


class CardError(Exception):
    """Any failure to use a card; its message never contains a PIN."""


class CardUnreadable(CardError):  # noqa: N818 - names the event, as its callers do
    """The card's files are missing, damaged, or do not belong together."""


class WrongPin(CardError):  # noqa: N818 - likewise
    """The PIN does not open the card (R24)."""


class Card(Protocol):
    """What a login, a seal or a signature needs of a card, whatever it is made of."""

    @property
    def certificate_pem(self) -> bytes:
        """Readable without the PIN, as on a card of plastic."""

    def sign(self, data: bytes, pin: str) -> bytes:
        """Raises WrongPin or CardUnreadable."""


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


def _pin_or_damage(error: ValueError) -> CardError:
    """The library tells a wrong password from a broken file by its message alone."""
    if "password" in str(error):
        return WrongPin("the PIN is wrong")
    return CardUnreadable(f"the card is damaged: {error}")
