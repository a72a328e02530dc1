"""The certificates that the operators of PostgreSQL and RabbitMQ would make."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ServerCertificate:
    """For all servers together, with the authority that vouches for it; PEM."""

    authority: bytes
    certificate: bytes
    key: bytes


def certify(names: list[str]) -> ServerCertificate:
    """Valid for a day, under these names of hosts."""
    authority_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer, subject = _named("Servers of one run"), _named(names[0])
    constraints = x509.BasicConstraints(ca=True, path_length=0)
    hosts = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    authority = _certificate(issuer, issuer, authority_key.public_key()).add_extension(
        constraints, critical=True
    )
    server = _certificate(subject, issuer, key.public_key()).add_extension(hosts, critical=False)
    return ServerCertificate(
        authority.sign(authority_key, hashes.SHA256()).public_bytes(Encoding.PEM),
        server.sign(authority_key, hashes.SHA256()).public_bytes(Encoding.PEM),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + _DAY)
    )


def _named(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
