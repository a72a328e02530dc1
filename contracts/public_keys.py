"""Public keys in what strangers send: with which of them a signature may be checked.

The price of a check is set by whoever made the key. OpenSSL takes RSA with a public exponent as
long as the modulus up to 3,072 bits: two hundred times the price of the exponent that all use.
"""

from typing import Final, TypeGuard

from cryptography.hazmat.primitives.asymmetric import ec, rsa

LONGEST_MODULUS: Final = 4096
"""Bits."""
GREATEST_EXPONENT: Final = 65_537


def is_quick_to_check(key: object) -> TypeGuard[ec.EllipticCurvePublicKey | rsa.RSAPublicKey]:
    """Of a named curve, or RSA as everybody makes it."""
    if isinstance(key, rsa.RSAPublicKey):
        exponent = key.public_numbers().e
        return key.key_size <= LONGEST_MODULUS and exponent <= GREATEST_EXPONENT
    return isinstance(key, ec.EllipticCurvePublicKey)
