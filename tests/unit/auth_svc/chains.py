"""Authorities of cards one under another, with any keys."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from workstation.card_issuer import SpecimenAuthority

NOW = datetime(2026, 3, 10, tzinfo=UTC)
_SIGNS_CERTIFICATES = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)


def authority(name, key=None, under=None) -> SpecimenAuthority:
    """Good for a hundred days around NOW; its own where it is under nobody."""
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"SPECIMEN {name}")])
    above = under.key if under else key
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(under.certificate.subject if under else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=50))
        .not_valid_after(NOW + timedelta(days=50))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_SIGNS_CERTIFICATES, critical=True)
        .add_extension(_identifier(above), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    return SpecimenAuthority(certificate, key)


def pem(*authorities: SpecimenAuthority) -> str:
    """Of their certificates, as they follow a card's own."""
    return "".join(one.certificate.public_bytes(Encoding.PEM).decode() for one in authorities)


def rsa_key(exponent) -> rsa.RSAPrivateKey:
    """Of 2,048 bits, with any public exponent that is odd and prime to what the modulus has."""
    made = rsa.generate_private_key(public_exponent=65_537, key_size=2048).private_numbers()
    private = pow(exponent, -1, (made.p - 1) * (made.q - 1))
    return rsa.RSAPrivateNumbers(
        p=made.p,
        q=made.q,
        d=private,
        dmp1=rsa.rsa_crt_dmp1(private, made.p),
        dmq1=rsa.rsa_crt_dmq1(private, made.q),
        iqmp=made.iqmp,
        public_numbers=rsa.RSAPublicNumbers(exponent, made.public_numbers.n),
    ).private_key()


def _identifier(key) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
