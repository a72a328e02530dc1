"""A test authority for specimens: a root and one document signer, both marked 样本 SPECIMEN."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from services.print_svc.signing.signers import LocalSigner

CA_NAME = "OriginPrint Specimen Document CA 样本"
SIGNER_NAME = "OriginPrint Specimen Document Signer 样本"
ORGANISATION = "SPECIMEN 样本"
USAGES = (
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


@dataclass(frozen=True, slots=True)
class Authority:
    """The root to trust and the signer under it; the root's key is not kept."""

    root: x509.Certificate
    signer: LocalSigner

    def root_pem(self) -> bytes:
        return self.root.public_bytes(Encoding.PEM)

    def signer_certificates_pem(self) -> bytes:
        """The signer's certificate alone, for the root is its issuer."""
        return self.signer.certificate.public_bytes(Encoding.PEM)

    def signer_key_pem(self, password: bytes | None = None) -> bytes:
        """PKCS #8 (RFC 5958), encrypted where a password is given."""
        encryption = BestAvailableEncryption(password) if password else NoEncryption()
        return self.signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


def make_authority(*, now: datetime, days: int = 3650) -> Authority:
    """Both keys on P-256; the signer may sign documents (nonRepudiation) and nothing else."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    signer_key = ec.generate_private_key(ec.SECP256R1())
    root_name, signer_name = _name(CA_NAME), _name(SIGNER_NAME)
    root = _certificate(root_name, root_key.public_key(), root_name, now=now, days=days)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    root = root.add_extension(_usage("key_cert_sign", "crl_sign"), critical=True)
    own = _certificate(signer_name, signer_key.public_key(), root_name, now=now, days=days)
    own = own.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    own = own.add_extension(_usage("digital_signature", "content_commitment"), critical=True)
    own = own.add_extension(
        x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False
    )
    signer = LocalSigner(signer_key, own.sign(root_key, SHA256()))
    return Authority(root.sign(root_key, SHA256()), signer)


def _certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePublicKey,
    issuer: x509.Name,
    *,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*allowed: str) -> x509.KeyUsage:
    return x509.KeyUsage(**{usage: usage in allowed for usage in USAGES})
