"""A ticket is believed only as it was written."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itsdangerous import URLSafeSerializer

from contracts.errors import Refused
from contracts.key_rings import KeyRing
from services.print_svc.domain.tickets import Ticket, read_ticket, write_ticket

KEY = bytes(range(32))
RING = KeyRing((("1", KEY),))
TICKET = Ticket(
    job_id=UUID(int=1),
    certificate_no="A26SPECIMEN10001",
    parts=("original", "copy"),
    workstation_id=UUID(int=2),
    expires_at=datetime(2026, 8, 1, 9, 0, tzinfo=UTC),
    nonce="SPECIMEN",
)
TEXT = write_ticket(TICKET, RING)

tickets = st.builds(
    Ticket,
    job_id=st.uuids(),
    certificate_no=st.from_regex(r"[A-Z]{1,2}[0-9]{2}[0-9A-Z]{9}[0-9]{4}", fullmatch=True),
    parts=st.sampled_from([("original",), ("copy",), ("original", "copy")]),
    workstation_id=st.uuids(),
    expires_at=st.integers(0, 2**32).map(lambda second: datetime.fromtimestamp(second, UTC)),
    nonce=st.text("0123456789abcdef", min_size=32, max_size=32),
)
keys = st.binary(min_size=32, max_size=32)
rings = keys.map(lambda key: KeyRing((("1", key),)))
path_characters = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", max_size=400
)


REFUSALS = {"print.unknown_ticket", "print.ticket_key_removed"}


def is_refused(text, ring=RING):
    with pytest.raises(Refused) as refused:
        read_ticket(text, ring)
    return refused.value.code in REFUSALS


@given(tickets, rings)
def test_a_ticket_reads_back_as_it_was_written(ticket, ring):
    assert read_ticket(write_ticket(ticket, ring), ring) == ticket


def test_a_ticket_is_read_while_its_key_is_still_there():
    turned = KeyRing((("2", bytes(32)), *RING.keys))

    assert read_ticket(TEXT, turned) == TICKET
    assert write_ticket(TICKET, turned).startswith("2.")


def test_a_ticket_of_a_key_that_was_removed_is_refused_with_that_reason():
    with pytest.raises(Refused, match=r"print\.ticket_key_removed"):
        read_ticket(TEXT, KeyRing((("2", bytes(32)),)))


def test_a_ticket_under_the_id_of_another_key_is_refused():
    both = KeyRing((("2", bytes(32)), *RING.keys))

    with pytest.raises(Refused, match=r"print\.unknown_ticket"):
        read_ticket(f"2{TEXT[1:]}", both)


@given(tickets, rings)
def test_a_ticket_fits_into_a_path_as_it_is(ticket, ring):
    text = write_ticket(ticket, ring)

    assert text.isascii()
    assert text.replace(".", "").replace("-", "").replace("_", "").isalnum()


def test_every_changed_character_is_found():
    other = {place: "A" if TEXT[place] != "A" else "B" for place in range(len(TEXT))}
    last_of_mac = len(TEXT) - 1  # its two low bits are no part of the bytes

    assert all(
        is_refused(TEXT[:place] + other[place] + TEXT[place + 1 :])
        for place in other
        if place != last_of_mac
    )


@given(tickets, st.data())
def test_a_ticket_cut_short_is_refused(ticket, data):
    text = write_ticket(ticket, RING)
    end = data.draw(st.integers(0, len(text) - 1))

    assert is_refused(text[:end])


@given(tickets, rings.filter(lambda ring: ring != RING))
def test_a_ticket_under_another_key_is_refused(ticket, ring):
    assert is_refused(write_ticket(ticket, ring))


@given(tickets)
def test_what_the_key_signed_for_another_purpose_is_refused(ticket):
    assert is_refused("1." + URLSafeSerializer(KEY, "another").dumps({"j": str(ticket.job_id)}))


@given(tickets, st.text(min_size=1), st.data())
def test_a_ticket_with_something_added_is_refused(ticket, added, data):
    text = write_ticket(ticket, RING)
    place = data.draw(st.integers(0, len(text)))

    assert is_refused(text[:place] + added + text[place:])


@pytest.mark.parametrize("added", ["!", "\n", "=", "é", "\ud800", "\0"])
def test_a_character_that_decoders_pass_over_is_refused(added):
    assert is_refused(TEXT[:-5] + added + TEXT[-5:])
    assert is_refused(TEXT + added)


@given(st.text(st.characters(exclude_categories=())) | path_characters)
def test_any_other_text_is_refused(text):
    assert is_refused(text)


@given(st.binary(), st.binary())
def test_any_other_bytes_are_refused(content, mac):
    assert is_refused(f"{content.hex()}.{mac.hex()}")


@pytest.mark.parametrize("text", ["A" * 1_000_000, TEXT + "." * 1000, "." * 1000])
def test_a_text_longer_than_any_ticket_is_refused(text):
    assert is_refused(text)
