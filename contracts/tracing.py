"""What a process does to be seen in traces: nothing at all, until `record` was called.

Until then no span is made and OpenTelemetry is not imported (`contracts.spans` does that).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from typing import Final, Protocol

from contracts.publishing import Message
from contracts.settings import TracesSettings
from contracts.traces import (
    TRACEPARENT_HEADER,
    Attribute,
    Kind,
    SpanIds,
    caller_of,
    calls_in,
    read_traceparent,
    span_id_of,
    trace_id_of,
    write_traceparent,
)

Told = Callable[[str, int], None]
"""Hears what became of spans: `sent` or `dropped`, and how many."""
Attributes = Mapping[Attribute, str | int]


class Span:
    """A span that is not recorded; one that is looks like it."""

    ids: SpanIds | None = None
    """None when it is not recorded."""

    def rename(self, name: str) -> None:
        """Names are few: a route's template, never its path."""

    def tell(self, name: Attribute, value: str | int) -> None:
        """Values are names out of the program, numbers and ids."""

    def end(self, error: BaseException | None = None) -> None:
        """Tell the refusal's code or the error's class; what an error says may be a secret."""

    @property
    def headers(self) -> dict[str, str]:
        """What goes with a message so that whoever gets it stands below this span."""
        return {} if self.ids is None else {TRACEPARENT_HEADER: write_traceparent(self.ids)}


class Recorder(Protocol):
    """Makes spans and sends them; `contracts.spans` has the one there is."""

    def start(
        self,
        name: str,
        kind: Kind,
        trace: int,
        *,
        span: int | None = None,
        parent: SpanIds | None = None,
        links: Sequence[SpanIds] = (),
        attributes: Attributes,
    ) -> Span:
        """Not recorded when the trace is none of the share that is."""

    def stop(self) -> None:
        """Send what is left, for three seconds at most."""


class _Recording:
    recorder: Recorder | None = None


NOT_RECORDED: Final = Span()
_NOTHING: Final = nullcontext(NOT_RECORDED)
_current: ContextVar[Span] = ContextVar("span", default=NOT_RECORDED)


def record(process: str, settings: TracesSettings, told: Told) -> None:
    """From here on, if the settings name a receiver."""
    if settings.traces_url:
        from contracts.spans import SdkRecorder  # noqa: PLC0415 - only a process that is traced pays for it

        _Recording.recorder = SdkRecorder(
            process, settings.traces_url, told=told, share=settings.traces_share
        )


def stop() -> None:
    """Before the process ends."""
    recorder, _Recording.recorder = _Recording.recorder, None
    if recorder is not None:
        recorder.stop()


def is_on() -> bool:
    """Whether spans are recorded in this process."""
    return _Recording.recorder is not None


def begin(
    name: str,
    kind: Kind,
    stack: Sequence[str],
    attributes: Attributes,
    *,
    heard: object = None,
    links: Sequence[Span] = (),
) -> Span:
    """The span of the last of these calls. `heard` is the traceparent that came with it, if any."""
    if _Recording.recorder is None:
        return NOT_RECORDED
    trace = trace_id_of(stack[0])
    told = read_traceparent(heard)
    return _Recording.recorder.start(
        name,
        kind,
        trace,
        span=span_id_of(stack[-1]),
        parent=told if told and told.trace == trace else caller_of(stack[:-1]),
        links=[one.ids for one in links if one.ids],
        attributes={**attributes, Attribute.CALL_ID: stack[0]},
    )


def begin_below(name: str, kind: Kind, stack: Sequence[str], attributes: Attributes) -> Span:
    """A span of its own below the current one, or below that of the last of these calls."""
    if _Recording.recorder is None or not stack:
        return NOT_RECORDED
    trace = trace_id_of(stack[0])
    current = _current.get().ids
    parent = current if current and current.trace == trace else caller_of(stack)
    return _Recording.recorder.start(name, kind, trace, parent=parent, attributes=attributes)


def enter(span: Span) -> None:
    """It is the current one from here on in this greenlet, task or thread, until it ends."""
    _current.set(span)


def current() -> Span:
    """Of this greenlet, task or thread."""
    return _current.get()


def answering(
    name: str, stack: Sequence[str], attributes: Attributes
) -> AbstractContextManager[Span]:
    """While a call of HTTP is answered, the last of these."""
    if _Recording.recorder is None:
        return _NOTHING
    return _kept_open(begin(name, Kind.SERVER, stack, attributes))


def hearing(
    handler: str, event: str, stack: Sequence[str], heard: object
) -> AbstractContextManager[Span]:
    """While an event is handled, which is the last of these calls."""
    if _Recording.recorder is None:
        return _NOTHING
    attributes = {Attribute.ENTRYPOINT: handler, Attribute.EVENT: event}
    return _kept_open(begin(handler, Kind.CONSUMER, stack, attributes, heard=heard))


def asking(method: str, stack: Sequence[str]) -> AbstractContextManager[Span]:
    """While a service is asked; its headers go with the request."""
    if _Recording.recorder is None:
        return _NOTHING
    return _kept_open(begin_below(method, Kind.CLIENT, stack, {Attribute.RPC_METHOD: method}))


def in_transaction() -> AbstractContextManager[Span]:
    """While a database transaction is open for the current span; without one there is none."""
    if _Recording.recorder is None:
        return _NOTHING
    current = _current.get().ids
    if current is None:
        return _NOTHING
    attributes = {Attribute.DATABASE: "postgresql"}
    return _kept_open(
        _Recording.recorder.start(
            "transaction", Kind.CLIENT, current.trace, parent=current, attributes=attributes
        )
    )


@contextmanager
def _kept_open(span: Span) -> Iterator[Span]:
    before = _current.set(span)
    try:
        yield span
    except BaseException as error:
        span.end(error)
        raise
    else:
        span.end()
    finally:
        _current.reset(before)


class Sending:
    """Events on their way to the broker; a span ends once the broker has taken its event.

    What it does not take is sent again, with another span.
    """

    def __init__(self) -> None:
        self._open: dict[str, Span] = {}

    def of(self, message: Message) -> Message:
        """With its span among the headers, if it is recorded."""
        if _Recording.recorder is None:
            return message
        event = message.routing_key
        span = begin_below(
            f"publish {event}", Kind.PRODUCER, calls_in(message.headers), {Attribute.EVENT: event}
        )
        self._open[message.message_id] = span
        return replace(message, headers=message.headers | span.headers)

    def taken(self, *, but: Iterable[str]) -> None:
        """All that were sent, but those with these message ids."""
        refused = frozenset(but)
        for message_id, span in self._open.items():
            if message_id not in refused:
                span.end()
