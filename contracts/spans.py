"""Records spans with OpenTelemetry, sends them by OTLP over HTTP; loaded only where that is on."""

import logging
import os
import socket
import threading
import time
from collections import deque
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Final

import requests
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import ALWAYS_ON
from opentelemetry.trace import (
    Link,
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)
from opentelemetry.trace import Span as SdkSpan

from contracts.errors import Refused
from contracts.masking import without_id_numbers
from contracts.traces import Attribute, Kind, SpanIds
from contracts.tracing import NOT_RECORDED, Attributes, Span, Told

MOST_WAITING: Final = 4096
"""Spans, of about 3 KB; what comes while so many wait is dropped."""
BATCH: Final = 64
"""Spans sent at once: under eventlet nothing else runs while they are written as protobuf."""
PAUSE_SECONDS: Final = 0.5
RANDOM: Final = 1 << 56
"""The last 56 bits of a trace id are random; before them a UUID has its variant, which is fixed, so
that the SDK's own sampler would record all or nothing."""
TIMEOUT_SECONDS: Final = 5.0
"""For one batch with its repetitions; then it is dropped."""
STOP_SECONDS: Final = 2.0
GIVE_UP_SECONDS: Final = 1.0

_chosen: ContextVar[SpanIds] = ContextVar("chosen")


class _ChosenIds(RandomIdGenerator):
    """Ids come from the calls, where the SDK would draw lots."""

    def generate_trace_id(self) -> int:
        return _chosen.get().trace

    def generate_span_id(self) -> int:
        return _chosen.get().span or super().generate_span_id()


class RecordedSpan(Span):
    """One of the SDK's; it tells no exception, as that would by itself."""

    def __init__(self, span: SdkSpan) -> None:
        self._span = span
        context = span.get_span_context()
        self.ids = SpanIds(context.trace_id, context.span_id)

    def rename(self, name: str) -> None:
        """A route is known only when its request was routed."""
        self._span.update_name(name)

    def tell(self, name: Attribute, value: str | int) -> None:
        """Identity numbers are masked, wherever they come from."""
        self._span.set_attribute(name.value, without_id_numbers(value))

    def end(self, error: BaseException | None = None) -> None:
        """A refusal is no failure of the span: a rule said no."""
        if isinstance(error, Refused):
            self.tell(Attribute.REFUSAL, error.code)
        elif error is not None:
            self.tell(Attribute.ERROR, type(error).__name__)
            self._span.set_status(StatusCode.ERROR)
        self._span.end()


class Backlog(SpanProcessor):
    """Spans that wait to be sent, by one thread; nobody else ever waits for the receiver.

    Without locks, which the SDK's own processor takes, and which it takes again in a forked child:
    under eventlet the thread is a greenlet of the same hub.
    """

    def __init__(self, exporter: SpanExporter, told: Told) -> None:
        self._exporter = exporter
        self._told = told
        self._waiting: deque[ReadableSpan] = deque()
        self._in_hand = 0
        self._stopping = False
        self._process = os.getpid()
        self._thread = threading.Thread(target=self._keep_sending, name="spans", daemon=True)
        self._thread.start()

    def on_end(self, span: ReadableSpan) -> None:
        """Never waits; drops it when MOST_WAITING do already."""
        if self._stopping or len(self._waiting) >= MOST_WAITING:
            self._told("dropped", 1)
        else:
            self._waiting.append(span)

    def shutdown(self) -> None:
        """Send what is left, as far as the receiver takes it in time."""
        self._stopping = True
        self._thread.join(STOP_SECONDS)
        self._exporter.shutdown()
        self._thread.join(GIVE_UP_SECONDS)
        given_up, self._in_hand = self._in_hand, 0
        self._told("dropped", given_up + len(self._waiting))

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        """Nobody asks for it: `shutdown` sends what is left."""
        return not self._waiting

    def _keep_sending(self) -> None:
        """Not in a child that was forked with this greenlet in it: its parent sends these spans."""
        while os.getpid() == self._process:
            last = self._stopping
            while self._waiting:
                self._send_some()
            if last:
                return
            self._pause()

    def _pause(self) -> None:
        until = time.monotonic() + PAUSE_SECONDS
        while not self._stopping and time.monotonic() < until:
            time.sleep(PAUSE_SECONDS / 10)

    def _send_some(self) -> None:
        self._in_hand = min(BATCH, len(self._waiting))
        spans = [self._waiting.popleft() for _ in range(self._in_hand)]
        taken = self._exporter.export(spans) is SpanExportResult.SUCCESS
        number, self._in_hand = self._in_hand, 0
        self._told("sent" if taken else "dropped", number)


class SdkRecorder:
    """`share` of all traces is recorded, from 0 to 1; all processes choose the same ones."""

    def __init__(self, process: str, url: str, *, told: Told, share: float = 1.0) -> None:
        logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)
        self._recorded_below = share * RANDOM
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource(
                {
                    "service.name": process,
                    "service.namespace": "originprint",
                    "service.instance.id": f"{socket.gethostname()}.{os.getpid()}",
                }
            ),
            id_generator=_ChosenIds(),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(Backlog(_exporter(url), told))
        self._tracer = self._provider.get_tracer("originprint")

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
        """`span` is its own id, drawn where none is given."""
        if trace % RANDOM >= self._recorded_below:
            return NOT_RECORDED
        _chosen.set(SpanIds(trace, span or 0))
        started = self._tracer.start_span(
            name,
            context=_below(parent),
            kind=SpanKind[kind.name],
            attributes={key.value: without_id_numbers(told) for key, told in attributes.items()},
            links=[Link(_context_of(each)) for each in links],
        )
        return RecordedSpan(started)

    def stop(self) -> None:
        """Send what is left, for STOP_SECONDS and GIVE_UP_SECONDS at most."""
        self._provider.shutdown()


def _exporter(url: str) -> SpanExporter:
    """Straight to the receiver: what else goes through a proxy of the environment, spans do not."""
    session = requests.Session()
    session.trust_env = False
    return OTLPSpanExporter(f"{url}/v1/traces", timeout=TIMEOUT_SECONDS, session=session)


def _below(parent: SpanIds | None) -> Context:
    """Never that of the SDK itself: other libraries may keep one there."""
    empty = Context()
    if parent is None:
        return empty
    return set_span_in_context(NonRecordingSpan(_context_of(parent)), empty)


def _context_of(ids: SpanIds) -> SpanContext:
    flags = TraceFlags(TraceFlags.SAMPLED)
    return SpanContext(ids.trace, ids.span, is_remote=True, trace_flags=flags)
