"""Ids of spans, read from call ids, and the header that names a span to whoever is asked."""

import hashlib

import pytest

from contracts.traces import (
    SpanIds,
    caller_of,
    checked_receiver,
    read_traceparent,
    span_id_of,
    trace_id_of,
    write_traceparent,
)

UUID = "0b5e4f6a-9d3c-4a8e-8f1b-2c7d6e5f4a3b"
DIGITS = UUID.replace("-", "")


@pytest.mark.parametrize(
    "call_id", [DIGITS, UUID, f"cert_svc.find_expired.{UUID}", f"customs.console.{UUID}"]
)
def test_the_uuid_of_a_call_id_is_the_name_of_its_trace(call_id):
    assert f"{trace_id_of(call_id):032x}" == DIGITS


def test_a_call_id_from_outside_names_its_trace_by_its_digest():
    digest = hashlib.sha256(b"ticket 4711 of the help desk").hexdigest()

    assert f"{trace_id_of('ticket 4711 of the help desk'):032x}" == digest[:32]


def test_two_calls_in_one_trace_have_spans_of_their_own():
    first, second = f"cert_svc.get_certificate.{UUID}", f"print_svc.order_print.{UUID}"

    assert span_id_of(first) != span_id_of(second)


def test_the_caller_is_the_last_of_the_calls_in_the_trace_of_the_first():
    own = f"print_svc.order_print.{UUID}"

    assert caller_of([DIGITS, own]) == SpanIds(int(DIGITS, 16), span_id_of(own))


@pytest.mark.parametrize("stack", [[], ["ticket 4711 of the help desk"]])
def test_whoever_calls_from_outside_has_no_span(stack):
    assert caller_of(stack) is None


def test_a_written_header_is_read_as_it_was():
    ids = SpanIds(int(DIGITS, 16), 7)

    assert write_traceparent(ids) == f"00-{DIGITS}-0000000000000007-01"
    assert read_traceparent(write_traceparent(ids)) == ids


@pytest.mark.parametrize(
    "text", [None, 7, "", "00-12-34-01", f"01-{DIGITS}-0000000000000007-01", f"00-{DIGITS}-7-01"]
)
def test_what_is_no_such_header_names_no_span(text):
    assert read_traceparent(text) is None


@pytest.mark.parametrize("text", ["", "http://tempo.monitoring:4318", "https://traces.example"])
def test_a_receiver_is_an_address_of_http_or_nothing(text):
    assert checked_receiver(text) == text


@pytest.mark.parametrize(
    "text", ["tempo:4318", "ftp://tempo", "http://", "http://me:secret@tempo", "http://tempo?key=1"]
)
def test_an_address_that_is_none_or_holds_a_secret_is_refused(text):
    with pytest.raises(ValueError, match=r"address|hold"):
        checked_receiver(text)
