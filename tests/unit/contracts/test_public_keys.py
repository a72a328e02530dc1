"""With keys that strangers send, a signature is checked only where that is quickly done."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

from contracts.public_keys import is_quick_to_check


def rsa_key(bits, exponent):
    """Of a modulus that nobody can factor, and of no use but to be looked at."""
    return rsa.RSAPublicNumbers(exponent, (1 << bits) - 1).public_key()


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
def test_keys_on_named_curves_are_quick(curve):
    assert is_quick_to_check(ec.generate_private_key(curve).public_key())


@pytest.mark.parametrize(
    ("bits", "exponent", "quick"),
    [
        (2048, 3, True),
        (2048, 65_537, True),
        (4096, 65_537, True),
        (2048, 65_539, False),
        (3072, (1 << 3070) + 1, False),
        (8192, 65_537, False),
    ],
)
def test_rsa_is_quick_as_everybody_makes_it_and_no_longer(bits, exponent, quick):
    assert is_quick_to_check(rsa_key(bits, exponent)) == quick


def test_keys_of_other_kinds_are_not_checked_with():
    assert not is_quick_to_check(ed25519.Ed25519PrivateKey.generate().public_key())
