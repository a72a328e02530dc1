"""The specimen authority of signed documents: a root and one signer, both marked 样本 SPECIMEN."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from services.print_svc.signing import LocalSigner
from workstation.card_issuer import SpecimenAuthority, x509_name

ROOT_NAME: Final = "OriginPrint Specimen Document CA 样本"
SIGNER_NAME: Final = "OriginPrint Specimen Document Signer 样本"
_SLACK: Final = timedelta(minutes=5)
"""Clocks may differ a little."""


@dataclass(frozen=True, slots=True)
class DocumentAuthority:
    """The root to trust and the signer under it; the root's key is not kept."""

    root: x509.Certificate
    signer: LocalSigner

    @classmethod
    def create(cls, *, now: datetime, days: int = 3650) -> "DocumentAuthority":
        """Both keys on P-256; the signer may sign documents (nonRepudiation) and nothing else."""
        root = SpecimenAuthority.create(now=now - _SLACK, name=_named(ROOT_NAME))
        key = ec.generate_private_key(ec.SECP256R1())
        validity = (now - _SLACK, now + timedelta(days=days))
        certificate = root.certify(_named(SIGNER_NAME), key.public_key(), validity)
        return cls(root.certificate, LocalSigner(key, certificate))

    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    def signer_certificates_pem(self) -> bytes:
        return self.signer.certificate.public_bytes(Encoding.PEM)

    def signer_key_pem(self, password: bytes | None = None) -> bytes:
        encryption = BestAvailableEncryption(password) if password else NoEncryption()
        return self.signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def _named(common_name: str) -> x509.Name:
    return x509_name(
        (NameOID.COUNTRY_NAME, "CN"),
        (NameOID.ORGANIZATION_NAME, "SPECIMEN 样本"),
        (NameOID.COMMON_NAME, common_name),
    )
