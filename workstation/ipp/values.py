"""The vocabulary of IPP: groups, attributes and values with their syntaxes (RFC 8010, 3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class GroupTag(IntEnum):
    """Delimiters of attribute groups (RFC 8010, 3.5.1)."""

    OPERATION = 0x01
    JOB = 0x02
    PRINTER = 0x04
    UNSUPPORTED = 0x05


class Tag(IntEnum):
    """Value syntaxes (RFC 8010, 3.5.2); those not listed stay octets."""

    UNSUPPORTED = 0x10
    UNKNOWN = 0x12
    NO_VALUE = 0x13
    INTEGER = 0x21
    BOOLEAN = 0x22
    ENUM = 0x23
    OCTETS = 0x30
    DATE_TIME = 0x31
    RESOLUTION = 0x32
    RANGE = 0x33
    BEGIN_COLLECTION = 0x34
    TEXT_WITH_LANGUAGE = 0x35
    NAME_WITH_LANGUAGE = 0x36
    END_COLLECTION = 0x37
    TEXT = 0x41
    NAME = 0x42
    KEYWORD = 0x44
    URI = 0x45
    URI_SCHEME = 0x46
    CHARSET = 0x47
    LANGUAGE = 0x48
    MIME_TYPE = 0x49
    MEMBER_NAME = 0x4A


class Range(NamedTuple):
    """rangeOfInteger, both ends included."""

    lower: int
    upper: int


class Resolution(NamedTuple):
    """Dots per `unit`: 3 is the inch, 4 the centimetre."""

    cross_feed: int
    feed: int
    unit: int


class Localized(NamedTuple):
    """Text or a name that carries its own natural language."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value with its syntax; `data` has the Python type which that syntax stands for."""

    tag: int
    data: "Data"


Attributes = Mapping[str, Sequence[Value]]
Data = bool | int | str | bytes | None | Range | Resolution | Localized | Attributes


@dataclass(frozen=True, slots=True)
class Group:
    """Attributes under one delimiter; an answer with many jobs has one group for each."""

    tag: int
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Message:
    """A request (`code` is the operation) or an answer (`code` is the status)."""

    code: int
    request_id: int
    groups: Sequence[Group]
    document: bytes = b""
