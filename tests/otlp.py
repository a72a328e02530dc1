"""A receiver of spans on loopback: what a process sends by OTLP over HTTP, decoded."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic, sleep
from typing import Any


@dataclass(frozen=True)
class Received:
    """One span as it came; ids in hexadecimal digits, `parent` empty for a root."""

    process: str
    name: str
    kind: str
    trace: str
    span: str
    parent: str
    attributes: dict[str, Any]
    failed: bool
    links: tuple[str, ...]


@dataclass
class Receiver:
    """`answer` is called for each request before it is answered, and says with what status.

    What comes while it does not listen is taken and forgotten.
    """

    url: str
    answer: Callable[[], int] = lambda: 200
    listens: bool = True
    spans: list[Received] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def take(self, body: bytes) -> None:
        self.bodies.append(body)
        self.spans += _decoded(body)

    @contextmanager
    def listening(self) -> Iterator["Receiver"]:
        """From nothing, and to nothing again."""
        self.listens = True
        try:
            yield self
        finally:
            self.listens = False
            self.spans.clear()
            self.bodies.clear()

    def wait_for(self, number: int, *, seconds: float = 20.0) -> list[Received]:
        """Once so many came; fewer when time is over."""
        until = monotonic() + seconds
        while len(self.spans) < number and monotonic() < until:
            sleep(0.02)
        return self.spans

    def named(self, name: str) -> Received:
        return next(span for span in self.spans if span.name == name)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver that listens on a port of its own."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.answer()
            if receiver.listens and status == 200 and self.path == "/v1/traces":
                receiver.take(body)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


def _decoded(body: bytes) -> Iterator[Received]:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (  # noqa: PLC0415 - few tests decode any
        ExportTraceServiceRequest,
    )

    for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
        process = _read(resource.resource.attributes)["service.name"]
        for scope in resource.scope_spans:
            for span in scope.spans:
                yield Received(
                    process=process,
                    name=span.name,
                    kind=span.SpanKind.Name(span.kind).removeprefix("SPAN_KIND_").lower(),
                    trace=span.trace_id.hex(),
                    span=span.span_id.hex(),
                    parent=span.parent_span_id.hex(),
                    attributes=_read(span.attributes),
                    failed=span.status.code == span.status.STATUS_CODE_ERROR,
                    links=tuple(link.trace_id.hex() for link in span.links),
                )


def _read(attributes: Any) -> dict[str, Any]:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in attributes}
