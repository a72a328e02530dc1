"""What every response gets: a call id, security headers, a log line and its metrics."""

import time
from contextlib import AbstractContextManager, nullcontext

import structlog
from prometheus_client import Counter
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chassis.metrics import ENTRYPOINT_SECONDS
from contracts.traces import Attribute
from contracts.tracing import NOT_RECORDED, Span, answering
from gateway.call_ids import HEADER, begin_call
from gateway.callers import from_address

log = structlog.get_logger()

RESPONSES = Counter(
    "originprint_http_responses", "Responses by route and status", ["route", "status"]
)
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNLOGGED = frozenset({"/healthz", "/readyz", "/metrics"})


class Observation:
    """ASGI middleware around everything else. Paths hold tickets, so logs name routes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        call = begin_call()
        from_address(scope["client"][0] if scope.get("client") else None)
        started = time.perf_counter()
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _complete(MutableHeaders(scope=message), call)
            await send(message)

        with _in_trace(scope, call) as span:
            try:
                await self._app(scope, receive, send_with_headers)
            finally:
                _record(scope, status, time.perf_counter() - started)
                _tell(span, scope, status)


def _complete(headers: MutableHeaders, call: str) -> None:
    headers[HEADER] = call
    headers.setdefault("Cache-Control", "no-store")
    for name, value in SECURITY_HEADERS.items():
        headers.setdefault(name, value)


def _in_trace(scope: Scope, call: str) -> AbstractContextManager[Span]:
    """Those who ask every few seconds whether this process runs are in no trace."""
    if scope["path"] in UNLOGGED:
        return nullcontext(NOT_RECORDED)
    return answering("HTTP", [call], {})


def _tell(span: Span, scope: Scope, status: int) -> None:
    """A route's template: its path may hold a ticket, and a query whatever was asked for."""
    if span is NOT_RECORDED:
        return
    method = scope["method"] if scope["method"] in METHODS else "_OTHER"
    matched = scope.get("route")
    route = getattr(matched, "path_format", "portal") if matched else "unmatched"
    span.rename(f"{method} {route}")
    span.tell(Attribute.HTTP_METHOD, method)
    span.tell(Attribute.HTTP_ROUTE, route)
    span.tell(Attribute.HTTP_STATUS, status)


def _record(scope: Scope, status: int, seconds: float) -> None:
    matched = scope.get("route")
    route = f"gateway.{matched.name}" if matched else "gateway.unmatched"
    ENTRYPOINT_SECONDS.labels(route).observe(seconds)
    RESPONSES.labels(route, str(status)).inc()
    if scope["path"] not in UNLOGGED:
        log.info("http_answered", route=route, status=status, milliseconds=round(seconds * 1000, 1))
