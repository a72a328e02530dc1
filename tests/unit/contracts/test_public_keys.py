"""With keys that strangers send, a signature is checked only where that is quickly done."""

import pytest

from contracts.public_keys import is_quick_rsa


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
    assert is_quick_rsa(bits, exponent) == quick
