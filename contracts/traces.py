"""Traces follow the call id: both ids of a span are read from the calls that led to it.

So all processes put their spans into one trace without having agreed on anything before, an event
finds its trace whatever time it lay in a table, and the call id of a log line is the trace's name.
"""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import Any, Final, NamedTuple, NewType
from urllib.parse import urlsplit

from contracts.topology import CALL_IDS_HEADER

TRACEPARENT_HEADER: Final = "traceparent"
"""W3C Trace Context, in requests and events beside the calls; of nobody outside it is believed."""

_UUID_AT_END: Final = re.compile("-?".join(f"([0-9a-f]{{{n}}})" for n in (8, 4, 4, 4, 12)) + "$")
_TRACEPARENT: Final = re.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")

ReceiverUrl = NewType("ReceiverUrl", str)
"""Where an OTLP receiver listens, without the path: `http://tempo.monitoring:4318`; or empty."""
NO_RECEIVER: Final = ReceiverUrl("")


class Kind(StrEnum):
    """Of a span, as OpenTelemetry names them."""

    SERVER = "server"
    CLIENT = "client"
    PRODUCER = "producer"
    CONSUMER = "consumer"
    INTERNAL = "internal"


class Attribute(StrEnum):
    """All that a span may tell: names out of the program, numbers and ids, nothing of a person.

    The names are those of OpenTelemetry's semantic conventions where these have one.
    """

    HTTP_METHOD = "http.request.method"
    HTTP_ROUTE = "http.route"
    HTTP_STATUS = "http.response.status_code"
    RPC_METHOD = "rpc.method"
    EVENT = "messaging.message.type"
    GROUP_SIZE = "messaging.batch.message_count"
    ENTRYPOINT = "code.function.name"
    DATABASE = "db.system.name"
    CALL_ID = "originprint.call_id"
    REFUSAL = "originprint.refusal"
    ERROR = "error.type"


class SpanIds(NamedTuple):
    """Where a span stands: 128 bits of its trace, 64 bits of its own."""

    trace: int
    span: int


def checked_receiver(text: str) -> ReceiverUrl:
    """Raise ValueError for what is neither empty nor an address of HTTP without a secret in it."""
    parts = urlsplit(text)
    if text and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("not an address of http or https")
    if parts.username is not None or parts.query:
        raise ValueError("it may hold neither a user nor a query")
    return ReceiverUrl(text.rstrip("/"))


def trace_id_of(call_id: str) -> int:
    """The UUID at its end; of a call id without one, which came from outside, its SHA-256."""
    found = _UUID_AT_END.search(call_id)
    if found:
        return int("".join(found.groups()), 16)
    return int.from_bytes(sha256(call_id.encode()).digest()[:16])


def span_id_of(call_id: str) -> int:
    """Of the span in which this call is answered."""
    return int.from_bytes(sha256(call_id.encode()).digest()[:8])


def caller_of(stack: Sequence[str]) -> SpanIds | None:
    """The span of the last of these calls; None where it was begun outside, and has none."""
    if not stack or not _UUID_AT_END.search(stack[-1]):
        return None
    return SpanIds(trace_id_of(stack[0]), span_id_of(stack[-1]))


def calls_in(headers: Mapping[str, Any]) -> list[str]:
    """That came with a message."""
    return [str(each) for each in headers.get(CALL_IDS_HEADER, ())]


def read_traceparent(text: object) -> SpanIds | None:
    """None for what is no such header (https://www.w3.org/TR/trace-context/, version 00)."""
    found = _TRACEPARENT.fullmatch(text) if isinstance(text, str) else None
    return found and SpanIds(int(found[1], 16), int(found[2], 16))


def write_traceparent(ids: SpanIds) -> str:
    """Of a span that is recorded."""
    return f"00-{ids.trace:032x}-{ids.span:016x}-01"
