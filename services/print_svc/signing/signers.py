"""Who signs documents: a key in memory here, a card, an HSM or a national cipher elsewhere."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SigningKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class DocumentSigner(Hashable, Protocol):
    """What a signature needs. Implement it for a key that never leaves its device."""

    @property
    def certificate(self) -> x509.Certificate:
        """The signer's own certificate, for ECDSA or RSA."""

    @property
    def issuers(self) -> Sequence[x509.Certificate]:
        """Certificates between the signer's and the root's; the root may be left out."""

    def sign(self, data: bytes) -> bytes:
        """Sign with SHA-256: ECDSA in DER, RSA with PKCS#1 v1.5."""


@dataclass(frozen=True, slots=True, eq=False)
class LocalSigner:
    """A key parsed once and kept: parsing it per signature costs more than signing."""

    key: SigningKey
    certificate: x509.Certificate
    issuers: tuple[x509.Certificate, ...] = ()

    @classmethod
    def from_pem(
        cls, key: bytes, certificates: bytes, password: bytes | None = None
    ) -> "LocalSigner":
        """`certificates`: the signer's first, then its issuers; raise ValueError."""
        loaded = load_pem_private_key(key, password)
        if not isinstance(loaded, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise ValueError("documents are signed with an EC or RSA key")  # noqa: TRY004 - the file is wrong
        own, *issuers = x509.load_pem_x509_certificates(certificates)
        if own.public_key() != loaded.public_key():
            raise ValueError("the first certificate belongs to another key")
        return cls(loaded, own, tuple(issuers))

    def sign(self, data: bytes) -> bytes:
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), SHA256())
        return self.key.sign(data, ec.ECDSA(SHA256()))
