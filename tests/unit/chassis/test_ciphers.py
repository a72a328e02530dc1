"""What lies encrypted at rest: read with its key, at its place, unaltered, and not otherwise."""

import pytest

from chassis.ciphers import Cipher

KEY = bytes(range(32))
SEALED = Cipher(KEY).encrypt(b"secret", "place/one")


def test_what_was_encrypted_is_read_at_its_place():
    assert Cipher(KEY).decrypt(SEALED, "place/one") == b"secret"
    assert b"secret" not in SEALED


@pytest.mark.parametrize(
    ("sealed", "key", "place"),
    [
        (SEALED, bytes(32), "place/one"),
        (SEALED, KEY, "place/two"),
        (SEALED[:-1] + bytes([SEALED[-1] ^ 1]), KEY, "place/one"),
        (SEALED[:20], KEY, "place/one"),
        (b"", KEY, "place/one"),
        (b"XXXX" + SEALED[4:], KEY, "place/one"),
    ],
    ids=["another key", "another place", "another byte", "cut off", "nothing", "another form"],
)
def test_another_key_place_or_byte_is_refused(sealed, key, place):
    with pytest.raises(ValueError, match=r"encrypted|altered|nonce|Nonce"):
        Cipher(key).decrypt(sealed, place)
