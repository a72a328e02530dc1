"""Bodies on disk: unreadable there, counted, and gone when they are closed."""

import hashlib
from contextlib import closing

import pytest

from contracts.errors import Refused
from gateway.spools import IN_MEMORY_BYTES, Room, Spool

SCAN = b"a scan of a seal" * (IN_MEMORY_BYTES // 8)


@pytest.fixture
def room():
    return Room(10 * len(SCAN), most_of_a_sender=2 * len(SCAN))


@pytest.fixture
def spool(room):
    spool = Spool(room, "sender")
    spool.write(SCAN[:1000])
    spool.write(SCAN[1000:])
    yield spool
    spool.close()


def test_what_was_written_is_read_from_its_beginning(spool):
    spool.seek(0)
    first = spool.read(100)
    spool.seek(0)

    assert (first, spool.read()) == (SCAN[:100], SCAN)
    assert (spool.size, spool.sha256) == (len(SCAN), hashlib.sha256(SCAN).hexdigest())


def test_a_disk_sees_no_byte_of_it_in_the_clear(spool):
    spool._file.seek(0)
    written = spool._file.read()

    assert (spool._file._rolled, len(written)) == (True, len(SCAN))
    assert b"seal" not in written


def test_what_is_closed_gives_its_room_back_once(room, spool):
    spool.close()
    spool.close()

    assert room.taken == 0


def test_a_sender_has_a_share_of_the_room_and_no_more(room, spool):
    spool.write(SCAN)

    with pytest.raises(Refused, match="Too many requests"):
        spool.write(b"x")
    with closing(Spool(room, "other")) as other:
        other.write(SCAN)


def test_a_room_that_is_full_is_full_for_everybody():
    full = Room(10, most_of_a_sender=10)
    full.take("sender", 10)

    with (
        closing(Spool(full, "other")) as other,
        pytest.raises(Refused, match="unavailable"),
    ):
        other.write(b"x")
