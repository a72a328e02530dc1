"""The body of a dead letter is for operators alone."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from chassis.sealed_letters import LetterNotOpenedError, open_letter, seal_letter

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
PUBLIC = X25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw()
BODY = b'{"id_number": "110101199001010015"}'


@pytest.fixture
def sealed() -> bytes:
    return seal_letter(BODY, "queue", PUBLIC)


def test_operators_open_what_was_sealed_to_them(sealed):
    assert open_letter(sealed, "queue", [KEY]) == BODY


def test_an_older_key_opens_while_keys_turn(sealed):
    assert open_letter(sealed, "queue", [OTHER, KEY]) == BODY


def test_what_is_sealed_shows_nothing_of_the_body(sealed):
    assert b"110101199001010015" not in sealed


def test_without_its_key_it_is_said_which_one_is_missing(sealed):
    with pytest.raises(LetterNotOpenedError, match=sealed[:8].hex()):
        open_letter(sealed, "queue", [OTHER])


@pytest.mark.parametrize(
    ("change", "queue"), [(lambda letter: letter[:-1], "queue"), (bytes, "another queue")]
)
def test_what_was_altered_or_moved_is_not_opened(sealed, change, queue):
    with pytest.raises(LetterNotOpenedError, match="altered"):
        open_letter(change(sealed), queue, [KEY])
