"""What lies encrypted at rest: read with its keys, at its place, unaltered, and not otherwise."""

from io import BytesIO

import pytest

from chassis.ciphers import OVERHEAD_BYTES, Cipher
from chassis.data_keys import HEADER_BYTES, DataKeys, Header, owner_of
from contracts.key_rings import KeyRing

OLD = KeyRing((("old", bytes(range(32))),))
BOTH = KeyRing((("new", bytes(range(1, 33))), *OLD.keys))
NEW = KeyRing(BOTH.keys[:1])
SEALED = Cipher(OLD).encrypt(b"secret", "place/one", "ENTERPRISE-A")


def of(cipher, owner):
    return cipher.encrypt(b"secret", "place/one", owner)


def test_what_was_encrypted_is_read_at_its_place():
    assert Cipher(OLD).decrypt(SEALED, "place/one") == b"secret"
    assert b"secret" not in SEALED


def test_a_stream_is_as_long_as_was_said_and_reads_back():
    data = bytes(1_000_000)
    stream = Cipher(OLD).encrypting(BytesIO(data), "place/one", "ENTERPRISE-A")

    sealed = stream.read(len(data) + OVERHEAD_BYTES)

    assert stream.read(1) == b""
    assert Cipher(OLD).decrypt(sealed, "place/one") == data


@pytest.mark.parametrize(
    ("sealed", "ring", "place"),
    [
        (SEALED, KeyRing((("old", bytes(32)),)), "place/one"),
        (SEALED, NEW, "place/one"),
        (SEALED, OLD, "place/two"),
        (SEALED[:-1] + bytes([SEALED[-1] ^ 1]), OLD, "place/one"),
        (SEALED[:20], OLD, "place/one"),
        (SEALED[:HEADER_BYTES], OLD, "place/one"),
        (b"", OLD, "place/one"),
        (b"XXXX" + SEALED[4:], OLD, "place/one"),
        (SEALED[:4] + b"\xff" + SEALED[5:], OLD, "place/one"),
    ],
    ids=[
        "another key",
        "a removed key",
        "another place",
        "another byte",
        "cut off",
        "a header alone",
        "nothing",
        "another form",
        "no id",
    ],
)
def test_another_key_place_or_byte_is_refused(sealed, ring, place):
    with pytest.raises(ValueError, match=r"encrypted|altered|onc|under key|ascii"):
        Cipher(ring).decrypt(sealed, place)


@pytest.mark.parametrize("at", range(HEADER_BYTES))
def test_a_header_holds_in_each_of_its_bytes(at):
    forged = SEALED[:at] + bytes([SEALED[at] ^ 1]) + SEALED[at + 1 :]

    with pytest.raises(ValueError, match=r"encrypted|altered|under key"):
        Cipher(OLD).decrypt(forged, "place/one")


def test_enterprises_have_data_keys_of_their_own():
    cipher = Cipher(OLD)

    first, again, other = (Header.read(of(cipher, owner)) for owner in "AAB")

    assert first == again
    assert first.data_key_id != other.data_key_id
    assert cipher.keys.open(first) != cipher.keys.open(other)


def test_a_wrapped_key_of_another_enterprise_does_not_open():
    ours, theirs = (Header.read(of(Cipher(OLD), owner)) for owner in "AB")
    swapped = Header(ours.master_id, ours.owner, ours.data_key_id, theirs.wrapped)

    with pytest.raises(ValueError, match="altered"):
        DataKeys(OLD).open(swapped)


def test_a_header_of_another_enterprise_does_not_read():
    ours, theirs = (of(Cipher(OLD), owner) for owner in "AB")

    with pytest.raises(ValueError, match="altered"):
        Cipher(OLD).decrypt(theirs[:HEADER_BYTES] + ours[HEADER_BYTES:], "place/one")


def test_a_turned_header_leaves_the_content_as_it_was():
    turned = Cipher(BOTH).turned(SEALED, "place/one")

    assert Cipher(NEW).decrypt(turned, "place/one") == b"secret"
    assert turned[HEADER_BYTES:] == SEALED[HEADER_BYTES:]


def test_a_new_data_key_is_the_same_owners():
    turned = Cipher(BOTH).turned(SEALED, "place/one", new_data_key=True)

    assert Cipher(NEW).decrypt(turned, "place/one") == b"secret"
    assert Header.read(turned).owner == owner_of("ENTERPRISE-A")
    assert Header.read(turned).data_key_id != Header.read(SEALED).data_key_id


def test_what_does_not_read_is_not_given_a_new_header():
    with pytest.raises(ValueError, match="altered"):
        Cipher(BOTH).turned(SEALED, "place/two")


def test_a_data_key_is_used_for_ten_minutes():
    now = [0.0]
    keys = DataKeys(OLD, lambda: now[0])
    first, _ = keys.for_owner(owner_of("A"))

    now[0] = 599.0
    assert keys.for_owner(owner_of("A"))[0] == first
    now[0] = 600.0
    assert keys.for_owner(owner_of("A"))[0] != first


def test_no_more_than_a_thousand_opened_keys_are_kept(monkeypatch):
    monkeypatch.setattr("chassis.data_keys.KEPT_KEYS", 2)
    keys = DataKeys(OLD)
    headers = [keys.make(owner_of(str(number)))[0] for number in range(4)]

    opened = [keys.open(header) for header in headers]

    assert len(keys._opened._values) == 2
    assert [keys.open(header) for header in headers] == opened


def test_what_is_over_is_forgotten_with_the_next():
    now = [0.0]
    keys = DataKeys(OLD, lambda: now[0])
    keys.open(keys.make(owner_of("A"))[0])

    now[0] = 600.0
    keys.open(keys.make(owner_of("B"))[0])

    assert len(keys._opened._values) == 1
