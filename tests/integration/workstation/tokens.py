"""Cards in a reader, played by SoftHSM."""

import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

import pkcs11
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from pkcs11.util.x509 import decode_x509_certificate

from workstation.card_issuer import Holder, SpecimenAuthority

MODULE = "/usr/lib/softhsm/libsofthsm2.so"
PIN = "518274"


def initialize(folder: Path, label: str) -> None:
    """A token of this name in SoftHSM's folder, which SOFTHSM2_CONF points at."""
    subprocess.run(
        [
            *("softhsm2-util", "--init-token", "--free", "--label", label),
            *("--so-pin", "12345678", "--pin", PIN),
        ],
        check=True,
        capture_output=True,
        env={"SOFTHSM2_CONF": str(folder / "softhsm2.conf"), "PATH": "/usr/bin"},
    )


def put_card(
    label: str, holder: Holder, authority: SpecimenAuthority, validity: tuple[datetime, datetime]
) -> x509.Certificate:
    """A key made in the token, and the authority's certificate of it."""
    library = pkcs11.lib(MODULE)
    library.reinitialize()
    token = library.get_token(token_label=label)
    with token.open(user_pin=PIN, rw=True) as session:
        key_id = label.encode()
        public, _private = _make_key(session, key_id)
        certificate = authority.certify(holder.subject(), public, validity)
        der = certificate.public_bytes(Encoding.DER)
        fields = decode_x509_certificate(der)
        session.create_object(fields | {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.ID: key_id})
    return certificate


def _make_key(session: Any, key_id: bytes) -> tuple[ec.EllipticCurvePublicKey, Any]:
    parameters = session.create_domain_parameters(
        pkcs11.KeyType.EC,
        {
            pkcs11.Attribute.EC_PARAMS: pkcs11.util.ec.encode_named_curve_parameters(
                "1.2.840.10045.3.1.7"
            )
        },
        local=True,
    )
    public, private = parameters.generate_keypair(
        mechanism=pkcs11.Mechanism.EC_KEY_PAIR_GEN, store=True, id=key_id
    )
    point = bytes(public[pkcs11.Attribute.EC_POINT])[2:]
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), private
