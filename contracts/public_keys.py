"""Public keys in what strangers send: with which of them a signature may be checked.

The price of a check is set by whoever made the key. OpenSSL takes RSA with a public exponent as
long as the modulus up to 3,072 bits: two hundred times the price of the exponent that all use.
Curves have names, and the price is the curve's.
"""

from typing import Final

LONGEST_MODULUS: Final = 4096
"""Bits."""
GREATEST_EXPONENT: Final = 65_537


def is_quick_rsa(modulus_bits: int, exponent: int) -> bool:
    """Whether the key is as everybody makes it."""
    return modulus_bits <= LONGEST_MODULUS and exponent <= GREATEST_EXPONENT
