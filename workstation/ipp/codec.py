"""IPP messages and their bytes (RFC 8010); what the messages mean is left to the client."""

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from workstation.ipp.errors import MalformedAnswer
from workstation.ipp.values import (
    Attributes,
    Data,
    Group,
    Localized,
    Message,
    Range,
    Resolution,
    Tag,
    Value,
)

_VERSION: Final = b"\x02\x00"
_END_OF_ATTRIBUTES: Final = 0x03
_FIRST_VALUE_TAG: Final = 0x10
_DEEPEST_COLLECTION: Final = 16


def encode(message: Message) -> bytes:
    """The bytes of a message, its document last."""
    parts = [_VERSION, struct.pack(">Hi", message.code, message.request_id)]
    for group in message.groups:
        parts.append(bytes([group.tag]))
        parts.extend(_encoded_attributes(group.attributes))
    parts += [bytes([_END_OF_ATTRIBUTES]), message.document]
    return b"".join(parts)


def decode(payload: bytes) -> Message:
    """The message in these bytes; anything after its attributes is the document.

    Of an attribute given twice the first counts. Raises MalformedAnswer.
    """
    reader = _Reader(payload)
    _, code, request_id = struct.unpack(">2sHi", reader.take(8))
    groups: list[tuple[int, list[_Named]]] = []
    while (tag := reader.byte()) != _END_OF_ATTRIBUTES:
        if tag < _FIRST_VALUE_TAG:
            groups.append((tag, []))
        elif groups:
            name, octets = reader.field().decode("utf-8", "replace"), reader.field()
            _add(groups[-1][1], name, _read_value(reader, tag, octets, depth=0))
        else:
            raise MalformedAnswer("an attribute stands before the first group")
    found = tuple(Group(tag, _first_of_each(named)) for tag, named in groups)
    return Message(code, request_id, found, reader.rest())


_Named = tuple[str, list[Value]]
_Codec = tuple[Callable[[Any], bytes], Callable[[bytes], Data]]


class _Reader:
    """A place in the payload that only moves forward, so reading always ends."""

    def __init__(self, payload: bytes) -> None:
        self._payload = payload
        self._at = 0

    def take(self, count: int) -> bytes:
        taken = self._payload[self._at : self._at + count]
        if len(taken) < count:
            raise MalformedAnswer(f"the message ends {count - len(taken)} bytes too early")
        self._at += count
        return taken

    def byte(self) -> int:
        return self.take(1)[0]

    def field(self) -> bytes:
        return self.take(int.from_bytes(self.take(2), "big"))

    def rest(self) -> bytes:
        return self._payload[self._at :]


def _read_value(reader: _Reader, tag: int, octets: bytes, *, depth: int) -> Value:
    if tag == Tag.BEGIN_COLLECTION:
        return Value(tag, _read_collection(reader, depth + 1))
    try:
        return Value(tag, _CODECS.get(tag, _OCTETS)[1](octets))
    except struct.error as error:
        raise MalformedAnswer(f"{len(octets)} bytes are no value of syntax 0x{tag:02x}") from error


def _read_collection(reader: _Reader, depth: int) -> Attributes:
    if depth > _DEEPEST_COLLECTION:
        raise MalformedAnswer(f"collections are nested deeper than {_DEEPEST_COLLECTION}")
    members: list[_Named] = []
    while (tag := reader.byte()) != Tag.END_COLLECTION:
        reader.field()
        octets = reader.field()
        if tag == Tag.MEMBER_NAME:
            members.append((octets.decode("utf-8", "replace"), []))
        else:
            _add(members, "", _read_value(reader, tag, octets, depth=depth))
    reader.field()
    reader.field()
    return _first_of_each(members)


def _add(named: list[_Named], name: str, value: Value) -> None:
    """A value without a name is one more of the attribute before it (RFC 8010, 3.1.5)."""
    if name:
        named.append((name, [value]))
    elif named:
        named[-1][1].append(value)
    else:
        raise MalformedAnswer("a further value stands before the first attribute")


def _first_of_each(named: Iterable[_Named]) -> Attributes:
    first: dict[str, Sequence[Value]] = {}
    for name, values in named:
        first.setdefault(name, tuple(values))
    return first


def _encoded_attributes(attributes: Attributes) -> Iterable[bytes]:
    for name, values in attributes.items():
        for place, value in enumerate(values):
            yield _encoded_value(name if place == 0 else "", value)


def _encoded_value(name: str, value: Value) -> bytes:
    if isinstance(value.data, Mapping):
        members = b"".join(_encoded_members(value.data))
        return _entry(value.tag, name, b"") + members + _entry(Tag.END_COLLECTION, "", b"")
    return _entry(value.tag, name, _CODECS.get(value.tag, _OCTETS)[0](value.data))


def _encoded_members(members: Attributes) -> Iterable[bytes]:
    for name, values in members.items():
        yield _entry(Tag.MEMBER_NAME, "", name.encode())
        yield from (_encoded_value("", value) for value in values)


def _entry(tag: int, name: str, octets: bytes) -> bytes:
    return bytes([tag]) + _field(name.encode()) + _field(octets)


def _field(octets: bytes) -> bytes:
    return struct.pack(">H", len(octets)) + octets


def _localized(octets: bytes) -> Localized:
    (length,) = struct.unpack_from(">H", octets)
    language, rest = octets[2 : 2 + length], octets[2 + length :]
    (length,) = struct.unpack_from(">H", rest)
    return Localized(language.decode("utf-8", "replace"), _text(rest[2 : 2 + length]))


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "replace")


def _packed(form: str) -> _Codec:
    return struct.Struct(form).pack, lambda octets: struct.unpack(form, octets)[0]


_OCTETS: Final[_Codec] = (bytes, bytes)
_NOTHING: Final[_Codec] = (lambda _: b"", lambda _: None)
_TEXT: Final[_Codec] = (str.encode, _text)
_LOCALIZED: Final[_Codec] = (
    lambda value: _field(value.language.encode()) + _field(value.text.encode()),
    _localized,
)
_CODECS: Final[Mapping[int, _Codec]] = {
    **dict.fromkeys((Tag.UNSUPPORTED, Tag.UNKNOWN, Tag.NO_VALUE), _NOTHING),
    **dict.fromkeys((Tag.INTEGER, Tag.ENUM), _packed(">i")),
    Tag.BOOLEAN: _packed(">?"),
    Tag.RESOLUTION: (
        lambda value: struct.pack(">iib", *value),
        lambda octets: Resolution(*struct.unpack(">iib", octets)),
    ),
    Tag.RANGE: (
        lambda value: struct.pack(">ii", *value),
        lambda octets: Range(*struct.unpack(">ii", octets)),
    ),
    **dict.fromkeys((Tag.TEXT_WITH_LANGUAGE, Tag.NAME_WITH_LANGUAGE), _LOCALIZED),
    **dict.fromkeys((tag for tag in Tag if tag >= Tag.TEXT), _TEXT),
}
