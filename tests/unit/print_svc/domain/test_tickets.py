"""A ticket is believed only as it was written."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.errors import Refused
from services.print_svc.domain.tickets import Ticket, read_ticket, write_ticket

KEY = bytes(range(32))
TICKET = Ticket(
    job_id=UUID(int=1),
    certificate_no="A26SPECIMEN10001",
    parts=("original", "copy"),
    workstation="前台 front desk",
    expires_at=datetime(2026, 8, 1, 9, 0, tzinfo=UTC),
    nonce="SPECIMEN",
)
TEXT = write_ticket(TICKET, KEY)


def is_refused(text, key=KEY):
    with pytest.raises(Refused) as refused:
        read_ticket(text, key)
    return refused.value.code == "print.unknown_ticket"


def test_a_ticket_reads_back_as_it_was_written():
    assert read_ticket(TEXT, KEY) == TICKET


def test_a_ticket_fits_into_a_path_as_it_is():
    assert TEXT.replace(".", "").replace("-", "").replace("_", "").isalnum()
    assert TEXT.isascii()


def test_every_changed_character_is_found():
    other = {place: "A" if TEXT[place] != "A" else "B" for place in range(len(TEXT))}
    last_of_mac = len(TEXT) - 1  # its two low bits are no part of the bytes

    assert all(
        is_refused(TEXT[:place] + other[place] + TEXT[place + 1 :])
        for place in other
        if place != last_of_mac
    )


def test_a_ticket_under_another_key_is_refused():
    assert is_refused(TEXT, bytes(32))


@given(st.text())
def test_any_other_text_is_refused(text):
    assert is_refused(text)


@given(st.binary(), st.binary())
def test_any_other_bytes_are_refused(content, mac):
    assert is_refused(f"{content.hex()}.{mac.hex()}")
