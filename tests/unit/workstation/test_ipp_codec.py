"""The codec gives back what it was given, and survives whatever a printer sends."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.ipp.codec import decode, encode
from workstation.ipp.errors import MalformedAnswer
from workstation.ipp.values import (
    Group,
    GroupTag,
    Localized,
    Message,
    Range,
    Resolution,
    Tag,
    Value,
)

pytestmark = pytest.mark.unit

_INT32 = st.integers(-(2**31), 2**31 - 1)
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
_NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
_TEXT_TAGS = [tag for tag in Tag if Tag.TEXT <= tag < Tag.MEMBER_NAME]


def _values(tags: list[Tag], data: st.SearchStrategy[object]) -> st.SearchStrategy[Value]:
    return st.builds(Value, st.sampled_from(tags), data)


_SIMPLE = st.one_of(
    _values([Tag.UNSUPPORTED, Tag.UNKNOWN, Tag.NO_VALUE], st.none()),
    _values([Tag.INTEGER, Tag.ENUM], _INT32),
    _values([Tag.BOOLEAN], st.booleans()),
    _values([Tag.OCTETS, Tag.DATE_TIME], st.binary(max_size=40)),
    _values([Tag.RESOLUTION], st.builds(Resolution, _INT32, _INT32, st.integers(3, 4))),
    _values([Tag.RANGE], st.builds(Range, _INT32, _INT32)),
    _values([Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE], st.builds(Localized, _TEXT, _TEXT)),
    _values(_TEXT_TAGS, _TEXT),
)


def _attributes(values: st.SearchStrategy[Value]) -> st.SearchStrategy[dict]:
    some = st.lists(values, min_size=1, max_size=3).map(tuple)
    return st.dictionaries(_NAMES, some, max_size=4)


_VALUES = st.recursive(
    _SIMPLE,
    lambda inner: _values([Tag.BEGIN_COLLECTION], _attributes(inner)),
    max_leaves=8,
)
_GROUPS = st.builds(Group, st.sampled_from(GroupTag), _attributes(_VALUES))
_MESSAGES = st.builds(
    Message,
    st.integers(0, 0xFFFF),
    st.integers(1, 2**31 - 1),
    st.lists(_GROUPS, max_size=4).map(tuple),
    st.binary(max_size=40),
)


@settings(deadline=None)
@given(_MESSAGES)
def test_decoding_gives_back_the_encoded_message(message: Message) -> None:
    assert decode(encode(message)) == message


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_a_message_or_malformed(payload: bytes) -> None:
    _decode_or_refuse(payload)


@settings(deadline=None)
@given(_MESSAGES, st.data())
def test_a_cut_or_changed_message_is_a_message_or_malformed(message: Message, data) -> None:
    payload = bytearray(encode(message))
    cut = data.draw(st.integers(0, len(payload)))
    place = data.draw(st.integers(0, len(payload) - 1))
    payload[place] = data.draw(st.integers(0, 255))

    _decode_or_refuse(bytes(payload[:cut]))


def test_the_print_job_request_of_rfc_8010_is_read() -> None:
    message = decode(_RFC_8010_A1)

    operation, job = message.groups
    assert (message.code, message.request_id, message.document) == (0x0002, 1, b"%!PDF...")
    assert operation.attributes["printer-uri"] == (
        Value(Tag.URI, "ipp://printer.example.com/ipp/print/pinetree"),
    )
    assert job.attributes["copies"] == (Value(Tag.INTEGER, 20),)
    assert job.attributes["sides"] == (Value(Tag.KEYWORD, "two-sided-long-edge"),)


def test_the_print_job_request_of_rfc_8010_is_written() -> None:
    assert encode(decode(_RFC_8010_A1)) == b"\x02\x00" + _RFC_8010_A1[2:]


def test_of_an_attribute_given_twice_the_first_counts() -> None:
    twice = _entry(0x21, b"copies", b"\0\0\0\1") + _entry(0x21, b"copies", b"\0\0\0\2")

    (group,) = decode(_HEAD + b"\x02" + twice + b"\x03").groups

    assert group.attributes == {"copies": (Value(Tag.INTEGER, 1),)}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"\x02", "too early"),
        (b"\x21\0\1a\0\1b\x03", "before the first group"),
        (b"\x02\x21\0\0\0\4\0\0\0\1\x03", "before the first attribute"),
        (b"\x02\x21\0\1a\0\2\0\1\x03", "no value of syntax 0x21"),
        (b"\x02\x34\0\1a\0\0" + b"\x4a\0\0\0\1m\x34\0\0\0\0" * 20, "nested deeper"),
        (b"\x02\x44\0\1a\xff\xffb", "65534 bytes too early"),
    ],
)
def test_a_broken_message_says_what_is_wrong(body: bytes, reason: str) -> None:
    with pytest.raises(MalformedAnswer, match=reason):
        decode(_HEAD + body)


def _decode_or_refuse(payload: bytes) -> None:
    with suppress(MalformedAnswer):
        assert isinstance(decode(payload), Message)


def _entry(tag: int, name: bytes, octets: bytes) -> bytes:
    return struct.pack(">BH", tag, len(name)) + name + struct.pack(">H", len(octets)) + octets


_HEAD = b"\x02\x00\x00\x00\x00\x00\x00\x01"
_RFC_8010_A1 = b"".join(
    [
        b"\x01\x01\x00\x02\x00\x00\x00\x01\x01",
        _entry(0x47, b"attributes-charset", b"utf-8"),
        _entry(0x48, b"attributes-natural-language", b"en-us"),
        _entry(0x45, b"printer-uri", b"ipp://printer.example.com/ipp/print/pinetree"),
        _entry(0x42, b"job-name", b"foobar"),
        _entry(0x22, b"ipp-attribute-fidelity", b"\x01"),
        b"\x02",
        _entry(0x21, b"copies", b"\x00\x00\x00\x14"),
        _entry(0x44, b"sides", b"two-sided-long-edge"),
        b"\x03%!PDF...",
    ]
)
